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
/// Help for somebody who has forgotten a PIN or a password. A PIN can only be taken away: its owner chooses the next one.
/// </summary>
internal static class ResetSecrets
{
    public sealed record PasswordView(string Password);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/api/people/{person}/pin", TakePinAsync).AllowRoles(Role.TenantAdmin, Role.StoreManager);
        routes.MapPost("/api/people/{person}/password-reset", ResetPasswordAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Answer<NoContent>> TakePinAsync(
        PersonId person,
        Caller caller,
        Database database,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var target = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
        if (target is null || !caller.Reaches(target))
        {
            return Refusal.NotFound("person");
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await PasswordReset.TakePinAsync(db, caller.Actor, caller.Tenant, person, audit, cancellation);
            return Done.Instance;
        });
        return changed.ToHttp(_ => TypedResults.NoContent());
    }

    private static async Task<Answer<Ok<PasswordView>>> ResetPasswordAsync(
        PersonId person,
        Caller caller,
        PasswordReset passwords,
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

        return (await passwords.RunAsync(caller.Tenant, person, caller.Actor, issuer: caller.Person, cancellation)).ToHttp(p =>
            TypedResults.Ok(new PasswordView(p))
        );
    }
}
