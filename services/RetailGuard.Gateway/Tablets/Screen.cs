using Microsoft.AspNetCore.SignalR;
using RetailGuard.Alerts;
using RetailGuard.Identity;

namespace RetailGuard.Gateway;

/// <summary>Whom a screen shows alerts to.</summary>
/// <param name="Proof">The sign-in that ends it, or the tablet where nobody is signed in.</param>
internal sealed record ScreenOwner(AlertViewer Viewer, LineProof Proof);

/// <summary>One connected screen.</summary>
internal sealed class Screen(ScreenOwner owner, IAlertScreen client, HubCallerContext context, TimeProvider time)
{
    /// <summary>A screen that reads nothing for so long is cut, since the store's others wait for it. It comes back to a snapshot.</summary>
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(1);

    public ScreenOwner Owner { get; } = owner;

    public AlertViewer Viewer => Owner.Viewer;

    /// <summary>While it is connected.</summary>
    public LiveLine? Line { get; set; }

    /// <summary>Its place among the screens that ever joined the stream.</summary>
    public long Number { get; set; }

    public string Connection => context.ConnectionId;

    /// <summary>Last version sent; 0 before the first snapshot.</summary>
    public long Version { get; set; }

    /// <summary>Of the feed whose version that is.</summary>
    public Guid Epoch { get; set; }

    public async Task SendAsync(Func<IAlertScreen, CancellationToken, Task> send)
    {
        try
        {
            // The clock of this machine: what is waited for is a network, whatever time it is.
            await send(client, context.ConnectionAborted).WaitAsync(SendWithin, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            context.Abort();
        }
        catch (OperationCanceledException) when (context.ConnectionAborted.IsCancellationRequested)
        {
            // This screen has gone; the others still hear.
        }
    }

    public Task SignOutAsync(string reason) => HubLine.SignOutAsync(client, context, reason, time);

    public void End() => context.Abort();
}

/// <summary>How a line ends whose person may not hear more: told why, then cut.</summary>
internal static class HubLine
{
    private static readonly TimeSpan HangUpWithin = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the reason is on its way. Cutting at once would overtake it, so the screen has 2 s to hang up by itself.</summary>
    public static async Task SignOutAsync(IAlertScreen client, HubCallerContext context, string reason, TimeProvider time)
    {
        _ = CutAsync(context, time);
        try
        {
            await client.SignedOutAsync(new(reason), context.ConnectionAborted);
        }
        catch (OperationCanceledException)
        {
            // It has gone by itself.
        }
    }

    private static async Task CutAsync(HubCallerContext context, TimeProvider time)
    {
        await Task.Delay(HangUpWithin, time, context.ConnectionAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
