using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Audit;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy.Portal;

/// <summary>An answer as a page to print, for whoever asked on paper (R39).</summary>
internal static class PrintPack
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/requests/{number}/pack.html", RunAsync)
            .AllowRoles(BrowseRequests.Handlers)
            .Produces<string>(StatusCodes.Status200OK, "text/html");

    private static async Task<IResult> RunAsync(
        string number,
        HttpContext http,
        Caller caller,
        Database database,
        RequestDesk desk,
        IEntryFamilies families,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var read = await AnswerRequest.FindPackAsync(number, db, caller, desk, families, audit, cancellation);
        return read.Succeeded(out var found, out var refusal)
            ? PortalPages.Page<PackPage>(
                http,
                StatusCodes.Status200OK,
                (nameof(PackPage.Number), number),
                (nameof(PackPage.StoreName), found.Of.Store.Name),
                (nameof(PackPage.IsDraft), found.Of.Request.State is RequestState.Open),
                (nameof(PackPage.Pack), found.Pack)
            )
            : refusal.ToHttp();
    }
}
