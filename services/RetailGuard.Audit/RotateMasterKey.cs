using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>
/// Puts another master key in the place of the one in use (R52). Each retailer's key is sealed anew with an event in its chain; records'
/// keys, and what is derived from the retailer's key, stay as they are. Heads are signed by a key of the new one from then on, for which the
/// old one vouches.
/// </summary>
public sealed class RotateMasterKey(Database database, MasterKeyChange change, HeadVault heads, AuditLog audit, TimeProvider time)
{
    public const string Action = "master-key.rotated";

    /// <summary>Goes on where a run was cut off. No server may work on the record meanwhile.</summary>
    /// <param name="tell">Hears how far it is.</param>
    /// <returns>What is left to do, in words.</returns>
    /// <exception cref="StorageException"><c>key-next</c>: there is no new key. <c>storage-master-key</c>: neither key sealed the data.</exception>
    public async Task<string> RunAsync(Action<string> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var (from, to) = change.Begin();
        using var before = new HeadSigner(from);
        using var after = new HeadSigner(to);
        var (name, signature) = before.Vouch(after);
        await heads.PutNewAsync(before.FileName, Encoding.ASCII.GetBytes(before.PublicKey), cancellation);
        await heads.PutNewAsync(after.FileName, Encoding.ASCII.GetBytes(after.PublicKey), cancellation);
        await heads.PutNewAsync(name, Encoding.ASCII.GetBytes(signature), cancellation);

        var tenants = await TenantsAsync(cancellation);
        foreach (var (number, tenant) in tenants.Index())
        {
            // The old key's last word: what follows is the new one's.
            await SignAsync(tenant, before, cancellation);
            var changed = await audit.CommitOrRetryAsync(tenant, db => ResealAsync(db, tenant, from, to, cancellation), cancellation);
            tell($"{number + 1} of {tenants.Count} retailers: {(changed.Expect() ? "sealed by the new key" : "was already")}.");
            await SignAsync(tenant, after, cancellation);
        }

        return change.Finish();
    }

    private async Task<List<TenantId>> TenantsAsync(CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        return await all.Set<AuditHead>().OrderBy(h => h.Tenant).Select(h => h.Tenant).ToListAsync(cancellation);
    }

    private static async Task<Decision<bool>> ResealAsync(
        RetailGuardDb db,
        TenantId tenant,
        MasterKey from,
        MasterKey to,
        CancellationToken cancellation
    ) =>
        await MasterKeyChange.ResealAsync(db, tenant, from, to, cancellation)
            ? new(true, new AuditEvent(Actor.System, Action, tenant.ToString()))
            : new(false);

    private async Task SignAsync(TenantId tenant, HeadSigner signer, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        if (await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancellation) is { } head)
        {
            var (signed, _) = signer.Sign(tenant, head.Sequence, head.Hash, time.GetUtcNow());
            await heads.PutNewAsync(signed.Name, signed.Write(), cancellation);
        }
    }
}
