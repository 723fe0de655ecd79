using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>A mail on its way. Whom it goes to and what it says is sealed under a key of its own, which goes when it is sent.</summary>
internal sealed class OutgoingMail : IKeyed, IRevised
{
    /// <summary>So long it is tried.</summary>
    public static readonly TimeSpan TryFor = TimeSpan.FromDays(3);

    /// <summary>So long what could not be sent is kept, for another try by hand.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromDays(10);

    /// <summary>So long it is known that there was one.</summary>
    public static readonly TimeSpan ListedFor = TimeSpan.FromDays(30);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(8),
    ];

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required MailId Id { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>A person's id or a request's number.</summary>
    public required string Recipient { get; init; }

    /// <summary>Tells whether two mails go to one address, and nothing else of it: a hash under the retailer's key.</summary>
    public required byte[] AddressMark { get; init; }

    public string? About { get; init; }

    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    /// <summary><see cref="MailTexts"/>; null when they are destroyed.</summary>
    public byte[]? SealedTexts { get; set; }

    public MailState State { get; private set; }

    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Until when it is tried.</summary>
    public required DateTimeOffset TriesUntil { get; set; }

    /// <summary>Until when its texts are kept where it is not sent.</summary>
    public required DateTimeOffset KeepUntil { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Of the last try.</summary>
    public MailTrouble? Trouble { get; private set; }

    public required DateTimeOffset NextTryAt { get; set; }

    public int Tries { get; private set; }

    public bool MaySendAgain => KeyId is not null && State is MailState.Waiting or MailState.GivenUp;

    public string KeyContext => KeyContextOf(Id);

    public static string KeyContextOf(MailId id) => $"mail/{id}";

    /// <summary>Nobody else tries it for a while: of two keepers at one moment the later finds it taken.</summary>
    public void Claim(DateTimeOffset now, TimeSpan lease) => (Tries, NextTryAt) = (Tries + 1, now + lease);

    public void Delay(MailTrouble trouble, DateTimeOffset now) =>
        (Trouble, NextTryAt) = (trouble, now + Waits[Math.Clamp(Tries, 1, Waits.Length) - 1]);

    /// <returns>The key to destroy once that is saved.</returns>
    public Guid? Send(DateTimeOffset now)
    {
        (State, ClosedAt, Trouble) = (MailState.Sent, now, null);
        return Erase();
    }

    public void GiveUp(MailTrouble trouble, DateTimeOffset now) => (State, ClosedAt, Trouble) = (MailState.GivenUp, now, trouble);

    public void Withdraw(DateTimeOffset now) => (State, ClosedAt) = (MailState.Withdrawn, now);

    public void TryAgain(DateTimeOffset now)
    {
        var until = now + TryFor;
        (State, ClosedAt, Tries, NextTryAt) = (MailState.Waiting, null, 0, now);
        TriesUntil = until < KeepUntil ? until : KeepUntil;
    }

    /// <returns>The key to destroy once that is saved.</returns>
    public Guid? Erase()
    {
        var key = KeyId;
        (KeyId, SealedTexts) = (null, null);
        return key;
    }
}

/// <summary>What a mail says, and to whom. Sealed as one.</summary>
internal sealed record MailTexts(string Address, string Subject, IReadOnlyList<string> Paragraphs, string? Code, string? Page)
{
    public byte[] Seal(byte[] key, MailId id) => Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(this), ContextOf(id));

    /// <summary>Null when they are destroyed.</summary>
    public static async Task<MailTexts?> ReadAsync(TenantKeys keys, OutgoingMail mail, CancellationToken cancellation) =>
        mail.SealedTexts is { } content && await keys.OpenRecordKeyAsync(mail.Tenant, mail.KeyContext, mail.KeyId, cancellation) is { } key
            ? JsonSerializer.Deserialize<MailTexts>(Sealing.Open(key, content, ContextOf(mail.Id)))
            : null;

    private static string ContextOf(MailId id) => $"{OutgoingMail.KeyContextOf(id)}/texts";
}

internal sealed class MailTables : ITables
{
    public void Describe(ModelBuilder model) =>
        model.Entity<OutgoingMail>(mail =>
        {
            mail.ToTable("Mails").HasKey(m => new { m.Tenant, m.Id });
            mail.HasIndex(m => new
            {
                m.Tenant,
                m.State,
                m.NextTryAt,
            });
            mail.HasIndex(m => new { m.Tenant, m.Recipient });

            // Each try changes these, and says nothing that has happened.
            mail.Property(m => m.Revision).NotOnRecord();
            mail.Property(m => m.NextTryAt).NotOnRecord();
            mail.Property(m => m.Tries).NotOnRecord();
            mail.Property(m => m.Trouble).NotOnRecord();
        });
}
