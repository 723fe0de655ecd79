using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Audit;
using RetailGuard.Foundation;

namespace RetailGuard.Operations;

/// <summary>Starts the keeper of every retailer, also of one that was added by another process since.</summary>
internal sealed partial class StartKeepers(ChainEnds chains, IGrainFactory grains, TimeProvider time, ILogger<StartKeepers> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new HashSet<TenantId>();

        // Ends without an exception, since a host that could not start would report one as a crash.
        using var timer = new PeriodicTimer(LookEvery, time);
        await using var ending = stoppingToken.Register(timer.Dispose);
        do
        {
            try
            {
                foreach (var tenant in (await chains.TenantsAsync(LookEvery)).Where(t => !started.Contains(t)))
                {
                    TenantBoundary.ActFor(tenant);
                    await grains.GetGrain<ITenantKeeperGrain>(GrainKeys.Keeper(tenant)).Start();
                    started.Add(tenant);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogNotStarted(e, LookEvery);
            }
        } while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    [LoggerMessage(LogLevel.Error, "A retailer's keeper could not be started. It is tried again in {Every}.")]
    private partial void LogNotStarted(Exception exception, TimeSpan every);
}
