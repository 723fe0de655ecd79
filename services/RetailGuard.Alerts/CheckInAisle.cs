using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>"Is this the person in front of me?", before anybody is approached (R26). Safe to repeat with the same Idempotency-Key.</summary>
internal static class CheckInAisle
{
    public sealed record Request(int SeenVersion, InAisleAnswer Answer);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/in-aisle", RunAsync).AllowRoles(ViewAlert.Viewers);

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
            (grain, store, id) => grain.CheckInAisle(new(store, caller.Person, id, request.Answer, request.SeenVersion)),
            cancellation
        );
}
