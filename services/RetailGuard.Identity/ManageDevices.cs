using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// The paired machines of the stores. One that is lost or stolen is revoked, for good: requests, sign-ins and lines of it end within
/// seconds on every node, and it comes back only by another pairing code.
/// </summary>
internal static class ManageDevices
{
    /// <param name="StoreId">Moves it there: who is signed in on it is signed out, and its line begins anew.</param>
    public sealed record ChangeRequest(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string? Name = null,
        StoreId? StoreId = null
    );

    public sealed record DeviceView(
        DeviceId Id,
        DeviceKind Kind,
        string Name,
        StoreId StoreId,
        DateTimeOffset PairedAt,
        DateTimeOffset? RevokedAt
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] managers = [Role.TenantAdmin, Role.StoreManager];
        routes
            .MapGet("/api/devices", ListAsync)
            .AllowRoles([.. managers, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.Auditor]);
        routes.MapPatch("/api/devices/{device}", ChangeAsync).AllowRoles(managers);
        routes.MapPost("/api/devices/{device}/revoke", RevokeAsync).AllowRoles(managers);
    }

    private static async Task<Answer<Ok<List<DeviceView>>>> ListAsync(
        Caller caller,
        Database database,
        CancellationToken cancellation,
        StoreId? storeId = null
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (storeId is { } store && !await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var devices = await db.Set<Device>()
            .AsNoTracking()
            .Where(d => storeId == null || d.StoreId == storeId)
            .ToListByNameAsync(d => d.Name, cancellation);
        return TypedResults.Ok(
            devices
                .Where(d => caller.Reaches(d.StoreId))
                .Select(d => new DeviceView(d.Id, d.Kind, d.Name, d.StoreId, d.PairedAt, d.RevokedAt))
                .ToList()
        );
    }

    private static Task<Answer<NoContent>> ChangeAsync(
        DeviceId device,
        ChangeRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, caller, device, cancellation), DecideAsync, cancellation);

        async Task<Result<ManagedChanges.Change>> DecideAsync(RetailGuardDb db, Device found)
        {
            var wrong = ManagedChanges.Check(("name", request.Name), ("storeId", request.StoreId));
            if (request.StoreId is { } store && !await caller.ReachesAsync(db, store, cancellation))
            {
                wrong.Add("storeId", "store-unknown", "storeId names a store that does not exist, or that you do not reach.");
            }

            if (wrong.Refusal is { } invalid)
            {
                return invalid;
            }

            var from = found.StoreId;
            (found.Name, found.StoreId) = (request.Name?.Trim() ?? found.Name, request.StoreId ?? from);
            return new ManagedChanges.Change(
                "device.changed",
                device.Value,
                new
                {
                    Renamed = request.Name is not null,
                    From = from,
                    To = found.StoreId,
                }
            );
        }
    }

    private static Task<Answer<NoContent>> RevokeAsync(
        DeviceId device,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, caller, device, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Device found)
        {
            found.RevokedAt = time.GetUtcNow();
            return new ManagedChanges.Change("device.revoked", device.Value, new { found.Kind, found.StoreId });
        }
    }

    private static async Task<Result<Device>> FindAsync(RetailGuardDb db, Caller caller, DeviceId device, CancellationToken cancellation)
    {
        var found = await db.Set<Device>().AsTracking().SingleOrDefaultAsync(d => d.Id == device, cancellation);
        return found is null || !caller.Reaches(found.StoreId) ? Refusal.NotFound("device")
            : found.RevokedAt is not null
                ? Refusal.Conflict("device-revoked", "This machine was revoked. Pair it again with a new code to use it.")
            : found;
    }
}
