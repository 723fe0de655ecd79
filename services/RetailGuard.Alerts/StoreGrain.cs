using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

[PreferLocalPlacement]
internal sealed partial class StoreGrain(
    ReadinessRecord record,
    Galleries galleries,
    TrackDecisions decisions,
    StartDrill drills,
    IIds ids,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StoreGrain> logger
) : Grain, IStoreGrain
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>A store starts without a record that takes longer, and matches nobody until it has answered.</summary>
    private static readonly TimeSpan FirstLookWithin = TimeSpan.FromSeconds(10);

    private readonly CameraReports _reports = new();
    private readonly StorePublications _publications = new();
    private readonly PolicyNumbering _policy = new(ids.Next());
    private TenantId _tenant;
    private StoreId _id;
    private StoreReadiness _readiness = StoreReadiness.Unknown;
    private DateTimeOffset _drillsAskedAt;
    private long _galleryAsked;
    private long _galleryAnswered;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var id, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _id = new(id);
        _drillsAskedAt = time.GetUtcNow();

        // Interleaved, as all that asks the record: a decision never waits for it.
        var each = new GrainTimerCreationOptions(CheckEvery, CheckEvery) { Interleave = true, KeepAlive = true };
        this.RegisterGrainTimer(_ => CheckAndDrillAsync(), each);
        await CheckAsync(atOnce: true)
            .WaitAsync(FirstLookWithin, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public Task<TrackAnswer[]> Decide(TrackReport[] tracks) => decisions.DecideAsync(_tenant, _id, _readiness, tracks);

    public async Task<TrackAnswer> Raise(RaiseAlert match)
    {
        if (_readiness.WhyNot(match.Camera, time.GetUtcNow()) is { } why)
        {
            return new(TrackVerdict.NotDecided, Reason: why.Detail);
        }

        var raised = await GrainFactory.GetGrain<IEntryGrain>(GrainKeys.Entry(_tenant, match.Entry)).Raise(new(ids.Next()), match);
        if (raised is not { } upload)
        {
            return new(TrackVerdict.Discard);
        }

        if (upload.IsNew)
        {
            LogRaised(upload.Alert, match.Entry, match.Camera);
            foreach (var drill in await Feed.OpenDrills())
            {
                await GrainFactory.GetGrain<IAlertGrain>(GrainKeys.Alert(_tenant, drill)).GiveWay();
            }
        }

        return new(TrackVerdict.Hold, UploadEvidence.PathOf(_tenant, upload.Alert, upload.Secret));
    }

    public Task<StorePolicy> Heartbeat(ConnectorLine line)
    {
        var now = time.GetUtcNow();
        _reports.Record(line, now);

        // Not waited for: a feed that is slow to start keeps no connector from its policy.
        _ = PublishAsync();
        return Task.FromResult(_policy.Of(_readiness, now));
    }

    public Task LineEnded(Guid line)
    {
        _reports.End(line);
        return PublishAsync();
    }

    public Task Refresh() => CheckAsync(atOnce: true);

    public async Task<FeedStore?> Show()
    {
        // One that nobody has needed so far has not looked yet.
        if (_readiness.Record is null)
        {
            await CheckAsync(atOnce: false);
        }

        return _readiness.Record is null ? null : _readiness.StoreAt(time.GetUtcNow(), _reports.States);
    }

    public Task Wake() => Task.CompletedTask;

    public async Task<Result<Done>> StartDrill()
    {
        var now = time.GetUtcNow();
        var cameras = _readiness.PolicyAt(now).Where(c => c.Armed).Select(c => c.Camera).ToList();
        return cameras.Count == 0 ? Refusal.Conflict("matching-off", "Matching is off in this store, so an alert would be no surprise.")
            : await Feed.IsBusy() || (await Feed.OpenDrills()).Count > 0
                ? Refusal.Conflict("alert-open", "An alert is open in this store. A drill waits until it is over.")
            : await drills.RunAsync(_tenant, _id, cameras, GrainFactory, CancellationToken.None);
    }

    /// <summary>What fails while the server stops is tried again where the store is next.</summary>
    private bool IsLeaving => lifetime.ApplicationStopping.IsCancellationRequested;

    private IAlertFeedGrain Feed => GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, _id));

    private async Task CheckAndDrillAsync()
    {
        await CheckAsync(atOnce: false);
        var now = time.GetUtcNow();
        var elapsed = now - _drillsAskedAt;
        _drillsAskedAt = now;
        if (_readiness.WhyNot(now) is null && Alerts.StartDrill.IsDue(_readiness.Record!.DrillsPerWeek, elapsed, Alerts.StartDrill.Roll()))
        {
            // Refused when an alert is open: the drill is dropped, not saved up.
            await this.AsReference<IStoreGrain>().StartDrill();
        }
    }

    private async Task CheckAsync(bool atOnce)
    {
        try
        {
            if (await record.OfAsync(_tenant, _id, atOnce) is { } seen && !(_readiness.Record?.At > seen.At))
            {
                _readiness = _readiness with { Record = seen };

                // A gallery compares itself with the record too, and starts anew elsewhere: what it has is asked for each time.
                var asked = ++_galleryAsked;
                var gallery = _readiness.IsGalleryCurrent
                    ? await galleries.StatusAsync(_tenant, _id)
                    : await galleries.RefreshAsync(_tenant, _id);
                if (asked > _galleryAnswered)
                {
                    // Looks overlap, and the answer to an earlier one may be taken in after a later one's.
                    (_galleryAnswered, _readiness) = (asked, _readiness with { Gallery = gallery, GalleryOf = seen.List });
                }
            }

            if (_readiness.MustKnowAlerts(time.GetUtcNow()))
            {
                var busy = await Feed.IsBusy();
                _readiness = _readiness with { HasOpenAlert = busy };
            }
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OrleansException)
        {
            if (!IsLeaving)
            {
                LogCheckFailed(e, _id);
            }
        }

        await PublishAsync();
    }

    private async Task PublishAsync()
    {
        var now = time.GetUtcNow();
        _reports.DropSilent(now);
        if (_readiness.Record is null)
        {
            return;
        }

        var store = _readiness.StoreAt(now, _reports.States);
        if (!_publications.IsDue(store, now))
        {
            return;
        }

        try
        {
            await Feed.PublishStore(store);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _publications.Failed();
            if (!IsLeaving)
            {
                LogNotPublished(e, _id);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Alert {Alert} raised on entry {Entry} by camera {Camera}.")]
    private partial void LogRaised(AlertId alert, EntryId entry, CameraId camera);

    [LoggerMessage(LogLevel.Error, "The tablets of store {Store} were not told of a change.")]
    private partial void LogNotPublished(Exception exception, StoreId store);

    [LoggerMessage(LogLevel.Error, "Store {Store} could not check its watchlist.")]
    private partial void LogCheckFailed(Exception exception, StoreId store);
}
