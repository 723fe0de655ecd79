using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A paired edge connector.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo of its P-256 key.</param>
public sealed record EdgeDevice(TenantId Tenant, StoreId Store, DeviceId Device, byte[] PublicKey);

/// <summary>Finds paired machines by their id, before anything else is known of them.</summary>
public sealed class Devices(Database database)
{
    public async Task<EdgeDevice?> FindEdgeAsync(DeviceId id, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var device = await db.Set<Device>()
            .AsNoTracking()
            .SingleOrDefaultAsync(d => d.Id == id && d.Kind == DeviceKind.Edge && d.RevokedAt == null, cancellation);
        return device is null ? null : new(device.Tenant, device.StoreId, device.Id, device.Credential);
    }
}
