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
/// People choose their PIN and password themselves, with the password that they have. Nobody chooses for another: who knows a
/// colleague's PIN could cast both votes (R24). So whoever gave the password chooses no PIN with it: the person replaces it first. Too
/// weak a choice is refused before a try is spent.
/// </summary>
internal static class ChooseSecrets
{
    public sealed record PinRequest(string Pin, string Password);

    public sealed record NewPasswordRequest(string Password, string NewPassword);

    /// <param name="NewPassword">Must be sent where the password is one that somebody gave the person.</param>
    public sealed record OwnPinRequest(PersonId PersonId, string Password, string Pin, string? NewPassword = null);

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
        SecretHasher hasher,
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

        if (!await Secrets.IsPasswordOwnAsync(db, caller.Person, cancellation))
        {
            return PasswordNotOwn;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await Secrets.HoldAsync(db, caller.Tenant, caller.Person, SecretKind.Password, proven, cancellation);
            var hash = await hasher.HashAsync(caller.Tenant, request.Pin, cancellation);
            var stamp = await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Pin, hash, isOwn: true, cancellation);
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
        SecretHasher hasher,
        OpenSession opening,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (JudgeNewPassword(request.NewPassword, request.Password) is { } weak)
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
            var hash = await hasher.HashAsync(caller.Tenant, request.NewPassword, cancellation);
            var stamp = await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Password, hash, isOwn: true, cancellation);
            await Secrets.EndSessionsAsync(db, caller.Tenant, caller.Person, SecretKind.Pin, cancellation);
            await Sessions.KeepAsync(db, caller, SecretKind.Password, stamp, cancellation);
            await audit.CommitAsync(db, caller.Tenant, [PasswordChanged(caller.Person)], cancellation);
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
        SecretHasher hasher,
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

        if (request.NewPassword is { } replacing && JudgeNewPassword(replacing, request.Password) is { } poor)
        {
            return poor;
        }

        var check = await secrets.CheckAsync(db, person, SecretKind.Password, request.Password, cancellation);
        if (!check.Succeeded(out var proven, out var refusal))
        {
            opening.Refuse(person, refusal);
            return refusal;
        }

        if (request.NewPassword is null && !await Secrets.IsPasswordOwnAsync(db, person.Id, cancellation))
        {
            return PasswordNotOwn;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            var events = new List<AuditEvent>();
            await Secrets.HoldAsync(db, tablet.Tenant, person.Id, SecretKind.Password, proven, cancellation);
            if (request.NewPassword is { } own)
            {
                var ownHash = await hasher.HashAsync(tablet.Tenant, own, cancellation);
                await Secrets.SetAsync(db, tablet.Tenant, person.Id, SecretKind.Password, ownHash, isOwn: true, cancellation);
                events.Add(PasswordChanged(person.Id));
            }

            var hash = await hasher.HashAsync(tablet.Tenant, request.Pin, cancellation);
            var stamp = await Secrets.SetAsync(db, tablet.Tenant, person.Id, SecretKind.Pin, hash, isOwn: true, cancellation);
            var opened = (SecretKind.Pin, stamp);
            events.Add(PinChosen(person.Id));
            return await opening.RunAsync(http, db, person, tablet.Store, tablet.Tablet, opened, [.. events], cancellation);
        });
        return changed.ToHttp(TypedResults.Ok);
    }

    private static readonly Refusal PasswordNotOwn = Refusal.Conflict(
        "password-not-own",
        "You still have the password that somebody gave you. Choose one of your own first: at the tablet together with the PIN, or by PUT /api/me/password."
    );

    /// <summary>Null when it may replace the password that the person has.</summary>
    private static Refusal? JudgeNewPassword(string? chosen, string current) =>
        Secrets.JudgePassword(chosen, "newPassword")
        ?? (
            chosen == current
                ? Refusal.Invalid("password-unchanged", "newPassword is the password that you have. Choose another one.")
                : null
        );

    private static AuditEvent PasswordChanged(PersonId person) => new(Actor.Of(person), "person.password-changed", person.ToString());

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
            opening.Refuse(me, refusal);
        }

        return proven;
    }
}
