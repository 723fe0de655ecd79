using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Utilities;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>What a store's tablets show, as one numbered stream. Key: tenant/store. Holds no truth of its own.</summary>
[Alias("RetailGuard.IAlertFeedGrain")]
public interface IAlertFeedGrain : IGrainWithStringKey
{
    /// <summary>Starts or renews a subscription and gives the whole picture. Renew within <see cref="AlertFeed.Lease"/>.</summary>
    [Alias("Subscribe"), ResponseTimeout(LiveCall.Limit)]
    Task<FeedSnapshot> Subscribe(IAlertFeedObserver observer);

    [Alias("Unsubscribe")]
    Task Unsubscribe(IAlertFeedObserver observer);

    /// <summary>An alert's present state, after it was saved. May be repeated.</summary>
    [Alias("Publish")]
    Task Publish(FeedAlert alert);

    /// <summary>The store's cameras and list, whenever they change and after each check of the list.</summary>
    [Alias("PublishStore")]
    Task PublishStore(FeedStore store);

    /// <summary>Whether another match of an entry may raise an alert in this store now.</summary>
    [Alias("Regarding")]
    Task<EntryAlertStatus> AlertStatusOf(EntryId entry);

    /// <summary>Drills that are still being voted on: they give way to a real alert.</summary>
    [Alias("OpenDrills")]
    Task<IReadOnlyList<AlertId>> OpenDrills();

    /// <summary>Whether a real alert is open: then no drill starts.</summary>
    [Alias("IsBusy")]
    Task<bool> IsBusy();
}

/// <summary>Receives changes in order. Nobody waits for it: a gateway that has died must not hold up the store's others.</summary>
[Alias("RetailGuard.IAlertFeedObserver")]
public interface IAlertFeedObserver : IGrainObserver
{
    [OneWay, Alias("Changed")]
    Task Changed(FeedChange change);
}

public static class AlertFeed
{
    /// <summary>A subscription that is not renewed ends by itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>Closed alerts stay on the tablets this long.</summary>
    public static readonly TimeSpan ShowClosed = TimeSpan.FromMinutes(10);
}

/// <param name="Epoch">One life of the feed: versions of two epochs do not compare.</param>
/// <param name="Version">Rises by one with each change.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedSnapshot")]
public sealed record FeedSnapshot(
    [property: Id(0)] long Version,
    [property: Id(1)] FeedStore? Store,
    [property: Id(2)] IReadOnlyList<FeedAlert> Alerts,
    [property: Id(3)] Guid Epoch
);

/// <param name="Confirmed">The alert on it that staff are acting on.</param>
/// <param name="Quiet">An alert on it is open, or it is paused here since somebody saw another person (R16).</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.EntryRegard")]
public readonly record struct EntryAlertStatus([property: Id(0)] AlertId? Confirmed, [property: Id(1)] bool Quiet);

/// <summary>One change: an alert or the store.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedChange")]
public sealed record FeedChange(
    [property: Id(0)] long Version,
    [property: Id(1)] FeedAlert? Alert,
    [property: Id(2)] FeedStore? Store,
    [property: Id(3)] Guid Epoch
);

