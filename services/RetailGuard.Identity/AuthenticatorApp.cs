using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Codes of an authenticator app (TOTP, RFC 6238) as the second factor, and the recovery codes beside them.</summary>
internal static class AuthenticatorApp
{
    private const int KeyBytes = 20;
    private const int Digits = 6;
    private const int LongestStep = 4096;

    // A phone's clock may be half a minute off.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <param name="Step">To be sent back with the first code.</param>
    /// <param name="Key">In base32, for typing.</param>
    /// <param name="Uri">For a QR code: <c>otpauth://totp/…</c>.</param>
    public sealed record AuthenticatorSetupView(string Step, string Key, string Uri);

    public sealed record ConfirmAuthenticatorRequest(
        [property: MaxLength(LongestStep)] string Step,
        [property: MaxLength(OneTimeCode.Longest)] string Code
    );

    /// <param name="Code">Six digits of the app, or a recovery code.</param>
    public sealed record SecondFactorCodeRequest([property: MaxLength(OneTimeCode.Longest)] string Code);

    public sealed record RecoveryCodesView(IReadOnlyList<string> RecoveryCodes);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/me/authenticator", BeginAsync).AllowSignedIn();
        routes.MapPost("/api/me/authenticator/confirm", ConfirmAsync).AllowSignedIn();
        routes.MapDelete("/api/me/authenticator", RemoveAsync).AllowSignedIn();
        routes.MapPost("/api/me/second-factor", ShowAsync).AllowSignedIn();
        routes.MapPost("/api/me/recovery-codes", NewRecoveryCodesAsync).AllowSignedIn();
    }

    private static async Task<Answer<Ok<AuthenticatorSetupView>>> BeginAsync(
        Caller caller,
        Database database,
        SecondFactors factors,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
        {
            return refusal;
        }

        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == caller.Tenant, cancellation);
        var key = KeyGeneration.GenerateRandomKey(KeyBytes);
        var uri = new OtpUri(OtpType.Totp, key, me.Email, $"RetailGuard {tenant.Name}").ToString();
        return TypedResults.Ok(new AuthenticatorSetupView(factors.SealStep(key, Context(caller)), Base32Encoding.ToString(key), uri));
    }

    private static async Task<Answer<Ok<SecondFactorAdded>>> ConfirmAsync(
        ConfirmAuthenticatorRequest request,
        Caller caller,
        SecondFactors factors,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!factors.OpenStep<byte[]>(request.Step, Context(caller)).Succeeded(out var key, out var over))
        {
            return over;
        }

        if (StepOf(key, request.Code, time) is not { } step)
        {
            return Refusal.Invalid(
                "code-wrong",
                "The code is not the app's. Type the one that it shows now; if it goes on, set the phone's clock."
            );
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<SecondFactorAdded>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            var sealedKey = await factors.SealAsync(caller.Tenant, caller.Person, key, cancellation);
            await Secrets.SetAsync(db, caller.Tenant, caller.Person, SecretKind.Authenticator, sealedKey, cancellation, lastStep: step);
            return await factors.AddedAsync(db, caller, SecretKind.Authenticator, cancellation);
        }
    }

    private static async Task<Answer<NoContent>> RemoveAsync(
        Caller caller,
        SecondFactors factors,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            if (!await Secrets.RemoveAsync(db, caller.Tenant, caller.Person, SecretKind.Authenticator, cancellation))
            {
                return Refusal.NotFound("authenticator app");
            }

            var isLast = !await db.Set<Passkey>().AnyAsync(p => p.PersonId == caller.Person, cancellation);
            return await SecondFactors.RemovedAsync(db, caller, SecretKind.Authenticator, isLast, cancellation);
        }
    }

    /// <summary>Shows the second factor of somebody who has signed in with the password alone.</summary>
    private static async Task<Answer<NoContent>> ShowAsync(
        SecondFactorCodeRequest request,
        Caller caller,
        Database database,
        Secrets secrets,
        SecondFactors factors,
        OpenSession opening,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (caller.Tablet is not null)
        {
            return SecondFactors.NotOnTablet;
        }

        await using var db = database.Of(caller.Tenant);
        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
        var kind = await SecondFactors
            .Of(db)
            .Where(s => s.PersonId == me.Id)
            .OrderBy(s => s.Kind)
            .Select(s => (SecretKind?)s.Kind)
            .FirstOrDefaultAsync(cancellation);
        if (kind is not { } counted)
        {
            return Refusal.Conflict("second-factor-none", "You have no second factor yet. Set one up: POST /api/me/authenticator.");
        }

        RecoveryCode? recovery = null;
        var check = await secrets.CheckAsync(db, me, counted, JudgeAsync, cancellation);
        if (!check.Succeeded(out _, out var refusal))
        {
            opening.Refuse(me, refusal);
            return refusal;
        }

        var shown = await Secrets.ChangeAsync(async () =>
        {
            if (recovery is not null)
            {
                db.Remove(recovery);
            }

            await factors.RaiseSessionAsync(db, caller, cancellation);
            var by = recovery is null ? "code" : "recovery-code";
            await audit.CommitAsync(
                db,
                caller.Tenant,
                [new(caller.Actor, "sign-in.second-factor", me.Id.ToString(), new { by })],
                cancellation
            );
            return Done.Instance;
        });
        return shown.ToHttp(_ => TypedResults.NoContent());

        async Task<bool> JudgeAsync(Secret secret)
        {
            if (request.Code.Trim() is { Length: Digits } code && code.All(char.IsAsciiDigit))
            {
                if (secret.Kind is not SecretKind.Authenticator)
                {
                    return false;
                }

                var key = await factors.OpenAsync(me.Tenant, me.Id, secret.Hash, cancellation);

                // Each code once: who looks over a shoulder has half a minute to type it, too.
                return StepOf(key, code, time) is { } step
                    && await db.Set<Secret>()
                        .Where(s => s.PersonId == me.Id && s.Kind == SecretKind.Authenticator && s.LastStep < step)
                        .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastStep, step), cancellation) == 1;
            }

            var hash = OneTimeCode.Hash(request.Code);
            recovery = await db.Set<RecoveryCode>()
                .AsTracking()
                .SingleOrDefaultAsync(c => c.PersonId == me.Id && c.CodeHash == hash, cancellation);
            return recovery is not null;
        }
    }

    private static async Task<Answer<Ok<RecoveryCodesView>>> NewRecoveryCodesAsync(
        Caller caller,
        SecondFactors factors,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<RecoveryCodesView>> DecideAsync(RetailGuardDb db)
        {
            if (await factors.CheckAsync(db, caller, cancellation) is { } refusal)
            {
                return refusal;
            }

            if (!caller.HasSecondFactor)
            {
                return SecondFactors.Missing;
            }

            var codes = await SecondFactors.NewRecoveryCodesAsync(db, caller.Tenant, caller.Person, cancellation);
            return new(new RecoveryCodesView(codes), new AuditEvent(caller.Actor, "recovery-codes.made", caller.Person.ToString()));
        }
    }

    /// <summary>The half minute that a code belongs to; null for a wrong one.</summary>
    private static long? StepOf(byte[] key, string code, TimeProvider time) =>
        new Totp(key, totpSize: Digits).VerifyTotp(time.GetUtcNow().UtcDateTime, code.Trim(), out var step, Window) ? step : null;

    private static string Context(Caller caller) => $"authenticator/{caller.Tenant}/{caller.Person}";
}
