using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>The person disputes the alert or shows who they are: it stops at once, at any stage (R28). Asks for nothing, so that one tap does it.</summary>
internal static class DisputeAlert
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/dispute", RunAsync).AllowRoles(ViewAlert.Viewers);

    private static Task<Answer<Ok<AlertView>>> RunAsync(AlertId alert, Caller caller, ActOnAlert act, CancellationToken cancellation) =>
        act.RunAsync(caller, alert, (grain, store) => grain.Dispute(store, caller.Person), cancellation);
}
