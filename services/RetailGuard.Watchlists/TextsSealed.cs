using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Seals what an earlier version kept of entries in the clear, once; of those that are erased already nothing is kept.</summary>
internal sealed class TextsSealed(Database database, TenantKeys keys, AuditLog audit) : IRowMigration
{
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        var tenants = await all.Set<Entry>().Where(e => e.Label != null).Select(e => e.Tenant).Distinct().ToListAsync(cancellation);
        foreach (var tenant in tenants)
        {
            int some;
            do
            {
                some = (await audit.CommitOrRetryAsync(tenant, db => SealAsync(db, tenant, cancellation), cancellation)).Expect();
            } while (some > 0);
        }

        if (tenants.Count > 0)
        {
            await database.WriteAnewAsync(cancellation);
        }
    }

    private async Task<Decision<int>> SealAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation)
    {
        var rows = await db.Set<Entry>().AsTracking().Where(e => e.Label != null).Take(AtOnce).ToListAsync(cancellation);
        foreach (var entry in rows)
        {
            if (await keys.OpenRecordKeyAsync(tenant, entry.KeyContext, entry.KeyId, cancellation) is { } key)
            {
                entry.SealedTexts = new EntryTexts(entry.Label!, entry.Evidence ?? "", entry.Summary ?? "").Seal(key, entry.Id);
            }

            (entry.Label, entry.Evidence, entry.Summary) = (null, null, null);
        }

        return rows is [] ? new(0) : new(rows.Count, new AuditEvent(Actor.System, "entries.texts-sealed", "", new { rows = rows.Count }));
    }
}
