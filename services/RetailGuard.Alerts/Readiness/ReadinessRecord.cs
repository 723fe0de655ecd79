using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>All stores of a retailer as the record has them, read once on a node for all of them.</summary>
internal sealed class ReadinessRecord
{
    private readonly Database _database;
    private readonly IEnumerable<IReadinessRule> _rules;
    private readonly ListStates _lists;
    private readonly UntilChanged<Dictionary<StoreId, StoreOnRecord>> _stores;

    public ReadinessRecord(
        Database database,
        ITenantChanges changes,
        IEnumerable<IReadinessRule> rules,
        ListStates lists,
        TimeProvider time
    )
    {
        (_database, _rules, _lists) = (database, rules, lists);
        // What a clock alone changes is in the rules' answers.
        _stores = new(changes, LoadAsync, time);
    }

    /// <summary>A store as it is now; null when there is no such store.</summary>
    /// <param name="atOnce">After a change: what was seen before is not good enough.</param>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<StoreOnRecord?> OfAsync(TenantId tenant, StoreId store, bool atOnce)
    {
        var (at, stores) = await _stores.OfAsync(tenant, atOnce);
        return stores.GetValueOrDefault(store) is { } found ? found with { At = at } : null;
    }

    private async Task<Dictionary<StoreId, StoreOnRecord>> LoadAsync(TenantId tenant)
    {
        await using var db = _database.Of(tenant);
        var stores = await db.Set<Store>().AsNoTracking().ToListAsync();
        var inUse = db.Set<Camera>().AsNoTracking().Where(c => c.DisabledAt == null);
        var cameras = (await inUse.ToListByNameAsync(c => c.Name, CancellationToken.None)).ToLookup(c => c.StoreId);
        var drills = await db.Set<DrillSettings>().Select(s => s.PerStoreAndWeek).SingleOrDefaultAsync();
        var list = await _lists.OfAsync(tenant, CancellationToken.None);
        var disarmed = new List<Disarmed>();
        foreach (var rule in _rules)
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
