using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>What staff did about a confirmed alert (R27). Safe to repeat with the same Idempotency-Key.</summary>
internal static class RecordOutcome
{
    public sealed record Request(int SeenVersion, AlertOutcome Outcome);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/outcome", RunAsync).AllowRoles(ViewAlert.Viewers);

    private static async Task<Answer<Ok<AlertView>>> RunAsync(
        AlertId alert,
        Request request,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        Caller caller,
        ActOnAlert act,
        CancellationToken cancellation
    ) =>
        await act.OnceAsync(
            caller,
            alert,
            key,
            (grain, store, id) => grain.RecordOutcome(new(store, caller.Person, id, request.Outcome, request.SeenVersion)),
            cancellation
        );
}
