using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>One alert: the single writer of its state. Key: tenant/alert.</summary>
[Alias("RetailGuard.IAlertGrain")]
public interface IAlertGrain : IGrainWithStringKey
{
    /// <summary>Records the alert and gives the secret of its upload address, once.</summary>
    [Alias("Raise")]
    Task<string> Raise(RaiseAlert match);

    /// <summary>Takes the connector's JPEG against the secret; once, within 60 s.</summary>
    [Alias("AttachEvidence")]
    Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg);

    [Alias("CastVote")]
    Task<Result<FeedAlert>> CastVote(VoteRequest vote);

    [Alias("RecordOutcome")]
    Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome);

    /// <summary>Starts the grain where time may have run out while nothing was running.</summary>
    [Alias("Wake")]
    Task Wake();
}

/// <summary>A match that is to become an alert.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.RaiseAlert")]
public sealed record RaiseAlert
{
    [Id(0)]
    public required StoreId Store { get; init; }

    [Id(1)]
    public required CameraId Camera { get; init; }

    [Id(2)]
    public required EntryId Entry { get; init; }

    [Id(3)]
    public required DateTimeOffset CapturedAt { get; init; }

    [Id(4)]
    public required string Space { get; init; }

    [Id(5)]
    public required double Threshold { get; init; }

    [Id(6)]
    public required double Score { get; init; }

    [Id(7)]
    public required double Cosine { get; init; }

    [Id(8)]
    public required double Margin { get; init; }

    [Id(9)]
    public required double Quality { get; init; }

    [Id(10)]
    public required int FramesFused { get; init; }

    [Id(11)]
    public required double Agreement { get; init; }

    [Id(12)]
    public required long ListVersion { get; init; }
}

[GenerateSerializer, Immutable, Alias("RetailGuard.VoteRequest")]
public sealed record VoteRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] string SessionKey,
    [property: Id(3)] Guid Request,
    [property: Id(4)] VoteAnswer Answer,
    [property: Id(5)] IReadOnlyList<FaceFeature> Features,
    [property: Id(6)] int SeenVersion
);

[GenerateSerializer, Immutable, Alias("RetailGuard.OutcomeRequest")]
public sealed record OutcomeRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] Guid Request,
    [property: Id(3)] AlertOutcome Outcome,
    [property: Id(4)] int SeenVersion
);

