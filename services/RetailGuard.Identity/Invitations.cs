using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Lets one person choose the password of their account, once. A person has at most one.</summary>
internal sealed class Invitation : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required PersonId PersonId { get; init; }

    public required byte[] CodeHash { get; init; }

    /// <summary>An invitation opens nothing once the account of whoever made it is disabled. Null for the operator's.</summary>
    public PersonId? MadeBy { get; init; }

    public required DateTimeOffset OpensAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What whoever invites somebody prints or sends: shown once, kept nowhere.</summary>
/// <param name="Code">Four groups of four letters and digits.</param>
/// <param name="OpensAt">Before, it opens nothing.</param>
/// <param name="ExpiresAt">From then on it opens nothing.</param>
public sealed record InvitationCode(string Code, DateTimeOffset OpensAt, DateTimeOffset ExpiresAt);

/// <summary>Invitations to choose a password: the only way to an account's first one, and to the next where it is forgotten.</summary>
public sealed class Invitations(TimeProvider time)
{
    /// <summary>Long enough for a letter and a day off.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // 31^16 codes: nothing to guess in a week.
    private const int Groups = 4;

    private static readonly Refusal Invalid = Refusal.Invalid(
        "invitation-invalid",
        "This invitation is unknown, used, withdrawn or too old. Ask your administrator for a new one."
    );

    /// <summary>Invites somebody, instead of any earlier invitation. The caller saves.</summary>
    /// <param name="by">Null for the operator.</param>
    /// <param name="wait">Until it opens.</param>
    public async Task<InvitationCode> MakeAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        PersonId? by,
        TimeSpan wait,
        CancellationToken cancellation
    )
    {
        await RemoveAsync(db, person, cancellation);
        var opensAt = time.GetUtcNow() + wait;
        var made = new InvitationCode(OneTimeCode.New(Groups), opensAt, opensAt + Lifetime);
        db.Add(
            new Invitation
            {
                Tenant = tenant,
                PersonId = person,
                CodeHash = OneTimeCode.Hash(made.Code),
                MadeBy = by,
                OpensAt = made.OpensAt,
                ExpiresAt = made.ExpiresAt,
            }
        );
        return made;
    }

    /// <summary>Takes somebody's invitation away. The caller saves.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> RemoveAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation)
    {
        var invitation = await OfAsync(db, person, cancellation);
        if (invitation is not null)
        {
            db.Remove(invitation);
        }

        return invitation is not null;
    }

    internal static Task<Invitation?> OfAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation) =>
        db.Set<Invitation>().AsTracking().SingleOrDefaultAsync(i => i.PersonId == person, cancellation);

    /// <summary>The invitation that a code opens now, or why it opens none.</summary>
    /// <param name="all">Across tenants: who holds a code need not say whose it is.</param>
    internal async Task<Result<Invitation>> FindAsync(RetailGuardDb all, string code, CancellationToken cancellation)
    {
        var (hash, now) = (OneTimeCode.Hash(code), time.GetUtcNow());
        var enabled = all.Set<Person>().Where(p => p.DisabledAt == null);
        var found = await all.Set<Invitation>()
            .AsNoTracking()
            .Where(i => i.CodeHash == hash && i.ExpiresAt > now)
            .Where(i => enabled.Any(p => p.Tenant == i.Tenant && p.Id == i.PersonId))
            .Where(i => i.MadeBy == null || enabled.Any(p => p.Tenant == i.Tenant && p.Id == i.MadeBy))
            .SingleOrDefaultAsync(cancellation);
        return found is null ? Invalid
            : found.OpensAt <= now ? found
            : Refusal.Conflict(
                "invitation-waits",
                $"This invitation is the operator's and opens at {found.OpensAt:yyyy-MM-dd HH:mm} UTC, unless an administrator of yours lets you in before."
            );
    }
}
