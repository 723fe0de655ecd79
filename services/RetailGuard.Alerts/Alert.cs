using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

public enum AlertState
{
    /// <summary>A match; the camera's picture is still on its way.</summary>
    Raised,

    /// <summary>Both pictures are there; two people must compare them.</summary>
    Voting,

    /// <summary>Two people said "same person": staff may act until the time is over.</summary>
    Confirmed,

    /// <summary>Somebody said no, or could not tell.</summary>
    Rejected,

    /// <summary>Time ran out before two people agreed, or before anybody acted.</summary>
    Expired,

    /// <summary>Staff have recorded what they did.</summary>
    Closed,

    /// <summary>The person disputed it or showed who they are (R28): a case is open.</summary>
    Disputed,

    /// <summary>Its entry or matching itself was stopped while it was open.</summary>
    Frozen,

    /// <summary>It was a drill (R48), and is decided or has given way to a real alert.</summary>
    Drill,
}

/// <summary>Why an open alert was stopped.</summary>
public enum StopReason
{
    /// <summary>The entry alerted too often (R7).</summary>
    EntryRate,

    /// <summary>Somebody disputed another alert on the same entry (R28).</summary>
    EntryDisputed,

    /// <summary>The entry left the list or expired.</summary>
    EntryRemoved,

    /// <summary>Matching was stopped for the camera, the store or the retailer (R8).</summary>
    MatchingStopped,

    /// <summary>A drill gave way to a real alert (R48).</summary>
    RealAlert,
}

/// <summary>R26: whether the person in front of staff is the one in the latest picture.</summary>
public enum InAisleAnswer
{
    Same,

    /// <summary>Somebody else: staff leave them alone, and may look on.</summary>
    Different,

    NotFound,
}

public enum VoteAnswer
{
    Same,
    Different,

    /// <summary>Counts as no.</summary>
    CannotTell,
}

/// <summary>What the person compared before voting.</summary>
public enum FaceFeature
{
    Ears,
    Brow,
    Nose,
    Jaw,
    Marks,
}

/// <summary>R27: there is no detaining and no searching to choose.</summary>
public enum AlertOutcome
{
    None,
    Observe,
    CallPolice,
    AskToLeave,
}

/// <summary>The decision to raise an alert, with all that it takes to take it again (R6).</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.MatchEvidence")]
public sealed record MatchEvidence
{
    [Id(0)]
    public required string Space { get; init; }

    /// <summary>0–100 scale.</summary>
    [Id(1)]
    public required double Threshold { get; init; }

    /// <summary>0–100 scale.</summary>
    [Id(2)]
    public required double Score { get; init; }

    /// <summary>Of probe and entry, −1 to 1.</summary>
    [Id(3)]
    public required double Cosine { get; init; }

    /// <summary>Cosine by which the entry led the next one; 2 when it was alone.</summary>
    [Id(4)]
    public required double Margin { get; init; }

    /// <summary>Of the track's best frame, 0 to 1.</summary>
    [Id(5)]
    public required double Quality { get; init; }

    [Id(6)]
    public required int FramesFused { get; init; }

    /// <summary>Smallest cosine between a fused frame and the probe.</summary>
    [Id(7)]
    public required double Agreement { get; init; }

    /// <summary>State of the store's list that was searched.</summary>
    [Id(8)]
    public required long ListVersion { get; init; }

    /// <summary>The decision's inputs as <see cref="RecordedInputs"/> writes them; null on drills and on alerts from before they were kept.</summary>
    [Id(9)]
    public string? Inputs { get; init; }
}

