using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// Invites somebody who has lost their password, where no other administrator can. Done by the operator on the server's machine; no route
/// leads here. What the person has works on until they accept, and the invitation opens after a day, in which every administrator sees it
/// and may withdraw it, or at once when another administrator says so.
/// </summary>
public sealed class OperatorInvitations(Database database, AuditLog audit, Invitations invitations, StaffMail mail)
{
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    /// <param name="slug">The tenant's short name.</param>
    public async Task<Result<InvitationCode>> RunAsync(string slug, string email, CancellationToken cancellation)
    {
        if (await Tenant.FindAsync(database, slug, cancellation) is not { } tenant)
        {
            return Refusal.Invalid("tenant-unknown", $"There is no retailer with the short name {slug}.");
        }

        return await audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);

        async Task<Decision<InvitationCode>> DecideAsync(RetailGuardDb db)
        {
            var address = email.Trim().ToLowerInvariant();
            var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Email == address, cancellation);
            if (person is null)
            {
                return Refusal.Invalid("person-unknown", $"{slug} has no person with that e-mail.");
            }

            if (person.DisabledAt is not null)
            {
                return Refusal.Conflict("person-disabled", "This account is disabled. An administrator of the retailer enables it first.");
            }

            // While no administrator has a password there is nobody to ask, and nothing to take over.
            var someoneIsThere = await db.Set<Person>()
                .Where(p => p.DisabledAt == null && p.RoleRows.Any(r => r.Role == Role.TenantAdmin))
                .AnyAsync(p => Secrets.WaysIn(db).Any(s => s.PersonId == p.Id), cancellation);
            var wait = someoneIsThere ? Wait : TimeSpan.Zero;
            var made = await invitations.MakeAsync(db, tenant, person.Id, by: null, wait, cancellation);
            await mail.QueueAsync(
                db,
                tenant,
                Role.TenantAdmin,
                MailKind.OperatorAsked,
                "",
                "RetailGuard: the operator was asked for a code",
                [
                    "The operator of the service was asked for a code with which somebody of yours chooses another password.",
                    $"{(someoneIsThere ? $"It opens after {Wait.TotalHours:0} hours" : "It opens at once, since no administrator has a password")}. Ask the person on the page below whether they asked for it: if not, withdraw the invitation there.",
                ],
                $"/console/people/{person.Id}",
                cancellation
            );
            return new(made, new AuditEvent(Actor.System, "person.invited", person.Id.ToString(), new { made.OpensAt }));
        }
    }
}
