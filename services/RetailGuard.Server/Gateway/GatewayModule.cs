using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Server.Gateway;

/// <summary>The two live lines into the server: connectors by WebSocket, tablets by SignalR; and its health.</summary>
public sealed class GatewayModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<StoreStreams>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<IMemoryPoolFactory<byte>, ZeroedBuffers>();
        services.AddHostedService<WakeOpenAlerts>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        EdgeStream.Map(routes);
        routes.MapHub<AlertHub>("/hubs/alerts").AllowRolesOrTablet(Role.StoreStaff, Role.StoreManager);
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnyone("it says only that the process answers");
        routes.MapHealthChecks("/health/ready").AllowAnyone("it says only healthy or not");
    }

    private sealed class DatabaseHealth(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = database.AcrossTenants();
            return await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
