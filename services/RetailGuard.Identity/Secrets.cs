using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// Sets passwords and PINs, and checks those of people who are known: on a paired tablet, or signed in. Five wrong tries lock for fifteen
/// minutes, so a six-digit PIN cannot be guessed. What strangers try is counted apart (<see cref="StrangerTries"/>).
/// </summary>
internal sealed class Secrets(SecretHasher hasher, AuditLog audit, TimeProvider time)
{
    public const int Tries = 5;
    private const int PinDigits = 6;
    private const int PasswordLeast = 12;

    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    /// <summary>Null when it may be somebody's password.</summary>
    public static Refusal? JudgePassword(string? plain, string field) =>
        plain is { Length: >= PasswordLeast and <= 200 }
            ? null
            : Refusal.Invalid("password-too-short", $"{field} must have {PasswordLeast} to 200 characters.");

    /// <summary>Null when it may be somebody's PIN.</summary>
    public static Refusal? JudgePin(string? plain) =>
        plain is not { Length: PinDigits } || !plain.All(char.IsAsciiDigit) || plain.Distinct().Count() < 3
            ? Refusal.Invalid("pin-weak", $"A PIN has {PinDigits} digits, at least three of them different.")
        : CommonPins.Has(plain)
            ? Refusal.Invalid(
                "pin-weak",
                "That PIN is one of the first that anybody tries: a row, a pattern or a date. Choose another one."
            )
        : null;

