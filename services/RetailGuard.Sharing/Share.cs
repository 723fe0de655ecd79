using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>Why another store needs to know of somebody (R19).</summary>
public enum OffendingPattern
{
    /// <summary>An incident in that store is on record.</summary>
    OffendedThere,

    /// <summary>The person said that they would come to that store.</summary>
    ThreatenedThatStore,

    /// <summary>Incidents in several stores of the neighbourhood.</summary>
    SeveralStoresNearby,
}

public enum ShareState
{
    /// <summary>The receiving store has not answered.</summary>
    Offered,

    /// <summary>It has enrolled an entry of its own.</summary>
    Accepted,

    Declined,

    /// <summary>The sender took it back; what had come of it is off the list.</summary>
    Recalled,
}

public enum DeclineReason
{
    /// <summary>The person is not expected here.</summary>
    NoNeedHere,

    /// <summary>What is sent does not show what it says.</summary>
    NotConvinced,

    /// <summary>The person may be under 18 or vulnerable: suspends the entry everywhere (R11).</summary>
    MayBeMinorOrVulnerable,
}

public enum RecallReason
{
    NoLongerNeeded,
    WrongPerson,
    Corrected,
}

/// <summary>How the person learns that another store holds their face now (rule 3A), or why they are not told (R36).</summary>
public enum IndirectNotice
{
    /// <summary>Told in writing or in person.</summary>
    Notified,

    /// <summary>They know already, from a notice that names this store.</summary>
    AlreadyAware,

    /// <summary>Telling would defeat the purpose.</summary>
    WouldDefeatPurpose,

    /// <summary>Telling would put somebody in danger.</summary>
    ThreatToSafety,

    /// <summary>Nobody knows how to reach them.</summary>
    NotPracticable,
}

/// <summary>
/// A line of the ledger of shares (R21): one entry, offered by its store to one other, and what became of it. No template and no picture is
/// in it, and nothing in the receiver's entry points back (R18): the two are tied together here alone.
/// </summary>
public sealed class Share : ITenantOwned, IRevised
{
    /// <summary>Who does not answer has no need.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(14);

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required ShareId Id { get; init; }

    public required EntryId Source { get; init; }

    public required StoreId From { get; init; }

    public required StoreId To { get; init; }

    /// <summary>By road, between the two stores.</summary>
    public required int Kilometres { get; init; }

    public required OffendingPattern Pattern { get; init; }

    /// <summary>The ground that was on record at that moment (R17).</summary>
    public required LawfulGround Ground { get; init; }

    public required PersonId OfferedBy { get; init; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the offerer at that moment.</summary>
    public required IReadOnlyList<PersonId> OffererIssuers { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public ShareState State { get; set; }

    public PersonId? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public DeclineReason? Declined { get; set; }

    /// <summary>The receiver's own entry.</summary>
    public EntryId? Received { get; set; }

    public IndirectNotice? Notice { get; set; }

    public PersonId? RecalledBy { get; set; }

    public DateTimeOffset? RecalledAt { get; set; }

    public RecallReason? Recalled { get; set; }

    internal Signatory Offerer => new(OfferedBy, OffererIssuers);

    internal DateTimeOffset LapsesAt => OfferedAt + AnswerWithin;
}

/// <summary>How a share stands, the two entries' own lives considered.</summary>
public enum ShareStanding
{
    /// <summary>For the receiving store's answer.</summary>
    Waiting,

    /// <summary>Nobody answered in time.</summary>
    Lapsed,

    /// <summary>The sender's entry is held back or over, and nobody had answered.</summary>
    Withheld,

    Declined,
    Recalled,

    /// <summary>The receiver's entry waits for its own approver.</summary>
    ToApprove,

    /// <summary>The receiving store matches.</summary>
    InForce,

    /// <summary>The receiver's entry is suspended.</summary>
    Suspended,

    /// <summary>The receiver's entry is refused, removed or over.</summary>
    Ended,
}

/// <summary>A share with the two entries that it ties together.</summary>
internal sealed class TiedShare
{
    public required Share Share { get; init; }

    public required Entry Source { get; init; }

    /// <summary>Null until the receiver has accepted.</summary>
    public required Entry? Received { get; init; }

    public static IQueryable<TiedShare> Of(RetailGuardDb db) =>
        from share in db.Set<Share>().AsNoTracking()
        join source in db.Set<Entry>().AsNoTracking() on share.Source equals source.Id
        join received in db.Set<Entry>().AsNoTracking() on share.Received equals (EntryId?)received.Id into answers
        from received in answers.DefaultIfEmpty()
        select new TiedShare
        {
            Share = share,
            Source = source,
            Received = received,
        };

    public ShareStanding Standing(DateTimeOffset now) =>
        Share.State switch
        {
            ShareState.Declined => ShareStanding.Declined,
            ShareState.Recalled => ShareStanding.Recalled,
            ShareState.Offered when !IsAlive(Source, now) => ShareStanding.Withheld,
            ShareState.Offered => Share.LapsesAt <= now ? ShareStanding.Lapsed : ShareStanding.Waiting,
            ShareState.Accepted => Received is null || Received.ExpiresAt <= now ? ShareStanding.Ended : OfReceived(Received.State),
        };

    private static ShareStanding OfReceived(EntryState state) =>
        state switch
        {
            EntryState.Proposed => ShareStanding.ToApprove,
            EntryState.Active => ShareStanding.InForce,
            EntryState.Suspended => ShareStanding.Suspended,
            EntryState.Refused or EntryState.Removed or EntryState.Expired => ShareStanding.Ended,
        };

    /// <summary>Whether an entry matches, and so may be shared.</summary>
    public static bool IsAlive(Entry source, DateTimeOffset now) => source.State is EntryState.Active && source.ExpiresAt > now;
}
