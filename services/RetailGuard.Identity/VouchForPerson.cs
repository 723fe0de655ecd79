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
/// Somebody who has met a person, and had no part in making the account, says that it is that person's alone. Until then whoever made it
/// may be behind it, and its word beside theirs, or beside another account of theirs, is not a second one (R9, R24).
/// </summary>
internal static class VouchForPerson
{
    /// <summary>Who may vouch, and see whom for.</summary>
    public static readonly Role[] Vouchers = [Role.TenantAdmin, Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/people/{person}/vouch", RunAsync).AllowRoles(Vouchers);

    private static async Task<Answer<NoContent>> RunAsync(PersonId person, Caller caller, AuditLog audit, CancellationToken cancellation)
    {
        var vouched = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return vouched.ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var found = await db.Set<Person>().AsTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
            if (found is null || !caller.Reaches(found))
            {
                return Refusal.NotFound("person");
            }

            var voucher = await Signatory.OfAsync(db, caller.Person, cancellation);
            if (Check(found, voucher, await Secrets.WaysIn(db).AnyAsync(s => s.PersonId == person, cancellation)) is { } refusal)
            {
                return refusal;
            }

            found.Vouch(caller.Person);
            return new(Done.Instance, new AuditEvent(caller.Actor, "person.vouched", person.ToString(), new { found.IssuedBy }));
        }
    }

    /// <summary>Why somebody cannot vouch for a person; null when they can.</summary>
    internal static Refusal? Check(Person person, Signatory voucher, bool hasPassword) =>
        person.Id == voucher.Person
            ? Refusal.Invalid("same-person", "Nobody vouches for themselves. Ask a manager or another administrator.")
        : person.Issuers.Count == 0
            ? Refusal.Conflict(
                "already-vouched",
                "This account needs nobody to vouch for it: the operator made it, or somebody has vouched already."
            )
        : person.Issuers.Intersect(voucher.Behind).Any()
            ? Refusal.Conflict(
                "not-independent",
                "You made this account or invited its owner anew, or whoever did made yours, so your word is not a second one. Ask somebody whose account others made."
            )
        : !hasPassword
            ? Refusal.Conflict(
                "invitation-open",
                "This person has not chosen a password yet. Have them accept their invitation first, then vouch."
            )
        : null;
}
