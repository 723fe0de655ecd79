using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Tells everybody with a role of something by mail.</summary>
public sealed class StaffMail(IMail mail)
{
    public bool IsOn => mail.IsOn;

    /// <summary>As <see cref="QueueAsync"/>, unless they were told already: also of two who tell at the same moment the later finds that out.</summary>
    /// <param name="about">Never empty.</param>
    /// <returns>Whether there was anybody to tell, and something new.</returns>
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
    ) =>
        mail.IsOn
        && !await mail.HasQueuedAsync(db, kind, about, cancellation)
        && await QueueAllAsync(db, tenant, role, kind, about, subject, paragraphs, page, isOnce: true, cancellation);

    /// <summary>Adds a mail to each of them to the context; the caller saves, with an event.</summary>
    /// <param name="about">A number or a day; empty for nothing.</param>
    /// <param name="page">Of the console, from its first slash on.</param>
    /// <returns>Whether there was anybody to tell.</returns>
    public Task<bool> QueueAsync(
        RetailGuardDb db,
        TenantId tenant,
        Role role,
        MailKind kind,
        string about,
        string subject,
        IReadOnlyList<string> paragraphs,
        string page,
        CancellationToken cancellation
    ) => QueueAllAsync(db, tenant, role, kind, about, subject, paragraphs, page, isOnce: false, cancellation);

    private async Task<bool> QueueAllAsync(
        RetailGuardDb db,
        TenantId tenant,
        Role role,
        MailKind kind,
        string about,
        string subject,
        IReadOnlyList<string> paragraphs,
        string page,
        bool isOnce,
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
                IsOnce = isOnce,
            };
            await mail.QueueAsync(db, tenant, draft, cancellation);
        }

        return people.Count > 0;
    }
}
