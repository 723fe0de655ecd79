using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Compares a store's gallery in memory with the record now; it does so by itself every ten minutes.</summary>
internal static class CheckGallery
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/stores/{store}/gallery/check", RunAsync)
            .AllowRoles(Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.TenantAdmin, Role.Auditor);

    private static async Task<Answer<Ok<GalleryCheck>>> RunAsync(
        StoreId store,
        Caller caller,
        Database database,
        Galleries galleries,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await db.Set<Store>().AnyAsync(s => s.Id == store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var check = await galleries.CheckAsync(caller.Tenant, store);
        var found = new
        {
            check.Differences,
            check.Status.Count,
            check.Status.Unreadable,
            check.Status.ListVersion,
        };
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "gallery.checked", store.ToString(), found)], cancellation);
        return TypedResults.Ok(check);
    }
}
