using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Placement;
using Orleans.Runtime;
using RetailGuard.Assurance;
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
    /// <summary>
    /// Decides on tracks, as on each of them after the other (R6), with one answer for each in their order. A match is recorded as an
    /// alert before the answer is given. A track that cannot be decided spoils no other.
    /// </summary>
    [Alias("Decide")]
    Task<TrackAnswer[]> Decide(TrackReport[] tracks);

    /// <summary>What the store's connectors may do now.</summary>
    [Alias("Policy")]
    Task<StorePolicy> Policy();

    [Alias("ReportCamera")]
    Task ReportCamera(DeviceId connector, CameraId camera, CameraState state);

    /// <summary>Looks at the record now: what was stopped, which cameras there are, what is on the list.</summary>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>Raises a drill, unless a real alert is open (R48).</summary>
    [Alias("StartDrill")]
    Task<Result<Done>> StartDrill();

    /// <summary>A connector's connection has ended: its cameras are dark.</summary>
    [Alias("ConnectorGone")]
    Task ConnectorGone(DeviceId connector);
}

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
)
{
    /// <summary>Something broke.</summary>
    public static TrackAnswer Failed { get; } =
        new(TrackVerdict.NotDecided, Reason: "The service could not decide; it has been logged there.");
}

/// <param name="Reason">Why not; null when armed.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.CameraPolicy")]
public sealed record CameraPolicy([property: Id(0)] CameraId Camera, [property: Id(1)] bool Armed, [property: Id(2)] string? Reason);

