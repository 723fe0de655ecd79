using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>
/// All stores of a retailer as the record has them, read once on a node for all of them and again when the retailer's chain has grown:
/// where nothing happens, the record is asked for the chains' ends alone.
/// </summary>
internal sealed class ReadinessRecord(
    Database database,
    ChainEnds chains,
    IEnumerable<IReadinessRule> rules,
    ListStates lists,
    TimeProvider time
)
{
    /// <summary>How old a look at the chains may be.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(1);

    // What a clock alone changes is in the rules' answers; this is for what nobody wrote into the chain.
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, Loading> _loaded = new();

    private sealed record Loading(long Sequence, DateTimeOffset At, Task<Dictionary<StoreId, StoreOnRecord>> Stores);

    /// <summary>A store as it is now; null when there is no such store.</summary>
    /// <param name="atOnce">After a change: what was seen before is not good enough.</param>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<StoreOnRecord?> OfAsync(TenantId tenant, StoreId store, bool atOnce)
    {
        var (at, sequence) = await chains.OfAsync(tenant, atOnce ? TimeSpan.Zero : SeenWithin);
        var stores = await LoadedAsync(tenant, sequence);
        return stores.GetValueOrDefault(store) is { } found ? found with { At = at } : null;
    }

    private Task<Dictionary<StoreId, StoreOnRecord>> LoadedAsync(TenantId tenant, long sequence)
    {
        var now = time.GetUtcNow();
        return _loaded
            .AddOrUpdate(
                tenant,
                _ => Load(),
                (_, known) =>
                    known.Sequence < sequence || now - known.At > ReadAgainAfter || known.Stores.IsFaulted || known.Stores.IsCanceled
                        ? Load()
                        : known
            )
            .Stores;

        // The chain's end was seen first: whatever was committed after it makes the next look different.
        Loading Load() => new(sequence, now, Task.Run(() => LoadAsync(tenant)));
    }

    private async Task<Dictionary<StoreId, StoreOnRecord>> LoadAsync(TenantId tenant)
    {
        await using var db = database.Of(tenant);
        var stores = await db.Set<Store>().AsNoTracking().ToListAsync();
        var cameras = (await db.Set<Camera>().AsNoTracking().OrderBy(c => c.Name).ToListAsync()).ToLookup(c => c.StoreId);
        var drills = await db.Set<DrillSettings>().Select(s => s.PerStoreAndWeek).SingleOrDefaultAsync();
        var list = await lists.OfAsync(tenant, CancellationToken.None);
        var disarmed = new List<Disarmed>();
        foreach (var rule in rules)
        {
            disarmed.AddRange(await rule.CheckAsync(tenant, CancellationToken.None));
        }

        var byStore = disarmed.ToLookup(d => d.Store);
        return stores.ToDictionary(
            s => s.Id,
            s => new StoreOnRecord(default, s, [.. cameras[s.Id]], [.. byStore[null], .. byStore[s.Id]], list(s.Id), drills)
        );
    }
}
