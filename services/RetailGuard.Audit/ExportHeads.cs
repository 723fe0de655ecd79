using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>Writes the signed head of a tenant's chain where the database does not reach, each hour in which it has grown (R49).</summary>
internal sealed class ExportHeads(Database database, HeadSigner signer, HeadVault vault, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        if (await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancellation) is not { } head)
        {
            return;
        }

        var (signed, publicKey) = signer.Sign(tenant, head.Sequence, head.Hash, time.GetUtcNow());
        await vault.PutNewAsync($"key-{signed.Key[..12]}.pem", Encoding.ASCII.GetBytes(publicKey), cancellation);
        await vault.PutNewAsync(signed.Name, signed.Write(), cancellation);
    }
}
