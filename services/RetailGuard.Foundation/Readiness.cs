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
    /// <summary>What people call it, in English: <c>Notices</c>.</summary>
    string Title { get; }

    /// <summary>Who can put something right that it found, and how.</summary>
    /// <param name="code">Of a <see cref="Disarmed"/> of its own.</param>
    Mend MendOf(string code);

    /// <summary>What it rests on, for people who look: asked for on the page of readiness only, never on the way to a decision.</summary>
    Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ReadinessEvidence>>([]);

    /// <summary>All that disarms anything of a retailer, now or at a known time: asked for all stores at once, outside every grain's turn.</summary>
    Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation);
}

/// <summary>How something that disarms is put right.</summary>
/// <param name="Who">A role: <c>The duty manager</c>.</param>
/// <param name="How">What they do: <c>photograph the poster on the tablet</c>.</param>
/// <param name="Takes">Roughly how long: <c>2 minutes</c>.</param>
/// <param name="Page">Of the console, from its first slash on; null where it is not done there.</param>
public sealed record Mend(string Who, string How, string Takes, string? Page = null);

/// <summary>What a rule rests on.</summary>
/// <param name="Store">Null is every store of the retailer.</param>
/// <param name="Text">What there is: <c>Version 3</c>.</param>
/// <param name="At">Of when it is; null where that says nothing.</param>
/// <param name="By">Who answers for it; null where nobody does.</param>
/// <param name="Since">Since when it has stopped matching; null where it has not, or that is not known.</param>
public sealed record ReadinessEvidence(
    StoreId? Store,
    string Text,
    DateTimeOffset? At = null,
    string? By = null,
    DateTimeOffset? Since = null
);
