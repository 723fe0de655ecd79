using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Gateway;

/// <summary>The two live lines into the server: connectors by WebSocket, tablets by SignalR.</summary>
public sealed class GatewayModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<StoreStreams>();
        services.AddSingleton<TrackMetrics>();
        services.AddSingleton<IMemoryPoolFactory<byte>, ZeroedBuffers>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        EdgeStream.Map(routes);
        // WebSockets only: another transport would need each of its requests to reach the same node.
        routes
            .MapHub<AlertHub>("/hubs/alerts", o => o.Transports = HttpTransportType.WebSockets)
            .AllowRolesOrTablet(Role.StoreStaff, Role.StoreManager);
    }
}
