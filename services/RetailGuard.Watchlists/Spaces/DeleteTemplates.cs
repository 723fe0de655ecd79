using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Deletes the templates of dropped spaces (R12, R52), some at a time, each time with a receipt.</summary>
internal sealed class DeleteTemplates(AuditLog audit)
{
    private const int AtOnce = 500;

    /// <summary>Should it end half way, the next run goes on.</summary>
    public async Task RunAsync(TenantId tenant, string space, CancellationToken cancellation)
    {
        int deleted;
        do
        {
            var done = await audit.CommitOrRetryAsync(tenant, db => DeleteAsync(db, space, cancellation), cancellation);
            deleted = done.Succeeded(out var count, out _) ? count : 0;
        } while (deleted == AtOnce);
    }

    private static async Task<Decision<int>> DeleteAsync(RetailGuardDb db, string space, CancellationToken cancellation)
    {
        var rows = await db.Set<EntryTemplate>().AsTracking().Where(t => t.Space == space).Take(AtOnce).ToListAsync(cancellation);
        db.RemoveRange(rows);
        return rows.Count == 0
            ? new(0)
            : new(rows.Count, new AuditEvent(Actor.System, "space.templates-deleted", space, new { templates = rows.Count }));
    }
}