internal sealed partial class AlertFeedGrain(
    Database database,
    Entries entries,
    ShownAlerts shown,
    IIds ids,
    TimeProvider time,
    ILogger<AlertFeedGrain> logger
) : Grain, IAlertFeedGrain
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<AlertId, FeedAlert> _alerts = [];
    private readonly ObserverManager<IAlertFeedObserver> _observers = new(AlertFeed.Lease, logger);
    private readonly Guid _epoch = ids.Next();
    private TenantId _tenant;
    private StoreId _storeId;
    private FeedStore? _store;
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var store, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _storeId = new(store);
        var now = time.GetUtcNow();
        _version = now.ToUnixTimeMilliseconds();
        _observers.GetDateTime = () => time.GetUtcNow().UtcDateTime;
        await using var db = database.Of(_tenant);
        var alerts = await db.Set<Alert>()
            .AsNoTracking()
            .Include(a => a.Votes)
            .Where(a => a.StoreId == _storeId)
            .Where(ShownAlerts.At(now))
            .ToListAsync(cancellationToken);
        foreach (var alert in alerts)
        {
            _alerts[alert.Id] = await FeedAlert.OfAsync(alert, entries);
        }

        // Interleaved: a slow record keeps no screen waiting.
        var each = new GrainTimerCreationOptions(CompareEvery, CompareEvery) { Interleave = true };
        this.RegisterGrainTimer(_ => CompareAsync(), each);
    }

    public Task<FeedSnapshot> Subscribe(IAlertFeedObserver observer)
    {
        _observers.Subscribe(observer, observer);
        ForgetLongClosed();
        var now = time.GetUtcNow();
        return Task.FromResult(
            new FeedSnapshot(_version, _store, [.. _alerts.Values.Where(a => a.IsShown(now)).OrderBy(a => a.RaisedAt)], _epoch)
        );
    }

    public Task Unsubscribe(IAlertFeedObserver observer)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Publish(FeedAlert alert)
    {
        if (_alerts.TryGetValue(alert.Id, out var known) && known.Version >= alert.Version)
        {
            if (known.Version == alert.Version)
            {
                // R24: only the list of who has voted may have changed, and that is nobody's business but the voter's own.
                _alerts[alert.Id] = alert;
            }

            return Task.CompletedTask;
        }

        _alerts[alert.Id] = alert;
        return SendAsync(alert, null);
    }

    public Task PublishStore(FeedStore store)
    {
        _store = store;
        return SendAsync(null, store);
    }

    public Task<EntryAlertStatus> AlertStatusOf(EntryId entry)
    {
        ForgetLongClosed();
        var now = time.GetUtcNow();
        var confirmed = _alerts.Values.FirstOrDefault(a => a.Entry == entry && a.State is AlertState.Confirmed && now < a.ActionableUntil);
        var quiet = _alerts.Values.Any(a =>
            a.Entry == entry
            && new RaisedEarlier(_storeId, a.State, a.RaisedAt, a.VotingEndsAt, a.ActionableUntil, a.SuppressedUntil).KeepsQuiet(now)
        );
        return Task.FromResult(new EntryAlertStatus(confirmed?.Id, quiet));
    }

    public Task<IReadOnlyList<AlertId>> OpenDrills() =>
        Task.FromResult<IReadOnlyList<AlertId>>([.. _alerts.Values.Where(a => a is { IsDrill: true, IsOpen: true }).Select(a => a.Id)]);

    public Task<bool> IsBusy() => Task.FromResult(_alerts.Values.Any(a => a is { IsDrill: false, IsOpen: true }));

    /// <summary>
    /// Takes in what nobody told: the node that saved it died before it could, or belongs to a part of the cluster that has split off.
    /// </summary>
    private async Task CompareAsync()
    {
        try
        {
            var recorded = await shown.OfAsync(_tenant, _storeId);
            var missed = recorded.Where(IsNews).Select(a => a.Id);
            var ended = _alerts.Values.Where(a => a.IsOpen).Select(a => a.Id).Except(recorded.Select(a => a.Id));
            AlertId[] wanted = [.. missed, .. ended];
            if (wanted.Length == 0)
            {
                return;
            }

            await using var db = database.Of(_tenant);
            var alerts = db.Set<Alert>().AsNoTracking().Include(a => a.Votes).Where(a => wanted.Contains(a.Id));
            foreach (var alert in await alerts.ToListAsync())
            {
                await Publish(await FeedAlert.OfAsync(alert, entries));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotCompared(e, _storeId);
        }
    }

    private bool IsNews(AlertProgress recorded) =>
        !_alerts.TryGetValue(recorded.Id, out var known)
        || known.Version < recorded.Version
        || (known.Version == recorded.Version && known.Voters.Count < recorded.Votes);

    private Task SendAsync(FeedAlert? alert, FeedStore? store)
    {
        var change = new FeedChange(++_version, alert, store, _epoch);
        return _observers.Notify(observer => observer.Changed(change));
    }

    private void ForgetLongClosed()
    {
        var now = time.GetUtcNow();
        foreach (var alert in _alerts.Values.Where(a => !a.IsShown(now) && !(a.SuppressedUntil > now)).ToList())
        {
            _alerts.Remove(alert.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The feed of store {Store} could not compare itself with the record.")]
    private partial void LogNotCompared(Exception exception, StoreId store);
}
