using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A store without a camera has nothing to arm.</summary>
internal sealed class CamerasRegistered(Database database) : IReadinessRule
{
    public string Title => "Cameras";

    public Mend MendOf(string code) => new("An administrator", "add a camera, or take one into use again", "a minute", "/stores");

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var used = await db.Set<Camera>()
            .Where(c => c.DisabledAt == null)
            .GroupBy(c => c.StoreId)
            .Select(cameras => new { Store = cameras.Key, Count = cameras.Count() })
            .ToListAsync(cancellation);
        return used.ConvertAll(store => new ReadinessEvidence(store.Store, $"{store.Count} in use"));
    }

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
