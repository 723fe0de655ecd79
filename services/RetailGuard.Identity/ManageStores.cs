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

    /// <param name="ClosedAt">Since when nobody is matched in it and nobody signed in to it.</param>
    public sealed record StoreView(StoreId Id, string Name, string Address, string TimeZone, int Cameras, DateTimeOffset? ClosedAt);

    public sealed record StoreChange(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string? Name = null,
        [property: MaxLength(200)] string? Address = null,
        string? TimeZone = null
    );

    public sealed record CameraRequest([property: MaxLength(80)] string Name);

    /// <param name="DisabledAt">Since when it is out of use.</param>
    public sealed record CameraView(CameraId Id, string Name, DateTimeOffset? DisabledAt);

    public sealed record CameraChange(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string Name
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stores", ListAsync).AllowAllRoles();
        routes.MapPost("/api/stores", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapGet("/api/stores/{store}/cameras", CamerasAsync).AllowAllRoles();
        routes.MapPost("/api/stores/{store}/cameras", AddCameraAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPatch("/api/stores/{store}", ChangeAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/close", CloseAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/reopen", ReopenAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPatch("/api/stores/{store}/cameras/{camera}", RenameCameraAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/cameras/{camera}/disable", DisableCameraAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/cameras/{camera}/enable", EnableCameraAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<List<StoreView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var stores = await db.Set<Store>().AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellation);
        var cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.DisabledAt == null).ToListAsync(cancellation);
        return TypedResults.Ok(
            stores
                .Where(s => caller.Reaches(s.Id))
                .Select(s => new StoreView(s.Id, s.Name, s.Address, s.TimeZone, cameras.Count(c => c.StoreId == s.Id), s.ClosedAt))
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
        var wrong = new WrongFields();
        CheckTimeZone(request.TimeZone, wrong);
        if (wrong.Refusal is { } refusal)
        {
            return refusal;
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
        return TypedResults.Ok(cameras.ConvertAll(c => new CameraView(c.Id, c.Name, c.DisabledAt)));
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

    private static Task<Answer<NoContent>> ChangeAsync(
        StoreId store,
        StoreChange request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindStoreAsync(db, store, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Store found)
        {
            var wrong = ManagedChanges.Check(("name", request.Name), ("address", request.Address), ("timeZone", request.TimeZone));
            CheckTimeZone(request.TimeZone ?? found.TimeZone, wrong);
            if (wrong.Refusal is { } invalid)
            {
                return invalid;
            }

            found.Name = request.Name?.Trim() ?? found.Name;
            found.Address = request.Address?.Trim() ?? found.Address;
            found.TimeZone = request.TimeZone ?? found.TimeZone;
            return new ManagedChanges.Change(
                "store.changed",
                store.Value,
                new
                {
                    Name = request.Name is not null,
                    Address = request.Address is not null,
                    TimeZone = request.TimeZone is not null,
                }
            );
        }
    }

    /// <summary>Nobody is matched in it from now on, nobody signed in, and no machine of it known. Its list and its record stay.</summary>
    private static Task<Answer<NoContent>> CloseAsync(
        StoreId store,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        TimeProvider time,
        CancellationToken cancellation
    ) => OpenOrCloseAsync(store, time.GetUtcNow(), request, caller, changes, cancellation);

    private static Task<Answer<NoContent>> ReopenAsync(
        StoreId store,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    ) => OpenOrCloseAsync(store, closedAt: null, request, caller, changes, cancellation);

    private static Task<Answer<NoContent>> OpenOrCloseAsync(
        StoreId store,
        DateTimeOffset? closedAt,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindStoreAsync(db, store, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Store found)
        {
            if (found.ClosedAt is null == closedAt is null)
            {
                return closedAt is null
                    ? Refusal.Conflict("store-open", "This store is open.")
                    : Refusal.Conflict("store-closed", "This store was closed already.");
            }

            found.ClosedAt = closedAt;
            return new ManagedChanges.Change(closedAt is null ? "store.reopened" : "store.closed", store.Value);
        }
    }

    private static Task<Answer<NoContent>> RenameCameraAsync(
        StoreId store,
        CameraId camera,
        CameraChange request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    ) =>
        ChangeCameraAsync(
            store,
            camera,
            found =>
            {
                found.Name = request.Name.Trim();
                return new ManagedChanges.Change("camera.renamed", camera.Value, new { store });
            },
            request.Reason,
            caller,
            changes,
            cancellation
        );

    private static Task<Answer<NoContent>> DisableCameraAsync(
        StoreId store,
        CameraId camera,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ChangeCameraAsync(
            store,
            camera,
            found =>
            {
                if (found.DisabledAt is not null)
                {
                    return Refusal.Conflict("camera-disabled", "This camera is out of use already.");
                }

                found.DisabledAt = time.GetUtcNow();
                return new ManagedChanges.Change("camera.disabled", camera.Value, new { store });
            },
            request.Reason,
            caller,
            changes,
            cancellation
        );

    private static Task<Answer<NoContent>> EnableCameraAsync(
        StoreId store,
        CameraId camera,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    ) =>
        ChangeCameraAsync(
            store,
            camera,
            found =>
            {
                if (found.DisabledAt is null)
                {
                    return Refusal.Conflict("camera-enabled", "This camera is in use.");
                }

                found.DisabledAt = null;
                return new ManagedChanges.Change("camera.enabled", camera.Value, new { store });
            },
            request.Reason,
            caller,
            changes,
            cancellation
        );

    private static Task<Answer<NoContent>> ChangeCameraAsync(
        StoreId store,
        CameraId camera,
        Func<Camera, Result<ManagedChanges.Change>> change,
        string reason,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, reason, FindAsync, change, cancellation);

        async Task<Result<Camera>> FindAsync(RetailGuardDb db) =>
            await db.Set<Camera>().AsTracking().SingleOrDefaultAsync(c => c.Id == camera && c.StoreId == store, cancellation) is { } found
                ? found
                : Refusal.NotFound("camera");
    }

    private static async Task<Result<Store>> FindStoreAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation) =>
        await db.Set<Store>().AsTracking().SingleOrDefaultAsync(s => s.Id == store, cancellation) is { } found
            ? found
            : Refusal.NotFound("store");

    private static void CheckTimeZone(string name, WrongFields wrong)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            wrong.Add("timeZone", "time-zone-unknown", "timeZone must be an IANA name such as Pacific/Auckland.");
        }
    }
}
