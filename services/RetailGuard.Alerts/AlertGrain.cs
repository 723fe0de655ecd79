using Orleans;
using Orleans.Runtime;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

internal sealed class AlertGrain(AlertRecord record, EvidenceUploads uploads, Entries entries, AlertEffects effects, TimeProvider time)
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

    public async Task<string?> Raise(RaiseAlert match)
    {
        var secret = Tokens.New();
        var raised = await record.RaiseAsync(_tenant, _id, match, Tokens.Hash(secret));
        if (raised.Alert is { } alert)
        {
            _isUntold = true;
            await FollowUpAsync(alert);
            return secret;
        }

        if (raised.Frozen is not null)
        {
            await effects.EntrySuspendedAsync(_tenant, match.Entry);
        }

        return null;
    }

    public Task<Result<Done>> ExpectsEvidence(string uploadSecret) => uploads.ExpectsAsync(_tenant, _id, uploadSecret);

    public Task RefuseEvidence(string code) => uploads.RefuseAsync(_tenant, _id, code);

    public async Task<Result<Done>> AttachEvidence(string uploadSecret, byte[] jpeg) =>
        await FollowUpAsync(await uploads.AttachAsync(_tenant, _id, uploadSecret, jpeg));

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
                new(new(vote.Person, vote.Issuers), vote.SessionKey, vote.CertifiedUntil),
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

    public async Task<Result<Done>> Forget() => await FollowUpAsync(await record.ForgetAsync(_tenant, _id));

    /// <summary>What must happen though nobody waits for the answer: when others were faster each time, it is tried again soon.</summary>
    private async Task ObeyOrTryAgainAsync(Func<StopReason?, AlertCommand> command)
    {
        var saved = await record.ObeyAsync(_tenant, _id, command);
        var done = await FollowUpAsync(saved);
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

    private Task<Result<Done>> FollowUpAsync(Result<SavedAlert> saved) => FollowUpAsync(saved, _ => Task.FromResult(Done.Instance));

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
