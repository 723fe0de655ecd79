using System.Linq.Expressions;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>R9: the only reasons for being on a watchlist.</summary>
public enum EntryCategory
{
    Violence,
    Threat,
    Weapon,
    HighValueTheft,
    ProlificTheft,
}

/// <summary>R9: what the enrolment rests on.</summary>
public enum EntryBasis
{
    TrespassNotice,
    Conviction,
    ReviewedFootage,
}

/// <summary>The part that the person had in the incident; decides how long the entry may last (R12).</summary>
public enum EntryRole
{
    Offender,
    Accomplice,
}

public enum EntryState
{
    /// <summary>Waits for its approver; matches nobody.</summary>
    Proposed,

    /// <summary>Approved: in the gallery until it expires.</summary>
    Active,

    /// <summary>Turned down by the approver.</summary>
    Refused,

    /// <summary>Taken off the list.</summary>
    Removed,

    /// <summary>On the list, and matches nobody until two people bring it back.</summary>
    Suspended,

    /// <summary>Its time is over, and what was held of the person is destroyed. Until that is done the row says what it was before.</summary>
    Expired,
}

/// <summary>Why an entry was suspended.</summary>
public enum SuspensionReason
{
    /// <summary>It alerted too often in one day or in too many stores (R7).</summary>
    AlertRate,

    /// <summary>The person disputed an alert, or asked to have the entry corrected (R28, R40).</summary>
    Disputed,

    /// <summary>Somebody doubts that the person is an adult and not vulnerable (R11).</summary>
    Doubted,

    /// <summary>Nobody has looked at it for 90 days (R14).</summary>
    NotRevalidated,

    /// <summary>The criteria have changed, and nobody has said in time that it still meets them (R13).</summary>
    NotReviewed,
}

/// <summary>A watchlist entry: why somebody is on a store's list, who put them there and who agreed.</summary>
public sealed class Entry : IKeyed, IRevised
{
    /// <summary>Photographs that an entry is enrolled from, at most.</summary>
    internal const int MostPictures = 3;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required EntryId Id { get; init; }

    public required StoreId StoreId { get; init; }

    public required EntryCategory Category { get; init; }

    public required EntryRole Role { get; init; }

    public required DateTimeOffset IncidentAt { get; init; }

    public required EntryBasis Basis { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Of the retailer's criteria when it was proposed (R13); null from before there were any, until the server starts.</summary>
    public int? CriteriaVersion { get; set; }

    /// <summary>The latest version of the criteria that the entry is known to meet.</summary>
    public int? MeetsVersion { get; set; }

    /// <summary>What was taken, in whole NZ$ (R10); null where the category asks for none, or nobody has said.</summary>
    public int? HarmValue { get; set; }

    /// <summary>How often; null as above.</summary>
    public int? HarmIncidents { get; set; }

    /// <summary>Of an entry from before harm was asked for: nobody has stated what its category asks.</summary>
    public bool IsHarmUnknown =>
        (EnrolmentCriteria.HasValue(Category) && HarmValue is null) || (EnrolmentCriteria.HasIncidents(Category) && HarmIncidents is null);

    /// <summary>From then on it matches nobody, unless somebody has looked at it (R14); null until it is approved.</summary>
    public DateTimeOffset? RevalidateBy { get; set; }

    public required PersonId EnrolledBy { get; init; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the enroller at that moment.</summary>
    public IReadOnlyList<PersonId> EnrollerIssuers { get; init; } = [];

    internal Signatory Enroller => new(EnrolledBy, EnrollerIssuers);

    public PersonId? DecidedBy { get; set; }

    public EntryState State { get; set; }

    /// <summary>How many are kept, 1 to <see cref="MostPictures"/>; the first is the one that tablets show.</summary>
    public int Pictures { get; init; } = 1;

    /// <summary>When its time on the list was over; null while it is not, and for what ended under earlier versions.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Since when it is kept for a request or case alone (<see cref="Holds"/>); null where it is not.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>The key that sealed pictures and templates. Destroyed with the entry (R12).</summary>
    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    /// <summary>What is said of the person, sealed under the entry's key (<see cref="EntryTexts"/>); null when it is erased.</summary>
    public byte[]? SealedTexts { get; set; }

    /// <summary>In the clear, as versions before kept them; null since.</summary>
    public string? Label { get; set; }

    public string? Evidence { get; set; }

    public string? Summary { get; set; }

    /// <summary>The shard of the store's gallery; chosen when the entry is approved, and never another.</summary>
    public int? Shard { get; set; }

    /// <summary>Value of the store's list version when this entry last entered or left the gallery.</summary>
    public long ListVersion { get; set; }

    /// <summary>With <see cref="EntryState.Suspended"/>; <see cref="SuspendedAt"/> and the counts belong to it.</summary>
    public SuspensionReason? Suspension { get; set; }

    public DateTimeOffset? SuspendedAt { get; set; }

    /// <summary>Alerts within the day that led to the suspension.</summary>
    public int SuspendedAlerts { get; set; }

    /// <summary>Stores in which these alerts were.</summary>
    public int SuspendedStores { get; set; }

    /// <summary>The first of the two who must agree to bring the entry back.</summary>
    public PersonId? ReinstateAskedBy { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the one who asked, at that moment.</summary>
    public IReadOnlyList<PersonId> ReinstateAskerIssuers { get; private set; } = [];

    /// <summary>What they said.</summary>
    public string? ReinstateReason { get; private set; }

    /// <param name="asker">The first of the two; null ends what was asked.</param>
    internal void AskToReinstate(Signatory? asker, string? reason) =>
        (ReinstateAskedBy, ReinstateAskerIssuers, ReinstateReason) = (asker?.Person, asker?.Issuers ?? [], reason);

    internal Signatory? ReinstateAsker => ReinstateAskedBy is { } person ? new(person, ReinstateAskerIssuers) : null;

    /// <summary>R7 counts from here on.</summary>
    public DateTimeOffset? ReinstatedAt { get; set; }

    /// <summary>On a list or waiting to be: the entries whose templates are kept.</summary>
    internal static Expression<Func<Entry, bool>> IsKept(DateTimeOffset now) =>
        e => e.ExpiresAt > now && (e.State == EntryState.Proposed || e.State == EntryState.Active || e.State == EntryState.Suspended);

    /// <summary>On a list, whether or not it matches at the moment.</summary>
    internal static Expression<Func<Entry, bool>> IsLive(DateTimeOffset now) =>
        e => e.ExpiresAt > now && (e.State == EntryState.Active || e.State == EntryState.Suspended);

    /// <summary>On a list, whether or not it matches at that moment.</summary>
    public bool IsOnListAt(DateTimeOffset now) => ExpiresAt > now && State is (EntryState.Active or EntryState.Suspended);

    /// <summary>Off its list for good; what is held of the person then is for whoever answers requests alone.</summary>
    internal bool IsOverAt(DateTimeOffset now) => ExpiresAt <= now || !EndEntry.IsKept(State);

    internal string KeyContext => KeyContextOf(Id);

    internal static string KeyContextOf(EntryId id) => $"entry/{id}";

    internal IEnumerable<string> PictureNames => Enumerable.Range(1, Pictures).Select(PictureName);

    /// <param name="number">1 and up. The first has the name that it had when there was never another.</param>
    internal string PictureName(int number) => $"{Tenant}/entries/{Id}/photo{(number == 1 ? "" : $"-{number}")}";
}
