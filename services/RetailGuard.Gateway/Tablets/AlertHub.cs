using Microsoft.AspNetCore.SignalR;
using RetailGuard.Identity;

namespace RetailGuard.Gateway;

/// <summary>The tablets' live line. Clients call nothing here: what changes an alert goes over HTTP and is answered.</summary>
internal sealed class AlertHub(StoreStreams streams, TimeProvider time) : Hub<IAlertScreen>
{
    public override async Task OnConnectedAsync()
    {
        if (Caller.Of(Context.User) is { } caller)
        {
            if (caller.Store is { } store)
            {
                streams.Connect(new(new(caller.Tenant, caller.Person), LineProof.Of(caller.SessionKey)), store, Clients.Caller, Context);
                return;
            }

            await HubLine.SignOutAsync(Clients.Caller, Context, "Choose a store when you sign in: alerts belong to a store.", time);
        }
        else if (Caller.IsClaimedBy(Context.GetHttpContext()!))
        {
            await HubLine.SignOutAsync(Clients.Caller, Context, "You have been signed out.", time);
        }
        else if (TabletCaller.Of(Context.User) is { } tablet)
        {
            // Nobody is signed in: the tablet rings, and shows who and why to nobody.
            var proof = LineProof.Of(tablet.Tablet, tablet.Store);
            streams.Connect(new(new(tablet.Tenant, null), proof), tablet.Store, Clients.Caller, Context);
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        streams.Disconnect(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
