using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>R24, R8: where fewer than two people are certified to compare faces nothing can be confirmed, so nobody is matched.</summary>
internal sealed class VotersCertified(Database database) : IReadinessRule
{
    private const int LeastVoters = 2;

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var stores = await db.Set<Store>().Select(s => s.Id).ToListAsync(cancellation);
        var certificates = await Certificates.LatestAsync(db, cancellation);
        var people = await db.Set<Person>().AsNoTracking().ToListAsync(cancellation);
        var voters = people.Where(p => p.Roles.Exists(r => r is Role.StoreStaff or Role.StoreManager) && certificates.ContainsKey(p.Id));
        var ends = voters
            .SelectMany(p => p.Stores.Select(s => (Store: s, certificates[p.Id].ValidUntil)))
            .ToLookup(v => v.Store, v => v.ValidUntil);
        return stores.ConvertAll(store => Missing(store, ends[store]));
    }

    /// <param name="ends">Of the certificates of the store's people.</param>
    private static Disarmed Missing(StoreId store, IEnumerable<DateTimeOffset> ends) =>
        new(
            "voters-missing",
            "Fewer than two people of this store are certified to compare faces; matching is off until two are.",
            store,
            From: ends.OrderDescending().ElementAtOrDefault(LeastVoters - 1)
        );
}
