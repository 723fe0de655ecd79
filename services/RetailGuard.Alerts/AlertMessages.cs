using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>A match that is to become an alert.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.RaiseAlert")]
public sealed record RaiseAlert
{
    [Id(0)]
    public required StoreId Store { get; init; }

    [Id(1)]
    public required CameraId Camera { get; init; }

    [Id(2)]
    public required EntryId Entry { get; init; }

    [Id(3)]
    public required DateTimeOffset CapturedAt { get; init; }

    [Id(4)]
    public required MatchEvidence Match { get; init; }

    /// <summary>Set when it is a drill (R48).</summary>
    [Id(5)]
    public DrillPair? Drill { get; init; }
}

/// <summary>What a drill shows beside its live picture, and the right answer.</summary>
/// <param name="Expected"><see cref="VoteAnswer.Same"/> or <see cref="VoteAnswer.Different"/>.</param>
/// <param name="Enrolled">The volunteer whose first picture stands for the enrolment.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.DrillPair")]
public sealed record DrillPair([property: Id(0)] VoteAnswer Expected, [property: Id(1)] Guid Enrolled);

[GenerateSerializer, Immutable, Alias("RetailGuard.VoteRequest")]
public sealed record VoteRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] string SessionKey,
    [property: Id(3)] Guid Request,
    [property: Id(4)] VoteAnswer Answer,
    [property: Id(5)] IReadOnlyList<FaceFeature> Features,
    [property: Id(6)] int SeenVersion,
    [property: Id(7)] DateTimeOffset? CertifiedUntil,
    [property: Id(8)] IReadOnlyList<PersonId> Issuers
);

[GenerateSerializer, Immutable, Alias("RetailGuard.InAisleRequest")]
public sealed record InAisleRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] Guid Request,
    [property: Id(3)] InAisleAnswer Answer,
    [property: Id(4)] int SeenVersion
);

[GenerateSerializer, Immutable, Alias("RetailGuard.OutcomeRequest")]
public sealed record OutcomeRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] Guid Request,
    [property: Id(3)] AlertOutcome Outcome,
    [property: Id(4)] int SeenVersion
);
