using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>Keeps mails with what they tell of, until the keeper sends them.</summary>
internal sealed class Outbox(MailOptions options, TenantKeys keys, IIds ids, TimeProvider time) : IMail
{
    /// <summary>Who asks for somebody else's mailbox to be filled gets no further.</summary>
    private const int MostToStranger = 5;

    private static readonly TimeSpan StrangersDay = TimeSpan.FromDays(1);

    public bool IsOn => options.IsOn;

    public async Task<bool> QueueAsync(RetailGuardDb db, TenantId tenant, MailDraft draft, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(draft);
        if (!IsOn)
        {
            return false;
        }

        var (now, mark) = (time.GetUtcNow(), await MarkAsync(tenant, draft.Address, cancellation));
        if (draft.Kind is MailKind.RequestReceived && await HasEnoughAsync(db, mark, now, cancellation))
        {
            return false;
        }

        var id = new MailId(draft.IsOnce ? OnceOf(draft) : ids.Next());
        var key = await keys.NewRecordKeyAsync(tenant, OutgoingMail.KeyContextOf(id), cancellation);
        var (keepUntil, triesUntil) = (draft.UsefulUntil ?? now + OutgoingMail.KeepFor, now + OutgoingMail.TryFor);
        var texts = new MailTexts(draft.Address, draft.Subject, draft.Paragraphs, draft.Code, draft.Page);
        db.Add(
            new OutgoingMail
            {
                Tenant = tenant,
                Id = id,
                Kind = draft.Kind,
                Recipient = draft.Recipient,
                AddressMark = mark,
                About = draft.About,
                KeyId = key.Id,
                SealedTexts = texts.Seal(key.Key, id),
                QueuedAt = now,
                NextTryAt = now,
                TriesUntil = triesUntil < keepUntil ? triesUntil : keepUntil,
                KeepUntil = keepUntil,
            }
        );
        return true;
    }

    public Task<bool> HasQueuedAsync(RetailGuardDb db, MailKind kind, string about, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Set<OutgoingMail>().AnyAsync(m => m.Kind == kind && m.About == about, cancellation);
    }

    public async Task WithdrawAsync(RetailGuardDb db, string recipient, IReadOnlyList<MailKind> kinds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var open = await db.Set<OutgoingMail>()
            .AsTracking()
            .Where(m => m.Recipient == recipient && kinds.Contains(m.Kind))
            .Where(m => m.State == MailState.Waiting || (m.State == MailState.GivenUp && m.KeyId != null))
            .ToListAsync(cancellation);

        // The keeper destroys what they say.
        open.ForEach(mail => mail.Withdraw(time.GetUtcNow()));
    }

    public async Task<IReadOnlyDictionary<string, MailStanding>> StandingsAsync(
        RetailGuardDb db,
        IReadOnlyCollection<string> recipients,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var mails = await db.Set<OutgoingMail>()
            .AsNoTracking()
            .Where(m => recipients.Contains(m.Recipient) && m.State != MailState.Withdrawn)
            .Select(m => new
            {
                m.Recipient,
                m.Kind,
                m.State,
                m.Trouble,
                m.QueuedAt,
                m.ClosedAt,
            })
            .ToListAsync(cancellation);
        return mails
            .GroupBy(m => m.Recipient, StringComparer.Ordinal)
            .Select(of => of.MaxBy(m => m.QueuedAt)!)
            .ToDictionary(
                m => m.Recipient,
                m => new MailStanding(m.Kind, m.State, m.Trouble, m.ClosedAt ?? m.QueuedAt),
                StringComparer.Ordinal
            );
    }

    /// <summary>The same for the same mail: the row's key lets one in.</summary>
    private static Guid OnceOf(MailDraft draft) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{draft.Kind}\n{draft.About}\n{draft.Recipient}")).AsSpan(0, 16), bigEndian: true);

    private static async Task<bool> HasEnoughAsync(RetailGuardDb db, byte[] mark, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - StrangersDay;
        return await db.Set<OutgoingMail>().CountAsync(m => m.AddressMark == mark && m.QueuedAt > since, cancellation) >= MostToStranger;
    }

    private async Task<byte[]> MarkAsync(TenantId tenant, string address, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(tenant, "mail/address", cancellation);
        try
        {
            return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address.Trim().ToUpperInvariant()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}

/// <summary>Lets go of mails that a copy of the record brought back, and that were sent after it was taken.</summary>
internal sealed class ErasedMails(TimeProvider time) : IErasedRecords
{
    public async Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation)
    {
        List<AuditEvent> events = [];
        foreach (
            var mail in await db.Set<OutgoingMail>()
                .AsTracking()
                .Where(m => m.KeyId != null && gone.Contains(m.KeyId.Value))
                .ToListAsync(cancellation)
        )
        {
            mail.Erase();
            if (mail.State is MailState.Waiting)
            {
                mail.Withdraw(time.GetUtcNow());
            }

            events.Add(new(Actor.System, "mail.erased", mail.Id.ToString()));
        }

        return new(events, []);
    }
}
