using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// Which account at the provider is whose here. The person has a <see cref="Secret"/> of the kind while they are linked, so a sign-in by the
/// provider ends as all others do; <see cref="LinkedSubject"/> remembers for good.
/// </summary>
internal sealed class SubjectLinks(ProviderSecrets secrets, TimeProvider time)
{
    /// <summary>The same where it was never linked, is no more, and where its person may not sign in.</summary>
    public static readonly Refusal Unknown = new(
        "single-sign-on-unknown",
        "That account at your organisation’s sign-in opens none here. Accept your invitation with it, or sign in another way and link it under “Your sign-in”.",
        RefusalKind.Unauthenticated
    );

    private static readonly Refusal Taken = Refusal.Conflict(
        "subject-taken",
        "That account at your organisation’s sign-in is, or was, linked with another account here. One person has one account. Sign in there as yourself."
    );

    /// <summary>Links somebody, instead of any earlier link, with whose sign-ins it ends. The caller saves.</summary>
    /// <returns>The stamp for sign-ins, and what the audit log is told.</returns>
    public async Task<Result<(Guid Stamp, AuditEvent Linked)>> LinkAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonId person,
        ProvenSubject subject,
        CancellationToken cancellation
    )
    {
        var hash = await secrets.HashAsync(tenant, subject, cancellation);

        // R24: one subject, one person, also after it was unlinked. Of two at one moment the key lets one in.
        var before = await db.Set<LinkedSubject>().AsNoTracking().SingleOrDefaultAsync(l => l.SubjectHash == hash, cancellation);
        if (before is not null && before.PersonId != person)
        {
            return Taken;
        }

        if (before is null)
        {
            db.Add(
                new LinkedSubject
                {
                    Tenant = tenant,
                    SubjectHash = hash,
                    PersonId = person,
                    UserName = subject.UserName,
                    LinkedAt = time.GetUtcNow(),
                }
            );
        }

        var stamp = await Secrets.SetAsync(db, tenant, person, SecretKind.SingleSignOn, Convert.ToHexString(hash), cancellation);
        return (stamp, new AuditEvent(Actor.Of(person), "single-sign-on.linked", person.ToString()));
    }

    /// <summary>Whose account it is, and the stamp for the sign-in; null for nobody's, or somebody's who is disabled.</summary>
    public async Task<(Person Person, Guid Stamp)?> FindAsync(
        RetailGuardDb db,
        TenantId tenant,
        ProvenSubject subject,
        CancellationToken cancellation
    )
    {
        var hash = await secrets.HashAsync(tenant, subject, cancellation);
        var text = Convert.ToHexString(hash);
        var found = await (
            from l in db.Set<LinkedSubject>().AsNoTracking()
            where l.SubjectHash == hash
            from s in db.Set<Secret>().Where(s => s.PersonId == l.PersonId && s.Kind == SecretKind.SingleSignOn && s.Hash == text)
            from p in db.Set<Person>().Where(p => p.Id == l.PersonId && p.DisabledAt == null)
            select new { Person = p, s.Stamp }
        ).SingleOrDefaultAsync(cancellation);
        return found is null ? null : (found.Person, found.Stamp);
    }

    /// <summary>Ends every link and what was opened by it: another provider knows nothing of the subjects of this one. The caller saves.</summary>
    /// <returns>How many people were linked.</returns>
    public static async Task<int> EndAllAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var all = await db.Set<Secret>().AsTracking().Where(s => s.Kind == SecretKind.SingleSignOn).ToListAsync(cancellation);
        db.RemoveRange(all);
        return all.Count;
    }

    /// <summary>The provider where somebody who has shown their password must sign in instead; null where the password will do.</summary>
    public static async Task<SingleSignOnProvider?> DemandedAsync(RetailGuardDb db, Person person, CancellationToken cancellation) =>
        !person.Roles.Contains(Role.TenantAdmin)
        && await InUseAsync(db, cancellation) is { Passwords: PasswordUse.NotForLinked } provider
        && await db.Set<Secret>().AnyAsync(s => s.PersonId == person.Id && s.Kind == SecretKind.SingleSignOn, cancellation)
            ? provider
            : null;

    /// <summary>The retailer's provider, where two administrators have agreed on it.</summary>
    /// <param name="db">Of one retailer.</param>
    public static Task<SingleSignOnProvider?> InUseAsync(RetailGuardDb db, CancellationToken cancellation) =>
        db.Set<SingleSignOnProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.ApprovedBy != null, cancellation);
}
