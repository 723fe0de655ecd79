using Orleans;

namespace RetailGuard.Foundation;

/// <summary>Why matching is off (R8): in one camera, one store, or everywhere.</summary>
/// <param name="Code">Stable, for screens to translate: <c>voters-missing</c>.</param>
/// <param name="Detail">A sentence in English that the person can act on.</param>
/// <param name="Store">Null is every store of the retailer.</param>
/// <param name="Camera">Null is every camera.</param>
/// <param name="From">
/// From when on. May lie ahead: evidence that ends at a known time disarms at that time, whether or not the record can be asked then.
/// </param>
/// <param name="IsAnnounced">
/// The stores are told of it beforehand, and it waits until an alert that is open then is over. Never for what makes a match unsafe.
/// </param>
[GenerateSerializer, Immutable, Alias("RetailGuard.Disarmed")]
public sealed record Disarmed(
    [property: Id(0)] string Code,
    [property: Id(1)] string Detail,
    [property: Id(2)] StoreId? Store = null,
    [property: Id(3)] CameraId? Camera = null,
    [property: Id(4)] DateTimeOffset From = default,
    [property: Id(5)] bool IsAnnounced = false
);

/// <summary>One thing that must be in order before anybody is matched; each module brings its own.</summary>
public interface IReadinessRule
{
    /// <summary>All that disarms anything of a retailer, now or at a known time: asked for all stores at once, outside every grain's turn.</summary>
    Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation);
}
