using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>
/// How a node leaves. From the signal on it is not ready, its lines are told to connect again and no new one is taken; requests are
/// answered as before for <c>Drain:Wait</c> seconds, in which a balancer learns of it; then it stops listening and finishes what is open.
/// </summary>
internal sealed class Drain : IHostedLifecycleService
{
    private const string Setting = "Drain:Wait";
    private const int MostSeconds = 60;

    /// <summary>Of what is open when the node stops listening.</summary>
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _wait;

    /// <exception cref="StorageException">The setting is no number of seconds.</exception>
    public Drain(IConfiguration configuration)
    {
        var set = configuration[Setting];
        if (set is { Length: > 0 } && !(int.TryParse(set, out var seconds) && seconds is >= 0 and <= MostSeconds))
        {
            throw new StorageException("drain-wait", $"{Setting} is {set}; it is a number of seconds, 0 to {MostSeconds}.");
        }

        _wait = TimeSpan.FromSeconds(set is { Length: > 0 } ? int.Parse(set, System.Globalization.CultureInfo.InvariantCulture) : 0);
    }

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var drain = new Drain(configuration);
        services.AddSingleton<IHostedService>(drain);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = drain._wait + FinishWithin);
    }

    /// <summary>Refuses new lines while the node leaves; they would end at once.</summary>
    public static void Use(WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (!app.Lifetime.ApplicationStopping.IsCancellationRequested || context.Request.Headers.Upgrade.Count == 0)
                {
                    return next(context);
                }

                context.Response.Headers.RetryAfter = "1";
                return new Refusal("server-stopping", "This server is being stopped. Connect again.", RefusalKind.Unavailable)
                    .ToHttp()
                    .ExecuteAsync(context);
            }
        );

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(_wait, TimeProvider.System, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
