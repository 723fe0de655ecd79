using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>Puts the rows of a database from before rows were on record into its chains, once; as they are then, rightly or not.</summary>
internal sealed class RowsTaken(Database database, AuditLog audit) : IRowMigration
{
    internal const string Action = "record.rows-taken";

    /// <summary>Does nothing for a chain that knows rows already. Safe to repeat.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        var without = await all.Set<AuditHead>()
            .Where(h => !all.Set<AuditRow>().Any(r => r.Tenant == h.Tenant && r.Rows != null))
            .Select(h => h.Tenant)
            .ToListAsync(cancellation);
        foreach (var tenant in without)
        {
            await audit.CommitOrRetryAsync(tenant, db => TakeAsync(db, tenant, cancellation), cancellation);
        }
    }

    private static async Task<Decision<int>> TakeAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation)
    {
        if (await db.Set<AuditRow>().AnyAsync(r => r.Rows != null, cancellation))
        {
            // By another node at the same moment.
            return new(0);
        }

        var rows = await RowsOnRecord.TakeAsync(db, tenant, cancellation);
        return new(rows, new AuditEvent(Actor.System, Action, "", new { rows }));
    }
}
