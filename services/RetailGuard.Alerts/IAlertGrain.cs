using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>One alert: the single writer of its state. Key: tenant/alert.</summary>
[Alias("RetailGuard.IAlertGrain")]
public interface IAlertGrain : IGrainWithStringKey
{
    /// <summary>Records the alert and gives the secret of its upload address, once; null when the record says that none is to be raised.</summary>
    [Alias("Raise")]
    Task<string?> Raise(RaiseAlert match);

    /// <summary>Whether the secret opens an upload now, before anybody looks at what is uploaded.</summary>
    [Alias("ExpectsEvidence")]
    Task<Result<Done>> ExpectsEvidence(string uploadSecret);

    /// <summary>Takes the connector's JPEG against the secret; once, within 60 s.</summary>
    [Alias("AttachEvidence")]
    Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg);

    /// <summary>Records that what came to a good upload address was no fit picture; the address stays good.</summary>
    [Alias("RefuseEvidence")]
    Task RefuseEvidence(string code);

    [Alias("CastVote")]
    Task<Result<FeedAlert>> CastVote(VoteRequest vote);

    /// <summary>A camera sees the person again: gives the secret of an upload address, or null when no picture is wanted.</summary>
    [Alias("Sight")]
    Task<string?> Sight(CameraId camera, DateTimeOffset capturedAt);

    [Alias("CheckInAisle")]
    Task<Result<FeedAlert>> CheckInAisle(InAisleRequest check);

    [Alias("RecordOutcome")]
    Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome);

    /// <summary>Stops the alert for good, opens a case and suspends the entry (R28).</summary>
    [Alias("Dispute")]
    Task<Result<FeedAlert>> Dispute(StoreId store, PersonId person);

    /// <summary>Lets the entry raise alerts again that was paused after a "different" (R16).</summary>
    [Alias("AlertAgain")]
    Task<Result<FeedAlert>> AlertAgain(StoreId store, PersonId person);

    /// <summary>A drill ends, because a real alert comes first.</summary>
    [Alias("GiveWay")]
    Task GiveWay();

    /// <summary>Sees whether time has run out, or the entry or matching was stopped, while nothing was running.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Destroys the pictures and their key, and the votes' details, of an alert that nobody needs any more (R29, R30).</summary>
    [Alias("Forget")]
    Task<Result<Done>> Forget();
}
