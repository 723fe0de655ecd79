using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Alerts;

/// <summary>Takes back the pause that "not the same" gives an entry in a store (R16).</summary>
internal static class AlertAgain
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/alerts/{alert}/alert-again", RunAsync).AllowRoles(ViewAlert.Viewers);

    private static Task<Answer<Ok<AlertView>>> RunAsync(AlertId alert, Caller caller, ActOnAlert act, CancellationToken cancellation) =>
        act.RunAsync(caller, alert, (grain, store) => grain.AlertAgain(store, caller.Person), cancellation);
}
