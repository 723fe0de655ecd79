using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Tells everybody with a role of something by mail.</summary>
public sealed class StaffMail(IMail mail)
{
    public bool IsOn => mail.IsOn;

    /// <summary><see cref="QueueAsync"/>, unless anybody was sent one of this kind about it before.</summary>
    /// <returns>Whether any was added.</returns>
    public async Task<bool> QueueOnceAsync(
        RetailGuardDb db,
        TenantId tenant,
        Role role,
        MailKind kind,
        string about,
        string subject,
        IReadOnlyList<string> paragraphs,
        string page,
        CancellationToken cancellation
    )
    {
        if (await mail.HasQueuedAsync(db, kind, about, cancellation))
        {
            return false;
        }

        await QueueAsync(db, tenant, role, kind, about, subject, paragraphs, page, cancellation);
        return db.ChangeTracker.HasChanges();
    }

    /// <summary>Adds a mail to each of them to the context; the caller saves, with an event.</summary>
    /// <param name="about">A number or a day; empty for nothing.</param>
    /// <param name="page">Of the console, from its first slash on.</param>
    public async Task QueueAsync(
        RetailGuardDb db,
        TenantId tenant,
        Role role,
        MailKind kind,
        string about,
        string subject,
        IReadOnlyList<string> paragraphs,
        string page,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        if (!mail.IsOn)
        {
            return;
        }

        var people = await db.Set<Person>()
            .AsNoTracking()
            .Where(p => p.DisabledAt == null && p.RoleRows.Any(r => r.Role == role))
            .OrderBy(p => p.Id)
            .ToListAsync(cancellation);
        foreach (var person in people)
        {
            var draft = new MailDraft(kind, $"{person.Id}", person.Email, subject, paragraphs)
            {
                About = about.Length == 0 ? null : about,
                Page = page,
            };
            await mail.QueueAsync(db, tenant, draft, cancellation);
        }
    }
}
