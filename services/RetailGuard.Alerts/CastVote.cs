using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>One person's blind vote on an alert (R24). Safe to repeat with the same Idempotency-Key.</summary>
internal static class CastVote
{
    public sealed record Request(int SeenVersion, VoteAnswer Answer, IReadOnlyList<FaceFeature>? Features = null);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/votes", RunAsync).AllowRoles(ViewAlert.Viewers);

    private static async Task<Answer<Ok<AlertView>>> RunAsync(
        AlertId alert,
        Request request,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        Caller caller,
        Voters voters,
        ActOnAlert act,
        CancellationToken cancellation
    )
    {
        var (certifiedUntil, voter) = await voters.OfAsync(caller, cancellation);
        return await act.OnceAsync(
            caller,
            alert,
            key,
            (grain, store, id) =>
                grain.CastVote(
                    new(
                        store,
                        voter.Person,
                        caller.SessionKey,
                        id,
                        request.Answer,
                        request.Features ?? [],
                        request.SeenVersion,
                        certifiedUntil,
                        voter.Issuers
                    )
                ),
            cancellation
        );
    }
}
