using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    private const int PasswordLength = 16;

    // No letters and digits that look alike: the password is read out or copied by hand. 31^16 of them are 79 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public sealed record PasswordView(string Password);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/api/people/{person}/pin", TakePinAsync).AllowRoles(Role.TenantAdmin, Role.StoreManager);
        routes.MapPost("/api/people/{person}/password-reset", ResetPasswordAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<IResult> TakePinAsync(
        PersonId person,
        Caller caller,
        Database database,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var target = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
        if (target is null || !(caller.Roles.Contains(Role.TenantAdmin) || target.Stores.Any(caller.Reaches)))
        {
            return Refusal.NotFound("person").ToHttp();
        }

        return await Secrets.ChangeAsync(async () =>
        {
            await TakeAwayAsync(db, caller, person, audit, cancellation);
            return Results.NoContent();
        });
    }

    private static async Task<IResult> ResetPasswordAsync(
        PersonId person,
        Caller caller,
        Database database,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (person == caller.Person)
        {
            return Refusal
                .Invalid("same-person", "Nobody resets their own password. Change it with the one you have, or ask another administrator.")
                .ToHttp();
        }

        await using var db = database.Of(caller.Tenant);
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == person, cancellation) is not { } target)
        {
            return Refusal.NotFound("person").ToHttp();
        }

        return await Secrets.ChangeAsync(async () =>
        {
            var password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
            await Secrets.SetAsync(db, caller.Tenant, person, SecretKind.Password, password, cancellation);
            target.IssuedBy = caller.Person;
            await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "person.password-reset", person.ToString())], cancellation);

            // R24: an earlier issuer may have chosen the PIN; from now on only the new one has known anything that works.
            // After the password, since until then the old one chooses a PIN.
            await TakeAwayAsync(db, caller, person, audit, cancellation);
            return Results.Ok(new PasswordView(password));
        });
    }

    private static async Task TakeAwayAsync(
        RetailGuardDb db,
        Caller caller,
        PersonId person,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (await Secrets.RemoveAsync(db, caller.Tenant, person, SecretKind.Pin, cancellation))
        {
            await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "person.pin-taken", person.ToString())], cancellation);
        }
    }
}
