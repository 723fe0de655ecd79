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

    /// <summary>Whether the secret opens an upload now, before anybody looks at what is uploaded.</summary>
    [Alias("ExpectsEvidence")]
    Task<Result<Done>> ExpectsEvidence(string uploadSecret);

    /// <summary>Takes the connector's JPEG against the secret; once, within 60 s.</summary>
    [Alias("AttachEvidence")]
    Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg);

    /// <summary>Records that what came to a good upload address was no fit picture; the address stays good.</summary>
    [Alias("RefuseEvidence")]
    Task RefuseEvidence(string code);

    [Alias("CastVote")]
    Task<Result<FeedAlert>> CastVote(VoteRequest vote);

    /// <summary>A camera sees the person again: gives the secret of an upload address, or null when no picture is wanted.</summary>
    [Alias("Sight")]
    Task<string?> Sight(CameraId camera, DateTimeOffset capturedAt);

    [Alias("CheckInAisle")]
    Task<Result<FeedAlert>> CheckInAisle(InAisleRequest check);

    [Alias("RecordOutcome")]
    Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome);

    /// <summary>Stops the alert for good, opens a case and suspends the entry (R28).</summary>
    [Alias("Dispute")]
    Task<Result<FeedAlert>> Dispute(StoreId store, PersonId person);

    /// <summary>Lets the entry raise alerts again that was paused after a "different" (R16).</summary>
    [Alias("AlertAgain")]
    Task<Result<FeedAlert>> AlertAgain(StoreId store, PersonId person);

    /// <summary>A drill ends, because a real alert comes first.</summary>
    [Alias("GiveWay")]
    Task GiveWay();

    /// <summary>Sees whether time has run out, or the entry or matching was stopped, while nothing was running.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>Destroys the pictures and their key, and the votes' details, of an alert that nobody needs any more (R29, R30).</summary>
    [Alias("Forget")]
    Task Forget();
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
    public required MatchEvidence Match { get; init; }

    /// <summary>Set when it is a drill (R48).</summary>
    [Id(5)]
    public DrillPair? Drill { get; init; }
}

/// <summary>What a drill shows beside its live picture, and the right answer.</summary>
/// <param name="Expected"><see cref="VoteAnswer.Same"/> or <see cref="VoteAnswer.Different"/>.</param>
/// <param name="Enrolled">The volunteer whose first picture stands for the enrolment.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.DrillPair")]
public sealed record DrillPair([property: Id(0)] VoteAnswer Expected, [property: Id(1)] Guid Enrolled);

[GenerateSerializer, Immutable, Alias("RetailGuard.VoteRequest")]
public sealed record VoteRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] string SessionKey,
    [property: Id(3)] Guid Request,
    [property: Id(4)] VoteAnswer Answer,
    [property: Id(5)] IReadOnlyList<FaceFeature> Features,
    [property: Id(6)] int SeenVersion,
    [property: Id(7)] DateTimeOffset? CertifiedUntil,
    [property: Id(8)] PersonId? AccountIssuedBy
);

[GenerateSerializer, Immutable, Alias("RetailGuard.InAisleRequest")]
public sealed record InAisleRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] Guid Request,
    [property: Id(3)] InAisleAnswer Answer,
    [property: Id(4)] int SeenVersion
);

[GenerateSerializer, Immutable, Alias("RetailGuard.OutcomeRequest")]
public sealed record OutcomeRequest(
    [property: Id(0)] StoreId Store,
    [property: Id(1)] PersonId Person,
    [property: Id(2)] Guid Request,
    [property: Id(3)] AlertOutcome Outcome,
    [property: Id(4)] int SeenVersion
);

