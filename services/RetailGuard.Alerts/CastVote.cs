using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>One person's blind vote on an alert (R24). Safe to repeat with the same Idempotency-Key.</summary>
internal static class CastVote
{
    public sealed record Request(int? SeenVersion, VoteAnswer? Answer, IReadOnlyList<FaceFeature>? Features);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/votes", RunAsync).AllowRoles(ViewAlert.Viewers);

    private static async Task<IResult> RunAsync(
        AlertId alert,
        Request request,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        Caller caller,
        Voters voters,
        ActOnAlert act,
        CancellationToken cancellation
    )
    {
        if (request is not { SeenVersion: { } seen, Answer: { } answer })
        {
            return Refusal.Invalid("field-missing", "seenVersion and answer are needed; answer is same, different or cannotTell.").ToHttp();
        }

        var (certifiedUntil, issuedBy) = await voters.OfAsync(caller, cancellation);
        return await act.OnceAsync(
            caller,
            alert,
            key,
            (grain, store, id) =>
                grain.CastVote(
                    new(store, caller.Person, caller.SessionKey, id, answer, request.Features ?? [], seen, certifiedUntil, issuedBy)
                ),
            cancellation
        );
    }
}
