using Microsoft.AspNetCore.SignalR;
using RetailGuard.Alerts;

namespace RetailGuard.Gateway;

/// <summary>What the tablets' live line tells a screen.</summary>
public interface IAlertScreen
{
    /// <summary>The whole picture: first on every line, and again after any gap.</summary>
    [HubMethodName("snapshot")]
    Task SnapshotAsync(AlertSnapshot snapshot, CancellationToken cancellation);

    /// <summary>One alert changed.</summary>
    [HubMethodName("delta")]
    Task DeltaAsync(AlertDelta delta, CancellationToken cancellation);

    /// <summary>The store changed.</summary>
    [HubMethodName("store")]
    Task StoreAsync(StoreDelta delta, CancellationToken cancellation);

    /// <summary>A sign of life, every 2 s.</summary>
    [HubMethodName("pulse")]
    Task PulseAsync(Pulse pulse, CancellationToken cancellation);

    /// <summary>The person may hear no more; the server hangs up 2 s later.</summary>
    [HubMethodName("signedOut")]
    Task SignedOutAsync(SignedOut farewell, CancellationToken cancellation);
}

/// <param name="Version">Changes that follow go on from here, one by one.</param>
/// <param name="ServerTime">The server's clock, which deadlines are reckoned by.</param>
/// <param name="Store">Null until the store has reported for the first time.</param>
public sealed record AlertSnapshot(long Version, DateTimeOffset ServerTime, FeedStore? Store, IReadOnlyList<AlertView> Alerts);

/// <param name="Version">One more than the last; any other number means that something was missed.</param>
public sealed record AlertDelta(long Version, AlertView Alert);

/// <param name="Version">One more than the last; any other number means that something was missed.</param>
public sealed record StoreDelta(long Version, FeedStore Store);

/// <param name="Version">Of the last change that was sent on this line.</param>
public sealed record Pulse(long Version, DateTimeOffset ServerTime);

/// <param name="Reason">A sentence for the person.</param>
public sealed record SignedOut(string Reason);
