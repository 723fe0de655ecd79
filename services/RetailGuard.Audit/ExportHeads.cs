using System.Text;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>Writes the signed head of a tenant's chain where the database does not reach, each hour in which it has grown (R49).</summary>
internal sealed class ExportHeads(Database database, ChainHeads heads, HeadVault vault) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        if (await heads.SignAsync(db, tenant, cancellation) is { } head)
        {
            await vault.PutNewAsync(head.KeyName, Encoding.ASCII.GetBytes(head.PublicKey), cancellation);
            await vault.PutNewAsync(head.Name, Encoding.UTF8.GetBytes(head.Document), cancellation);
        }
    }
}