internal sealed class AlertGrain(Database database, IBlobVault vault, TenantKeys keys, AuditLog audit, Entries entries, TimeProvider time)
    : Grain,
        IAlertGrain
{
    private TenantId _tenant;
    private AlertId _id;
    private IGrainTimer? _deadline;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var id, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _id = new(id);
        return Task.CompletedTask;
    }

    public async Task<string> Raise(RaiseAlert match)
    {
        var secret = Tokens.New();
        var now = time.GetUtcNow();

        // R26: a connector whose clock is ahead gains no time to act.
        var captured = match.CapturedAt < now ? match.CapturedAt : now;
        var alert = new Alert
        {
            Tenant = _tenant,
            Id = _id,
            StoreId = match.Store,
            CameraId = match.Camera,
            EntryId = match.Entry,
            Match = new()
            {
                Space = match.Space,
                Threshold = match.Threshold,
                Score = match.Score,
                Cosine = match.Cosine,
                Margin = match.Margin,
                Quality = match.Quality,
                FramesFused = match.FramesFused,
                Agreement = match.Agreement,
                ListVersion = match.ListVersion,
            },
            CapturedAt = captured,
            RaisedAt = now,
            VotingEndsAt = now + AlertWorkflow.VotingTime,
            ActionableUntil = captured + AlertWorkflow.ActingTime,
            UploadHash = Tokens.Hash(secret),
        };
        await using var db = database.Of(_tenant);
        db.Add(alert);
        await CommitAsync(
            db,
            Actor.System,
            "alert.raised",
            new
            {
                alert.StoreId,
                alert.CameraId,
                alert.EntryId,
                alert.Match,
            }
        );
        await FollowUpAsync(alert);
        return secret;
    }

    public async Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg)
    {
        await using var db = database.Of(_tenant);
        var alert = await LoadAsync(db);
        var command = new AlertCommand.AttachEvidence(Tokens.Hash(uploadSecret), SHA256.HashData(jpeg));
        if (alert is null)
        {
            return Refusal.NotFound("upload");
        }

        if (!AlertWorkflow.Decide(alert, command, time.GetUtcNow()).Succeeded(out var events, out var refusal))
        {
            return refusal;
        }

        // The picture before the state: an alert that claims a picture has one.
        var key = await keys.NewRecordKeyAsync(_tenant, alert.KeyContext, CancellationToken.None);
        await vault.PutAsync(alert.PictureName, Sealing.Seal(key.Key, jpeg, alert.PictureName), CancellationToken.None);
        alert.SealedKey = key.Sealed;
        await SaveAsync(db, alert, events, Actor.System);
        return Done.Instance;
    }

    public Task<Result<FeedAlert>> CastVote(VoteRequest vote) =>
        ObeyAsync(
            vote.Store,
            Actor.Of(vote.Person),
            new AlertCommand.CastVote(vote.Person, vote.SessionKey, vote.Request, vote.Answer, vote.Features, vote.SeenVersion)
        );

    public Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome) =>
        ObeyAsync(
            outcome.Store,
            Actor.Of(outcome.Person),
            new AlertCommand.RecordOutcome(outcome.Person, outcome.Request, outcome.Outcome, outcome.SeenVersion)
        );

    public async Task Wake()
    {
        await using var db = database.Of(_tenant);
        if (await LoadAsync(db) is { } alert)
        {
            await LetTimePassAsync(db, alert);
        }
    }

    private async Task<Result<FeedAlert>> ObeyAsync(StoreId store, Actor actor, AlertCommand command)
    {
        await using var db = database.Of(_tenant);
        var alert = await LoadAsync(db);
        if (alert is null || alert.StoreId != store)
        {
            return Refusal.NotFound("alert");
        }

        await LetTimePassAsync(db, alert);
        if (!AlertWorkflow.Decide(alert, command, time.GetUtcNow()).Succeeded(out var events, out var refusal))
        {
            await CommitAsync(db, actor, "alert.refused", new { refusal.Code });
            return refusal;
        }

        await SaveAsync(db, alert, events, actor);
        return await FeedAlert.OfAsync(alert, entries);
    }

    private Task<Alert?> LoadAsync(RetailGuardDb db) =>
        db.Set<Alert>().Include(a => a.Votes).AsTracking().SingleOrDefaultAsync(a => a.Id == _id);

    private async Task LetTimePassAsync(RetailGuardDb db, Alert alert)
    {
        var events = AlertWorkflow.Decide(alert, new AlertCommand.LetTimePass(), time.GetUtcNow()).Expect();
        await SaveAsync(db, alert, events, Actor.System);
    }

    private async Task SaveAsync(RetailGuardDb db, Alert alert, AlertEvent[] events, Actor actor)
    {
        if (events.Length > 0)
        {
            var now = time.GetUtcNow();
            foreach (var e in events)
            {
                AlertWorkflow.Apply(alert, e, now);
            }

            // R30: what was not confirmed keeps no picture; without its key every copy is unreadable.
            var purge = alert.State is AlertState.Rejected or AlertState.Expired && alert.SealedKey is not null;
            if (purge)
            {
                alert.SealedKey = null;
            }

            await audit.CommitAsync(db, _tenant, [.. events.Select(e => Audited(e, actor, alert))], CancellationToken.None);
            if (purge)
            {
                await vault.DeleteAsync(alert.PictureName, CancellationToken.None);
            }
        }

        await FollowUpAsync(alert, published: events.Length == 0);
    }

    /// <summary>What follows from the saved state and may be repeated safely: the feed, and the next deadline.</summary>
    private async Task FollowUpAsync(Alert alert, bool published = false)
    {
        _deadline?.Dispose();
        _deadline = null;
        if (alert.IsOpen)
        {
            var wait = AlertWorkflow.Deadline(alert) - time.GetUtcNow();
            var due = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            _deadline = this.RegisterGrainTimer(
                _ => Wake(),
                new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { KeepAlive = true }
            );
            DelayDeactivation(due + TimeSpan.FromMinutes(1));
        }

        if (!published)
        {
            var feed = GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, alert.StoreId));
            await feed.Publish(await FeedAlert.OfAsync(alert, entries));
        }
    }

    private Task CommitAsync(RetailGuardDb db, Actor actor, string action, object detail) =>
        audit.CommitAsync(db, _tenant, [new(actor, action, _id.ToString(), detail)], CancellationToken.None);

    private static AuditEvent Audited(AlertEvent e, Actor actor, Alert alert)
    {
        var (action, detail) = e switch
        {
            AlertEvent.EvidenceAttached attached => (
                "alert.evidence-attached",
                new { picture = Convert.ToHexStringLower(attached.PictureHash) }
            ),
            // What the person saw when voting: the pictures by their hash, in the state that the version names.
            AlertEvent.VoteCast { Vote: var vote } => (
                "alert.vote-cast",
                new
                {
                    vote.Answer,
                    vote.Features,
                    vote.SeenVersion,
                    picture = alert.LiveHash is null ? null : Convert.ToHexStringLower(alert.LiveHash),
                    alert.EntryId,
                }
            ),
            AlertEvent.Confirmed => ("alert.confirmed", null),
            AlertEvent.Rejected => ("alert.rejected", null),
            AlertEvent.Expired => ("alert.expired", null),
            AlertEvent.OutcomeRecorded recorded => ("alert.outcome-recorded", (object)new { recorded.Outcome }),
            _ => throw new ArgumentOutOfRangeException(nameof(e)),
        };
        return new(actor, action, alert.Id.ToString(), detail);
    }
}