/// <summary>An alert as it stands. Changes only by applying events of <see cref="AlertWorkflow"/>.</summary>
public sealed class Alert : IKeyed, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required AlertId Id { get; init; }

    public required StoreId StoreId { get; init; }

    public required CameraId CameraId { get; init; }

    public required EntryId EntryId { get; init; }

    public required MatchEvidence Match { get; init; }

    /// <summary>First frame of the track that passed the quality gate.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Votes later than this are refused.</summary>
    public required DateTimeOffset VotingEndsAt { get; init; }

    /// <summary>R26: nobody acts on the alert after this.</summary>
    public required DateTimeOffset ActionableUntil { get; init; }

    /// <summary>SHA-256 of the one-time secret in the connector's upload address; null once it is used.</summary>
    public byte[]? UploadHash { get; set; }

    /// <summary>The key that seals the alert's pictures; destroyed when it ends without confirmation (R30).</summary>
    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    public AlertState State { get; set; }

    /// <summary>Rises when something changes that a viewer may see; a vote alone changes nothing visible (R24).</summary>
    public int Version { get; set; } = 1;

    /// <summary>SHA-256 of the live picture, so that a vote can say what was seen.</summary>
    public byte[]? LiveHash { get; set; }

    /// <summary>SHA-256 of the enrolment picture that voters compare with.</summary>
    public byte[]? EnrolmentHash { get; set; }

    /// <summary>When a tablet first fetched the live picture.</summary>
    public DateTimeOffset? FirstShownAt { get; set; }

    public DateTimeOffset? FirstVoteAt { get; set; }

    /// <summary>When the second person agreed; null unless two did.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>With <see cref="AlertState.Frozen"/>, and with drills that ended early.</summary>
    public StopReason? Stopped { get; set; }

    /// <summary>The last answer; <see cref="InAisleBy"/>, <see cref="InAisleAt"/> and <see cref="InAisleRequest"/> belong to it.</summary>
    public InAisleAnswer? InAisle { get; set; }

    public PersonId? InAisleBy { get; set; }

    public DateTimeOffset? InAisleAt { get; set; }

    public Guid? InAisleRequest { get; set; }

    /// <summary>Where the person was last seen after two had confirmed; <see cref="LatestAt"/> and <see cref="LatestHash"/> belong to it.</summary>
    public CameraId? LatestCamera { get; set; }

    public DateTimeOffset? LatestAt { get; set; }

    /// <summary>SHA-256 of the latest picture.</summary>
    public byte[]? LatestHash { get; set; }

    /// <summary>A sighting whose picture is on its way.</summary>
    public byte[]? SightingHash { get; set; }

    public CameraId? SightingCamera { get; set; }

    public DateTimeOffset? SightingAt { get; set; }

    /// <summary>R16: until then a match of this entry in this store raises nothing.</summary>
    public DateTimeOffset? SuppressedUntil { get; set; }

    /// <summary>The case that a dispute opened.</summary>
    public string? CaseNumber { get; set; }

    /// <summary>With a drill: the right answer, <see cref="VoteAnswer.Same"/> or <see cref="VoteAnswer.Different"/>. Null on real alerts.</summary>
    public VoteAnswer? DrillExpected { get; init; }

    /// <summary>With a drill: whose enrolment picture is shown.</summary>
    public Guid? DrillVolunteer { get; init; }

    /// <summary>Whether the votes gave the expected answer; null until decided, and for one that gave way.</summary>
    public bool? DrillCorrect { get; set; }

    public AlertOutcome? Outcome { get; set; }

    public DateTimeOffset? OutcomeAt { get; set; }

    public PersonId? OutcomeBy { get; set; }

    /// <summary>Key of the request that recorded the outcome, so that its repetition is no second outcome.</summary>
    public Guid? OutcomeRequest { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public List<Vote> Votes { get; init; } = [];

    public bool IsOpen => State is AlertState.Raised or AlertState.Voting or AlertState.Confirmed;

    /// <summary>R27: two people confirmed it, and nobody has recorded what was done. Holds also when acting is over.</summary>
    public bool OutcomeDue => ConfirmedAt is not null && Outcome is null;

    public bool IsDrill => DrillExpected is not null;

    /// <summary>Whether tablets show it and people may do anything with it: while it is open or something is to be recorded, and a while after.</summary>
    public bool IsShown(DateTimeOffset now) => IsOpen || OutcomeDue || ClosedAt > now - AlertFeed.ShowClosed;

    internal string KeyContext => $"alert/{Id}";

    internal string PictureName => $"{Tenant}/alerts/{Id}/live";

    internal string LatestName => $"{Tenant}/alerts/{Id}/latest";
}

/// <summary>One person's blind answer.</summary>
public sealed class Vote : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required AlertId AlertId { get; init; }

    public required PersonId PersonId { get; init; }

    /// <summary>The sign-in it was cast under: the second person signs in afresh (R24).</summary>
    public required string SessionKey { get; init; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the voter at that moment.</summary>
    public required IReadOnlyList<PersonId> Issuers { get; init; }

    internal Signatory Voter => new(PersonId, Issuers);

    /// <summary>The client's key for this vote, so that its repetition is no second vote.</summary>
    public required Guid Request { get; init; }

    public required VoteAnswer Answer { get; init; }

    public required List<FaceFeature> Features { get; init; }

    public required int SeenVersion { get; init; }

    public required DateTimeOffset At { get; init; }
}
