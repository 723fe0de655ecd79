using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// People choose their PIN and password themselves, with the password that they have. Nobody chooses for another: who knows a
/// colleague's PIN could cast both votes (R24). Too weak a choice is refused before a try is spent.
/// </summary>
internal static class ChooseSecrets
{
    public sealed record PinRequest(string Pin, string Password);

    public sealed record NewPasswordRequest(string Password, string NewPassword);

    public sealed record OwnPinRequest(PersonId PersonId, string Password, string Pin);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/me/pin", PinAsync).AllowAllRoles();
        routes.MapPut("/api/me/password", PasswordAsync).AllowAllRoles();
        routes.MapPost("/api/tablet/own-pin", PinOnTabletAsync).AllowTablet();
    }

    private static async Task<Answer<NoContent>> PinAsync(
        PinRequest request,
        Caller caller,
        Database database,
        Secrets secrets,
        PasswordHasher<object> hasher,
        OpenSession opening,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (Secrets.JudgePin(request.Pin) is { } weak)
        {
            return weak;
        }

        await using var db = database.Of(caller.Tenant);
        if (!(await ProveAsync(db, caller, request.Password, secrets, opening, cancellation)).Succeeded(out var proven, out var refusal))
        {
            return refusal;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await Secrets.HoldAsync(db, caller.Tenant, caller.Person, SecretKind.Password, proven, cancellation);
            var stamp = await Secrets.SetAsync(db, hasher, caller.Tenant, caller.Person, SecretKind.Pin, request.Pin, cancellation);
            await Sessions.KeepAsync(db, caller, SecretKind.Pin, stamp, cancellation);
            await audit.CommitAsync(db, caller.Tenant, [PinChosen(caller.Person)], cancellation);
            return Done.Instance;
        });
        return changed.ToHttp(_ => TypedResults.NoContent());
    }

    private static async Task<Answer<NoContent>> PasswordAsync(
        NewPasswordRequest request,
        Caller caller,
        Database database,
        Secrets secrets,
        PasswordHasher<object> hasher,
        OpenSession opening,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (Secrets.JudgePassword(request.NewPassword, "newPassword") is { } weak)
        {
            return weak;
        }

        if (request.NewPassword == request.Password)
        {
            return Refusal.Invalid("password-unchanged", "newPassword is the password that you have. Choose another one.");
        }

        await using var db = database.Of(caller.Tenant);
        if (!(await ProveAsync(db, caller, request.Password, secrets, opening, cancellation)).Succeeded(out var proven, out var refusal))
        {
            return refusal;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await Secrets.HoldAsync(db, caller.Tenant, caller.Person, SecretKind.Password, proven, cancellation);
            var stamp = await Secrets.SetAsync(
                db,
                hasher,
                caller.Tenant,
                caller.Person,
                SecretKind.Password,
                request.NewPassword,
                cancellation
            );
            await Secrets.EndSessionsAsync(db, caller.Tenant, caller.Person, SecretKind.Pin, cancellation);
            await Sessions.KeepAsync(db, caller, SecretKind.Password, stamp, cancellation);
            var e = new AuditEvent(caller.Actor, "person.password-changed", caller.Person.ToString());
            await audit.CommitAsync(db, caller.Tenant, [e], cancellation);
            return Done.Instance;
        });
        return changed.ToHttp(_ => TypedResults.NoContent());
    }

    private static async Task<Answer<Ok<SessionView>>> PinOnTabletAsync(
        OwnPinRequest request,
        TabletCaller tablet,
        HttpContext http,
        Database database,
        Secrets secrets,
        PasswordHasher<object> hasher,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tablet.Tenant);
        if (await tablet.FindPersonAsync(db, request.PersonId, cancellation) is not { } person)
        {
            return Refusal.NotFound("person in this store");
        }

        if (Secrets.JudgePin(request.Pin) is { } weak)
        {
            return weak;
        }

        var check = await secrets.CheckAsync(db, person, SecretKind.Password, request.Password, cancellation);
        if (!check.Succeeded(out var proven, out var refusal))
        {
            await opening.RefuseAsync(db, person, refusal, cancellation);
            return refusal;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await Secrets.HoldAsync(db, tablet.Tenant, person.Id, SecretKind.Password, proven, cancellation);
            var stamp = await Secrets.SetAsync(db, hasher, tablet.Tenant, person.Id, SecretKind.Pin, request.Pin, cancellation);
            var opened = (SecretKind.Pin, stamp);
            return await opening.RunAsync(http, db, person, tablet.Store, tablet.Tablet, opened, [PinChosen(person.Id)], cancellation);
        });
        return changed.ToHttp(TypedResults.Ok);
    }

    private static AuditEvent PinChosen(PersonId person) => new(Actor.Of(person), "person.pin-chosen", person.ToString());

    /// <summary>The stamp of the caller's password when it is right.</summary>
    private static async Task<Result<Guid>> ProveAsync(
        RetailGuardDb db,
        Caller caller,
        string password,
        Secrets secrets,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
        var proven = await secrets.CheckAsync(db, me, SecretKind.Password, password, cancellation);
        if (!proven.Succeeded(out _, out var refusal))
        {
            await opening.RefuseAsync(db, me, refusal, cancellation);
        }

        return proven;
    }
}
