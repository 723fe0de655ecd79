using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Takes an entry out of matching without taking it off the list: after too many alerts (R7) or a dispute (R28, R40).</summary>
public sealed class SuspendEntry(TimeProvider time, Galleries galleries)
{
    /// <summary>Changes the entry in the context and gives the event to commit with it; null when it matches nobody already.</summary>
    /// <param name="counts">Alerts on the entry within a day, and the stores in which they were: shown to head office.</param>
    /// <remarks>The commit may meet another change of the same list: see <see cref="AuditLog.CommitOrRetryAsync"/>.</remarks>
    public async Task<AuditEvent?> PrepareAsync(
        RetailGuardDb db,
        EntryId id,
        SuspensionReason reason,
        (int Alerts, int Stores) counts,
        Actor actor,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        if (entry is null || !MayBeSuspended(entry, reason))
        {
            return null;
        }

        (entry.State, entry.Suspension, entry.SuspendedAt) = (EntryState.Suspended, reason, time.GetUtcNow());
        (entry.SuspendedAlerts, entry.SuspendedStores) = counts;
        entry.AskToReinstate(null, null);
        var list = await StoreList.NumberAsync(db, entry, cancellation);
        return new(
            actor,
            "entry.suspended",
            id.ToString(),
            new
            {
                reason,
                counts.Alerts,
                counts.Stores,
                list,
            }
        );
    }

    /// <summary>After the commit: the template leaves the gallery's memory.</summary>
    public async Task TellAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
        await galleries.TellAsync(entry.Tenant, entry.StoreId);
    }

    // A dispute outweighs a rate: it needs its case closed before the entry can come back.
    private static bool MayBeSuspended(Entry entry, SuspensionReason reason) =>
        entry.State is EntryState.Active
        || (entry.State is EntryState.Suspended && entry.Suspension is SuspensionReason.AlertRate && reason is SuspensionReason.Disputed);
}
