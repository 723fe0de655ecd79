using System.Security.Cryptography;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Audit;
using RetailGuard.Foundation;
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

internal sealed class AlertGrain(AlertRecord record, Entries entries, EvidencePictures pictures, AlertEffects effects, TimeProvider time)
    : Grain,
        IAlertGrain
{
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
        var alert = await record.RaiseAsync(_tenant, _id, match, Tokens.Hash(secret));
        _isUntold = true;
        await FollowUpAsync(alert);
        return secret;
    }

    public async Task<Result<Done>> ExpectsEvidence(string uploadSecret)
    {
        if (await record.FindAsync(_tenant, _id) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        var attach = new AlertCommand.AttachEvidence(Tokens.Hash(uploadSecret), []);
        if (AlertWorkflow.Decide(alert, attach, time.GetUtcNow()).Succeeded(out _, out var refusal))
        {
            return Done.Instance;
        }

        // Whoever does not know the secret writes nothing into the chain.
        if (refusal.Kind is not RefusalKind.NotFound)
        {
            await RefuseEvidence(refusal.Code);
        }

        return refusal;
    }

    public Task RefuseEvidence(string code) => record.NoteAsync(_tenant, AlertAudit.OfRefused(_id, Actor.System, code));

    public async Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg)
    {
        if (await record.FindAsync(_tenant, _id) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        // What voters compare with is noted once, with the first picture.
        var enrolment = alert.EnrolmentHash is null ? await pictures.EnrolmentAsync(alert, CancellationToken.None) : null;
        var hash = enrolment is null ? null : SHA256.HashData(enrolment);
        var attach = new AlertCommand.AttachEvidence(Tokens.Hash(uploadSecret), SHA256.HashData(jpeg), hash);
        try
        {
            var saved = await record.ObeyAsync(_tenant, _id, Actor.System, _ => attach, jpeg: jpeg);
            return await FollowUpAsync(saved, _ => Task.FromResult(Done.Instance));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await RefuseEvidence("storage-unavailable");
            return new Refusal(
                "storage-unavailable",
                "The service cannot store pictures now; its storage may be full. The picture may be sent again.",
                RefusalKind.Unavailable
            );
        }
    }

    public async Task<string?> Sight(CameraId camera, DateTimeOffset capturedAt)
    {
        var secret = Tokens.New();
        var saved = await record.ObeyAsync(
            _tenant,
            _id,
            Actor.System,
            _ => new AlertCommand.Sight(camera, capturedAt, Tokens.Hash(secret))
        );
        var sighted = saved.Succeeded(out var alert, out _) && alert.Changed;
        await FollowUpAsync(saved, _ => Task.FromResult(Done.Instance));
        return sighted ? secret : null;
    }

    public Task<Result<FeedAlert>> CastVote(VoteRequest vote) =>
        ActAsync(
            vote.Store,
            vote.Person,
            new AlertCommand.CastVote(
                new(vote.Person, vote.SessionKey, vote.CertifiedUntil, vote.AccountIssuedBy),
                vote.Request,
                vote.Answer,
                vote.Features,
                vote.SeenVersion
            )
        );

    public Task<Result<FeedAlert>> CheckInAisle(InAisleRequest check) =>
        ActAsync(check.Store, check.Person, new AlertCommand.CheckInAisle(check.Person, check.Request, check.Answer, check.SeenVersion));

    public Task<Result<FeedAlert>> RecordOutcome(OutcomeRequest outcome) =>
        ActAsync(
            outcome.Store,
            outcome.Person,
            new AlertCommand.RecordOutcome(outcome.Person, outcome.Request, outcome.Outcome, outcome.SeenVersion)
        );

    public Task<Result<FeedAlert>> Dispute(StoreId store, PersonId person) =>
        ActAsync(store, person, new AlertCommand.Dispute(person, Case.NewNumber()));

    public Task<Result<FeedAlert>> AlertAgain(StoreId store, PersonId person) =>
        ActAsync(store, person, new AlertCommand.AlertAgain(person));

    public async Task GiveWay() =>
        await FollowUpAsync(
            await record.ObeyAsync(_tenant, _id, Actor.System, _ => new AlertCommand.GiveWay()),
            _ => Task.FromResult(Done.Instance)
        );

    public async Task Wake() =>
        await FollowUpAsync(
            await record.ObeyAsync(_tenant, _id, Actor.System, stop => new AlertCommand.Reconsider(stop)),
            _ => Task.FromResult(Done.Instance)
        );

    public async Task Forget()
    {
        if (await record.ForgetAsync(_tenant, _id) is { } forgotten)
        {
            _isUntold = true;
            await FollowUpAsync(forgotten);
        }
    }

    /// <summary>What a person does with the alert: seen by the rules after all that time and the world have done to it.</summary>
    private async Task<Result<FeedAlert>> ActAsync(StoreId store, PersonId person, AlertCommand command)
    {
        var saved = await record.ActAsync(_tenant, _id, store, Actor.Of(person), command);
        return await FollowUpAsync(saved, alert => FeedAlert.OfAsync(alert, entries));
    }

    private async Task<Result<T>> FollowUpAsync<T>(Result<SavedAlert> saved, Func<Alert, Task<T>> answer)
        where T : notnull
    {
        if (!saved.Succeeded(out var done, out var refusal))
        {
            return refusal;
        }

        _isUntold |= done.Changed;
        await FollowUpAsync(done.Alert);
        await effects.FollowAsync(done);
        return done.Refusal is { } refused ? refused : await answer(done.Alert);
    }

    /// <summary>What follows from the saved state and may be repeated safely: the next deadline, and the feed.</summary>
    private async Task FollowUpAsync(Alert alert)
    {
        _deadline?.Dispose();
        _deadline = null;
        if (alert.IsOpen)
        {
            var wait = AlertWorkflow.Deadline(alert) - time.GetUtcNow();
            var due = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
            _deadline = this.RegisterGrainTimer(_ => Wake(), new GrainTimerCreationOptions(due, EndAgainAfter) { KeepAlive = true });
        }

        if (_isUntold)
        {
            var feed = GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, alert.StoreId));
            await feed.Publish(await FeedAlert.OfAsync(alert, entries));
            _isUntold = false;
        }
    }
}
