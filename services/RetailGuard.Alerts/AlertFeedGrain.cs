using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
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
    [Alias("Subscribe")]
    Task<FeedSnapshot> Subscribe(IAlertFeedObserver observer);

    [Alias("Unsubscribe")]
    Task Unsubscribe(IAlertFeedObserver observer);

    /// <summary>An alert's present state, after it was saved. May be repeated.</summary>
    [Alias("Publish")]
    Task Publish(FeedAlert alert);

    /// <summary>The store's cameras and list, whenever they change and after each check of the list.</summary>
    [Alias("PublishStore")]
    Task PublishStore(FeedStore store);

    /// <summary>Whether an alert on this entry is open: then another match of the same person raises none.</summary>
    [Alias("HasOpen")]
    Task<bool> HasOpen(EntryId entry);
}

/// <summary>Receives changes in order.</summary>
[Alias("RetailGuard.IAlertFeedObserver")]
public interface IAlertFeedObserver : IGrainObserver
{
    [Alias("Changed")]
    Task Changed(FeedChange change);
}

public static class AlertFeed
{
    /// <summary>A subscription that is not renewed ends by itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>Closed alerts stay on the tablets this long.</summary>
    public static readonly TimeSpan ShowClosed = TimeSpan.FromMinutes(10);
}

/// <param name="Version">Rises by one with each change; starts from the clock, so that it never falls when the grain moves.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedSnapshot")]
public sealed record FeedSnapshot(
    [property: Id(0)] long Version,
    [property: Id(1)] FeedStore? Store,
    [property: Id(2)] IReadOnlyList<FeedAlert> Alerts
);

/// <summary>One change: an alert or the store.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.FeedChange")]
public sealed record FeedChange([property: Id(0)] long Version, [property: Id(1)] FeedAlert? Alert, [property: Id(2)] FeedStore? Store);

internal sealed class AlertFeedGrain(Database database, Entries entries, TimeProvider time, ILogger<AlertFeedGrain> logger)
    : Grain,
        IAlertFeedGrain
{
    private readonly Dictionary<AlertId, FeedAlert> _alerts = [];
    private readonly ObserverManager<IAlertFeedObserver> _observers = new(AlertFeed.Lease, logger);
    private FeedStore? _store;
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (tenant, store, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        var now = time.GetUtcNow();
        _version = now.ToUnixTimeMilliseconds();
        _observers.GetDateTime = () => time.GetUtcNow().UtcDateTime;
        var (storeId, since) = (new StoreId(store), now - AlertFeed.ShowClosed);
        await using var db = database.Of(tenant);
        var alerts = await db.Set<Alert>()
            .AsNoTracking()
            .Include(a => a.Votes)
            .Where(a => a.StoreId == storeId && (a.ClosedAt == null || a.ClosedAt > since))
            .ToListAsync(cancellationToken);
        foreach (var alert in alerts)
        {
            _alerts[alert.Id] = await FeedAlert.OfAsync(alert, entries);
        }
    }

    public Task<FeedSnapshot> Subscribe(IAlertFeedObserver observer)
    {
        _observers.Subscribe(observer, observer);
        ForgetLongClosed();
        return Task.FromResult(new FeedSnapshot(_version, _store, [.. _alerts.Values.OrderBy(a => a.RaisedAt)]));
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
            // R24: only the list of who has voted may have changed, and that is nobody's business but the voter's own.
            _alerts[alert.Id] = alert;
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

    public Task<bool> HasOpen(EntryId entry)
    {
        ForgetLongClosed();
        return Task.FromResult(_alerts.Values.Any(a => a.Entry == entry && a.IsOpen));
    }

    private Task SendAsync(FeedAlert? alert, FeedStore? store)
    {
        var change = new FeedChange(++_version, alert, store);
        return _observers.Notify(observer => observer.Changed(change));
    }

    private void ForgetLongClosed()
    {
        var since = time.GetUtcNow() - AlertFeed.ShowClosed;
        foreach (var alert in _alerts.Values.Where(a => a.ClosedAt < since).ToList())
        {
            _alerts.Remove(alert.Id);
        }
    }
}
