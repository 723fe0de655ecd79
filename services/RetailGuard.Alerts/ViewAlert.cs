using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>An alert as one person may see it, and its two pictures.</summary>
internal static class ViewAlert
{
    public static readonly Role[] Viewers = [Role.StoreStaff, Role.StoreManager];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/alerts/{alert}", OneAsync).AllowRoles(Viewers);
        routes.MapGet("/api/alerts/{alert}/pictures/{which}", PictureAsync).AllowRoles(Viewers);
    }

    private static async Task<IResult> OneAsync(
        AlertId alert,
        Caller caller,
        Database database,
        Entries entries,
        AlertViews views,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        return await FindAsync(db, alert, caller, time, cancellation) is { } found
            ? Results.Ok(await views.OfAsync(new(caller.Tenant, caller.Person), await FeedAlert.OfAsync(found, entries), cancellation))
            : Refusal.NotFound("alert").ToHttp();
    }

    private static async Task<IResult> PictureAsync(
        AlertId alert,
        string which,
        Caller caller,
        HttpContext http,
        Database database,
        IBlobVault vault,
        TenantKeys keys,
        Entries entries,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var found = await FindAsync(db, alert, caller, time, cancellation);

        // A closed alert shows no pictures: staff have no reason left to look (R31).
        if (found is not { IsOpen: true } || AlertWorkflow.Deadline(found) <= time.GetUtcNow())
        {
            return Refusal.NotFound("picture").ToHttp();
        }

        var picture = which switch
        {
            "live" => await LiveAsync(found, vault, keys, cancellation),
            "enrolment" => await entries.PhotoAsync(caller.Tenant, found.EntryId, cancellation),
            _ => null,
        };
        if (picture is null)
        {
            return Refusal.NotFound("picture").ToHttp();
        }

        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "alert.picture-viewed", alert.ToString(), new { which, found.Version })],
            cancellation
        );
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(picture, "image/jpeg");
    }

    private static async Task<byte[]?> LiveAsync(Alert alert, IBlobVault vault, TenantKeys keys, CancellationToken cancellation)
    {
        if (alert.SealedKey is null || await vault.GetAsync(alert.PictureName, cancellation) is not { } content)
        {
            return null;
        }

        var key = await keys.OpenRecordKeyAsync(alert.Tenant, alert.KeyContext, alert.SealedKey, cancellation);
        return Sealing.Open(key, content, alert.PictureName);
    }

    /// <summary>R31: people see the live and just closed alerts of the store that they are in, nothing else.</summary>
    private static async Task<Alert?> FindAsync(
        RetailGuardDb db,
        AlertId id,
        Caller caller,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var since = time.GetUtcNow() - AlertFeed.ShowClosed;
        return await db.Set<Alert>()
            .AsNoTracking()
            .Include(a => a.Votes)
            .SingleOrDefaultAsync(a => a.Id == id && a.StoreId == caller.Store && (a.ClosedAt == null || a.ClosedAt > since), cancellation);
    }
}

/// <summary>Names a camera or anything else with an id.</summary>
public sealed record Named(Guid Id, string Name);

/// <summary>An alert as one person may see it.</summary>
/// <param name="Voted">Whether the viewer has voted; about others nothing is told (R24).</param>
public sealed record AlertView(
    AlertId Id,
    int Version,
    AlertState State,
    Named Camera,
    DateTimeOffset CapturedAt,
    DateTimeOffset RaisedAt,
    DateTimeOffset VotingEndsAt,
    DateTimeOffset ActionableUntil,
    bool HasLive,
    bool HasEnrolment,
    bool Voted,
    Situation? Situation,
    AlertOutcome? Outcome,
    string? OutcomeBy
);

/// <summary>Who looks at an alert.</summary>
/// <param name="Person">Null on a tablet where nobody is signed in: it rings, and tells nothing about anybody.</param>
public readonly record struct AlertViewer(TenantId Tenant, PersonId? Person);

/// <summary>Makes views of feed alerts. Names come from the record, so that streams carry ids only.</summary>
public sealed class AlertViews(Database database)
{
    public async Task<AlertView> OfAsync(AlertViewer viewer, FeedAlert alert, CancellationToken cancellation)
    {
        await using var db = database.Of(viewer.Tenant);
        var camera = await db.Set<Camera>().Where(c => c.Id == alert.Camera).Select(c => c.Name).SingleOrDefaultAsync(cancellation);
        var by =
            viewer.Person is not null && alert.OutcomeBy is { } person
                ? await db.Set<Person>().Where(p => p.Id == person).Select(p => p.Name).SingleOrDefaultAsync(cancellation)
                : null;
        return new(
            alert.Id,
            alert.Version,
            alert.State,
            new(alert.Camera.Value, camera ?? string.Create(CultureInfo.InvariantCulture, $"Camera {alert.Camera}")),
            alert.CapturedAt,
            alert.RaisedAt,
            alert.VotingEndsAt,
            alert.ActionableUntil,
            alert.HasLive && alert.IsOpen,
            alert.IsOpen,
            viewer.Person is { } voter && alert.Voters.Contains(voter),
            viewer.Person is null ? null : alert.Situation,
            alert.Outcome,
            by
        );
    }
}
