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
        var voters = Certificates.Voters(db).Select(p => p.Id);
        var passed = await (
            from place in db.Set<PersonStore>()
            where voters.Contains(place.PersonId)
            join exam in Certificates.Passed(db) on place.PersonId equals exam.PersonId
            select new
            {
                place.StoreId,
                place.PersonId,
                exam.ValidUntil,
            }
        ).ToListAsync(cancellation);
        var ends = passed
            .GroupBy(exam => (exam.StoreId, exam.PersonId))
            .ToLookup(exams => exams.Key.StoreId, exams => exams.Max(exam => exam.ValidUntil!.Value));
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
