using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A store without a camera has nothing to arm.</summary>
internal sealed class CamerasRegistered(Database database) : IReadinessRule
{
    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var without = await db.Set<Store>()
            .Where(s => !db.Set<Camera>().Any(c => c.Tenant == s.Tenant && c.StoreId == s.Id && c.DisabledAt == null))
            .Select(s => s.Id)
            .ToListAsync(cancellation);
        return without.ConvertAll(store => new Disarmed(
            "no-camera",
            "No camera is registered for this store yet, or none is in use.",
            store
        ));
    }
}
