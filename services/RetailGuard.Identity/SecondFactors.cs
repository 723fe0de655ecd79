using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Opens a sign-in once, where the authenticator app or the passkey is lost.</summary>
internal sealed class RecoveryCode : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required PersonId PersonId { get; init; }

    public required byte[] CodeHash { get; init; }
}

/// <param name="RecoveryCodes">Shown once, with the first second factor; null for others, who have some.</param>
internal sealed record SecondFactorAdded(IReadOnlyList<string>? RecoveryCodes);

/// <summary>What a person has beside the password, and what of it this sign-in has shown.</summary>
/// <param name="IsDemanded">Whether one of the person's roles demands a second factor here; on a tablet none does.</param>
/// <param name="IsShown">Whether this sign-in has shown one.</param>
/// <param name="HasAuthenticator">An authenticator app that gives codes.</param>
internal sealed record SecondFactorView(bool IsDemanded, bool IsShown, bool HasAuthenticator, int Passkeys, int RecoveryCodes);

/// <summary>
/// The second factor, for everybody who is not on a store's tablet: a passkey, or codes of an authenticator app. A sign-in that has not
/// shown one has no role that demands one, and in a browser none at all where the person has one.
/// </summary>
internal sealed class SecondFactors(TenantKeys keys, MasterKey master, Sessions sessions, TimeProvider time)
{
    public const int RecoveryCodeCount = 10;

    /// <summary>How long a setup or a passkey's challenge may take.</summary>
    public static readonly TimeSpan StepLasts = TimeSpan.FromMinutes(5);

    private const string Purpose = "second-factors";
    private const int RecoveryGroups = 3;

    private static readonly Role[] Demanding = [Role.TenantAdmin, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];

    public static bool IsDemandedOf(IReadOnlyList<Role> roles) => roles.Any(Demanding.Contains);

    /// <summary>What a sign-in may use of a person's roles.</summary>
    /// <param name="hasOne">Whether the person has a second factor.</param>
    public static IReadOnlyList<Role> RolesOf(IReadOnlyList<Role> roles, bool onTablet, bool isShown, bool hasOne) =>
        onTablet || !(isShown || hasOne) ? [.. roles.Except(Demanding)]
        : isShown ? roles
        : [];

    /// <summary>The secrets that are second factors.</summary>
    public static IQueryable<Secret> Of(RetailGuardDb db) =>
        db.Set<Secret>().AsNoTracking().Where(s => s.Kind == SecretKind.Authenticator || s.Kind == SecretKind.Passkey);

    public static async Task<SecondFactorView> ViewAsync(
        RetailGuardDb db,
        Person person,
        bool onTablet,
        bool isShown,
        CancellationToken cancellation
    )
    {
        var (tenant, id) = (person.Tenant, person.Id);
        return new(
            !onTablet && IsDemandedOf(person.Roles),
            isShown,
            await Of(db).AnyAsync(s => s.Tenant == tenant && s.PersonId == id && s.Kind == SecretKind.Authenticator, cancellation),
            await db.Set<Passkey>().CountAsync(p => p.Tenant == tenant && p.PersonId == id, cancellation),
            await db.Set<RecoveryCode>().CountAsync(c => c.Tenant == tenant && c.PersonId == id, cancellation)
        );
    }

    /// <summary>
    /// Null when the caller may change their second factors: not on a tablet, and only after having shown one, if there is one. Otherwise
    /// whoever knows a password could add their own. What the context saves next is refused where that is no longer so.
    /// </summary>
    public async Task<Refusal?> CheckAsync(RetailGuardDb db, Caller caller, CancellationToken cancellation)
    {
        if (caller.Tablet is not null)
        {
            return NotOnTablet;
        }

        await Secrets.ClaimAsync(db, caller.Tenant, caller.Person, cancellation);
        return !await sessions.IsOpenAsync(db, caller, cancellation) ? Over
            : !caller.HasSecondFactor && await Of(db).AnyAsync(s => s.PersonId == caller.Person, cancellation) ? Missing
            : null;
    }

    private static readonly Refusal Over = new(
        "not-signed-in",
        "This sign-in was ended by another request at the same moment. Sign in again.",
        RefusalKind.Unauthenticated
    );

    private static readonly Refusal Last = Refusal.Conflict(
        "second-factor-last",
        "Your role asks for a second factor, and this is your only one. Set up another one first."
    );

    public static readonly Refusal NotOnTablet = new(
        "not-on-a-tablet",
        "A second factor is set up and shown in a browser of your own, not on a shared tablet.",
        RefusalKind.Forbidden
    );

    public static readonly Refusal Missing = new(
        "second-factor-missing",
        "Your role asks for a second factor, or you have one. Show it (POST /api/me/second-factor, or sign in with a passkey), or set one up first (POST /api/me/authenticator, POST /api/me/passkeys/options).",
        RefusalKind.Forbidden
    );

    /// <summary>Takes all of somebody's second factors away. The caller saves.</summary>
    public static async Task<bool> RemoveAllAsync(RetailGuardDb db, TenantId tenant, PersonId person, CancellationToken cancellation)
    {
        var had = await Secrets.RemoveAsync(db, tenant, person, SecretKind.Authenticator, cancellation);
        had |= await Secrets.RemoveAsync(db, tenant, person, SecretKind.Passkey, cancellation);
        db.RemoveRange(await db.Set<Passkey>().AsTracking().Where(p => p.PersonId == person).ToListAsync(cancellation));
        db.RemoveRange(await db.Set<RecoveryCode>().AsTracking().Where(c => c.PersonId == person).ToListAsync(cancellation));
        return had;
    }

