using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using RetailGuard.Identity;
using RetailGuard.Server;
using RetailGuard.Storage;

namespace RetailGuard.Testing;

/// <summary>The real server in this process, on a loopback port, with a clock that tests move.</summary>
public sealed class RunningServer : IServer, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = Api.NewClient();

    private RunningServer(WebApplication app, FakeTimeProvider time, ServerLog log) => (_app, Time, Log) = (app, time, log);

    public Uri Address => new(_app.Urls.First());

    public FakeTimeProvider Time { get; }

    public ServerLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public Api Anyone => new(Address, _http);

    DateTimeOffset IServer.Now => Time.GetUtcNow();

    /// <param name="storage">Where it keeps its data; still the caller's afterwards.</param>
    /// <param name="time">Its clock; null makes a new one.</param>
    /// <param name="settings">More settings, as <c>--Section:Name=value</c>.</param>
    /// <param name="configure">Changes services before the server is built.</param>
    public static async Task<RunningServer> StartAsync(
        DataStore storage,
        FakeTimeProvider? time = null,
        IReadOnlyList<string>? settings = null,
        Action<IServiceCollection>? configure = null
    )
    {
        var (clock, log) = (time ?? TestTime.Clock(), new ServerLog());
        string[] args = ["--urls=http://127.0.0.1:0", Checkout.AnyGuesses, .. storage.Settings, .. settings ?? []];
        var app = ServerHost.Build(
            args,
            builder =>
            {
                // The product and its grains' timers follow the test; the silo's own collector and probes need a clock that runs.
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                builder.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, TimeProvider.System);
                builder.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, clock);

                builder.Services.PlaceByRealTime();

                builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(log);

                // Nobody attacks these; a real server's thousandfold work would be a seventh of all that the tests do.
                builder.Services.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 100);
                configure?.Invoke(builder.Services);
            }
        );
        await app.Services.PrepareStorageAsync();
        await app.StartAsync();
        return new(app, clock, log);
    }

    public async Task<NewTenant> CreateTenantAsync(string slug, string name, string adminEmail)
    {
        var created = await Services
            .GetRequiredService<CreateTenant>()
            .RunAsync(slug, name, adminEmail, Retailer.SecondOf(adminEmail), CancellationToken.None);
        var (id, first, second) = created.Expect();
        return new(id.Value, first.Code, second.Code);
    }

    /// <summary>Whether a test has changed the record past the product.</summary>
    public bool IsTampered { get; private set; }

    /// <summary>Asks the record itself. Table and column names in double quotes mean the same on both databases.</summary>
    public Task<IReadOnlyList<object?[]>> QueryAsync(string sql, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(sql);
        IsTampered |= !sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);
        return Record.QueryAsync(Services, sql, values);
    }

    /// <summary>Lets time pass, at most an hour, until something holds.</summary>
    /// <param name="holds">Asked after each step.</param>
    /// <param name="pace">Work beside a request that time must not run ahead of.</param>
    /// <param name="step">At once; null is two seconds.</param>
    public async Task StepUntilAsync(Func<Task<bool>> holds, Func<Task>? pace = null, TimeSpan? step = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var begun = Time.GetUtcNow();
        while (!await holds())
        {
            if (Time.GetUtcNow() - begun > TimeSpan.FromHours(1))
            {
                throw new TimeoutException("It did not hold within an hour of the server's time.");
            }

            Time.Step(step ?? TimeSpan.FromSeconds(2));
            await Anyone.GetAsync("/health/live");
            await (pace?.Invoke() ?? Task.CompletedTask);
            await BehindAllOthersAsync();
        }
    }

    /// <inheritdoc cref="StepUntilAsync(Func{Task{bool}}, Func{Task}?, TimeSpan?)"/>
    /// <param name="comes">Until it has ended.</param>
    public async Task StepUntilAsync(Task comes, Func<Task>? pace = null)
    {
        ArgumentNullException.ThrowIfNull(comes);
        await StepUntilAsync(() => Task.FromResult(comes.IsCompleted), pace);
        await comes;
    }

    /// <summary>Lets time pass until a screen's line is cut. It is told why two seconds before, and time must not overtake the message.</summary>
    public async Task StepUntilEndedAsync(StoreScreen screen)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var ended = screen.EndedAsync();
        await StepUntilAsync(() => Task.FromResult(ended.IsCompleted), step: TimeSpan.FromMilliseconds(100));
        await ended;
    }

    /// <summary>What a step has set going may wait in the thread pool while another test's work fills it.</summary>
    private static Task BehindAllOthersAsync() =>
        Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
