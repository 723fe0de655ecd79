using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// Help for somebody who has forgotten a PIN or a password, or whose invitation is lost or over. Nobody gives another a secret: they can
/// take it away, and invite its owner to choose the next one.
/// </summary>
internal static class InvitePerson
{
    private static readonly Refusal NoInvitation = Refusal.NotFound("invitation");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/people/{person}/invitation", InviteAsync).AllowRoles(Role.TenantAdmin);
        routes.MapDelete("/api/people/{person}/invitation", WithdrawAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/people/{person}/invitation/open", OpenAsync).AllowRoles(Role.TenantAdmin);
        routes.MapDelete("/api/people/{person}/pin", TakePinAsync).AllowRoles(Role.TenantAdmin, Role.StoreManager);
    }

    /// <summary>Takes the person's password, PIN and second factors away, with all that they opened, and gives or mails a code to choose the next ones with.</summary>
    /// <param name="by"><c>mail</c> or <c>print</c>; left out, the code goes by mail where mail is sent.</param>
    private static async Task<Answer<Ok<IssuedInvitation>>> InviteAsync(
        PersonId person,
        string? by,
        Caller caller,
        Invitations invitations,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (person == caller.Person)
        {
            return Refusal.Invalid(
                "same-person",
                "Nobody resets their own password. Change it with the one you have, or ask another administrator."
            );
        }

        if (!invitations.WayOf(by).Succeeded(out var way, out var impossible))
        {
            return impossible;
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<IssuedInvitation>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<Person>().AsTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation) is not { } target)
            {
                return Refusal.NotFound("person");
            }

            if (target.DisabledAt is not null)
            {
                return Refusal.Conflict("person-disabled", "This account is disabled. Enable it first.");
            }

            var had = await Secrets.RemoveAsync(db, caller.Tenant, person, SecretKind.Password, cancellation);
            var took = new
            {
                Password = had,
                Pin = await Secrets.RemoveAsync(db, caller.Tenant, person, SecretKind.Pin, cancellation),
                SecondFactor = await SecondFactors.RemoveAllAsync(db, caller.Tenant, person, cancellation),
                SingleSignOn = await Secrets.RemoveAsync(db, caller.Tenant, person, SecretKind.SingleSignOn, cancellation),
                By = way,
            };

            // R24: whoever holds the code could choose the password; an earlier issuer has known nothing that works from now on.
            target.Issue(await Signatory.OfAsync(db, caller.Person, cancellation));
            var made = await invitations.IssueAsync(db, target, caller.Person, way, had || took.SingleSignOn, cancellation);
            return new(made, new AuditEvent(caller.Actor, "person.invited", person.ToString(), took));
        }
    }

    /// <summary>For one that went to a wrong address, or that the operator made and nobody asked for.</summary>
    private static async Task<Answer<NoContent>> WithdrawAsync(
        PersonId person,
        Caller caller,
        Invitations invitations,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db) =>
            await invitations.RemoveAsync(db, person, cancellation)
                ? new Decision<Done>(Done.Instance, new AuditEvent(caller.Actor, "person.invitation-withdrawn", person.ToString()))
                : NoInvitation;
    }

    /// <summary>The second person who agrees to what the operator began: the invitation waits no longer.</summary>
    private static async Task<Answer<NoContent>> OpenAsync(
        PersonId person,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (person == caller.Person)
        {
            return Refusal.Invalid("same-person", "Nobody opens their own invitation. Ask another administrator.");
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await Invitations.OfAsync(db, person, cancellation) is not { } invitation)
            {
                return NoInvitation;
            }

            if (invitation.OpensAt <= time.GetUtcNow())
            {
                return Refusal.Conflict("invitation-open", "This invitation is open already.");
            }

            invitation.OpensAt = time.GetUtcNow();
            return new(Done.Instance, new AuditEvent(caller.Actor, "person.invitation-opened", person.ToString()));
        }
    }

    private static async Task<Answer<NoContent>> TakePinAsync(
        PersonId person,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var target = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
            if (target is null || !caller.Reaches(target))
            {
                return Refusal.NotFound("person");
            }

            return await Secrets.RemoveAsync(db, caller.Tenant, person, SecretKind.Pin, cancellation)
                ? new(Done.Instance, new AuditEvent(caller.Actor, "person.pin-taken", person.ToString()))
                : new Decision<Done>(Done.Instance);
        }
    }
}
