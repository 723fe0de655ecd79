using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Stores and their cameras.</summary>
internal static class ManageStores
{
    public sealed record StoreRequest([property: MaxLength(80)] string Name, [property: MaxLength(200)] string Address, string TimeZone);

    public sealed record StoreView(StoreId Id, string Name, string Address, string TimeZone, int Cameras);

    public sealed record CameraRequest([property: MaxLength(80)] string Name);

    public sealed record CameraView(CameraId Id, string Name);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stores", ListAsync).AllowAllRoles();
        routes.MapPost("/api/stores", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapGet("/api/stores/{store}/cameras", CamerasAsync).AllowAllRoles();
        routes.MapPost("/api/stores/{store}/cameras", AddCameraAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<List<StoreView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var stores = await db.Set<Store>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellation);
        var cameras = await db.Set<Camera>().AsNoTracking().ToListAsync(cancellation);
        return TypedResults.Ok(
            stores
                .Where(s => caller.Reaches(s.Id))
                .Select(s => new StoreView(s.Id, s.Name, s.Address, s.TimeZone, cameras.Count(c => c.StoreId == s.Id)))
                .ToList()
        );
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        StoreRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(request.TimeZone, out _))
        {
            return WrongFields.One("timeZone", "time-zone-unknown", "timeZone must be an IANA name such as Pacific/Auckland.");
        }

        var store = new Store
        {
            Tenant = caller.Tenant,
            Id = new(ids.Next()),
            Name = request.Name.Trim(),
            Address = request.Address.Trim(),
            TimeZone = request.TimeZone,
        };
        await using var db = database.Of(caller.Tenant);
        db.Add(store);
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "store.added", store.Id.ToString())], cancellation);
        return TypedResults.Created($"/api/stores/{store.Id}", new Added(store.Id.Value));
    }

    private static async Task<Answer<Ok<List<CameraView>>>> CamerasAsync(
        StoreId store,
        Caller caller,
        Database database,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.StoreId == store).OrderBy(c => c.Name).ToListAsync(cancellation);
        return TypedResults.Ok(cameras.ConvertAll(c => new CameraView(c.Id, c.Name)));
    }

    private static async Task<Answer<Created<Added>>> AddCameraAsync(
        StoreId store,
        CameraRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await db.Set<Store>().AnyAsync(s => s.Id == store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var camera = new Camera
        {
            Tenant = caller.Tenant,
            Id = new(ids.Next()),
            StoreId = store,
            Name = request.Name.Trim(),
        };
        db.Add(camera);
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "camera.added", camera.Id.ToString(), new { store })], cancellation);
        return TypedResults.Created($"/api/stores/{store}/cameras", new Added(camera.Id.Value));
    }
}
