using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailGuard.Operations;

/// <summary>Whether the machine's clock has stepped back. The node is ready all the same: it goes on by the time that has passed.</summary>
internal sealed class ClockHealth(SteadyClock clock) : IHealthCheck
{
    /// <summary>What a time server corrects now and then is no step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            clock.Behind is var behind && behind < Step
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"The machine's clock is {behind:hh\\:mm\\:ss} behind what it had shown. Set it.")
        );
}

/// <summary>Logs that the machine's clock has stepped back, and when it is right again.</summary>
internal sealed partial class ClockWatch(SteadyClock clock, ILogger<ClockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var wasBehind = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var behind = clock.Behind;
            if (behind >= ClockHealth.Step && !wasBehind)
            {
                LogBehind(behind);
            }
            else if (behind < ClockHealth.Step && wasBehind)
            {
                LogRight();
            }

            wasBehind = behind >= ClockHealth.Step;
        }
    }

    [LoggerMessage(LogLevel.Error, "The machine's clock has stepped back by {Behind}. Time goes on by what has passed; set the clock.")]
    private partial void LogBehind(TimeSpan behind);

    [LoggerMessage(LogLevel.Warning, "The machine's clock is right again.")]
    private partial void LogRight();
}