    /// <summary>Replaces somebody's recovery codes. The caller saves.</summary>
    /// <returns>The new ones: shown once, kept nowhere.</returns>
    public static async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        CancellationToken cancellation
    )
    {
        db.RemoveRange(await db.Set<RecoveryCode>().AsTracking().Where(c => c.PersonId == person).ToListAsync(cancellation));
        List<string> codes = [.. Enumerable.Range(0, RecoveryCodeCount).Select(_ => OneTimeCode.New(RecoveryGroups))];
        db.AddRange(
            codes.Select(code => new RecoveryCode
            {
                Tenant = tenant,
                PersonId = person,
                CodeHash = OneTimeCode.Hash(code),
            })
        );
        return codes;
    }

    /// <summary>The session of a caller who has just shown a second factor. The caller saves.</summary>
    public async Task RaiseSessionAsync(RetailGuardDb db, Caller caller, CancellationToken cancellation)
    {
        var hash = Convert.FromHexString(caller.SessionKey);
        (await db.Set<Session>().AsTracking().SingleAsync(s => s.TokenHash == hash, cancellation)).SecondFactorAt = time.GetUtcNow();
    }

    /// <summary>
    /// After somebody has set one up, which the context has not saved yet: their session has shown it. With the first come recovery codes,
    /// and what the password or the provider alone had opened elsewhere ends, lines that are open included.
    /// </summary>
    public async Task<Decision<SecondFactorAdded>> AddedAsync(
        RetailGuardDb db,
        Caller caller,
        SecretKind kind,
        CancellationToken cancellation
    )
    {
        IReadOnlyList<string>? codes = null;
        if (!await Of(db).AnyAsync(s => s.PersonId == caller.Person, cancellation))
        {
            codes = await NewRecoveryCodesAsync(db, caller.Tenant, caller.Person, cancellation);
            var stamp = await Secrets.EndSessionsAsync(db, caller.Tenant, caller.Person, SecretKind.Password, cancellation);
            await Sessions.KeepAsync(db, caller, SecretKind.Password, stamp, cancellation);
            stamp = await Secrets.EndSessionsAsync(db, caller.Tenant, caller.Person, SecretKind.SingleSignOn, cancellation);
            await Sessions.KeepAsync(db, caller, SecretKind.SingleSignOn, stamp, cancellation);
        }

        await RaiseSessionAsync(db, caller, cancellation);
        return new(
            new SecondFactorAdded(codes),
            new AuditEvent(caller.Actor, "second-factor.added", caller.Person.ToString(), new { kind })
        );
    }

    /// <summary>After one is removed, which the context has not saved yet.</summary>
    /// <param name="isLast">Whether there is no other.</param>
    public static async Task<Decision<Done>> RemovedAsync(
        RetailGuardDb db,
        Caller caller,
        SecretKind kind,
        bool isLast,
        CancellationToken cancellation
    )
    {
        if (isLast && IsDemandedOf(caller.Roles))
        {
            return Last;
        }

        if (isLast)
        {
            db.RemoveRange(await db.Set<RecoveryCode>().AsTracking().Where(c => c.PersonId == caller.Person).ToListAsync(cancellation));
        }

        return new(Done.Instance, new AuditEvent(caller.Actor, "second-factor.removed", caller.Person.ToString(), new { kind }));
    }

    /// <summary>Seals an authenticator app's key for its row.</summary>
    public async Task<string> SealAsync(TenantId tenant, PersonId person, byte[] key, CancellationToken cancellation)
    {
        var seal = await keys.DeriveAsync(tenant, Purpose, cancellation);
        try
        {
            return WebEncoders.Base64UrlEncode(Sealing.Seal(seal, key, $"authenticator/{person}"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seal);
        }
    }

    public async Task<byte[]> OpenAsync(TenantId tenant, PersonId person, string sealedKey, CancellationToken cancellation)
    {
        var seal = await keys.DeriveAsync(tenant, Purpose, cancellation);
        try
        {
            return Sealing.Open(seal, WebEncoders.Base64UrlDecode(sealedKey), $"authenticator/{person}");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seal);
        }
    }

    /// <summary>What the next step must bring back: the server keeps nothing of a step that nobody finishes, whoever begins it.</summary>
    /// <param name="context">What the step is, and whose.</param>
    /// <param name="lasts">Null is <see cref="StepLasts"/>.</param>
    public string SealStep<T>(T step, string context, TimeSpan? lasts = null)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new SealedStep<T>(time.GetUtcNow() + (lasts ?? StepLasts), step));
        var key = master.Derive(Purpose, []);
        var token = WebEncoders.Base64UrlEncode(Sealing.Seal(key, plain, context));
        CryptographicOperations.ZeroMemory(key);
        return token;
    }

    /// <summary>The step behind a token, or a refusal where it is none of ours, or too old.</summary>
    public Result<T> OpenStep<T>(string token, string context)
    {
        var key = master.Derive(Purpose, []);
        try
        {
            var plain = Sealing.Open(key, WebEncoders.Base64UrlDecode(token), context);
            return JsonSerializer.Deserialize<SealedStep<T>>(plain) is { } found && found.EndsAt > time.GetUtcNow() ? found.Step : StepOver;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return StepOver;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static readonly Refusal StepOver = Refusal.Invalid(
        "step-over",
        $"This began more than {StepLasts.TotalMinutes:0} minutes ago, or for somebody else. Begin again."
    );

    private sealed record SealedStep<T>(DateTimeOffset EndsAt, T Step);
}
