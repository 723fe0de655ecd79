using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>What a mail is about.</summary>
public enum MailKind
{
    /// <summary>To choose the first password of an account.</summary>
    Invitation,

    /// <summary>To choose another one.</summary>
    PasswordReset,

    /// <summary>To administrators: the operator was asked for a code with which somebody of theirs chooses another password.</summary>
    OperatorAsked,

    RequestReceived,
    RequestAcknowledged,
    RequestExtended,
    RequestTransferred,

    /// <summary>That the answer is there; never the answer.</summary>
    RequestAnswered,
    RequestRefused,

    /// <summary>To privacy officers: the law's clock runs.</summary>
    RequestDue,

    /// <summary>To privacy officers: somebody says that they were taken for another, and it is recorded within a day.</summary>
    CaseOpened,

    /// <summary>To privacy officers: somebody was taken for another.</summary>
    Misidentification,

    /// <summary>To administrators: a bill is not paid, and what comes of it.</summary>
    PaymentOverdue,

    /// <summary>To auditors: how the audit log ends.</summary>
    AuditHead,

    Test,
}

/// <summary>How a mail stands.</summary>
public enum MailState
{
    /// <summary>For its first try, or for the next one.</summary>
    Waiting,

    /// <summary>A server took it. Whether somebody reads it nobody knows.</summary>
    Sent,

    /// <summary>No further try is made.</summary>
    GivenUp,

    /// <summary>What it told is no longer so.</summary>
    Withdrawn,
}

/// <summary>Why a mail was not taken.</summary>
public enum MailTrouble
{
    /// <summary>For good (5xx): the address is wrong, or its mailbox is closed.</summary>
    AddressRefused,

    /// <summary>For good (5xx): the server does not take mails from us, or not this one.</summary>
    MailRefused,

    /// <summary>For now (4xx).</summary>
    Delayed,

    /// <summary>No answer, or the line broke.</summary>
    Unreachable,

    /// <summary>No encrypted line, or a certificate that nobody vouches for.</summary>
    Insecure,

    /// <summary>User or password are wrong.</summary>
    SignInRefused,

    /// <summary>The server's settings name no mail server any more.</summary>
    TurnedOff,
}

/// <summary>How the last mail to somebody stands.</summary>
/// <param name="Trouble">Of the last try; null when it went well, or there was none.</param>
public sealed record MailStanding(MailKind Kind, MailState State, MailTrouble? Trouble, DateTimeOffset At);

/// <summary>A mail to be: plain sentences, of which text and HTML are made.</summary>
/// <param name="Recipient">Whose it is, for records and screens: a person's id or a request's number.</param>
/// <param name="Paragraphs">Nothing that a stranger typed: a mail must carry nobody's words to a third.</param>
public sealed record MailDraft(MailKind Kind, string Recipient, string Address, string Subject, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Number or code that stands out.</summary>
    public string? Code { get; init; }

    /// <summary>A page of ours, from its first slash on.</summary>
    public string? Page { get; init; }

    /// <summary>What it is about, where that is not the recipient: a request's number, a case's, a day.</summary>
    public string? About { get; init; }

    /// <summary>Whether there is one at most of its kind, about it and for its recipient: of two commits at once the later looks again.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Until when it is of use; null for the usual time.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }
}

/// <summary>
/// Mails that follow from a change. They are queued in the context that the change is saved with, so that none goes out for what was not
/// saved, and are sent afterwards. Where no server for mail is set, nothing is queued.
/// </summary>
public interface IMail
{
    /// <summary>Whether mail is sent at all: screens say so.</summary>
    bool IsOn { get; }

    /// <summary>Adds a mail to the context; the caller saves, with an event.</summary>
    /// <returns>False where it is not sent: mail is off, or a stranger has had enough mails for one day.</returns>
    Task<bool> QueueAsync(RetailGuardDb db, TenantId tenant, MailDraft draft, CancellationToken cancellation);

    /// <summary>Whether a mail of a kind about something was ever queued and is not forgotten yet, whatever has become of it.</summary>
    Task<bool> HasQueuedAsync(RetailGuardDb db, MailKind kind, string about, CancellationToken cancellation);

    /// <summary>Takes back what waits of some kinds for somebody; the caller saves, with an event.</summary>
    Task WithdrawAsync(RetailGuardDb db, string recipient, IReadOnlyList<MailKind> kinds, CancellationToken cancellation);

    /// <summary>How the last mail to each of them stands; nothing for who had none.</summary>
    Task<IReadOnlyDictionary<string, MailStanding>> StandingsAsync(
        RetailGuardDb db,
        IReadOnlyCollection<string> recipients,
        CancellationToken cancellation
    );
}
