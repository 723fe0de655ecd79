using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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

    private static async Task<Answer<Ok<AlertView>>> OneAsync(
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
            ? TypedResults.Ok(await views.OfAsync(new(caller.Tenant, caller.Person), await FeedAlert.OfAsync(found, entries), cancellation))
            : Refusal.NotFound("alert");
    }

    private static async Task<Answer<JpegImage>> PictureAsync(
        AlertId alert,
        string which,
        Caller caller,
        Database database,
        EvidencePictures pictures,
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
            return Refusal.NotFound("picture");
        }

        AlertPicture? wanted = which switch
        {
            "live" => AlertPicture.Live,
            "enrolment" => AlertPicture.Enrolment,
            "latest" when found.LatestHash is not null => AlertPicture.Latest,
            _ => null,
        };
        var picture = wanted is { } one ? await pictures.OpenAsync(found, one, cancellation) : null;
        if (picture is null)
        {
            return Refusal.NotFound("picture");
        }

        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "alert.picture-viewed", alert.ToString(), new { which, found.Version })],
            cancellation
        );
        if (wanted is AlertPicture.Live && found.FirstShownAt is null)
        {
            var now = time.GetUtcNow();
            await db.Set<Alert>()
                .Where(a => a.Id == alert && a.FirstShownAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.FirstShownAt, now), cancellation);
        }

        return new JpegImage(picture);
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
            .SingleOrDefaultAsync(
                a =>
                    a.Id == id
                    && a.StoreId == caller.Store
                    && (a.ClosedAt == null || a.ClosedAt > since || (a.ConfirmedAt != null && a.Outcome == null)),
                cancellation
            );
    }
}

/// <summary>The last in-aisle check.</summary>
/// <param name="By">Null on a tablet where nobody is signed in.</param>
public sealed record InAisleView(InAisleAnswer Answer, DateTimeOffset At, string? By);

/// <summary>Where the person was last seen; its picture is <c>pictures/latest</c>.</summary>
public sealed record SightingView(Named Camera, DateTimeOffset At);

/// <summary>The case that a dispute opened.</summary>
/// <param name="Url">The page for the person: whole with a configured public address, else a path on this server.</param>
public sealed record CaseLink(string Number, string Url);

/// <summary>How a drill went.</summary>
/// <param name="Correct">Null when nobody decided it in time, or a real alert came first.</param>
public sealed record DrillView(VoteAnswer Expected, bool? Correct, VoteAnswer? YourAnswer, bool? YourAnswerCorrect);

/// <summary>An alert as one person may see it.</summary>
/// <param name="Voted">Whether the viewer has voted; about others nothing is told (R24).</param>
/// <param name="OutcomeDue">R27: what was done must be recorded, also when acting is over.</param>
/// <param name="Latest">Null: the live picture is the latest.</param>
/// <param name="SuppressedUntil">Until then the entry raises no alert in this store (R16).</param>
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
    string? OutcomeBy,
    bool OutcomeDue,
    StopReason? Stopped,
    InAisleView? InAisle,
    SightingView? Latest,
    DateTimeOffset? SuppressedUntil,
    CaseLink? Case,
    DrillView? Drill
);

/// <summary>Who looks at an alert.</summary>
/// <param name="Person">Null on a tablet where nobody is signed in: it rings, and tells nothing about anybody.</param>
public readonly record struct AlertViewer(TenantId Tenant, PersonId? Person);

/// <summary>The names that an alert speaks of, the same for all who look; a view shows a viewer's part of them.</summary>
public sealed record AlertNames(Named Camera, Named? LatestCamera, string? OutcomeBy, string? InAisleBy);

/// <summary>Makes views of feed alerts. Names come from the record, so that streams carry ids only.</summary>
public sealed class AlertViews(Database database, CaseAddress cases)
{
    public async Task<AlertNames> NamesAsync(TenantId tenant, FeedAlert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        await using var db = database.Of(tenant);
        return new(
            await CameraAsync(db, alert.Camera, cancellation),
            alert.Latest is { } latest ? await CameraAsync(db, latest.Camera, cancellation) : null,
            await NameAsync(db, alert.OutcomeBy, cancellation),
            await NameAsync(db, alert.InAisle?.By, cancellation)
        );
    }

    public async Task<AlertView> OfAsync(AlertViewer viewer, FeedAlert alert, CancellationToken cancellation) =>
        Of(viewer, alert, await NamesAsync(viewer.Tenant, alert, cancellation));

    /// <param name="names">Of this alert.</param>
    public AlertView Of(AlertViewer viewer, FeedAlert alert, AlertNames names)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(names);
        return new(
            alert.Id,
            alert.Version,
            alert.State,
            names.Camera,
            alert.CapturedAt,
            alert.RaisedAt,
            alert.VotingEndsAt,
            alert.ActionableUntil,
            alert.HasLive && alert.IsOpen,
            alert.IsOpen,
            viewer.Person is { } voter && alert.Voters.Contains(voter),
            viewer.Person is null ? null : alert.Situation,
            alert.Outcome,
            viewer.Person is null ? null : names.OutcomeBy,
            alert.OutcomeDue,
            alert.Stopped,
            alert.InAisle is { } check ? new(check.Answer, check.At, viewer.Person is null ? null : names.InAisleBy) : null,
            alert.Latest is { } latest && names.LatestCamera is { } seenBy ? new(seenBy, latest.At) : null,
            alert.SuppressedUntil,
            alert.CaseNumber is { } number ? new(number, cases.Of(number)) : null,
            alert.Drill is { } drill ? Drill(viewer, drill) : null
        );
    }

    private static DrillView Drill(AlertViewer viewer, FeedDrill drill)
    {
        VoteAnswer? yours = viewer.Person is { } person && drill.Answers.TryGetValue(person, out var answer) ? answer : null;
        bool? right = yours is null ? null : yours is VoteAnswer.Same == drill.Expected is VoteAnswer.Same;
        return new(drill.Expected, drill.Correct, yours, right);
    }

    private static async Task<Named> CameraAsync(RetailGuardDb db, CameraId id, CancellationToken cancellation) =>
        new(
            id.Value,
            await db.Set<Camera>().Where(c => c.Id == id).Select(c => c.Name).SingleOrDefaultAsync(cancellation)
                ?? string.Create(CultureInfo.InvariantCulture, $"Camera {id}")
        );

    private static async Task<string?> NameAsync(RetailGuardDb db, PersonId? id, CancellationToken cancellation) =>
        id is { } person ? await db.Set<Person>().Where(p => p.Id == person).Select(p => p.Name).SingleOrDefaultAsync(cancellation) : null;
}
