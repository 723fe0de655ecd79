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
/// People choose their PIN and password themselves, with the password that they have or the invitation that they were given. Nobody
/// chooses for another: who knows a colleague's PIN could cast both votes (R24). Too weak a choice is refused before a try is spent.
/// </summary>
internal static class ChooseSecrets
{
    public sealed record PinRequest(string Pin, string Password);

    public sealed record NewPasswordRequest(string Password, string NewPassword);

    /// <param name="Password">The one that the person has; with an invitation, the one that they choose.</param>
    /// <param name="Invitation">Its code, for somebody who has no password yet.</param>
    public sealed record OwnPinRequest(
        PersonId PersonId,
        string Password,
        string Pin,
        [property: MaxLength(OneTimeCode.Longest)] string? Invitation = null
    );

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

        var changed = await Secrets.ChangeAsync(async () =>
        {
            await Secrets.HoldAsync(db, caller.Tenant, caller.Person, SecretKind.Password, proven, cancellation);
            var hash = await hasher.HashAsync(caller.Tenant, request.Pin, cancellation);
            var stamp = await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Pin, hash, cancellation);
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
            var stamp = await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Password, hash, cancellation);
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
        Invitations invitations,
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

        Guid proven = default;
        Invitation? invitation = null;
        if (request.Invitation is { } code)
        {
            if (Secrets.JudgePassword(request.Password, "password") is { } poor)
            {
                return poor;
            }

            if (!(await invitations.FindAsync(db, code, cancellation)).Succeeded(out invitation, out var unknown))
            {
                return unknown;
            }

            if (invitation.PersonId != person.Id)
            {
                return Refusal.Invalid("invitation-not-yours", "This invitation is for somebody else. Choose your own name first.");
            }
        }
        else if (
            !(await secrets.CheckAsync(db, person, SecretKind.Password, request.Password, cancellation)).Succeeded(
                out proven,
                out var refusal
            )
        )
        {
            opening.Refuse(person, refusal);
            return refusal;
        }

        var changed = await Secrets.ChangeAsync(async () =>
        {
            var events = new List<AuditEvent>();
            if (invitation is null)
            {
                await Secrets.HoldAsync(db, tablet.Tenant, person.Id, SecretKind.Password, proven, cancellation);
            }
            else
            {
                events.Add((await AcceptInvitation.UseAsync(db, invitation, request.Password, invitations, hasher, cancellation)).Accepted);
            }

            var hash = await hasher.HashAsync(tablet.Tenant, request.Pin, cancellation);
            var stamp = await Secrets.SetAsync(db, tablet.Tenant, person.Id, SecretKind.Pin, hash, cancellation);
            var opened = (SecretKind.Pin, stamp);
            events.Add(PinChosen(person.Id));
            return await opening.RunAsync(http, db, person, tablet.Store, tablet.Tablet, opened, [.. events], cancellation);
        });
        return changed.ToHttp(TypedResults.Ok);
    }

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
