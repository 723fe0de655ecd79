using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Matching;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>One store: decides on tracks and knows its cameras. Key: tenant/store.</summary>
[Alias("RetailGuard.IStoreGrain")]
public interface IStoreGrain : IGrainWithStringKey
{
    /// <summary>Decides on a track (R6). A match is recorded as an alert before the answer is given.</summary>
    [Alias("Decide")]
    Task<TrackAnswer> Decide(TrackReport track);

    /// <summary>What the store's connectors may do now.</summary>
    [Alias("Policy")]
    Task<StorePolicy> Policy();

    [Alias("ReportCamera")]
    Task ReportCamera(DeviceId connector, CameraId camera, CameraState state);

    /// <summary>A connector's connection has ended: its cameras are dark.</summary>
    [Alias("ConnectorGone")]
    Task ConnectorGone(DeviceId connector);
}

/// <summary>One person's pass through one camera.</summary>
/// <param name="Template">Unit length. Owned by the sender, who zeroes it after the answer (R1).</param>
/// <param name="CapturedAt">First frame that passed the quality gate.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.TrackReport")]
public sealed record TrackReport(
    [property: Id(0)] CameraId Camera,
    [property: Id(1)] string Space,
    [property: Id(2)] float[] Template,
    [property: Id(3)] int FramesFused,
    [property: Id(4)] double Agreement,
    [property: Id(5)] double Quality,
    [property: Id(6)] DateTimeOffset CapturedAt
);

public enum TrackVerdict
{
    /// <summary>Nobody on the list: forget the track.</summary>
    Discard,

    /// <summary>An alert is raised: bring the picture.</summary>
    Hold,

    /// <summary>Matching is off, or the gallery is not there: forget the track.</summary>
    NotDecided,
}

/// <param name="UploadPath">Where the picture goes, once; with <see cref="TrackVerdict.Hold"/> only.</param>
/// <param name="Reason">With <see cref="TrackVerdict.NotDecided"/> only.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.TrackAnswer")]
public sealed record TrackAnswer(
    [property: Id(0)] TrackVerdict Verdict,
    [property: Id(1)] string? UploadPath = null,
    [property: Id(2)] string? Reason = null
);

/// <param name="Reason">Why not; null when armed.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.CameraPolicy")]
public sealed record CameraPolicy([property: Id(0)] CameraId Camera, [property: Id(1)] bool Armed, [property: Id(2)] string? Reason);

