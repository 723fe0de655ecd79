using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>How much is stopped.</summary>
public enum HaltScope
{
    Camera,
    Store,
    Tenant,
}

/// <summary>The kill switch, thrown (R8). It holds until somebody resumes.</summary>
public sealed class Halt : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required HaltScope Scope { get; init; }

    /// <summary>The camera, the store, or the tenant itself.</summary>
    public required Guid Target { get; init; }

    public required string Reason { get; set; }

    public required PersonId By { get; set; }

    /// <summary>A store's manager cannot lift what head office stopped.</summary>
    public required bool ByHeadOffice { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>What is stopped now. Always asked of the record, so that nothing can be missed.</summary>
internal sealed class Halts(Database database) : IReadinessRule
{
    /// <summary>What stops a camera, or null.</summary>
    public async Task<Halt?> OfAsync(TenantId tenant, StoreId store, CameraId camera, CancellationToken cancellation)
    {
        Guid[] targets = [camera.Value, store.Value, tenant.Value];
        await using var db = database.Of(tenant);
        return await db.Set<Halt>()
            .AsNoTracking()
            .Where(h => targets.Contains(h.Target))
            .OrderByDescending(h => h.Scope)
            .FirstOrDefaultAsync(cancellation);
    }

    string IReadinessRule.Title => "Kill switch";

    Mend IReadinessRule.MendOf(string code) => new("Whoever may stop matching", "resume it", "a minute", "/stores");

    async Task<IReadOnlyList<ReadinessEvidence>> IReadinessRule.EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var halts = await db.Set<Halt>()
            .Where(h => h.Scope != HaltScope.Camera)
            .Join(
                db.Set<Person>(),
                h => new { h.Tenant, Id = h.By },
                p => new { p.Tenant, p.Id },
                (h, p) =>
                    new
                    {
                        h.Scope,
                        h.Target,
                        h.At,
                        p.Name,
                    }
            )
            .OrderByDescending(h => h.Scope)
            .ToListAsync(cancellation);
        return halts.ConvertAll(h => new ReadinessEvidence(
            h.Scope is HaltScope.Tenant ? null : new StoreId(h.Target),
            "Stopped by hand",
            h.At,
            h.Name,
            h.At
        ));
    }

    async Task<IReadOnlyList<Disarmed>> IReadinessRule.CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var halts = await db.Set<Halt>().AsNoTracking().OrderByDescending(h => h.Scope).ToListAsync(cancellation);
        var cameras = await db.Set<Camera>().ToDictionaryAsync(c => c.Id, c => c.StoreId, cancellation);
        return
        [
            .. halts.Select(h =>
                h.Scope switch
                {
                    HaltScope.Tenant => new Disarmed("stopped-everywhere", $"Matching was stopped in every store: {h.Reason}"),
                    HaltScope.Store => new Disarmed(
                        "stopped-store",
                        $"Matching was stopped in this store: {h.Reason}",
                        new StoreId(h.Target)
                    ),
                    HaltScope.Camera => new Disarmed(
                        "stopped-camera",
                        $"This camera was stopped: {h.Reason}",
                        cameras.GetValueOrDefault(new(h.Target)),
                        new CameraId(h.Target)
                    ),
                }
            ),
        ];
    }
}

/// <summary>The kill switch for a camera, a store or the whole retailer (R8): effective at once, whatever the connectors do.</summary>
internal static class StopMatching
{
    public sealed record Request(HaltScope Scope, [property: MaxLength(200)] string Reason, Guid? Id = null);

    public sealed record HaltView(HaltScope Scope, Guid Id, string Reason, PersonId By, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] stoppers = [Role.HeadOfficeLossPrevention, Role.StoreManager, Role.PrivacyOfficer, Role.TenantAdmin];
        routes.MapGet("/api/matching", ListAsync).AllowRoles([.. stoppers, Role.Auditor]);
        routes.MapPost("/api/matching/stop", StopAsync).AllowRoles(stoppers);
        routes.MapPost("/api/matching/resume", ResumeAsync).AllowRoles(stoppers);
    }

    private static async Task<Ok<List<HaltView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var halts = await db.Set<Halt>().AsNoTracking().OrderBy(h => h.At).ToListAsync(cancellation);
        return TypedResults.Ok(halts.ConvertAll(h => new HaltView(h.Scope, h.Target, h.Reason, h.By, h.At)));
    }

    private static async Task<Answer<NoContent>> StopAsync(
        Request request,
        Caller caller,
        KillSwitch matching,
        CancellationToken cancellation
    ) => (await matching.TurnAsync(request, caller, KillSwitch.Position.Stopped, cancellation)).ToHttp(_ => TypedResults.NoContent());

    private static async Task<Answer<NoContent>> ResumeAsync(
        Request request,
        Caller caller,
        KillSwitch matching,
        CancellationToken cancellation
    ) => (await matching.TurnAsync(request, caller, KillSwitch.Position.Running, cancellation)).ToHttp(_ => TypedResults.NoContent());
}