    /// <summary>Sets a secret, forgets earlier wrong tries, and ends the sessions that it opened. The caller saves.</summary>
    /// <param name="hash">As <see cref="Secret.Hash"/>.</param>
    /// <param name="lastStep">Of an authenticator app: the half minute of the code that confirmed it.</param>
    /// <returns>The new stamp, for a session that is to live on.</returns>
    public static async Task<Guid> SetAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        string hash,
        CancellationToken cancellation,
        long lastStep = 0
    )
    {
        await ClaimAsync(db, tenant, person, cancellation);
        var stamp = NewStamp();
        if (await FindAsync(db, tenant, person, kind, cancellation) is { } secret)
        {
            (secret.Hash, secret.Stamp, secret.IsOwn, secret.WrongTries, secret.LockedUntil) = (hash, stamp, true, 0, null);
            secret.LastStep = lastStep;
        }
        else
        {
            db.Add(
                new Secret
                {
                    Tenant = tenant,
                    PersonId = person,
                    Kind = kind,
                    Hash = hash,
                    Stamp = stamp,
                    LastStep = lastStep,
                }
            );
        }

        return stamp;
    }

    /// <summary>The passwords that open something.</summary>
    public static IQueryable<Secret> Passwords(RetailGuardDb db) =>
        db.Set<Secret>().AsNoTracking().Where(s => s.Kind == SecretKind.Password && s.IsOwn);

    /// <summary>What shows that an invitation was accepted: a password, or an account at the provider.</summary>
    public static IQueryable<Secret> WaysIn(RetailGuardDb db) =>
        db.Set<Secret>().AsNoTracking().Where(s => (s.Kind == SecretKind.Password && s.IsOwn) || s.Kind == SecretKind.SingleSignOn);

    /// <summary>Lets the next save succeed only while a secret is still the one that was checked: what it allowed, it must still allow.</summary>
    /// <param name="stamp">As the check gave it.</param>
    public static async Task HoldAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        Guid stamp,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(db, tenant, person, kind, cancellation) is not { } secret)
        {
            throw new DbUpdateConcurrencyException("The secret was taken away after it was checked.");
        }

        var checkedStamp = db.Entry(secret).Property(s => s.Stamp);
        (checkedStamp.OriginalValue, checkedStamp.IsModified) = (stamp, true);
    }

    /// <summary>Ends the sessions that a secret opened; the secret itself goes on. The caller saves.</summary>
    /// <returns>The stamp, for a session that is to live on.</returns>
    public static async Task<Guid> EndSessionsAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        CancellationToken cancellation
    )
    {
        var stamp = NewStamp();
        if (await FindAsync(db, tenant, person, kind, cancellation) is { } secret)
        {
            secret.Stamp = stamp;
        }

        return stamp;
    }

    /// <summary>Takes a secret away, with its lock-out and the sessions that it opened. The caller saves.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> RemoveAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        CancellationToken cancellation
    )
    {
        await ClaimAsync(db, tenant, person, cancellation);
        var secret = await FindAsync(db, tenant, person, kind, cancellation);
        if (secret is not null)
        {
            db.Remove(secret);
        }

        return secret is not null;
    }

    /// <summary>
    /// Lets the next save succeed only while nobody else has set or taken a secret of this person since this call. Whoever sets a PIN by the
    /// password, and whoever takes both away, write different rows: only the person's row is common to them.
    /// </summary>
    public static async Task ClaimAsync(RetailGuardDb db, TenantId tenant, PersonId person, CancellationToken cancellation)
    {
        var row = await db.Set<Person>().AsTracking().SingleAsync(p => p.Tenant == tenant && p.Id == person, cancellation);
        db.Entry(row).Property(p => p.Revision).IsModified = true;
    }

    /// <summary>Makes a change; of two changes to one secret at the same moment, the later is refused.</summary>
    public static async Task<Result<T>> ChangeAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        catch (DbUpdateException e)
            when (e is DbUpdateConcurrencyException
                || e.Entries.Any(entry => entry is { Entity: Secret or Session, State: EntityState.Added })
            )
        {
            return Refusal.Conflict(
                "secret-changed",
                "The password, PIN or second factor was changed by another request at the same moment. Try again."
            );
        }
    }

    // Also one that the context holds and another request has removed meanwhile: the save finds out.
    private static Task<Secret?> FindAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        CancellationToken cancellation
    ) => db.Set<Secret>().FindAsync([tenant, person, kind], cancellation).AsTask();

    private static Guid NewStamp() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>The password or PIN of somebody who is known.</summary>
    public Task<Result<Guid>> CheckAsync(RetailGuardDb db, Person person, SecretKind kind, string plain, CancellationToken cancellation)
    {
        return CheckAsync(db, person, kind, JudgeAsync, cancellation);

        async Task<bool> JudgeAsync(Secret secret)
        {
            var verdict = await hasher.JudgeAsync(person.Tenant, secret.Hash, plain, HashingFor.Known, cancellation);
            if (verdict is HashVerdict.Wrong)
            {
                return false;
            }

            await StrengthenAsync(secret, plain, verdict, cancellation);
            return true;
        }
    }

    /// <summary>For somebody who is known: the secret's stamp when right. A try is spent before it is judged, so that tries at the same moment cannot share one.</summary>
    public async Task<Result<Guid>> CheckAsync(
        RetailGuardDb db,
        Person person,
        SecretKind kind,
        Func<Secret, Task<bool>> judge,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var rows = db.Set<Secret>().Where(s => s.Tenant == person.Tenant && s.PersonId == person.Id && s.Kind == kind && s.IsOwn);
        await rows.Where(s => s.LockedUntil <= now)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.LockedUntil, (DateTimeOffset?)null).SetProperty(s => s.WrongTries, 0),
                cancellation
            );
        // The last try locks by itself: a server that dies before it judges leaves no lock without an end.
        DateTimeOffset? until = now + LockOut;
        var spent = await rows.Where(s => s.WrongTries < Tries)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(s => s.WrongTries, s => s.WrongTries + 1)
                        .SetProperty(s => s.LockedUntil, s => s.WrongTries + 1 < Tries ? null : until),
                cancellation
            );
        var secret = await rows.AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (secret is null)
        {
            // A person without a PIN: tablets list who has none.
            return Wrong(kind, null);
        }

        if (spent == 0)
        {
            return Locked(kind, (secret.LockedUntil ?? now + LockOut) - now);
        }

        if (await judge(secret))
        {
            await rows.ExecuteUpdateAsync(
                set => set.SetProperty(s => s.WrongTries, 0).SetProperty(s => s.LockedUntil, (DateTimeOffset?)null),
                cancellation
            );
            return secret.Stamp;
        }

        return secret.WrongTries < Tries ? Wrong(kind, Tries - secret.WrongTries) : Locked(kind, LockOut);
    }

    /// <summary>A right secret whose stored hash is weak gets a strong one; sessions go on.</summary>
    public async Task StrengthenAsync(Secret secret, string plain, HashVerdict verdict, CancellationToken cancellation)
    {
        if (verdict is not HashVerdict.RightButWeak)
        {
            return;
        }

        var hash = await hasher.HashAsync(secret.Tenant, plain, cancellation);
        await audit.CommitOrRetryAsync(secret.Tenant, RehashAsync, cancellation);

        async Task<Decision<bool>> RehashAsync(RetailGuardDb db)
        {
            var row = await db.Set<Secret>()
                .AsTracking()
                .SingleOrDefaultAsync(s => s.PersonId == secret.PersonId && s.Kind == secret.Kind && s.Stamp == secret.Stamp, cancellation);
            if (row is null)
            {
                // It was changed meanwhile.
                return new(false);
            }

            row.Hash = hash;
            var person = secret.PersonId;
            return new(true, new AuditEvent(Actor.Of(person), "secret.rehashed", person.ToString(), new { secret.Kind }));
        }
    }

    private static Refusal Wrong(SecretKind kind, int? left)
    {
        var tries = left is null ? "" : $" {left} {(left == 1 ? "try" : "tries")} left.";
        return kind switch
        {
            SecretKind.Password => new("sign-in-wrong", $"The password is wrong.{tries}", RefusalKind.Unauthenticated),
            SecretKind.Pin => new("pin-wrong", $"The PIN is wrong.{tries}", RefusalKind.Unauthenticated),
            _ => Refusal.Invalid("code-wrong", $"The code is wrong, or was used.{tries}"),
        };
    }

    private static Refusal Locked(SecretKind kind, TimeSpan wait)
    {
        var help = kind switch
        {
            SecretKind.Password => "ask your administrator for an invitation to choose another one",
            SecretKind.Pin => "choose a new PIN on the tablet with your password",
            _ => "sign in with a passkey",
        };
        return new(
            "locked-out",
            $"Locked after {Tries} wrong tries. Wait {Math.Ceiling(wait.TotalMinutes):0} minutes, or {help}.",
            RefusalKind.LockedOut
        );
    }
}
