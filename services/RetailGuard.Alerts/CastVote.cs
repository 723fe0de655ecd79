using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
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
        IGrainFactory grains,
        AlertViews views,
        CancellationToken cancellation
    )
    {
        if (caller.Store is not { } store)
        {
            return Refusal.NotFound("alert").ToHttp();
        }

        if (!Guid.TryParse(key, out var id))
        {
            return Refusal.Invalid("idempotency-key-missing", "The header Idempotency-Key must be a UUID, new for each vote.").ToHttp();
        }

        if (request is not { SeenVersion: { } seen, Answer: { } answer })
        {
            return Refusal.Invalid("field-missing", "seenVersion and answer are needed; answer is same, different or cannotTell.").ToHttp();
        }

        var vote = new VoteRequest(store, caller.Person, caller.SessionKey, id, answer, request.Features ?? [], seen);
        var cast = await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(caller.Tenant, alert)).CastVote(vote);
        return cast.Succeeded(out var voted, out var refusal)
            ? Results.Ok(await views.OfAsync(new(caller.Tenant, caller.Person), voted, cancellation))
            : refusal.ToHttp();
    }
}
