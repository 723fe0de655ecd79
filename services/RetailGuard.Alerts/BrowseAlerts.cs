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

/// <summary>What became of alerts, for those who answer for it: a list, the newest first, and each with its votes and its decision. No pictures.</summary>
internal static class BrowseAlerts
{
    /// <summary>Where an alert is in its life, as head office asks for it.</summary>
    private enum AlertStage
    {
        Open,
        Confirmed,

        /// <summary>Confirmed, and nobody has recorded what was done (R27).</summary>
        Unrecorded,
        Rejected,
        Expired,
        Disputed,
        Frozen,
        Drill,
    }

    /// <param name="Entry">Whom it says to have seen. Null while people may still vote: nobody is to know before they have looked (R25).</param>
    /// <param name="OutcomeDue">R27: two people confirmed it, and nobody has recorded what was done.</param>
    public sealed record AlertSummary(
        AlertId Id,
        Named Store,
        Named Camera,
        Named? Entry,
        DateTimeOffset RaisedAt,
        AlertState State,
        StopReason? Stopped,
        DateTimeOffset? ConfirmedAt,
        InAisleAnswer? InAisle,
        AlertOutcome? Outcome,
        bool OutcomeDue,
        string? Case
    );

    /// <param name="Next">The cursor of the next page; null on the last one.</param>
    public sealed record AlertPage(IReadOnlyList<AlertSummary> Alerts, string? Next);

    public sealed record VoteView(Named By, VoteAnswer Answer, IReadOnlyList<FaceFeature> Features, DateTimeOffset At);

    /// <summary>The decision that raised the alert (R6).</summary>
    /// <param name="Threshold">0–100 scale.</param>
    /// <param name="Score">0–100 scale.</param>
    /// <param name="Quality">Of the track's best frame, 0 to 1.</param>
    public sealed record MatchView(string Space, double Threshold, double Score, double Quality, int FramesFused, long ListVersion);

