using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// The second administrator of a retailer that was made with one, or whose administrators all go back to one. Done by the operator on the
/// server's machine, who has no way in where two administrators are independent already.
/// </summary>
public sealed class AddAdministrator(Database database, AuditLog audit, IIds ids, Invitations invitations)
{
    /// <param name="slug">The tenant's short name.</param>
    public async Task<Result<InvitationCode>> RunAsync(string slug, string email, CancellationToken cancellation)
    {
        return await Tenant.FindAsync(database, slug, cancellation) is { } id
            ? await audit.CommitOrRetryAsync(id, db => DecideAsync(db, id, email, cancellation), cancellation)
            : Refusal.NotFound("tenant");
    }

    private async Task<Decision<InvitationCode>> DecideAsync(
        RetailGuardDb db,
        TenantId tenant,
        string email,
        CancellationToken cancellation
    )
    {
        var people = await db.Set<Person>()
            .AsNoTracking()
            .Where(p => p.DisabledAt == null && p.RoleRows.Any(r => r.Role == Role.TenantAdmin))
            .ToListAsync(cancellation);
        var administrators = people.ConvertAll(p => new Signatory(p.Id, p.Issuers));
        if (administrators.Exists(a => administrators.Exists(a.IsIndependentOf)))
        {
            return Refusal.Conflict(
                "administrators-enough",
                "This retailer has two administrators who are independent of each other. They add others themselves."
            );
        }

        var request = new ManagePeople.PersonRequest($"Administrator {administrators.Count + 1}", email, [Role.TenantAdmin], []);
        var prepared = await ManagePeople.PrepareAsync(db, tenant, issuer: null, request, ids, cancellation);
        if (!prepared.Succeeded(out var person, out var refusal))
        {
            return refusal;
        }

        var made = await invitations.MakeAsync(db, tenant, person.Id, by: null, TimeSpan.Zero, cancellation);
        return new(made, new AuditEvent(Actor.System, "tenant.administrator-added", person.Id.ToString()));
    }
}
