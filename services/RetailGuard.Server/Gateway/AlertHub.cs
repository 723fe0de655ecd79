using Microsoft.AspNetCore.SignalR;
using RetailGuard.Identity;

namespace RetailGuard.Server.Gateway;

/// <summary>The tablets' live line. Clients call nothing here: what changes an alert goes over HTTP and is answered.</summary>
internal sealed class AlertHub(StoreStreams streams) : Hub
{
    public override async Task OnConnectedAsync()
    {
        var caller = Caller.Of(Context.User)!;
        if (caller.Store is null)
        {
            await Clients.Caller.SendAsync("signedOut", new { reason = "Choose a store when you sign in: alerts belong to a store." });
            Context.Abort();
            return;
        }

        streams.Connect(caller, Clients.Caller, Context);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        streams.Disconnect(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
