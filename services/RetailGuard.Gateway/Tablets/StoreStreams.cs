using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;

namespace RetailGuard.Gateway;

/// <summary>One stream per store that has tablets connected here; it ends with its last tablet.</summary>
internal sealed class StoreStreams(IServiceProvider services, TrackMetrics metrics, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoreStream> _byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<(TenantId, StoreId), StoreStream> _streams = [];
    private readonly Lock _lock = new();

    public void Connect(ScreenOwner owner, StoreId store, IAlertScreen client, HubCallerContext context)
    {
        lock (_lock)
        {
            var key = (owner.Viewer.Tenant, store);
            var screen = new Screen(owner, client, context, time);
            if (!_streams.TryGetValue(key, out var stream) || !stream.TryConnect(screen))
            {
                stream = ActivatorUtilities.CreateInstance<StoreStream>(services, key.Tenant, store);
                _streams[key] = stream;
                stream.TryConnect(screen);
            }

            _byConnection[context.ConnectionId] = stream;
            metrics.LineOpened(LineKind.Tablet);
        }
    }

    public void Disconnect(string connection)
    {
        if (_byConnection.TryRemove(connection, out var stream))
        {
            stream.Disconnect(connection);
            metrics.LineClosed(LineKind.Tablet);
        }
    }
}
