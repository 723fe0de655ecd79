using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>
/// Hands over what waits, and destroys what mails said once they are sent, withdrawn or too old. A mail is claimed before it is handed
/// over: it may go out twice, with one Message-Id, when the process dies before it is on record that it was taken.
/// </summary>
internal sealed partial class SendMails(
    Database database,
    TenantKeys keys,
    AuditLog audit,
    MailOptions options,
    TimeProvider time,
    ILogger<SendMails> logger
) : IDueWork
{
    private const int AtOnce = 50;

    /// <summary>Longer than any try.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>A server that takes nothing is left alone: tries to sign in would lock the account there.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private long _restsUntil;

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (options.IsOn && time.GetUtcNow().UtcTicks >= Interlocked.Read(ref _restsUntil))
        {
            await SendDueAsync(tenant, cancellation);
        }

        await GiveUpAsync(tenant, cancellation);
        await EraseAsync(tenant, cancellation);
        await ForgetAsync(tenant, cancellation);
    }

    private async Task SendDueAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var now = time.GetUtcNow();
        var due = await db.Set<OutgoingMail>()
            .Where(m => m.State == MailState.Waiting && m.NextTryAt <= now && m.TriesUntil > now)
            .OrderBy(m => m.NextTryAt)
            .Select(m => m.Id)
            .Take(AtOnce)
            .ToListAsync(cancellation);
        if (due.Count == 0)
        {
            return;
        }

        var retailer = await db.Set<Tenant>().Where(t => t.Id == tenant).Select(t => t.Name).SingleAsync(cancellation);
        await using var line = new SmtpLine(options);
        foreach (var id in due)
        {
            cancellation.ThrowIfCancellationRequested();
            if (
                await ClaimAsync(tenant, id, cancellation) is not { } mail
                || await MailTexts.ReadAsync(keys, mail, cancellation) is not { } texts
            )
            {
                continue;
            }

            var handed = MailRenderer.Render(mail, texts, retailer, options, now) is { } message
                ? await line.SendAsync(message, cancellation)
                : HandedOver.NoAddress;

            // What the server took is put on record, also while this node leaves.
            await RecordAsync(tenant, id, handed, CancellationToken.None);
            if (handed is { Trouble: { } trouble })
            {
                LogNotTaken(id, trouble, handed.Code);
            }

            if (handed.IsOfServer)
            {
                Interlocked.Exchange(ref _restsUntil, (time.GetUtcNow() + Rest).UtcTicks);
                return;
            }
        }
    }

    private async Task<OutgoingMail?> ClaimAsync(TenantId tenant, MailId id, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var now = time.GetUtcNow();
        var mail = await db.Set<OutgoingMail>().AsTracking().SingleOrDefaultAsync(m => m.Id == id, cancellation);
        if (mail is not { State: MailState.Waiting } || mail.NextTryAt > now)
        {
            return null;
        }

        mail.Claim(now, Lease);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return mail;
        }
        catch (DbUpdateException e) when (e.IsLostRace())
        {
            return null;
        }
    }

    private async Task RecordAsync(TenantId tenant, MailId id, HandedOver handed, CancellationToken cancellation)
    {
        Guid? key = null;
        var saved = await audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);
        if (saved.Succeeded(out _, out _))
        {
            await keys.DestroyRecordKeyAsync(tenant, key, cancellation);
        }

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            key = null;
            var now = time.GetUtcNow();
            var mail = await db.Set<OutgoingMail>().AsTracking().SingleOrDefaultAsync(m => m.Id == id, cancellation);
            if (mail is null or { State: not MailState.Waiting })
            {
                return new(Done.Instance);
            }

            if (handed.Trouble is not { } trouble)
            {
                key = mail.Send(now);
                return new(Done.Instance, Event("mail.sent", mail));
            }

            if (handed.IsFinal)
            {
                mail.GiveUp(trouble, now);
                return new(Done.Instance, Event("mail.given-up", mail));
            }

            // No event: nothing has happened but another try.
            mail.Delay(trouble, now);
            await db.SaveChangesAsync(cancellation);
            return new(Done.Instance);
        }
    }

    /// <summary>What was tried for days.</summary>
    private async Task GiveUpAsync(TenantId tenant, CancellationToken cancellation) =>
        await audit.CommitOrRetryAsync<Done>(
            tenant,
            async db =>
            {
                var now = time.GetUtcNow();
                var old = await db.Set<OutgoingMail>()
                    .AsTracking()
                    .Where(m => m.State == MailState.Waiting && m.TriesUntil <= now)
                    .Take(AtOnce)
                    .ToListAsync(cancellation);
                old.ForEach(m => m.GiveUp(options.IsOn ? m.Trouble ?? MailTrouble.Unreachable : MailTrouble.TurnedOff, now));
                return new(Done.Instance, [.. old.Select(m => Event("mail.given-up", m))]);
            },
            cancellation
        );

    /// <summary>Texts of what was withdrawn, or could not be sent for too long.</summary>
    private async Task EraseAsync(TenantId tenant, CancellationToken cancellation)
    {
        List<Guid?> gone = [];
        var saved = await audit.CommitOrRetryAsync<Done>(
            tenant,
            async db =>
            {
                var now = time.GetUtcNow();
                var over = await db.Set<OutgoingMail>()
                    .AsTracking()
                    .Where(m => m.KeyId != null && m.State != MailState.Waiting)
                    .Where(m => m.State == MailState.Withdrawn || m.KeepUntil <= now)
                    .Take(AtOnce)
                    .ToListAsync(cancellation);
                gone = over.ConvertAll(m => m.Erase());
                return new(Done.Instance, [.. over.Select(m => Event("mail.erased", m))]);
            },
            cancellation
        );
        if (saved.Succeeded(out _, out _))
        {
            foreach (var key in gone)
            {
                await keys.DestroyRecordKeyAsync(tenant, key, cancellation);
            }
        }
    }

    private async Task ForgetAsync(TenantId tenant, CancellationToken cancellation) =>
        await audit.CommitOrRetryAsync<Done>(
            tenant,
            async db =>
            {
                var before = time.GetUtcNow() - OutgoingMail.ListedFor;
                var old = await db.Set<OutgoingMail>()
                    .AsTracking()
                    .Where(m => m.ClosedAt < before && m.KeyId == null)
                    .Take(AtOnce)
                    .ToListAsync(cancellation);
                db.RemoveRange(old);
                return old.Count == 0
                    ? new Decision<Done>(Done.Instance)
                    : new(Done.Instance, new AuditEvent(Actor.System, "mails.forgotten", "", new { old.Count }));
            },
            cancellation
        );

    /// <summary>Which mail, of which kind, whose; never where to, nor what it said.</summary>
    private static AuditEvent Event(string action, OutgoingMail mail) =>
        new(
            Actor.System,
            action,
            mail.Recipient,
            new
            {
                mail = mail.Id,
                mail.Kind,
                mail.About,
                mail.Trouble,
            }
        );

    [LoggerMessage(LogLevel.Warning, "Mail {Mail} was not taken: {Trouble} ({Code}).")]
    private partial void LogNotTaken(MailId mail, MailTrouble trouble, string code);
}
