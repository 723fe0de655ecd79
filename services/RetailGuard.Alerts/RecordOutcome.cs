using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>What staff did about a confirmed alert (R27). Safe to repeat with the same Idempotency-Key.</summary>
internal static class RecordOutcome
{
    public sealed record Request(int? SeenVersion, AlertOutcome? Outcome);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/outcome", RunAsync).AllowRoles(ViewAlert.Viewers);

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
            return Refusal.Invalid("idempotency-key-missing", "The header Idempotency-Key must be a UUID, new for each outcome.").ToHttp();
        }

        if (request is not { SeenVersion: { } seen, Outcome: { } outcome })
        {
            return Refusal
                .Invalid("field-missing", "seenVersion and outcome are needed; outcome is none, observe, callPolice or askToLeave.")
                .ToHttp();
        }

        var recorded = await grains
            .GetGrain<IAlertGrain>(GrainKeys.Alert(caller.Tenant, alert))
            .RecordOutcome(new(store, caller.Person, id, outcome, seen));
        return recorded.Succeeded(out var closed, out var refusal)
            ? Results.Ok(await views.OfAsync(new(caller.Tenant, caller.Person), closed, cancellation))
            : refusal.ToHttp();
    }
}
