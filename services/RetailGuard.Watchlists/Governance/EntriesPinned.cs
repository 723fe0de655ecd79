using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Pins entries from before there were criteria to the first version, once, with harm that nobody has stated; their 90 days begin then (R13,
/// R14).
/// </summary>
internal sealed class EntriesPinned(Database database, AuditLog audit, TimeProvider time) : IRowMigration
{
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        var tenants = await all.Set<Entry>()
            .Where(e => e.CriteriaVersion == null)
            .Select(e => e.Tenant)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var tenant in tenants)
        {
            int some;
            do
            {
                some = (await audit.CommitOrRetryAsync(tenant, db => PinAsync(db, cancellation), cancellation)).Expect();
            } while (some > 0);
        }
    }

    private async Task<Decision<int>> PinAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var rows = await db.Set<Entry>().AsTracking().Where(e => e.CriteriaVersion == null).Take(AtOnce).ToListAsync(cancellation);
        foreach (var entry in rows)
        {
            (entry.CriteriaVersion, entry.MeetsVersion) = (CriteriaVersions.First, CriteriaVersions.First);
            if (entry.State is EntryState.Active or EntryState.Suspended)
            {
                entry.RevalidateBy = time.GetUtcNow().AddDays(Lapses.RevalidateDays);
            }
        }

        return rows is []
            ? new(0)
            : new(rows.Count, new AuditEvent(Actor.System, "entries.criteria-pinned", "", new { rows = rows.Count }));
    }
}
