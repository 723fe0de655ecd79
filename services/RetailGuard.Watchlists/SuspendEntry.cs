using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Takes an entry out of matching without taking it off the list: after too many alerts (R7) or a dispute (R28, R40). What is in doubt
/// about a person in one store is in doubt in all that share the entry.
/// </summary>
public sealed class SuspendEntry(TimeProvider time, Galleries galleries, IEntryFamilies families)
{
    /// <summary>Changes the entry and its family in the context, and gives the events to commit with it; none when all match nobody already.</summary>
    /// <param name="counts">Alerts on the family within a day, and the stores in which they were: shown to head office.</param>
    /// <remarks>The commit may meet another change of the same list: see <see cref="AuditLog.CommitOrRetryAsync"/>.</remarks>
    public async Task<IReadOnlyList<AuditEvent>> PrepareAsync(
        RetailGuardDb db,
        EntryId id,
        SuspensionReason reason,
        (int Alerts, int Stores) counts,
        Actor actor,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var family = await families.OfAsync(db, id, cancellation);
        List<AuditEvent> events = [];
        foreach (var entry in await db.Set<Entry>().AsTracking().Where(e => family.Contains(e.Id)).ToListAsync(cancellation))
        {
            if (!MayBeSuspended(entry, reason))
            {
                continue;
            }

            (entry.State, entry.Suspension, entry.SuspendedAt) = (EntryState.Suspended, reason, time.GetUtcNow());
            (entry.SuspendedAlerts, entry.SuspendedStores) = counts;
            entry.AskToReinstate(null, null);
            var list = await StoreList.NumberAsync(db, entry, cancellation);
            events.Add(
                new(
                    actor,
                    "entry.suspended",
                    entry.Id.ToString(),
                    new
                    {
                        reason,
                        counts.Alerts,
                        counts.Stores,
                        list,
                    }
                )
            );
        }

        return events;
    }

    /// <summary>After the commit: the templates leave the galleries' memory.</summary>
    /// <returns>The whole family.</returns>
    public async Task<IReadOnlyList<EntryId>> TellAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var family = await families.OfAsync(db, id, cancellation);
        var stores = await db.Set<Entry>()
            .Where(e => family.Contains(e.Id))
            .Select(e => new { e.Tenant, e.StoreId })
            .Distinct()
            .ToListAsync(cancellation);
        await Task.WhenAll(stores.Select(s => galleries.TellAsync(s.Tenant, s.StoreId)));
        return family;
    }

    // A dispute or a doubt outweighs a rate and a lapse: people have to settle it before the entry can come back.
    private static bool MayBeSuspended(Entry entry, SuspensionReason reason) =>
        entry.State is EntryState.Active
        || (
            entry.State is EntryState.Suspended
            && entry.Suspension is SuspensionReason.AlertRate or SuspensionReason.NotRevalidated or SuspensionReason.NotReviewed
            && reason is not SuspensionReason.AlertRate
        );
}
