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

/// <summary>A store's cameras: added, renamed, taken out of use and into use again. None moves to another store.</summary>
internal static class ManageCameras
{
    public sealed record CameraRequest([property: MaxLength(80)] string Name);

    /// <param name="DisabledAt">Since when it is out of use.</param>
    public sealed record CameraView(CameraId Id, string Name, DateTimeOffset? DisabledAt);

    public sealed record CameraChange(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string Name
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stores/{store}/cameras", ListAsync).AllowAllRoles();
        routes.MapPost("/api/stores/{store}/cameras", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPatch("/api/stores/{store}/cameras/{camera}", RenameAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/cameras/{camera}/disable", DisableAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/cameras/{camera}/enable", EnableAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Answer<Ok<List<CameraView>>>> ListAsync(
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

        var cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.StoreId == store).ToListByNameAsync(c => c.Name, cancellation);
        return TypedResults.Ok(cameras.ConvertAll(c => new CameraView(c.Id, c.Name, c.DisabledAt)));
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        StoreId store,
        CameraRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        Growth growth,
        IIds ids,
        CancellationToken cancellation
    )
    {
        if (await growth.WhyNotAsync(caller.Tenant, cancellation) is { } refusal)
        {
            return refusal;
        }

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

    private static Task<Answer<NoContent>> RenameAsync(
        StoreId store,
        CameraId camera,
        CameraChange request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, store, camera, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Camera found)
        {
            found.Name = request.Name.Trim();
            return new ManagedChanges.Change("camera.renamed", camera.Value, new { store });
        }
    }

    private static Task<Answer<NoContent>> DisableAsync(
        StoreId store,
        CameraId camera,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        TimeProvider time,
        CancellationToken cancellation
    ) => SetDisabledAsync(store, camera, time.GetUtcNow(), request, caller, changes, cancellation);

    private static Task<Answer<NoContent>> EnableAsync(
        StoreId store,
        CameraId camera,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    ) => SetDisabledAsync(store, camera, since: null, request, caller, changes, cancellation);

    private static Task<Answer<NoContent>> SetDisabledAsync(
        StoreId store,
        CameraId camera,
        DateTimeOffset? since,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, store, camera, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Camera found)
        {
            if (found.DisabledAt is null == since is null)
            {
                return since is null
                    ? Refusal.Conflict("camera-enabled", "This camera is in use.")
                    : Refusal.Conflict("camera-disabled", "This camera is out of use already.");
            }

            found.DisabledAt = since;
            return new ManagedChanges.Change(since is null ? "camera.enabled" : "camera.disabled", camera.Value, new { store });
        }
    }

    private static async Task<Result<Camera>> FindAsync(RetailGuardDb db, StoreId store, CameraId camera, CancellationToken cancellation) =>
        await db.Set<Camera>().AsTracking().SingleOrDefaultAsync(c => c.Id == camera && c.StoreId == store, cancellation) is { } found
            ? found
            : Refusal.NotFound("camera");
}