internal sealed class AlertGrain(
    Database database,
    AuditLog audit,
    Entries entries,
    SuspendEntry suspend,
    EvidencePictures pictures,
    Halts halts,
    OpenAlerts openAlerts,
    TimeProvider time
) : Grain, IAlertGrain
{
    private const int Attempts = 5;

    /// <summary>The audit event of a raised alert.</summary>
    internal const string Raised = "alert.raised";

    /// <summary>An end that could not be saved when it was due is tried again.</summary>
    private static readonly TimeSpan EndAgainAfter = TimeSpan.FromSeconds(5);

    private TenantId _tenant;
    private AlertId _id;
    private IGrainTimer? _deadline;

    // Something was saved that the feed has not taken yet: the next follow-up tells it, whatever became of the last one.
    private bool _isUntold;

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
            Match = match.Match,
            CapturedAt = captured,
            RaisedAt = now,
            VotingEndsAt = now + AlertWorkflow.VotingTime,
            ActionableUntil = captured + AlertWorkflow.ActingTime,
            UploadHash = Tokens.Hash(secret),
            DrillExpected = match.Drill?.Expected,
            DrillVolunteer = match.Drill?.Enrolled,
        };
        await using var db = database.Of(_tenant);
        db.Add(alert);
        await CommitAsync(db, Actor.System, alert.IsDrill ? "drill.raised" : Raised, RaisedDetail(alert));
        _isUntold = true;
        await FollowUpAsync(alert);
        return secret;
    }

    /// <summary>What the audit chain keeps of it.</summary>
    internal static object RaisedDetail(Alert alert) =>
        new
        {
            alert.StoreId,
            alert.CameraId,
            alert.EntryId,
            alert.Match,
        };

    public async Task<Result<Done>> ExpectsEvidence(string uploadSecret)
    {
        await using var db = database.Of(_tenant);
        var hash = Tokens.Hash(uploadSecret);
        if (await LoadAsync(db) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        var decided = AlertWorkflow.Decide(alert, new AlertCommand.AttachEvidence(hash, []), time.GetUtcNow());
        if (decided.Succeeded(out _, out var refusal))
        {
            return Done.Instance;
        }

        // Whoever does not know the secret writes nothing into the chain.
        if (refusal.Kind is not RefusalKind.NotFound)
        {
            await CommitAsync(db, Actor.System, "alert.refused", new { refusal.Code });
        }

        return refusal;
    }

    public async Task RefuseEvidence(string code)
    {
        await using var db = database.Of(_tenant);
        await CommitAsync(db, Actor.System, "alert.refused", new { code });
    }

    public async Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg)
    {
        await using var db = database.Of(_tenant);
        if (await LoadAsync(db) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        // What voters compare with is noted once, with the first picture.
        var enrolment = alert.EnrolmentHash is null ? await pictures.EnrolmentAsync(alert, CancellationToken.None) : null;
        var command = new AlertCommand.AttachEvidence(
            Tokens.Hash(uploadSecret),
            SHA256.HashData(jpeg),
            enrolment is null ? null : SHA256.HashData(enrolment)
        );
        if (!AlertWorkflow.Decide(alert, command, time.GetUtcNow()).Succeeded(out var events, out var refusal))
        {
            return refusal;
        }

        // The picture before the state: an alert that claims a picture has one.
        var which = events is [AlertEvent.Sighted] ? AlertPicture.Latest : AlertPicture.Live;
        try
        {
            await pictures.SealAsync(alert, which, jpeg, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await CommitAsync(db, Actor.System, "alert.refused", new { Code = "storage-unavailable" });
            return new Refusal(
                "storage-unavailable",
                "The service cannot store pictures now; its storage may be full. The picture may be sent again.",
                RefusalKind.Unavailable
            );
        }

        await SaveAsync(db, alert, events, Actor.System);
        return Done.Instance;
    }

    public Task<Result<FeedAlert>> CastVote(VoteRequest vote) =>
        ObeyAsync(
            vote.Store,
            Actor.Of(vote.Person),
            new AlertCommand.CastVote(
                new(vote.Person, vote.SessionKey, vote.CertifiedUntil, vote.AccountIssuedBy),
                vote.Request,
                vote.Answer,
                vote.Features,
                vote.SeenVersion
            )
        );

    public async Task<string?> Sight(CameraId camera, DateTimeOffset capturedAt)
    {
        await using var db = database.Of(_tenant);
        var secret = Tokens.New();
        if (
            await LoadAsync(db) is not { } alert
            || !AlertWorkflow
                .Decide(alert, new AlertCommand.Sight(camera, capturedAt, Tokens.Hash(secret)), time.GetUtcNow())
                .Succeeded(out var events, out _)
            || events.Length == 0
        )
        {
            return null;
        }

        await SaveAsync(db, alert, events, Actor.System);
        return secret;
    }

    public Task<Result<FeedAlert>> CheckInAisle(InAisleRequest check) =>
        ObeyAsync(
            check.Store,
            Actor.Of(check.Person),
            new AlertCommand.CheckInAisle(check.Person, check.Request, check.Answer, check.SeenVersion)
        );

    public Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome) =>
        ObeyAsync(
            outcome.Store,
            Actor.Of(outcome.Person),
            new AlertCommand.RecordOutcome(outcome.Person, outcome.Request, outcome.Outcome, outcome.SeenVersion)
        );

    public Task<Result<FeedAlert>> Dispute(StoreId store, PersonId person) =>
        ObeyAsync(store, Actor.Of(person), new AlertCommand.Dispute(person, Case.NewNumber()));

    public Task<Result<FeedAlert>> AlertAgain(StoreId store, PersonId person) =>
        ObeyAsync(store, Actor.Of(person), new AlertCommand.AlertAgain(person));

    public async Task GiveWay()
    {
        await using var db = database.Of(_tenant);
        if (await LoadAsync(db) is { } drill)
        {
            await SaveAsync(db, drill, AlertWorkflow.Decide(drill, new AlertCommand.GiveWay(), time.GetUtcNow()).Expect(), Actor.System);
        }
    }

    public async Task Wake()
    {
        await using var db = database.Of(_tenant);
        if (await LoadAsync(db) is { } alert)
        {
            await ReconsiderAsync(db, alert);
        }
    }

    public async Task Forget()
    {
        await using var db = database.Of(_tenant);
        if (await LoadAsync(db) is not { IsOpen: false } alert)
        {
            return;
        }

        alert.SealedKey = null;
        alert.Votes.Clear();
        await CommitAsync(db, Actor.System, "alert.forgotten", new { });
        _isUntold = true;
        await pictures.DeleteAsync(alert, CancellationToken.None);
        await FollowUpAsync(alert);
    }

    private async Task<Result<FeedAlert>> ObeyAsync(StoreId store, Actor actor, AlertCommand command)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ObeyOnceAsync(store, actor, command);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // The entry's list changed in between; nothing was saved, so look again.
            }
        }
    }

    private async Task<Result<FeedAlert>> ObeyOnceAsync(StoreId store, Actor actor, AlertCommand command)
    {
        await using var db = database.Of(_tenant);
        var alert = await LoadAsync(db);
        if (alert is null)
        {
            return Refusal.NotFound("alert");
        }

        // R31: of the alerts of their own store, people act on those that are shown.
        if (alert.StoreId != store || !alert.IsShown(time.GetUtcNow()))
        {
            var hidden = Refusal.NotFound("alert");
            await CommitAsync(db, actor, "alert.refused", new { hidden.Code });
            return hidden;
        }

        await ReconsiderAsync(db, alert);
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

    private async Task ReconsiderAsync(RetailGuardDb db, Alert alert)
    {
        var stop = alert.IsOpen ? await WhyStopAsync(alert) : null;
        var events = AlertWorkflow.Decide(alert, new AlertCommand.Reconsider(stop), time.GetUtcNow()).Expect();
        await SaveAsync(db, alert, events, Actor.System);
    }

    private async Task<StopReason?> WhyStopAsync(Alert alert)
    {
        if (await halts.OfAsync(_tenant, alert.StoreId, alert.CameraId, CancellationToken.None) is not null)
        {
            return StopReason.MatchingStopped;
        }

        return alert.IsDrill
            ? null
            : await entries.StandingAsync(_tenant, alert.EntryId, CancellationToken.None) switch
            {
                EntryStanding.Active => null,
                EntryStanding.SuspendedForRate => StopReason.EntryRate,
                EntryStanding.SuspendedForDispute => StopReason.EntryDisputed,
                EntryStanding.Gone => StopReason.EntryRemoved,
            };
    }

    private async Task SaveAsync(RetailGuardDb db, Alert alert, AlertEvent[] events, Actor actor)
    {
        if (events.Length == 0)
        {
            await FollowUpAsync(alert);
            return;
        }

        // What the person had before them when they acted, not what their act made of it.
        var audited = events.Select(e => Audited(e, actor, alert)).ToList();
        var now = time.GetUtcNow();
        foreach (var e in events)
        {
            AlertWorkflow.Apply(alert, e, now);
        }

        // R30: what was not confirmed keeps no picture, unless a case needs it; without its key every copy is unreadable.
        var purge = alert is { IsOpen: false, ConfirmedAt: null, CaseNumber: null, SealedKey: not null };
        if (purge)
        {
            alert.SealedKey = null;
        }

        AuditEvent? suspended = null;
        var disputed = events.OfType<AlertEvent.Disputed>().SingleOrDefault();
        if (disputed is not null)
        {
            db.Add(Case.Open(alert, disputed, now));
            suspended = await suspend.PrepareAsync(db, alert.EntryId, SuspensionReason.Disputed, (1, 1), actor, CancellationToken.None);
        }

        if (suspended is not null)
        {
            audited.Add(suspended);
        }

        await audit.CommitAsync(db, _tenant, [.. audited], CancellationToken.None);
        _isUntold = true;
        if (purge)
        {
            await pictures.DeleteAsync(alert, CancellationToken.None);
        }

        await FollowUpAsync(alert);
        if (suspended is not null)
        {
            await suspend.TellAsync(db, alert.EntryId, CancellationToken.None);
            await openAlerts.WakeAsync(_tenant, a => a.EntryId == alert.EntryId && a.Id != alert.Id);
        }
    }

    /// <summary>What follows from the saved state and may be repeated safely: the feed, and the next deadline.</summary>
    private async Task FollowUpAsync(Alert alert)
    {
        _deadline?.Dispose();
        _deadline = null;
        if (alert.IsOpen)
        {
            var wait = AlertWorkflow.Deadline(alert) - time.GetUtcNow();
            var due = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            _deadline = this.RegisterGrainTimer(_ => Wake(), new GrainTimerCreationOptions(due, EndAgainAfter) { KeepAlive = true });
            DelayDeactivation(due + TimeSpan.FromMinutes(1));
        }

        if (_isUntold)
        {
            var feed = GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, alert.StoreId));
            await feed.Publish(await FeedAlert.OfAsync(alert, entries));
            _isUntold = false;
        }
    }

    private Task CommitAsync(RetailGuardDb db, Actor actor, string action, object detail) =>
        audit.CommitAsync(db, _tenant, [new(actor, action, _id.ToString(), detail)], CancellationToken.None);

    private static AuditEvent Audited(AlertEvent e, Actor actor, Alert alert)
    {
        var (action, detail) = e switch
        {
            AlertEvent.EvidenceAttached attached => (
                "evidence-attached",
                new { picture = Hex(attached.PictureHash), enrolment = Hex(attached.EnrolmentHash) }
            ),
            AlertEvent.VoteCast { Vote: var vote } => (
                "vote-cast",
                new
                {
                    vote.Answer,
                    vote.Features,
                    vote.SeenVersion,
                    seen = Seen(alert),
                }
            ),
            AlertEvent.Confirmed => ("confirmed", null),
            AlertEvent.Rejected rejected => ("rejected", new { rejected.SuppressedUntil }),
            AlertEvent.Expired => ("expired", null),
            AlertEvent.Stopped stopped => ("stopped", new { stopped.Reason }),
            AlertEvent.SightingExpected expected => ("sighted", new { expected.Camera, expected.CapturedAt }),
            AlertEvent.Sighted sighted => ("sighting-attached", new { picture = Hex(sighted.PictureHash) }),
            AlertEvent.InAisleChecked check => ("in-aisle-checked", new { check.Answer, seen = Seen(alert) }),
            AlertEvent.OutcomeRecorded recorded => ("outcome-recorded", new { recorded.Outcome, seen = Seen(alert) }),
            AlertEvent.Disputed disputed => ("disputed", new { disputed.CaseNumber, seen = Seen(alert) }),
            AlertEvent.SuppressionLifted => ("suppression-lifted", new { seen = Seen(alert) }),
            AlertEvent.DrillEnded ended => ("ended", (object)new { ended.Correct, ended.Stop }),
            _ => throw new ArgumentOutOfRangeException(nameof(e)),
        };
        return new(actor, $"{(alert.IsDrill ? "drill" : "alert")}.{action}", alert.Id.ToString(), detail);
    }

    /// <summary>What was on the person's screen: the state and the pictures by their hashes, so that it can be shown again.</summary>
    private static object Seen(Alert alert) =>
        new
        {
            alert.Version,
            alert.State,
            alert.EntryId,
            alert.CapturedAt,
            alert.ActionableUntil,
            live = Hex(alert.LiveHash),
            enrolment = Hex(alert.EnrolmentHash),
            latest = Hex(alert.LatestHash),
            alert.LatestAt,
            alert.InAisle,
        };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
