using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>R24, R8: where fewer than two people are certified to compare faces nothing can be confirmed, so nobody is matched.</summary>
internal sealed class VotersCertified(Database database, TimeProvider time) : IReadinessRule
{
    private const int LeastVoters = 2;

    public string Title => "Certified people";

    public Mend MendOf(string code) => new("Two people of the store", "pass the exam in the tablet's course", "30 minutes each", "/people");

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        var (stores, ends) = await EndsAsync(tenant, cancellation);
        var now = time.GetUtcNow();
        return [.. stores.Select(store => new ReadinessEvidence(store, $"{ends[store].Count(end => end > now)} certified"))];
    }

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        var (stores, ends) = await EndsAsync(tenant, cancellation);
        return stores.ConvertAll(store => Missing(store, ends[store]));
    }

    /// <summary>All stores, and when the certificates of each one's people end.</summary>
    private async Task<(List<StoreId> Stores, ILookup<StoreId, DateTimeOffset> Ends)> EndsAsync(
        TenantId tenant,
        CancellationToken cancellation
    )
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
        return (stores, ends);
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
