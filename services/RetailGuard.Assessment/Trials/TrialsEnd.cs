using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>R8, R45: a trial ends by itself, and its stores match nobody from then on, until two people have agreed on what it found.</summary>
internal sealed class TrialsEnd(Database database) : IReadinessRule
{
    public string Title => "Trial";

    public Mend MendOf(string code) =>
        new("The privacy officer", "record what the trial found, which a second person agrees to", "an hour", "/trials");

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var trials = await UnconcludedAsync(db, cancellation);
        var people = trials.Select(t => t.StartedBy).Distinct().ToList();
        var names = await db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        return
        [
            .. trials.SelectMany(t => t.Stores.Select(s => new ReadinessEvidence(s, $"Trial {t.Number}", t.StartedAt, names[t.StartedBy]))),
        ];
    }

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return Check(await UnconcludedAsync(db, cancellation));
    }

    /// <summary>Pure.</summary>
    public static IReadOnlyList<Disarmed> Check(IEnumerable<Trial> unconcluded) =>
        [
            .. unconcluded.SelectMany(trial =>
                trial.Stores.Select(store => new Disarmed(
                    "trial-ended",
                    $"Trial {trial.Number} is over; matching is off until two people have agreed that what it found is enough.",
                    store,
                    From: trial.EndsAt
                ))
            ),
        ];

    private static Task<List<Trial>> UnconcludedAsync(RetailGuardDb db, CancellationToken cancellation) =>
        db.Set<Trial>().AsNoTracking().Where(t => t.ConcludedAt == null).OrderBy(t => t.Number).ToListAsync(cancellation);
}