/// <summary>Stops matching and resumes it: on record first, then told to everything that it concerns.</summary>
internal sealed partial class KillSwitch(
    AuditLog audit,
    OpenAlerts openAlerts,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<KillSwitch> logger
)
{
    public enum Position
    {
        Running,
        Stopped,
    }

    public async Task<Result<Done>> TurnAsync(
        StopMatching.Request request,
        Caller caller,
        Position position,
        CancellationToken cancellation
    )
    {
        var turned = await audit.CommitOrRetryAsync(
            caller.Tenant,
            db => DecideAsync(db, request, caller, position, cancellation),
            cancellation
        );
        if (!turned.Succeeded(out var reach, out var refusal))
        {
            return refusal;
        }

        await Task.WhenAll(reach.Stores.Select(s => TellAsync(caller.Tenant, s)));
        await openAlerts.WakeAsync(caller.Tenant, a => reach.Stores.Contains(a.StoreId), CancellationToken.None);
        return Done.Instance;
    }

    private async Task<Decision<Reach>> DecideAsync(
        RetailGuardDb db,
        StopMatching.Request request,
        Caller caller,
        Position position,
        CancellationToken cancellation
    )
    {
        if (!(await ReachAsync(db, caller, request, cancellation)).Succeeded(out var reach, out var unreached))
        {
            return unreached;
        }

        var (scope, target) = (request.Scope, reach.Target);
        var halt = await db.Set<Halt>().AsTracking().SingleOrDefaultAsync(h => h.Scope == scope && h.Target == target, cancellation);
        var action = "matching.stopped";
        switch (position)
        {
            case Position.Stopped:
                Stop(db, halt, scope, target, request.Reason.Trim(), caller);
                break;
            case Position.Running:
                if (Resume(db, halt, caller) is { } refusal)
                {
                    return refusal;
                }

                action = "matching.resumed";
                break;
        }

        return new(reach, new AuditEvent(caller.Actor, action, target.ToString(), new { scope }));
    }

    private void Stop(RetailGuardDb db, Halt? halt, HaltScope scope, Guid target, string reason, Caller caller)
    {
        var byHeadOffice = IsHeadOffice(caller);
        if (halt is null)
        {
            db.Add(
                new Halt
                {
                    Tenant = caller.Tenant,
                    Scope = scope,
                    Target = target,
                    Reason = reason,
                    By = caller.Person,
                    ByHeadOffice = byHeadOffice,
                    At = time.GetUtcNow(),
                }
            );
        }
        else if (byHeadOffice || !halt.ByHeadOffice)
        {
            (halt.Reason, halt.By, halt.ByHeadOffice) = (reason, caller.Person, byHeadOffice);
        }
    }

    private static Refusal? Resume(RetailGuardDb db, Halt? halt, Caller caller)
    {
        if (halt is null)
        {
            return Refusal.Conflict("not-stopped", "Matching is not stopped here.");
        }

        if (halt.ByHeadOffice && !IsHeadOffice(caller))
        {
            return new Refusal(
                "stopped-by-head-office",
                "Head office stopped matching here; only head office can resume it.",
                RefusalKind.Forbidden
            );
        }

        db.Remove(halt);
        return null;
    }

    private async Task TellAsync(TenantId tenant, StoreId store)
    {
        try
        {
            await grains.GetGrain<IStoreGrain>(GrainKeys.Store(tenant, store)).Refresh();
        }
        catch (Exception broken) when (broken is TimeoutException or OrleansException)
        {
            // It is on record: the store looks by itself within 5 s, and the others hear of it now.
            LogNotTold(broken, store);
        }
    }

    /// <param name="Target">What the halt is of.</param>
    /// <param name="Stores">The stores in which it is felt.</param>
    private sealed record Reach(Guid Target, IReadOnlyList<StoreId> Stores);

    private static async Task<Result<Reach>> ReachAsync(
        RetailGuardDb db,
        Caller caller,
        StopMatching.Request request,
        CancellationToken cancellation
    )
    {
        switch (request)
        {
            case { Scope: HaltScope.Tenant, Id: null }:
                return IsHeadOffice(caller)
                    ? new Reach(caller.Tenant.Value, await db.Set<Store>().Select(s => s.Id).ToListAsync(cancellation))
                    : new Refusal("role-missing", "Only head office stops matching in every store.", RefusalKind.Forbidden);
            case { Scope: HaltScope.Store, Id: { } id }:
                var store = new StoreId(id);
                return await caller.ReachesAsync(db, store, cancellation) ? new Reach(id, [store]) : Refusal.NotFound("store");
            case { Scope: HaltScope.Camera, Id: { } id }:
                var camera = new CameraId(id);
                return
                    await db.Set<Camera>().SingleOrDefaultAsync(c => c.Id == camera, cancellation) is { } found
                    && caller.Reaches(found.StoreId)
                    ? new Reach(id, [found.StoreId])
                    : Refusal.NotFound("camera");
            default:
                return Refusal.Invalid("scope-missing", "scope is camera or store with its id, or tenant without one.");
        }
    }

    private static bool IsHeadOffice(Caller caller) =>
        caller.Roles.Any(r => r is Role.HeadOfficeLossPrevention or Role.PrivacyOfficer or Role.TenantAdmin);

    [LoggerMessage(LogLevel.Error, "Store {Store} was not told at once that matching was stopped or resumed.")]
    private partial void LogNotTold(Exception exception, StoreId store);
}