    /// <param name="Votes">None while people may still vote (R24), and none once they are forgotten.</param>
    /// <param name="Match">Null while people may still vote (R25).</param>
    /// <param name="Statements">Of the person, where they say that the entry is wrong (R41); none while people may still vote.</param>
    public sealed record AlertRecordView(
        AlertSummary Alert,
        DateTimeOffset CapturedAt,
        IReadOnlyList<VoteView> Votes,
        MatchView? Match,
        IReadOnlyList<string> Statements,
        DateTimeOffset? InAisleAt,
        Named? InAisleBy,
        DateTimeOffset? OutcomeAt,
        Named? OutcomeBy,
        DateTimeOffset? ClosedAt
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] readers = [Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.Auditor];
        routes.MapGet("/api/alerts", ListAsync).AllowRoles(readers);
        routes.MapGet("/api/alerts/{alert}/record", OneAsync).AllowRoles(readers);
    }

    /// <param name="entryId">Only decided alerts on this entry.</param>
    /// <param name="stage"><c>open</c>, <c>confirmed</c>, <c>unrecorded</c>, <c>rejected</c>, <c>expired</c>, <c>disputed</c>, <c>frozen</c> or <c>drill</c>.</param>
    /// <param name="outcome">As of an alert.</param>
    /// <param name="from">Raised at this time or later.</param>
    /// <param name="to">Raised before this time.</param>
    private static async Task<Answer<Ok<AlertPage>>> ListAsync(
        StoreId? storeId,
        EntryId? entryId,
        string? stage,
        string? outcome,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? cursor,
        Caller caller,
        Database database,
        Entries entries,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (storeId is { } store && !await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        if (!PageCursor.Read(cursor, DateTimeOffset.MaxValue).Succeeded(out var start, out var unreadable))
        {
            return unreadable;
        }

        if (
            !QueryWord.Read<AlertStage>("stage", stage).Succeeded(out var inStage, out var unknown)
            || !QueryWord.Read<AlertOutcome>("outcome", outcome).Succeeded(out var done, out unknown)
        )
        {
            return unknown;
        }

        var stores = await db.Set<Store>().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        List<StoreId> reached = storeId is { } only ? [only] : [.. stores.Keys.Where(caller.Reaches)];
        var (since, until) = (from?.ToUniversalTime(), to?.ToUniversalTime());
        var alerts = db.Set<Alert>()
            .AsNoTracking()
            .Where(a => reached.Contains(a.StoreId) && a.RaisedAt <= start.At)
            .Where(a => (since == null || a.RaisedAt >= since) && (until == null || a.RaisedAt < until))
            .Where(a => done.Value == null || a.Outcome == done.Value);
        if (entryId is { } entry)
        {
            // What is still being voted on is not found by whom it would show.
            alerts = alerts.Where(a => a.EntryId == entry && a.State != AlertState.Raised && a.State != AlertState.Voting);
        }

        var rows = await InStage(alerts, inStage.Value)
            .OrderByDescending(a => a.RaisedAt)
            .ThenByDescending(a => a.Id)
            .Skip(start.Seen)
            .Take(PageCursor.Size + 1)
            .ToListAsync(cancellation);
        var (page, next) = start.Cut(rows, a => a.RaisedAt);
        var names = await NamesAsync(db, caller.Tenant, entries, page, cancellation);
        return TypedResults.Ok(new AlertPage([.. page.Select(a => Summary(a, names, stores))], next));
    }

    private static async Task<Answer<Ok<AlertRecordView>>> OneAsync(
        AlertId alert,
        Caller caller,
        Database database,
        Entries entries,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var found = await db.Set<Alert>().AsNoTracking().Include(a => a.Votes).SingleOrDefaultAsync(a => a.Id == alert, cancellation);
        if (found is null || !caller.Reaches(found.StoreId))
        {
            return Refusal.NotFound("alert");
        }

        var stores = await db.Set<Store>().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        var people = await db.Set<Person>().Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var names = await NamesAsync(db, caller.Tenant, entries, [found], cancellation);
        var isSecret = IsBeingVotedOn(found);
        var situation = isSecret || found.IsDrill ? null : await entries.SituationAsync(caller.Tenant, found.EntryId, cancellation);

        // R49: who looked is on record.
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "alert.record-viewed", alert.ToString())], cancellation);
        return TypedResults.Ok(
            new AlertRecordView(
                Summary(found, names, stores),
                found.CapturedAt,
                isSecret
                    ? []
                    : [.. found.Votes.OrderBy(v => v.At).Select(v => new VoteView(NameOf(v.PersonId)!, v.Answer, v.Features, v.At))],
                isSecret || found.IsDrill
                    ? null
                    : new(
                        found.Match.Space,
                        found.Match.Threshold,
                        found.Match.Score,
                        found.Match.Quality,
                        found.Match.FramesFused,
                        found.Match.ListVersion
                    ),
                situation?.Statements ?? [],
                found.InAisleAt,
                NameOf(found.InAisleBy),
                found.OutcomeAt,
                NameOf(found.OutcomeBy),
                found.ClosedAt
            )
        );

        Named? NameOf(PersonId? id) => id is { } person && people.TryGetValue(person, out var name) ? new(person.Value, name) : null;
    }

    /// <summary>While people may still vote, nothing tells them what to say; and a drill looks like any alert (R24, R25, R48).</summary>
    private static bool IsBeingVotedOn(Alert alert) => alert.State is AlertState.Raised or AlertState.Voting;

    // Drills that are over stand by themselves; open ones are among the open alerts.
    private static IQueryable<Alert> InStage(IQueryable<Alert> alerts, AlertStage? stage) =>
        stage is not { } one
            ? alerts.Where(a => a.State != AlertState.Drill)
            : one switch
            {
                AlertStage.Open => alerts.Where(a =>
                    a.State == AlertState.Raised || a.State == AlertState.Voting || a.State == AlertState.Confirmed
                ),
                AlertStage.Confirmed => alerts.Where(a => a.ConfirmedAt != null && a.DrillExpected == null),
                AlertStage.Unrecorded => alerts.Where(a => a.ConfirmedAt != null && a.Outcome == null && a.DrillExpected == null),
                AlertStage.Rejected => alerts.Where(a => a.State == AlertState.Rejected),
                AlertStage.Expired => alerts.Where(a => a.State == AlertState.Expired),
                AlertStage.Disputed => alerts.Where(a => a.State == AlertState.Disputed),
                AlertStage.Frozen => alerts.Where(a => a.State == AlertState.Frozen),
                AlertStage.Drill => alerts.Where(a => a.State == AlertState.Drill),
            };

    private sealed record Names(IReadOnlyDictionary<CameraId, string> Cameras, IReadOnlyDictionary<EntryId, string> Entries);

    private static async Task<Names> NamesAsync(
        RetailGuardDb db,
        TenantId tenant,
        Entries entries,
        IReadOnlyList<Alert> alerts,
        CancellationToken cancellation
    )
    {
        var (cameras, listed) = (alerts.Select(a => a.CameraId).Distinct().ToList(), alerts.Select(a => a.EntryId).Distinct().ToList());
        return new(
            await db.Set<Camera>().Where(c => cameras.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancellation),
            await entries.LabelsAsync(tenant, listed, cancellation)
        );
    }

    private static AlertSummary Summary(Alert a, Names names, Dictionary<StoreId, string> stores) =>
        new(
            a.Id,
            new(a.StoreId.Value, stores[a.StoreId]),
            new(a.CameraId.Value, names.Cameras.GetValueOrDefault(a.CameraId, "A camera")),
            !IsBeingVotedOn(a) && !a.IsDrill && names.Entries.TryGetValue(a.EntryId, out var label) ? new(a.EntryId.Value, label) : null,
            a.RaisedAt,
            a.State,
            a.Stopped,
            a.ConfirmedAt,
            a.InAisle,
            a.Outcome,
            a.OutcomeDue,
            a.CaseNumber
        );
}
