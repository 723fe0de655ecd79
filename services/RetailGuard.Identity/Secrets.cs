using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Sets and checks passwords and PINs. Five wrong tries lock for fifteen minutes, so a six-digit PIN cannot be guessed.</summary>
internal sealed class Secrets(TimeProvider time)
{
    public const int Tries = 5;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    private static readonly PasswordHasher<object> Hasher = new();

    // An unknown person costs the same work as a known one, so that the time taken does not tell who exists.
    private static readonly string DecoyHash = Hasher.HashPassword(new(), Tokens.New());

    public static void SpendTheTimeOfACheck(string plain) => Hasher.VerifyHashedPassword(new(), DecoyHash, plain);

    /// <summary>Sets a secret and forgets earlier wrong tries. The caller saves.</summary>
    public static async Task SetAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        SecretKind kind,
        string plain,
        CancellationToken cancellation
    )
    {
        var hash = Hasher.HashPassword(new(), plain);
        var secret = await db.Set<Secret>()
            .SingleOrDefaultAsync(s => s.Tenant == tenant && s.PersonId == person && s.Kind == kind, cancellation);
        if (secret is null)
        {
            db.Add(
                new Secret
                {
                    Tenant = tenant,
                    PersonId = person,
                    Kind = kind,
                    Hash = hash,
                }
            );
            return;
        }

        (secret.Hash, secret.WrongTries, secret.LockedUntil) = (hash, 0, null);
    }

    /// <summary>Null when right. A try is spent before it is judged, so that tries at the same moment cannot share one.</summary>
    public async Task<Refusal?> CheckAsync(RetailGuardDb db, Person person, SecretKind kind, string plain, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var rows = db.Set<Secret>().Where(s => s.Tenant == person.Tenant && s.PersonId == person.Id && s.Kind == kind);
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
            SpendTheTimeOfACheck(plain);
            return Wrong(kind, null);
        }

        if (spent == 0)
        {
            return Locked(kind, (secret.LockedUntil ?? now + LockOut) - now);
        }

        if (Hasher.VerifyHashedPassword(new(), secret.Hash, plain) != PasswordVerificationResult.Failed)
        {
            await rows.ExecuteUpdateAsync(
                set => set.SetProperty(s => s.WrongTries, 0).SetProperty(s => s.LockedUntil, (DateTimeOffset?)null),
                cancellation
            );
            return null;
        }

        return secret.WrongTries < Tries ? Wrong(kind, Tries - secret.WrongTries) : Locked(kind, LockOut);
    }

    public static Refusal Wrong(SecretKind kind, int? left)
    {
        var tries = left is null ? "" : $" {left} {(left == 1 ? "try" : "tries")} left.";
        return kind switch
        {
            SecretKind.Password => new("sign-in-wrong", "Tenant, e-mail or password is wrong.", RefusalKind.Unauthenticated),
            SecretKind.Pin => new("pin-wrong", $"The PIN is wrong.{tries}", RefusalKind.Unauthenticated),
        };
    }

    private static Refusal Locked(SecretKind kind, TimeSpan wait)
    {
        var help = kind switch
        {
            SecretKind.Password => "ask your administrator",
            SecretKind.Pin => "ask a store manager to set a new PIN",
        };
        return new(
            "locked-out",
            $"Locked after {Tries} wrong tries. Wait {Math.Ceiling(wait.TotalMinutes):0} minutes, or {help}.",
            RefusalKind.LockedOut
        );
    }
}
