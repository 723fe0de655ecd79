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

/// <summary>The sender takes a share back: an offer is over, and what the receiver enrolled from it is off its list at once (R20).</summary>
internal static class RecallShare
{
    public sealed record RecallShareRequest(RecallReason Reason);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/shares/{share}/recall", RunAsync)
            .AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);

    private static async Task<Answer<NoContent>> RunAsync(
        ShareId share,
        RecallShareRequest request,
        Caller caller,
        AuditLog audit,
        EndEntry ending,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var saved = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        if (saved.Succeeded(out var recalled, out _))
        {
            await ending.ForgetAsync(caller.Tenant, recalled, cancellation);
        }

        return saved.ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<EndedEntries>> DecideAsync(RetailGuardDb db)
        {
            var row = await db.Set<Share>().AsTracking().SingleOrDefaultAsync(s => s.Id == share, cancellation);
            if (row is null || !(caller.Reaches(row.From) || caller.Reaches(row.To)))
            {
                return Refusal.NotFound("share");
            }

            if (!caller.Reaches(row.From))
            {
                return new Refusal(
                    "not-the-sender",
                    "Only the sending store and head office take a share back. Remove the entry from your own list instead.",
                    RefusalKind.Forbidden
                );
            }

            if (row.State is ShareState.Declined or ShareState.Recalled)
            {
                return Refusal.Conflict("share-over", "This share is declined or recalled already.");
            }

            var ended = EndedEntries.None;
            if (
                row.Received is { } received
                && await db.Set<Entry>().AsTracking().SingleAsync(e => e.Id == received, cancellation) is var entry
                && EndEntry.IsKept(entry.State)
            )
            {
                ended = await ending.PrepareAsync(db, entry, EntryState.Removed, caller, cancellation);
            }

            (row.State, row.RecalledBy, row.RecalledAt, row.Recalled) = (
                ShareState.Recalled,
                caller.Person,
                time.GetUtcNow(),
                request.Reason
            );
            return new(ended, [new(caller.Actor, "share.recalled", share.ToString(), new { request.Reason }), .. ended.Events]);
        }
    }
}
