using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailGuard.Foundation;

/// <summary>
/// Work that is due by the record rather than by a request: looked for when the server starts and then again and again. What one
/// sweep leaves, because it failed or the server died, the next one finds.
/// </summary>
public abstract partial class PeriodicSweep(TimeSpan every, TimeProvider time, ILogger logger) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    /// <summary>Looks for all that is due, and does it.</summary>
    protected abstract Task SweepAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends without an exception, since a host that could not start would report one as a crash.
        using var timer = new PeriodicTimer(every, Time);
        await using var ending = stoppingToken.Register(timer.Dispose);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogFailed(e, GetType().Name, every);
            }
        } while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    [LoggerMessage(LogLevel.Error, "{Sweep} could not finish. It tries again in {Every}.")]
    private partial void LogFailed(Exception exception, string sweep, TimeSpan every);
}
