using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace RetailGuard.Operations;

/// <summary>Whether this node can do its work. Looked at once in <see cref="GoodFor"/>, however often strangers ask.</summary>
internal sealed class NodeHealth(HealthCheckService checks, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    /// <summary>A disk or a database that hangs is not waited for longer than balancers wait.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private Task<HealthReport>? _look;
    private DateTimeOffset _lookedAt;

    /// <param name="State"><c>ready</c>, <c>stopping</c>, or <c>unhealthy</c>.</param>
    /// <param name="Parts">By name: <c>healthy</c>, or what is wrong; of a node that is ready, what is wrong and does not keep it from its work.</param>
    public sealed record Answer(string State, IReadOnlyDictionary<string, string> Parts)
    {
        public bool IsReady => State is "ready";
    }

    public static void Add(IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database")
            .AddCheck<VaultHealth>("vault")
            .AddCheck<SiloHealth>("silo")
            .AddCheck<GalleryHealth>("galleries")
            .AddCheck<ClockHealth>("clock");
        services.AddHostedService<ClockWatch>();
        services.AddSingleton<VaultHealth>();
        services.AddSingleton<NodeHealth>();
    }

    public async Task<Answer> AskAsync()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new("stopping", new Dictionary<string, string>());
        }

        try
        {
            // The clock of this machine: what is waited for is a disk or a network, whatever time it is.
            var report = await Look().WaitAsync(Within, TimeProvider.System);
            return new(
                report.Status is HealthStatus.Unhealthy ? "unhealthy" : "ready",
                report.Entries.ToDictionary(e => e.Key, e => Said(e.Value), StringComparer.Ordinal)
            );
        }
        catch (TimeoutException)
        {
            return new(
                "unhealthy",
                new Dictionary<string, string> { ["node"] = $"A part did not answer within {Within.TotalSeconds:0} s." }
            );
        }
    }

    private Task<HealthReport> Look()
    {
        lock (_lock)
        {
            // One look at a time: what hangs is not asked again before it has answered.
            if (_look is null || (_look.IsCompleted && time.GetUtcNow() - _lookedAt >= GoodFor))
            {
                _lookedAt = time.GetUtcNow();
                _look = Task.Run(() => checks.CheckHealthAsync());
            }

            return _look;
        }
    }

    private static string Said(HealthReportEntry part) =>
        part.Status is HealthStatus.Healthy ? "healthy"
        // Not what the exception says: it may name the database's user and address. The log has it.
        : part.Exception is { } broken ? $"failed: {broken.GetType().Name}"
        : part.Description ?? "unhealthy";

    /// <summary>For operators: each part.</summary>
    public static void UseForOperators(IApplicationBuilder app) =>
        app.UseEndpoints(routes =>
        {
            routes.MapGet("/health/live", () => "alive");
            routes.MapGet(
                "/health/ready",
                async (NodeHealth health) =>
                {
                    var answer = await health.AskAsync();
                    return Results.Json(
                        answer,
                        statusCode: answer.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
                    );
                }
            );
        });

    public static Task AnswerAliveAsync(HttpContext context) => context.Response.WriteAsync("Healthy", context.RequestAborted);

    /// <summary>For everybody: healthy or not.</summary>
    public static async Task AnswerAnyoneAsync(HttpContext context)
    {
        var answer = await context.RequestServices.GetRequiredService<NodeHealth>().AskAsync();
        context.Response.StatusCode = answer.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(answer.IsReady ? "Healthy" : "Unhealthy", context.RequestAborted);
    }
}
