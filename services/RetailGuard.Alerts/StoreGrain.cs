using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>One store: decides on tracks and knows its cameras. Key: tenant/store.</summary>
[Alias("RetailGuard.IStoreGrain")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>
    /// Decides on tracks, as on each of them after the other (R6), with one answer for each in their order, from memory alone. A track
    /// that cannot be decided spoils no other. The templates are not kept: they may be zeroed when this returns (R1).
    /// </summary>
    [Alias("Decide"), AlwaysInterleave]
    Task<TrackAnswer[]> Decide(TrackReport[] tracks);

    /// <summary>Makes a match an alert, or another picture of one that staff look for. What is held is on record when this returns.</summary>
    [Alias("Raise"), AlwaysInterleave]
    Task<TrackAnswer> Raise(RaiseAlert match);

    /// <summary>A connector's line is there: takes what it says of its cameras, and gives what the connector may do now.</summary>
    [Alias("Beat"), AlwaysInterleave]
    Task<StorePolicy> Beat(ConnectorLine line);

    /// <summary>A connector's line has ended: its cameras are dark.</summary>
    [Alias("LineEnded"), AlwaysInterleave]
    Task LineEnded(Guid line);

    /// <summary>Looks at the record now: what was stopped, which cameras there are, what is on the list.</summary>
    [Alias("Refresh"), AlwaysInterleave]
    Task Refresh();

    /// <summary>Raises a drill, unless a real alert is open (R48).</summary>
    [Alias("StartDrill")]
    Task<Result<Done>> StartDrill();
}

[PreferLocalPlacement]
internal sealed partial class StoreGrain(
    ReadinessRecord record,
    Galleries galleries,
    TrackDecisions decisions,
    StartDrill drills,
    IIds ids,
    TimeProvider time,
    ILogger<StoreGrain> logger
) : Grain, IStoreGrain
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <summary>Tablets say when the list was last checked.</summary>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromSeconds(5);

    /// <summary>A store starts without a record that takes longer, and matches nobody until it has answered.</summary>
    private static readonly TimeSpan FirstLookWithin = TimeSpan.FromSeconds(10);

    private readonly CameraReports _reports = new();
    private TenantId _tenant;
    private StoreId _id;
    private StoreReadiness _readiness = StoreReadiness.Unknown;
    private long _policyVersion;
    private string? _policy;
    private string? _published;
    private DateTimeOffset _publishedAt;
    private DateTimeOffset _drillsAskedAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var id, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _id = new(id);
        _drillsAskedAt = time.GetUtcNow();
        _policyVersion = _drillsAskedAt.ToUnixTimeMilliseconds();

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

    public Task<StorePolicy> Beat(ConnectorLine line)
    {
        var now = time.GetUtcNow();
        _reports.Hear(line, now);

        // Not waited for: a feed that is slow to start keeps no connector from its policy.
        _ = PublishAsync();
        return Task.FromResult(Policy(now));
    }

    public Task LineEnded(Guid line)
    {
        _reports.End(line);
        return PublishAsync();
    }

    public Task Refresh() => CheckAsync(atOnce: true);

    public async Task<Result<Done>> StartDrill()
    {
        var now = time.GetUtcNow();
        var cameras = _readiness.Cameras.Where(c => _readiness.WhyNot(c.Id, now) is null).Select(c => c.Id).ToList();
        return cameras.Count == 0 ? Refusal.Conflict("matching-off", "Matching is off in this store, so an alert would be no surprise.")
            : await Feed.IsBusy() || (await Feed.OpenDrills()).Count > 0
                ? Refusal.Conflict("alert-open", "An alert is open in this store. A drill waits until it is over.")
            : await drills.RunAsync(_tenant, _id, cameras, GrainFactory, CancellationToken.None);
    }

    private IAlertFeedGrain Feed => GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, _id));

    /// <summary>Connectors hear of it when arming or the set of cameras changes.</summary>
    private StorePolicy Policy(DateTimeOffset now)
    {
        var cameras = _readiness.Cameras.Select(c => PolicyOf(c.Id, now)).ToList();
        var policy = string.Join('|', cameras);
        if (policy != _policy)
        {
            (_policy, _policyVersion) = (policy, _policyVersion + 1);
        }

        return new(_policyVersion, cameras);
    }

    private CameraPolicy PolicyOf(CameraId camera, DateTimeOffset now)
    {
        var why = _readiness.WhyNot(camera, now);
        return new(camera, why is null, why?.Detail);
    }

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
                var gallery = _readiness.IsGalleryCurrent
                    ? await galleries.StatusAsync(_tenant, _id)
                    : await galleries.RefreshAsync(_tenant, _id);
                _readiness = _readiness with { Gallery = gallery, GalleryOf = seen.List };
            }
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or OrleansException)
        {
            LogCheckFailed(e, _id);
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
        var shown = $"{store with { ListCheckedAt = null, Cameras = [] }} {string.Join('|', store.Cameras)}";
        if (shown == _published && now - _publishedAt < PublishEvery)
        {
            return;
        }

        (_published, _publishedAt) = (shown, now);
        try
        {
            await Feed.PublishStore(store);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            _published = null;
            LogNotPublished(e, _id);
        }
    }

    [LoggerMessage(LogLevel.Information, "Alert {Alert} raised on entry {Entry} by camera {Camera}.")]
    private partial void LogRaised(AlertId alert, EntryId entry, CameraId camera);

    [LoggerMessage(LogLevel.Error, "The tablets of store {Store} were not told of a change.")]
    private partial void LogNotPublished(Exception exception, StoreId store);

    [LoggerMessage(LogLevel.Error, "Store {Store} could not check its watchlist.")]
    private partial void LogCheckFailed(Exception exception, StoreId store);
}
