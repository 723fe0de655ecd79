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
        var device = await InUse(db).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.Kind == DeviceKind.Edge, cancellation);
        return device is null ? null : new(device.Tenant, device.StoreId, device.Id, device.Credential);
    }

    /// <summary>Which of these machines are still in use, each with its store now: for connections that outlive a request.</summary>
    internal async Task<Dictionary<DeviceId, StoreId>> StillInUseAsync(
        IReadOnlyCollection<DeviceId> devices,
        CancellationToken cancellation
    )
    {
        await using var db = database.AcrossTenants();
        return await InUse(db).Where(d => devices.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.StoreId, cancellation);
    }

    /// <summary>Paired, not revoked, and of a store that is open.</summary>
    internal static IQueryable<Device> InUse(RetailGuardDb db) =>
        db.Set<Device>()
            .Where(d => d.RevokedAt == null && db.Set<Store>().Any(s => s.Tenant == d.Tenant && s.Id == d.StoreId && s.ClosedAt == null));
}
