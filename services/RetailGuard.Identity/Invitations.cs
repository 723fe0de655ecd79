using System.Globalization;
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

/// <summary>How an invitation reaches its owner.</summary>
public enum InvitationWay
{
    /// <summary>By mail, and nobody else sees the code.</summary>
    Mail,

    /// <summary>Shown once to whoever invites, who prints it.</summary>
    Print,
}

/// <summary>What whoever invites somebody is told.</summary>
/// <param name="Code">Shown once, where it is to be printed; null where it went to its owner alone.</param>
/// <param name="SentTo">The address that it is mailed to; null where it is to be printed.</param>
public sealed record IssuedInvitation(string? Code, string? SentTo, DateTimeOffset OpensAt, DateTimeOffset ExpiresAt);

/// <summary>Invitations to choose a password: the only way to an account's first one, and to the next where it is forgotten.</summary>
public sealed class Invitations(IMail mail, TimeProvider time)
{
    /// <summary>Long enough for a letter and a day off.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // 31^16 codes: nothing to guess in a week.
    private const int Groups = 4;

    private static readonly MailKind[] Mails = [MailKind.Invitation, MailKind.PasswordReset];

    private static readonly Refusal MailOff = Refusal.Conflict(
        "mail-off",
        "This service sends no mail: its operator has set no server for it. Print the invitation."
    );

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

    /// <summary>How an invitation is to go: by mail where mail is sent, and printed where that is asked for or there is no other way.</summary>
    /// <param name="asked"><c>mail</c> or <c>print</c>; null leaves it to the product.</param>
    internal Result<InvitationWay> WayOf(string? asked) =>
        !QueryWord.Read<InvitationWay>("by", asked).Succeeded(out var way, out var unknown) ? unknown
        : way.Value is InvitationWay.Mail && !mail.IsOn ? MailOff
        : way.Value ?? (mail.IsOn ? InvitationWay.Mail : InvitationWay.Print);

    /// <summary>Invites somebody as <see cref="MakeAsync"/> does, and mails the code to them alone. The caller saves.</summary>
    /// <param name="person">Need not be saved yet.</param>
    /// <param name="isReset">Whether an earlier password was taken away.</param>
    internal async Task<IssuedInvitation> IssueAsync(
        RetailGuardDb db,
        Person person,
        PersonId by,
        InvitationWay way,
        bool isReset,
        CancellationToken cancellation
    )
    {
        var made = await MakeAsync(db, person.Tenant, person.Id, by, TimeSpan.Zero, cancellation);
        if (way is InvitationWay.Print)
        {
            return new(made.Code, null, made.OpensAt, made.ExpiresAt);
        }

        var until = NewZealand.LocalOf(made.ExpiresAt).ToString("d MMMM yyyy, h:mm tt", CultureInfo.InvariantCulture);
        var draft = new MailDraft(
            isReset ? MailKind.PasswordReset : MailKind.Invitation,
            $"{person.Id}",
            person.Email,
            isReset ? "Choose a new password for RetailGuard" : "Your invitation to RetailGuard",
            [
                "Kia ora,",
                isReset
                    ? "An administrator of yours has taken your RetailGuard password, PIN and second factors away, so that you can choose new ones."
                    : "An administrator of yours has made an account for you in RetailGuard.",
                "Open the page below in a browser, or type the code on a tablet of your store, and choose a password that only you know.",
                $"The code works once, until {until} New Zealand time. Give it to nobody.",
                "If you did not expect this mail, tell an administrator.",
            ]
        )
        {
            Code = made.Code,

            // After the #, so that it reaches no log on its way.
            Page = $"/console/invitation#{made.Code}",
            UsefulUntil = made.ExpiresAt,
        };
        await mail.QueueAsync(db, person.Tenant, draft, cancellation);
        return new(null, person.Email, made.OpensAt, made.ExpiresAt);
    }

    /// <summary>Takes somebody's invitation away, with a mail that has not gone out yet. The caller saves.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation)
    {
        if (await OfAsync(db, person, cancellation) is not { } invitation)
        {
            return false;
        }

        await RemoveAsync(db, invitation, cancellation);
        return true;
    }

    /// <summary>Takes one away that is used or withdrawn, with a mail that has not gone out yet. The caller saves.</summary>
    internal Task RemoveAsync(RetailGuardDb db, Invitation invitation, CancellationToken cancellation)
    {
        db.Remove(invitation);
        return mail.WithdrawAsync(db, $"{invitation.PersonId}", Mails, cancellation);
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
