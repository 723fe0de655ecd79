using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>
/// Moves the keys that an earlier version kept in the rows themselves into the key store. What it leaves, because it was cut off, the next
/// run finds; a key is in the store before its row lets go of it.
/// </summary>
internal sealed class KeysMoved(Database database, KeyStore store, AuditLog audit, IIds ids) : IRowMigration
{
    internal const string Action = "keys.moved";

    /// <summary>In one commit: its link in the chain tells of each row.</summary>
    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        foreach (var tenant in await TenantsAsync(cancellation))
        {
            int some;
            do
            {
                some = (await audit.CommitOrRetryAsync(tenant, db => MoveAsync(db, tenant, cancellation), cancellation)).Expect();
                moved += some;
            } while (some > 0);
        }

        if (moved > 0)
        {
            await database.WriteAnewAsync(cancellation);
        }
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        return (await KeyedRows.WithKeyInsideAsync(all, 1, cancellation)) is []
            ? []
            : await all.Set<AuditHead>().Select(h => h.Tenant).ToListAsync(cancellation);
    }

    private async Task<Decision<int>> MoveAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation)
    {
        var rows = await KeyedRows.WithKeyInsideAsync(db, AtOnce, cancellation);
        if (rows is [])
        {
            return new(0);
        }

        var keys = rows.Select(row => (Id: ids.Next(), row.SealedKey!)).ToList();
        await store.PutAsync(tenant, keys, cancellation);
        foreach (var (row, key) in rows.Zip(keys))
        {
            (row.KeyId, row.SealedKey) = (key.Id, null);
        }

        return new(rows.Count, new AuditEvent(Actor.System, Action, "", new { rows = rows.Count }));
    }
}
