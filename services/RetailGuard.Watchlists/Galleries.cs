using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>Tells a store's gallery at once that the record has changed.</summary>
internal sealed partial class Galleries(IGrainFactory grains, ILogger<Galleries> logger)
{
    public async Task RefreshAsync(TenantId tenant, StoreId store)
    {
        try
        {
            await grains.GetGrain<IGalleryShardGrain>(GrainKeys.Shard(tenant, store, 0)).Refresh();
        }
        catch (Exception broken) when (broken is TimeoutException or Orleans.Runtime.OrleansException)
        {
            // The change stands; the gallery looks by itself within seconds.
            LogNotRefreshed(broken, store);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The gallery of store {Store} did not take in a change at once.")]
    private partial void LogNotRefreshed(Exception exception, StoreId store);
}
