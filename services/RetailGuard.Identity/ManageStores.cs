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

/// <summary>Stores: opened, described, closed and reopened.</summary>
internal static class ManageStores
{
    private const int LongestCode = 10;

    /// <summary>What IANA's names of places begin with.</summary>
    private static readonly HashSet<string> Regions =
    [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
        "Etc",
    ];

    /// <param name="Jurisdiction">Whose law holds in it: a code of <c>/api/jurisdictions</c>; left out, New Zealand's.</param>
    public sealed record StoreRequest(
        [property: MaxLength(80)] string Name,
        [property: MaxLength(200)] string Address,
        string TimeZone,
        [property: MaxLength(LongestCode)] string? Jurisdiction = null
    );

    /// <param name="ClosedAt">Since when nobody is matched in it and nobody signed in to it.</param>
    /// <param name="Jurisdiction">Whose law holds in it.</param>
    public sealed record StoreView(
        StoreId Id,
        string Name,
        string Address,
        string TimeZone,
        int Cameras,
        DateTimeOffset? ClosedAt,
        string Jurisdiction
    );

    public sealed record StoreChange(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string? Name = null,
        [property: MaxLength(200)] string? Address = null,
        string? TimeZone = null,
        [property: MaxLength(LongestCode)] string? Jurisdiction = null
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stores", ListAsync).AllowAllRoles();
        routes.MapPost("/api/stores", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPatch("/api/stores/{store}", ChangeAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/close", CloseAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/stores/{store}/reopen", ReopenAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<List<StoreView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var stores = await db.Set<Store>().AsNoTracking().ToListByNameAsync(s => s.Name, cancellation);
        var cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.DisabledAt == null).ToListAsync(cancellation);
        return TypedResults.Ok(
            stores
                .Where(s => caller.Reaches(s.Id))
                .Select(s => new StoreView(
                    s.Id,
                    s.Name,
                    s.Address,
                    s.TimeZone,
                    cameras.Count(c => c.StoreId == s.Id),
                    s.ClosedAt,
                    s.Jurisdiction
                ))
                .ToList()
        );
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        StoreRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        Growth growth,
        IIds ids,
        CancellationToken cancellation
    )
    {
        var wrong = new WrongFields();
        CheckTimeZone(request.TimeZone, wrong);
        CheckJurisdiction(request.Jurisdiction, wrong);
        if ((wrong.Refusal ?? await growth.WhyNotAsync(caller.Tenant, cancellation)) is { } refusal)
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
            Country = CountryOf(request.Jurisdiction),
        };
        await using var db = database.Of(caller.Tenant);
        db.Add(store);
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "store.added", store.Id.ToString())], cancellation);
        return TypedResults.Created($"/api/stores/{store.Id}", new Added(store.Id.Value));
    }

    private static Task<Answer<NoContent>> ChangeAsync(
        StoreId store,
        StoreChange request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, store, cancellation), Decide, cancellation);

        Result<ManagedChanges.Change> Decide(Store found)
        {
            var wrong = ManagedChanges.Check(
                ("name", request.Name),
                ("address", request.Address),
                ("timeZone", request.TimeZone),
                ("jurisdiction", request.Jurisdiction)
            );
            CheckTimeZone(request.TimeZone ?? found.TimeZone, wrong);
            CheckJurisdiction(request.Jurisdiction, wrong);
            if (wrong.Refusal is { } invalid)
            {
                return invalid;
            }

            found.Name = request.Name?.Trim() ?? found.Name;
            found.Address = request.Address?.Trim() ?? found.Address;
            found.TimeZone = request.TimeZone ?? found.TimeZone;
            found.Country = request.Jurisdiction is { } moved ? CountryOf(moved) : found.Country;
            return new ManagedChanges.Change(
                "store.changed",
                store.Value,
                new
                {
                    Name = request.Name is not null,
                    Address = request.Address is not null,
                    TimeZone = request.TimeZone is not null,
                    request.Jurisdiction,
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

    private static async Task<Answer<NoContent>> ReopenAsync(
        StoreId store,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        Growth growth,
        CancellationToken cancellation
    ) =>
        await growth.WhyNotAsync(caller.Tenant, cancellation) is { } refusal
            ? refusal
            : await OpenOrCloseAsync(store, closedAt: null, request, caller, changes, cancellation);

    private static Task<Answer<NoContent>> OpenOrCloseAsync(
        StoreId store,
        DateTimeOffset? closedAt,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, store, cancellation), Decide, cancellation);

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

    private static async Task<Result<Store>> FindAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation) =>
        await db.Set<Store>().AsTracking().SingleOrDefaultAsync(s => s.Id == store, cancellation) is { } found
            ? found
            : Refusal.NotFound("store");

    private static string? CountryOf(string? jurisdiction) => jurisdiction is Jurisdiction.Usual ? null : jurisdiction;

    private static void CheckJurisdiction(string? code, WrongFields wrong)
    {
        if (code is not null && Jurisdiction.Find(code) is null)
        {
            wrong.Add(
                "jurisdiction",
                "jurisdiction-unknown",
                $"jurisdiction must be one of: {string.Join(", ", Jurisdiction.All.Select(pack => pack.Code))}."
            );
        }
    }

    private static void CheckTimeZone(string name, WrongFields wrong)
    {
        // A machine's list also holds names that mean another zone on another machine (localtime), and copies under other names (posix/…).
        var isPlace = name == "UTC" || Regions.Contains(name.Split('/')[0]) && name.Contains('/', StringComparison.Ordinal);
        if (!isPlace || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            wrong.Add("timeZone", "time-zone-unknown", "timeZone must be an IANA name such as Pacific/Auckland.");
        }
    }
}
