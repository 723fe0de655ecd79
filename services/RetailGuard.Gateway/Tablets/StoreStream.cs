using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Gateway;

/// <summary>
/// Carries one store's feed to its screens: a whole snapshot first, then changes in order, a new snapshot after any gap.
/// One loop owns all state, so nothing overtakes.
/// </summary>
internal sealed partial class StoreStream : IAlertFeedObserver
{
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(2);
    private const int Buffered = 1000;

    /// <summary>One sign-in has a line or two, and those that died without a word. More are a fault or an attack: the oldest go.</summary>
    private const int MostLines = 16;

    private readonly TenantId _tenant;
    private readonly StoreId _store;
    private readonly IGrainFactory _grains;
    private readonly AlertViews _views;
    private readonly LiveLines _lines;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly ILogger<StoreStream> _logger;

    // Full means that the screens are far behind: what is lost shows as a gap and brings a snapshot.
    private readonly Channel<object> _inbox = Channel.CreateBounded<object>(
        new BoundedChannelOptions(Buffered) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly ConcurrentDictionary<string, Screen> _screens = new(StringComparer.Ordinal);
    private readonly Lock _joining = new();
    private long _joined;
    private bool _ended;

    public StoreStream(
        TenantId tenant,
        StoreId store,
        IGrainFactory grains,
        AlertViews views,
        LiveLines lines,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<StoreStream> logger
    )
    {
        (_tenant, _store, _grains, _views, _lines) = (tenant, store, grains, views, lines);
        (_time, _stopping, _logger) = (time, lifetime.ApplicationStopping, logger);
        _ = RunAsync();
    }

    private sealed record PulseDue;

    private sealed record LinesEnded(HashSet<LiveLine> Lines);

    public bool TryConnect(Screen screen)
    {
        lock (_joining)
        {
            if (_ended)
            {
                return false;
            }

            var lines = _screens.Values.Where(s => s.Owner == screen.Owner).ToList();
            if (lines.Count >= MostLines)
            {
                var oldest = lines.MinBy(s => s.Number)!;
                Disconnect(oldest.Connection);
                oldest.End();
                LogTooManyLines(_store, MostLines);
            }

            screen.Number = ++_joined;
            screen.Line = _lines.Begin(screen.Owner.Proof);
            _screens[screen.Connection] = screen;
            _inbox.Writer.TryWrite(screen);
            return true;
        }
    }

    public void Disconnect(string connection)
    {
        if (_screens.TryRemove(connection, out var screen))
        {
            _lines.End(screen.Line!);
        }
    }

    Task IAlertFeedObserver.Changed(FeedChange change)
    {
        _inbox.Writer.TryWrite(change);
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        // It outlives the line that it began with, and so its trace.
        Activity.Current = null;
        TenantBoundary.ActFor(_tenant);
        var feed = _grains.GetGrain<IAlertFeedGrain>(GrainKeys.Store(_tenant, _store));
        var self = _grains.CreateObjectReference<IAlertFeedObserver>(this);
        await using var pulse = _time.CreateTimer(_ => _inbox.Writer.TryWrite(new PulseDue()), null, PulseEvery, PulseEvery);
        try
        {
            await foreach (var message in _inbox.Reader.ReadAllAsync(_stopping))
            {
                try
                {
                    await HandleAsync(message, feed, self);
                }
                catch (Exception e) when (e is not OutOfMemoryException && !_stopping.IsCancellationRequested)
                {
                    // Screens see the silence and connect again; the next message may fare better.
                    LogFailed(e, _store);
                }

                lock (_joining)
                {
                    if (_ended = _screens.IsEmpty)
                    {
                        break;
                    }
                }
            }

            await feed.Unsubscribe(self);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The server is going, its screens with it; the feed forgets a subscriber that it does not hear of.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFailed(e, _store);
            lock (_joining)
            {
                _ended = true;
            }

            foreach (var screen in _screens.Values)
            {
                screen.End();
            }
        }
        finally
        {
            _grains.DeleteObjectReference<IAlertFeedObserver>(self);
        }
    }

    private async Task HandleAsync(object message, IAlertFeedGrain feed, IAlertFeedObserver self)
    {
        switch (message)
        {
            case Screen screen:
                await WakeStoreAsync();
                await SendSnapshotAsync(screen, await feed.Subscribe(self));
                break;
            case FeedChange change:
                // Read once, however many screens the store has.
                var names = change.Alert is { } alert ? await _views.NamesAsync(_tenant, alert, CancellationToken.None) : null;
                foreach (var screen in _screens.Values.Where(s => s.Version > 0))
                {
                    await SendChangeAsync(screen, change, names, feed, self);
                }

                break;
            case PulseDue:
                _ = WakeStoreAsync();
                await PulseAsync(feed, self);
                _ = LookForEndedAsync();
                break;
            case LinesEnded ended:
                await SignOutAsync(ended.Lines);
                break;
        }
    }

    private async Task SendSnapshotAsync(Screen screen, FeedSnapshot snapshot)
    {
        var alerts = new List<AlertView>();
        foreach (var alert in snapshot.Alerts)
        {
            alerts.Add(await _views.OfAsync(screen.Viewer, alert, CancellationToken.None));
        }

        (screen.Epoch, screen.Version) = (snapshot.Epoch, snapshot.Version);
        var whole = new AlertSnapshot(snapshot.Version, _time.GetUtcNow(), snapshot.Store, alerts);
        await screen.SendAsync((to, cancellation) => to.SnapshotAsync(whole, cancellation));
    }

    /// <param name="names">With an alert only.</param>
    private async Task SendChangeAsync(Screen screen, FeedChange change, AlertNames? names, IAlertFeedGrain feed, IAlertFeedObserver self)
    {
        if (change.Epoch == screen.Epoch && change.Version <= screen.Version)
        {
            return;
        }

        if (change.Epoch != screen.Epoch || change.Version > screen.Version + 1)
        {
            await SendSnapshotAsync(screen, await feed.Subscribe(self));
            return;
        }

        screen.Version = change.Version;
        if (change.Alert is { } alert && names is not null)
        {
            var delta = new AlertDelta(change.Version, _views.Of(screen.Viewer, alert, names));
            await screen.SendAsync((to, cancellation) => to.DeltaAsync(delta, cancellation));
        }

        if (change.Store is { } store)
        {
            await screen.SendAsync((to, cancellation) => to.StoreAsync(new(change.Version, store), cancellation));
        }
    }

    /// <summary>A sign of life, and the subscription's renewal.</summary>
    private async Task PulseAsync(IAlertFeedGrain feed, IAlertFeedObserver self)
    {
        var current = await feed.Subscribe(self);
        foreach (var screen in _screens.Values)
        {
            if (screen.Version > 0)
            {
                var pulse = new Pulse(screen.Version, _time.GetUtcNow());
                await screen.SendAsync((to, cancellation) => to.PulseAsync(pulse, cancellation));
            }

            // A screen that came while the feed did not answer has nothing yet.
            if ((screen.Epoch != current.Epoch || screen.Version < current.Version) && _inbox.Reader.Count == 0)
            {
                await SendSnapshotAsync(screen, current);
            }
        }
    }

    /// <summary>A store is told of and looked after as long as it has a tablet, whether or not a connector is there, and whichever node dies.</summary>
    private async Task WakeStoreAsync()
    {
        try
        {
            await _grains.GetGrain<IStoreGrain>(GrainKeys.Store(_tenant, _store)).Wake();
        }
        catch (Exception e) when (e is not OutOfMemoryException && !_stopping.IsCancellationRequested)
        {
            LogFailed(e, _store);
        }
    }

    /// <summary>Beside the pulses, which go on when the record is slow.</summary>
    private async Task LookForEndedAsync()
    {
        try
        {
            var ended = await _lines.EndedAsync(PulseEvery / 2);
            if (_screens.Values.Any(s => ended.Contains(s.Line!)))
            {
                _inbox.Writer.TryWrite(new LinesEnded(ended));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && !_stopping.IsCancellationRequested)
        {
            LogFailed(e, _store);
        }
    }

    private async Task SignOutAsync(HashSet<LiveLine> ended)
    {
        foreach (var screen in _screens.Values.Where(s => ended.Contains(s.Line!)))
        {
            await screen.SignOutAsync("You have been signed out.");
            Disconnect(screen.Connection);
        }
    }

    [LoggerMessage(LogLevel.Warning, "One sign-in of store {Store} has more than {Most} lines; the oldest was cut.")]
    private partial void LogTooManyLines(StoreId store, int most);

    [LoggerMessage(LogLevel.Error, "The stream of store {Store} stumbled.")]
    private partial void LogFailed(Exception exception, StoreId store);
}
