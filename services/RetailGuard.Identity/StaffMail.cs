using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Tells everybody with a role of something by mail.</summary>
public sealed class StaffMail(IMail mail)
{
    public bool IsOn => mail.IsOn;

    /// <summary>Whether anybody was sent one of a kind about something.</summary>
    public Task<bool> HasQueuedAsync(RetailGuardDb db, MailKind kind, string about, CancellationToken cancellation) =>
        mail.HasQueuedAsync(db, kind, about, cancellation);

    /// <summary>Adds a mail to each of them to the context; the caller saves, with an event.</summary>
    /// <param name="about">A number or a day; empty for nothing.</param>
    /// <param name="page">Of the console, from its first slash on.</param>
    /// <returns>Whether there was anybody to tell.</returns>
    public async Task<bool> QueueAsync(
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
            return false;
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

        return people.Count > 0;
    }
}
