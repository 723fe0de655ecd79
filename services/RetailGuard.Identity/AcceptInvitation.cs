using System.ComponentModel.DataAnnotations;
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
/// Whoever was invited chooses their password, and nobody else ever knows it: in a browser, or together with a PIN on a tablet of their
/// store.
/// </summary>
internal static class AcceptInvitation
{
    public sealed record InvitationRequest([property: MaxLength(OneTimeCode.Longest)] string Code);

    public sealed record AcceptRequest([property: MaxLength(OneTimeCode.Longest)] string Code, string Password);

    /// <param name="Tenant">The retailer, with the short name that its people sign in with.</param>
    public sealed record InvitationView(string Name, string Email, InvitingTenant Tenant, DateTimeOffset ExpiresAt);

    public sealed record InvitingTenant(string Slug, string Name);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/invitation", LookAsync).AllowGuesses("the invitation's code is the proof");
        routes.MapPost("/api/invitation/accept", AcceptAsync).AllowGuesses("the invitation's code is the proof");
    }

    /// <summary>Whom the code invites: shown before they choose.</summary>
    // Not by GET: addresses are logged on their way.
    private static async Task<Answer<Ok<InvitationView>>> LookAsync(
        InvitationRequest request,
        Database database,
        Invitations invitations,
        CancellationToken cancellation
    )
    {
        await using var all = database.AcrossTenants();
        if (!(await invitations.FindAsync(all, request.Code, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(found.Tenant);
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == found.PersonId, cancellation);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == found.Tenant, cancellation);
        return TypedResults.Ok(new InvitationView(person.Name, person.Email, new(tenant.Slug, tenant.Name), found.ExpiresAt));
    }

    private static async Task<Answer<Ok<SessionView>>> AcceptAsync(
        AcceptRequest request,
        HttpContext http,
        Database database,
        Invitations invitations,
        SecretHasher hasher,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        if (Secrets.JudgePassword(request.Password, "password") is { } weak)
        {
            return weak;
        }

        await using var all = database.AcrossTenants();
        if (!(await invitations.FindAsync(all, request.Code, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(found.Tenant);
        var changed = await Secrets.ChangeAsync(async () =>
        {
            var (person, stamp, accepted) = await UseAsync(db, found, request.Password, invitations, hasher, cancellation);
            var store = person.Stores is [var only] ? only : (StoreId?)null;
            return await opening.RunAsync(http, db, person, store, null, (SecretKind.Password, stamp), [accepted], cancellation);
        });
        return changed.ToHttp(TypedResults.Ok);
    }

    /// <summary>Sets the password and uses the invitation up. The caller saves, and of two at one moment the later one cannot.</summary>
    /// <param name="password">Judged already.</param>
    /// <returns>The person, tracked; the password's stamp; what the audit log is told.</returns>
    public static async Task<(Person Person, Guid Stamp, AuditEvent Accepted)> UseAsync(
        RetailGuardDb db,
        Invitation invitation,
        string password,
        Invitations invitations,
        SecretHasher hasher,
        CancellationToken cancellation
    )
    {
        var hash = await hasher.HashAsync(invitation.Tenant, password, cancellation);
        var stamp = await Secrets.SetAsync(db, invitation.Tenant, invitation.PersonId, SecretKind.Password, hash, cancellation);
        if (invitation.MadeBy is null)
        {
            await Secrets.RemoveAsync(db, invitation.Tenant, invitation.PersonId, SecretKind.SingleSignOn, cancellation);
        }

        var (person, accepted) = await UseUpAsync(db, invitation, invitations, cancellation);
        return (person, stamp, accepted);
    }

    /// <summary>Uses an invitation up whose owner has shown, or chosen, what they sign in with. The caller saves.</summary>
    /// <returns>The person, tracked; what the audit log is told.</returns>
    public static async Task<(Person Person, AuditEvent Accepted)> UseUpAsync(
        RetailGuardDb db,
        Invitation invitation,
        Invitations invitations,
        CancellationToken cancellation
    )
    {
        var person = await db.Set<Person>().AsTracking().SingleAsync(p => p.Id == invitation.PersonId, cancellation);
        await invitations.RemoveAsync(db, invitation, cancellation);
        if (invitation.MadeBy is null)
        {
            // By the operator, who leaves what works alone until now: R24 as in InvitePerson.
            await Secrets.RemoveAsync(db, person.Tenant, person.Id, SecretKind.Pin, cancellation);
            await SecondFactors.RemoveAllAsync(db, person.Tenant, person.Id, cancellation);
            person.Issue(null);
        }

        return (person, new(Actor.Of(person.Id), "person.invitation-accepted", person.Id.ToString()));
    }
}