/// <param name="Version">Changes whenever anything else here does.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.StorePolicy")]
public sealed record StorePolicy([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<CameraPolicy> Cameras);

[PreferLocalPlacement]
internal sealed partial class StoreGrain(
    Database database,
    Galleries galleries,
    ModelScale model,
    Halts halts,
    Certificates certificates,
    StartDrill drills,
    IIds ids,
    TimeProvider time,
    AlertMetrics metrics,
    ILogger<StoreGrain> logger
) : Grain, IStoreGrain
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    /// <summary>A gallery that takes longer to load is not waited for; the store hears when it is there.</summary>
    private static readonly TimeSpan GalleryWithin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan CheckPeopleEvery = TimeSpan.FromMinutes(1);

    /// <summary>A list that could not be checked for this long matches nobody (R20, R56).</summary>
    private static readonly TimeSpan ListGoodFor = TimeSpan.FromSeconds(60);

    /// <summary>R24, R8: fewer cannot confirm anything.</summary>
    private const int LeastVoters = 2;

    private readonly Dictionary<CameraId, (DeviceId Connector, CameraState State)> _reports = [];
    private TenantId _tenant;
    private StoreId _id;
    private Store? _store;
    private List<Camera> _cameras = [];
    private List<Halt> _halts = [];
    private int _voters;
    private int _drillsPerWeek;
    private DateTimeOffset _peopleCheckedAt;
    private DateTimeOffset _drillsAskedAt;
    private GalleryStatus? _gallery;
    private long _policyVersion;
    private string? _published;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var id, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _id = new(id);
        _drillsAskedAt = time.GetUtcNow();
        _policyVersion = _drillsAskedAt.ToUnixTimeMilliseconds();
        await LoadAsync(cancellationToken);
        await CheckAsync();
        this.RegisterGrainTimer(_ => CheckAndDrillAsync(), new GrainTimerCreationOptions(CheckEvery, CheckEvery));
    }

    public async Task<TrackAnswer[]> Decide(TrackReport[] tracks)
    {
        var answers = Array.ConvertAll(tracks, NotNow);
        var nearest = new Nearest?[tracks.Length];
        foreach (var space in Enumerable.Range(0, tracks.Length).Where(i => answers[i] is null).GroupBy(i => tracks[i].Space))
        {
            await SearchAsync(tracks, [.. space], nearest, answers);
        }

        // In their order: of two tracks of one person the first raises the alert.
        for (var i = 0; i < tracks.Length; i++)
        {
            answers[i] ??= await DecideOrFailAsync(tracks[i], nearest[i]!);
        }

        return answers!;
    }

    /// <param name="Entries">Best first; at most two.</param>
    private sealed record Nearest(NearEntry[] Entries, long ListVersion);

    /// <summary>Why a track is not looked at, or null.</summary>
    private TrackAnswer? NotNow(TrackReport track) =>
        WhyNot(track.Camera) is { } reason ? new(TrackVerdict.NotDecided, Reason: reason)
        // R26: nobody could act on it any more.
        : time.GetUtcNow() - track.CapturedAt >= AlertWorkflow.ActingTime
            ? new(TrackVerdict.NotDecided, Reason: "The face was seen too long ago to act on. Check the connector's clock.")
        : null;

    /// <summary>Searches for tracks of one space in one turn of the gallery.</summary>
    /// <param name="which">Of <paramref name="tracks"/>; each of them gets its nearest or its answer.</param>
    private async Task SearchAsync(TrackReport[] tracks, int[] which, Nearest?[] nearest, TrackAnswer?[] answers)
    {
        try
        {
            var probes = new GalleryProbes(tracks[which[0]].Space, Array.ConvertAll(which, i => tracks[i].Template));
            var searched = await galleries.SearchAsync(_tenant, _id, probes);
            if (searched.Succeeded(out var found, out var refusal))
            {
                for (var i = 0; i < which.Length; i++)
                {
                    nearest[which[i]] = new(found.Nearest[i], found.ListVersion);
                }

                return;
            }

            if (which is [var refused])
            {
                answers[refused] = new(TrackVerdict.NotDecided, Reason: refusal.Detail);
                return;
            }
        }
        catch (ArgumentException e)
        {
            if (which is [var broken])
            {
                LogUndecided(e, _id);
                answers[broken] = TrackAnswer.Failed;
                return;
            }
        }

        // One of them cannot be searched for; the others can.
        foreach (var one in which)
        {
            await SearchAsync(tracks, [one], nearest, answers);
        }
    }

    private async Task<TrackAnswer> DecideOrFailAsync(TrackReport track, Nearest nearest)
    {
        try
        {
            return await DecideAsync(track, nearest);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUndecided(e, _id);
            return TrackAnswer.Failed;
        }
    }

    private async Task<TrackAnswer> DecideAsync(TrackReport track, Nearest nearest)
    {
        var inputs = model.Inputs(track.Space, nearest.Entries, track.FramesFused, track.Agreement);
        var decision = MatchDecision.Decide(inputs);
        metrics.Decided(decision.Verdict);
        switch (decision.Verdict)
        {
            case Verdict.NoMatch or Verdict.WeakEvidence or Verdict.Tie:
                return new(TrackVerdict.Discard);
            case Verdict.Match:
                break;
        }

        var entry = nearest.Entries[0].Entry;
        var regard = await Feed.Regarding(entry);

        // R26: staff who look for the person get the newest picture, from whichever camera.
        if (regard.Confirmed is { } confirmed)
        {
            var sighting = await GrainFactory
                .GetGrain<IAlertGrain>(GrainKeys.Alert(_tenant, confirmed))
                .Sight(track.Camera, track.CapturedAt);
            return sighting is null
                ? new(TrackVerdict.Discard)
                : new(TrackVerdict.Hold, UploadEvidence.PathOf(_tenant, confirmed, sighting));
        }

        // While people look at one alert on this person, the next camera raises no second one.
        if (regard.Quiet)
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
            Match = new()
            {
                Space = track.Space,
                Threshold = decision.ThresholdScore,
                Score = decision.Score,
                Cosine = decision.Cosine,
                Margin = decision.Margin,
                Quality = track.Quality,
                FramesFused = track.FramesFused,
                Agreement = track.Agreement,
                ListVersion = nearest.ListVersion,
                Inputs = RecordedInputs.Write(inputs),
            },
        };
        if (await GrainFactory.GetGrain<IEntryGrain>(GrainKeys.Entry(_tenant, entry)).Raise(alert, raise) is not { } secret)
        {
            return new(TrackVerdict.Discard);
        }

        LogRaised(alert, entry, track.Camera);
        foreach (var drill in await Feed.OpenDrills())
        {
            await GrainFactory.GetGrain<IAlertGrain>(GrainKeys.Alert(_tenant, drill)).GiveWay();
        }

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

    public Task Refresh() => CheckAsync();

    public async Task<Result<Done>> StartDrill()
    {
        var cameras = _cameras.FindAll(c => WhyNot(c.Id) is null).ConvertAll(c => c.Id);
        return cameras.Count == 0 ? Refusal.Conflict("matching-off", "Matching is off in this store, so an alert would be no surprise.")
            : await Feed.IsBusy() || (await Feed.OpenDrills()).Count > 0
                ? Refusal.Conflict("alert-open", "An alert is open in this store. A drill waits until it is over.")
            : await drills.RunAsync(_tenant, _id, cameras, GrainFactory, CancellationToken.None);
    }

    private IAlertFeedGrain Feed => GrainFactory.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, _id));

    /// <summary>Why a camera's tracks are not matched, or null. "Not loaded" is never answered with "no match".</summary>
    private string? WhyNot(CameraId camera) =>
        !_cameras.Exists(c => c.Id == camera) ? "This camera is not registered for the store."
        : WhyNotStore() is { } reason ? reason
        : _halts.Find(h => h.Scope is HaltScope.Camera && h.Target == camera.Value) is { } halt ? $"This camera was stopped: {halt.Reason}"
        : null;

    private string? WhyNotStore() =>
        _cameras.Count == 0 ? "No camera is registered for this store yet."
        : _halts.Find(h => h.Scope is not HaltScope.Camera) is { } halt
            ? $"Matching was stopped {(halt.Scope is HaltScope.Tenant ? "in every store" : "in this store")}: {halt.Reason}"
        : _gallery is not { IsLoaded: true } ? "The watchlist is not loaded yet; nobody is matched until it is."
        : _gallery is { Count: 0, Unreadable: > 0 }
            ? "No entry of the watchlist can be opened; matching is off until head office has looked."
        : _gallery.Spaces.All(s => s.Pending > 0) ? "The watchlist is still being prepared for the face model; matching is off until it is."
        : time.GetUtcNow() - _gallery.CheckedAt > ListGoodFor ? "The watchlist could not be checked; matching is off until it can be."
        : _voters < LeastVoters ? "Fewer than two people of this store are certified to compare faces; matching is off until two are."
        : null;

    private async Task CheckAndDrillAsync()
    {
        await CheckAsync();
        var now = time.GetUtcNow();
        var elapsed = now - _drillsAskedAt;
        _drillsAskedAt = now;
        if (WhyNotStore() is null && Alerts.StartDrill.IsDue(_drillsPerWeek, elapsed, Alerts.StartDrill.Roll()))
        {
            // Refused when an alert is open: the drill is dropped, not saved up.
            await StartDrill();
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await LoadAsync(CancellationToken.None);
            var looking = galleries.RefreshAsync(_tenant, _id);
            try
            {
                _gallery = await looking.WaitAsync(GalleryWithin, time);
            }
            catch (TimeoutException)
            {
                _ = AwaitGalleryAsync(looking);
            }
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or Orleans.Runtime.OrleansException)
        {
            LogCheckFailed(e, _id);
        }

        await PublishAsync();
    }

    /// <summary>Between the store's other turns.</summary>
    private async Task AwaitGalleryAsync(Task<GalleryStatus> looking)
    {
        try
        {
            _gallery = await looking;
            await PublishAsync();
        }
        catch (Exception e) when (e is TimeoutException or Orleans.Runtime.OrleansException)
        {
            LogCheckFailed(e, _id);
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        await using var db = database.Of(_tenant);
        _store = await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Id == _id, cancellation);
        _cameras = await db.Set<Camera>().AsNoTracking().Where(c => c.StoreId == _id).OrderBy(c => c.Name).ToListAsync(cancellation);
        _halts = await halts.OfStoreAsync(_tenant, _id, _cameras.ConvertAll(c => c.Id), cancellation);

        // Certificates and the drills' rate change seldom; a store that waits for people is told at once.
        var now = time.GetUtcNow();
        if (_voters < LeastVoters || now - _peopleCheckedAt >= CheckPeopleEvery)
        {
            _voters = await certificates.CertifiedVotersAsync(_tenant, _id, now, cancellation);
            _drillsPerWeek = await drills.PerStoreAndWeekAsync(_tenant, cancellation);
            _peopleCheckedAt = now;
        }
    }

    private async Task PublishAsync()
    {
        var cameras = _cameras.ConvertAll(c =>
        {
            var why = WhyNot(c.Id);
            var state = _reports.TryGetValue(c.Id, out var report) ? report.State : CameraState.Offline;
            return new FeedCamera(c.Id, c.Name, state, why is null, why);
        });

        // Connectors hear of it when arming or the set of cameras changes.
        var policy = string.Join('|', cameras.Select(c => $"{c.Id} {c.Reason}"));
        if (policy != _published)
        {
            (_published, _policyVersion) = (policy, _policyVersion + 1);
        }

        var armed = cameras.Exists(c => c.Armed);
        var reason = armed ? null : WhyNotStore() ?? "Every camera of this store was stopped.";
        await Feed.PublishStore(
            new FeedStore(
                _id,
                _store!.Name,
                _store.TimeZone,
                armed,
                reason,
                cameras,
                _gallery?.CheckedAt,
                _gallery?.Count ?? 0,
                _gallery?.Unreadable ?? 0
            )
        );
    }

    [LoggerMessage(LogLevel.Information, "Alert {Alert} raised on entry {Entry} by camera {Camera}.")]
    private partial void LogRaised(AlertId alert, EntryId entry, CameraId camera);

    [LoggerMessage(LogLevel.Error, "A track of store {Store} could not be decided.")]
    private partial void LogUndecided(Exception exception, StoreId store);

    [LoggerMessage(LogLevel.Error, "Store {Store} could not check its watchlist.")]
    private partial void LogCheckFailed(Exception exception, StoreId store);
}
