using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>Head office offers an entry to one other store, which decides for itself (R19).</summary>
internal static class OfferShare
{
    /// <param name="Kilometres">By road, between the two stores.</param>
    public sealed record OfferShareRequest(StoreId StoreId, [property: Range(0, 2500)] int Kilometres, OffendingPattern Pattern);

    public sealed record OfferedShare(ShareId Id, DateTimeOffset LapsesAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/entries/{entry}/shares", RunAsync).AllowRoles(Role.HeadOfficeLossPrevention);

    private static async Task<Answer<Created<OfferedShare>>> RunAsync(
        EntryId entry,
        OfferShareRequest request,
        Caller caller,
        AuditLog audit,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(offered =>
            TypedResults.Created($"/api/shares/{offered.Id}", offered)
        );

        async Task<Decision<OfferedShare>> DecideAsync(RetailGuardDb db)
        {
            var now = time.GetUtcNow();
            if (await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancellation) is not { } source)
            {
                return Refusal.NotFound("entry");
            }

            var to = await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.StoreId, cancellation);
            if (to is null)
            {
                return Refusal.NotFound("store");
            }

            if (!(await SharingGrounds.InForceAsync(db, now, cancellation)).Succeeded(out var grounds, out var locked))
            {
                return locked;
            }

            var tied = await TiedShare.Of(db).Where(t => t.Share.Source == entry || t.Share.Received == entry).ToListAsync(cancellation);
            if (Check(source, to, request, grounds, tied, now) is { } refusal)
            {
                return refusal;
            }

            // Of two who offer it to one store at the same moment, the later sees the other's.
            await ShareLedger.ClaimAsync(db, source, cancellation);
            var share = new Share
            {
                Tenant = caller.Tenant,
                Id = new(ids.Next()),
                Source = entry,
                From = source.StoreId,
                To = request.StoreId,
                Kilometres = request.Kilometres,
                Pattern = request.Pattern,
                Ground = grounds.Ground,
                OfferedBy = caller.Person,
                OffererIssuers = (await Signatory.OfAsync(db, caller.Person, cancellation)).Issuers,
                OfferedAt = now,
            };
            db.Add(share);
            var detail = new
            {
                entry,
                to = share.To,
                share.Pattern,
                share.Kilometres,
                share.Ground,
            };
            return new(
                new OfferedShare(share.Id, share.LapsesAt),
                new AuditEvent(caller.Actor, "share.offered", share.Id.ToString(), detail)
            );
        }
    }

    /// <summary>The rules of an offer; null when it may be made.</summary>
    /// <param name="tied">Shares of the entry, and the one that it came by.</param>
    internal static Refusal? Check(
        Entry source,
        Store to,
        OfferShareRequest request,
        SharingGrounds grounds,
        IReadOnlyList<TiedShare> tied,
        DateTimeOffset now
    ) =>
        to.ClosedAt is not null ? Refusal.Conflict("store-closed", "That store is closed and matches nobody.")
        : to.Id == source.StoreId ? WrongFields.One("storeId", "share-with-itself", "The entry is that store's own.")
        : !TiedShare.IsAlive(source, now)
            ? Refusal.Conflict(
                "entry-not-in-force",
                "Only an entry that matches in its own store is shared: this one is suspended, over, or not approved."
            )
        : source.IsHarmUnknown
            ? Refusal.Conflict(
                "harm-unknown",
                "Nobody has stated how much harm was done, so no other store can judge it. Say on the entry's page that it meets the criteria, with the numbers."
            )
        : tied.Any(t => t.Share.Received == source.Id)
            ? Refusal.Conflict("entry-received", "This entry came from another store. Only the store where the harm was done shares it on.")
        : tied.Any(t =>
            t.Share.To == to.Id
            && t.Standing(now) is ShareStanding.Waiting or ShareStanding.ToApprove or ShareStanding.InForce or ShareStanding.Suspended
        )
            ? Refusal.Conflict("already-shared", "That store has this entry, or an offer of it that waits for an answer.")
        : request.Kilometres > grounds.MostKilometres && request.Pattern is OffendingPattern.SeveralStoresNearby
            ? WrongFields.One(
                "kilometres",
                "no-need-there",
                $"A store more than {grounds.MostKilometres} km away needs to know of somebody only when they offended there or said that they would come."
            )
        : null;
}
