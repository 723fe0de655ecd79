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
    Task<Result<Done>> Forget();
}

internal sealed class AlertGrain(AlertRecord record, Entries entries, EvidencePictures pictures, AlertEffects effects, TimeProvider time)
    : Grain,
        IAlertGrain
{
    /// <summary>What could not be saved when it was due is tried again.</summary>
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private TenantId _tenant;
    private AlertId _id;
    private IGrainTimer? _timer;

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
            var saved = await record.ObeyAsync(_tenant, _id, _ => attach, jpeg: jpeg);
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
        var hash = Tokens.Hash(secret);
        var saved = await record.ObeyAsync(_tenant, _id, _ => new AlertCommand.Sight(camera, capturedAt, hash));
        var followed = await FollowUpAsync(saved, alert => Task.FromResult(alert.SightingHash.AsSpan().SequenceEqual(hash)));
        return followed.Succeeded(out var isExpected, out _) && isExpected ? secret : null;
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

    public Task GiveWay() => ObeyOrTryAgainAsync(_ => new AlertCommand.GiveWay());

    public Task Wake() => ObeyOrTryAgainAsync(stop => new AlertCommand.Reconsider(stop));

    public async Task<Result<Done>> Forget() =>
        await FollowUpAsync(await record.ForgetAsync(_tenant, _id), _ => Task.FromResult(Done.Instance));

    /// <summary>What must happen though nobody waits for the answer: when others were faster each time, it is tried again soon.</summary>
    private async Task ObeyOrTryAgainAsync(Func<StopReason?, AlertCommand> command)
    {
        var saved = await record.ObeyAsync(_tenant, _id, command);
        var done = await FollowUpAsync(saved, _ => Task.FromResult(Done.Instance));
        if (!done.Succeeded(out _, out var refusal) && refusal.Kind is RefusalKind.Unavailable)
        {
            SetTimer(TryAgainAfter, command);
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
        if (done.Suspended)
        {
            // This alert is over by now, so that it is not woken while it waits here.
            await effects.EntrySuspendedAsync(_tenant, done.Alert.EntryId);
        }

        return done.Refusal is { } refused ? refused : await answer(done.Alert);
    }

    /// <summary>What follows from the saved state and may be repeated safely: the next deadline, and the feed.</summary>
    private async Task FollowUpAsync(Alert alert)
    {
        _timer?.Dispose();
        _timer = null;
        if (alert.IsOpen)
        {
            var wait = AlertWorkflow.Deadline(alert) - time.GetUtcNow();
            SetTimer(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stop => new AlertCommand.Reconsider(stop));
        }

        if (_isUntold)
        {
            var feed = GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, alert.StoreId));
            await feed.Publish(await FeedAlert.OfAsync(alert, entries));
            _isUntold = false;
        }
    }

    /// <summary>Instead of the one that was set before.</summary>
    private void SetTimer(TimeSpan due, Func<StopReason?, AlertCommand> command)
    {
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(
            _ => ObeyOrTryAgainAsync(command),
            new GrainTimerCreationOptions(due, TryAgainAfter) { KeepAlive = true }
        );
    }
}
