using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Why somebody was approached by mistake (R29).</summary>
public enum MisidentificationCause
{
    /// <summary>The faces look alike to the model.</summary>
    Algorithm,

    /// <summary>The wrong picture or person was enrolled.</summary>
    Enrolment,

    FirstVote,
    SecondVote,

    /// <summary>The alert was right; staff went to somebody else.</summary>
    WrongPersonApproached,
}

/// <summary>How a case ended.</summary>
public enum CaseFinding
{
    Misidentified,

    /// <summary>The person is the one on the list.</summary>
    RightPerson,

    /// <summary>The person does not pursue it.</summary>
    Withdrawn,
}

/// <summary>What was found out and done about a mistake (R29).</summary>
public sealed class Misidentification
{
    public required MisidentificationCause Cause { get; init; }

    public required string Apology { get; init; }

    public required string Redress { get; init; }

    /// <summary>What was changed so that it does not happen again.</summary>
    public required string Fix { get; init; }

    public required PersonId RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Opened by a dispute (R28); keeps the alert's pictures and votes only while it is open.</summary>
public sealed class Case : ITenantOwned, IRevised
{
    /// <summary>R29: a mistake is recorded within this time.</summary>
    public static readonly TimeSpan RecordWithin = TimeSpan.FromHours(24);

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>As printed on the card: <c>RG-7F3K-2QXD</c>. Unique over all tenants.</summary>
    public required string Number { get; init; }

    public required AlertId AlertId { get; init; }

    public required EntryId EntryId { get; init; }

    public required StoreId StoreId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required PersonId OpenedBy { get; init; }

    public Misidentification? Misidentification { get; set; }

    public CaseFinding? Finding { get; set; }

    /// <summary>What the finding rests on.</summary>
    public string? Note { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset RecordDueAt => OpenedAt + RecordWithin;

    /// <summary>Whether the 24 hours passed before anything was recorded or found.</summary>
    public bool IsOverdue(DateTimeOffset now) => (Misidentification?.RecordedAt ?? ClosedAt ?? now) > RecordDueAt;

    public static string NewNumber() => CardNumber.New("RG");

    internal static Case Open(Alert alert, AlertEvent.Disputed disputed, DateTimeOffset now) =>
        new()
        {
            Tenant = alert.Tenant,
            Number = disputed.CaseNumber,
            AlertId = alert.Id,
            EntryId = alert.EntryId,
            StoreId = alert.StoreId,
            OpenedAt = now,
            OpenedBy = disputed.Person,
        };
}
