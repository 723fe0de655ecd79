using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>
/// How a node learns of changes made on any node: every change extends its tenant's chain (R49), so one look at the chains' ends tells
/// for all tenants and stores whether anything has changed.
/// </summary>
public sealed class ChainEnds(Database database, TimeProvider time) : ITenantChanges
{
    private readonly SharedLookup<Dictionary<TenantId, long>> _ends = new(() => LookAsync(database), time);

    /// <inheritdoc/>
    public async Task<(DateTimeOffset At, long Sequence)> OfAsync(TenantId tenant, TimeSpan atMostOld)
    {
        var (at, ends) = await _ends.AtMostOldAsync(atMostOld);
        return (at, ends.GetValueOrDefault(tenant));
    }

    /// <summary>All tenants, as they were at most so long ago.</summary>
    public async Task<IReadOnlyCollection<TenantId>> TenantsAsync(TimeSpan atMostOld) => (await _ends.AtMostOldAsync(atMostOld)).Seen.Keys;

    private static async Task<Dictionary<TenantId, long>> LookAsync(Database database)
    {
        await using var db = database.AcrossTenants();
        return await db.Set<AuditHead>().AsNoTracking().ToDictionaryAsync(h => h.Tenant, h => h.Sequence);
    }
}