/// <param name="Version">Changes whenever anything else here does.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.StorePolicy")]
public sealed record StorePolicy([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<CameraPolicy> Cameras);

internal sealed partial class StoreGrain(
    Database database,
    ModelScale model,
    IIds ids,
    TimeProvider time,
    AlertMetrics metrics,
    ILogger<StoreGrain> logger
) : Grain, IStoreGrain
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    /// <summary>A list that could not be checked for this long matches nobody (R20, R56).</summary>
    private static readonly TimeSpan ListGoodFor = TimeSpan.FromSeconds(60);

    private readonly Dictionary<CameraId, (DeviceId Connector, CameraState State)> _reports = [];
    private TenantId _tenant;
    private StoreId _id;
    private Store? _store;
    private List<Camera> _cameras = [];
    private GalleryStatus? _gallery;
    private long _policyVersion;
    private string? _published;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var id, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _id = new(id);
        _policyVersion = time.GetUtcNow().ToUnixTimeMilliseconds();
        await LoadAsync(cancellationToken);
        await CheckAsync();
        this.RegisterGrainTimer(_ => CheckAsync(), new GrainTimerCreationOptions(CheckEvery, CheckEvery));
    }

    public async Task<TrackAnswer> Decide(TrackReport track)
    {
        if (WhyNot(track.Camera) is { } reason)
        {
            return new(TrackVerdict.NotDecided, Reason: reason);
        }

        // R26: nobody could act on it any more.
        if (time.GetUtcNow() - track.CapturedAt >= AlertWorkflow.ActingTime)
        {
            return new(TrackVerdict.NotDecided, Reason: "The face was seen too long ago to act on. Check the connector's clock.");
        }

        var searched = await GrainFactory.GetGrain<IGalleryShardGrain>(ShardKey).Search(new(track.Space, track.Template));
        if (!searched.Succeeded(out var answer, out var refusal))
        {
            return new(TrackVerdict.NotDecided, Reason: refusal.Detail);
        }

        var decision = model.Decide(answer.Nearest, track.FramesFused, track.Agreement);
        metrics.Decided(decision.Verdict);
        switch (decision.Verdict)
        {
            case Verdict.NoMatch or Verdict.WeakEvidence or Verdict.Tie:
                return new(TrackVerdict.Discard);
            case Verdict.Match:
                break;
        }

        // While people are looking at one alert on this person, the next camera raises no second one.
        var entry = answer.Nearest[0].Entry;
        if (await Feed.HasOpen(entry))
        {
            return new(TrackVerdict.Discard);
        }

        var alert = new AlertId(ids.Next());
        var raise = new RaiseAlert
        {
            Store = _id,
            Camera = track.Camera,
            Entry = entry,
            CapturedAt = track.CapturedAt,
            Space = track.Space,
            Threshold = decision.ThresholdScore,
            Score = decision.Score,
            Cosine = decision.Cosine,
            Margin = decision.Margin,
            Quality = track.Quality,
            FramesFused = track.FramesFused,
            Agreement = track.Agreement,
            ListVersion = answer.ListVersion,
        };
        var secret = await GrainFactory.GetGrain<IAlertGrain>(GrainKeys.Alert(_tenant, alert)).Raise(raise);
        LogRaised(alert, entry, track.Camera);
        return new(TrackVerdict.Hold, UploadEvidence.PathOf(_tenant, alert, secret));
    }

    public Task<StorePolicy> Policy() =>
        Task.FromResult(
            new StorePolicy(
                _policyVersion,
                _cameras.ConvertAll(c =>
                {
                    var reason = WhyNot(c.Id);
                    return new CameraPolicy(c.Id, reason is null, reason);
                })
            )
        );

    public Task ReportCamera(DeviceId connector, CameraId camera, CameraState state)
    {
        _reports[camera] = (connector, state);
        return PublishAsync();
    }

    public Task ConnectorGone(DeviceId connector)
    {
        foreach (var (camera, _) in _reports.Where(r => r.Value.Connector == connector).ToList())
        {
            _reports.Remove(camera);
        }

        return PublishAsync();
    }

    private string ShardKey => GrainKeys.Shard(_tenant, _id, 0);

    private IAlertFeedGrain Feed => GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, _id));

    /// <summary>Why a camera's tracks are not matched, or null. "Not loaded" is never answered with "no match".</summary>
    private string? WhyNot(CameraId camera) =>
        !_cameras.Exists(c => c.Id == camera) ? "This camera is not registered for the store."
        : _gallery is null || time.GetUtcNow() - _gallery.CheckedAt > ListGoodFor
            ? "The watchlist could not be checked; matching is off until it can be."
        : null;

    private async Task CheckAsync()
    {
        try
        {
            await LoadAsync(CancellationToken.None);
            _gallery = await GrainFactory.GetGrain<IGalleryShardGrain>(ShardKey).Refresh();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or Orleans.Runtime.OrleansException)
        {
            LogCheckFailed(e, _id);
        }

        await PublishAsync();
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        await using var db = database.Of(_tenant);
        _store = await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Id == _id, cancellation);
        _cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.StoreId == _id).OrderBy(c => c.Name).ToListAsync(cancellation);
    }

    private async Task PublishAsync()
    {
        var reason = _cameras.Count == 0 ? "No camera is registered for this store yet." : WhyNot(_cameras[0].Id);

        // Connectors hear of it when arming or the set of cameras changes.
        var policy = $"{reason}|{string.Join(',', _cameras.Select(c => c.Id))}";
        if (policy != _published)
        {
            (_published, _policyVersion) = (policy, _policyVersion + 1);
        }

        await Feed.PublishStore(
            new FeedStore(
                _id,
                _store!.Name,
                _store.TimeZone,
                reason is null,
                reason,
                _cameras.ConvertAll(c => new FeedCamera(
                    c.Id,
                    c.Name,
                    _reports.TryGetValue(c.Id, out var report) ? report.State : CameraState.Offline
                )),
                _gallery?.CheckedAt,
                _gallery?.Count ?? 0
            )
        );
    }

    [LoggerMessage(LogLevel.Information, "Alert {Alert} raised on entry {Entry} by camera {Camera}.")]
    private partial void LogRaised(AlertId alert, EntryId entry, CameraId camera);

    [LoggerMessage(LogLevel.Error, "Store {Store} could not check its watchlist.")]
    private partial void LogCheckFailed(Exception exception, StoreId store);
}
