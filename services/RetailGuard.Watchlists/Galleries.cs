using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>The stores' galleries, each over all of its shards.</summary>
public sealed partial class Galleries(IGrainFactory grains, ILogger<Galleries> logger)
{
    /// <summary>The entries of a store nearest to each probe, exactly.</summary>
    public Task<Result<GalleryAnswers>> SearchAsync(TenantId tenant, StoreId store, GalleryProbes probes) =>
        Shard(tenant, store).Search(probes);

    /// <summary>Takes in what changed in the record.</summary>
    /// <exception cref="TimeoutException">A shard did not answer.</exception>
    public Task<GalleryStatus> RefreshAsync(TenantId tenant, StoreId store) => Shard(tenant, store).Refresh();

    /// <summary>Tells a store's gallery at once that the record has changed; what it misses it finds by itself within seconds.</summary>
    internal async Task TellAsync(TenantId tenant, StoreId store)
    {
        try
        {
            await RefreshAsync(tenant, store);
        }
        catch (Exception broken) when (broken is TimeoutException or Orleans.Runtime.OrleansException)
        {
            LogNotRefreshed(broken, store);
        }
    }

    private IGalleryShardGrain Shard(TenantId tenant, StoreId store) =>
        grains.GetGrain<IGalleryShardGrain>(GrainKeys.Shard(tenant, store, 0));

    [LoggerMessage(LogLevel.Warning, "The gallery of store {Store} did not take in a change at once.")]
    private partial void LogNotRefreshed(Exception exception, StoreId store);
}
