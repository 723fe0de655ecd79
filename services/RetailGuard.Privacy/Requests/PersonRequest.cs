using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>What somebody asks: the portal's four doors.</summary>
public enum RequestKind
{
    /// <summary>What do you hold about me?</summary>
    Access,

    /// <summary>Correct it.</summary>
    Correction,

    /// <summary>I was wrongly approached: a complaint that may be tied to an entry.</summary>
    WronglyApproached,

    Complaint,
}

/// <summary>How a request came.</summary>
public enum RequestChannel
{
    Portal,
    Phone,
    Paper,
    InPerson,
}

public enum RequestState
{
    Open,
    Answered,

    /// <summary>With its ground and the person's rights.</summary>
    Refused,

    /// <summary>To the agency that holds it.</summary>
    Transferred,

    /// <summary>By the person; what they wrote is destroyed.</summary>
    Withdrawn,
}

/// <summary>What is wrong with an entry, as the person says. The same one suspends an entry once (R40).</summary>
public enum CorrectionGround
{
    /// <summary>Somebody else is meant, or the picture shows somebody else.</summary>
    NotThisPerson,

    /// <summary>What is said to have happened did not, or not so.</summary>
    FactsWrong,

    /// <summary>There is no lawful or no longer a reason to keep it.</summary>
    NoReasonToKeep,
}

/// <summary>How it was made sure that the asker is the person concerned. No copy of a document is taken, so none is kept (R43).</summary>
public enum IdentityCheck
{
    /// <summary>They have the number of the card that staff gave to the person concerned.</summary>
    CaseCard,

    /// <summary>Seen at the store; a document, if any, was looked at and given back.</summary>
    InPerson,

    /// <summary>Called back, and they knew what only the person concerned knows.</summary>
    CalledBack,
}

/// <summary>Why a request is refused; each with its section of the Privacy Act 2020.</summary>
public enum RefusalGround
{
    SeriousThreat,
    VictimDistress,
    EvaluativeMaterial,
    NotFound,
    OthersAffairs,
    MaintenanceOfLaw,
    LegalPrivilege,
    FrivolousOrTrivial,

    /// <summary>Of a correction: the information is right as it is.</summary>
    Accurate,

    /// <summary>Of a complaint: looked into, and not upheld.</summary>
    NotUpheld,
}

/// <summary>What somebody outside asks about themselves (R37). What it says of them is sealed under its own key.</summary>
public sealed class PersonRequest : IKeyed, IRevised
{
    /// <summary>So long an answer can be looked up and complained about; then all texts are destroyed.</summary>
    internal static readonly TimeSpan KeepClosed = TimeSpan.FromDays(365);

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary><c>RQ-7F3K-2QXD</c>. Unique over all tenants.</summary>
    public required string Number { get; init; }

    public required StoreId StoreId { get; init; }

    public required RequestKind Kind { get; init; }

    public required RequestChannel Channel { get; init; }

    /// <summary>When it reached the store, by whatever way; the clock runs from that day.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Who took it in; null for the portal's.</summary>
    public PersonId? TakenInBy { get; init; }

    /// <summary>SHA-256 of the private code with which the person follows it.</summary>
    public required byte[] CodeHash { get; init; }

    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    /// <summary><see cref="RequestTexts"/>; null when they are erased.</summary>
    public byte[]? SealedTexts { get; set; }

    public RequestState State { get; set; }

    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>The entry that it concerns, once that is known.</summary>
    public EntryId? EntryId { get; set; }

    public DateTimeOffset? TiedAt { get; set; }

    /// <summary>With the entry of a correction: its ground.</summary>
    public CorrectionGround? Ground { get; set; }

    public IdentityCheck? Identity { get; set; }

    /// <summary>Working days; 0 when the time was not extended.</summary>
    public int ExtendedBy { get; set; }

    public DateTimeOffset? ExtendedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public PersonId? ClosedBy { get; set; }

    public RefusalGround? RefusedFor { get; set; }

    /// <summary>R41: when the person's statement was put beside the entry.</summary>
    public DateTimeOffset? StatementAt { get; set; }

    /// <summary>The last warning that is on record: 5, 10, 15 or 18.</summary>
    public int WarnedAtDay { get; set; }

    /// <summary>Whether it asks for an entry to be changed, which suspends the entry while it is open (R40).</summary>
    public bool IsCorrection => Kind is RequestKind.Correction or RequestKind.WronglyApproached;

    internal string KeyContext => KeyContextOf(Number);

    internal static string KeyContextOf(string number) => $"request/{number}";

    internal static string NewNumber() => CardNumber.New("RQ");

    /// <summary>Lets go of all that is said of the person. Once that is saved: <see cref="Purges.CarryOutAsync"/>.</summary>
    /// <returns>Null when nothing is left to let go of.</returns>
    internal PurgeOrder? Erase(Purges purges, RetailGuardDb db)
    {
        var order = KeyId is { } key ? purges.Order(db, Tenant, "request", Number, key) : null;
        LetGo();
        return order;
    }

    /// <summary>As <see cref="Erase"/>, where the key is destroyed already.</summary>
    internal void LetGo() => (KeyId, SealedTexts) = (null, null);
}
