using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>From a match to an alert, two blind votes and an outcome.</summary>
public sealed class AlertsModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, AlertTables>();
        services.AddSingleton<ModelScale>();
        services.AddSingleton<AlertMetrics>();
        services.AddSingleton<AlertViews>();
        services.AddSingleton<OpenAlerts>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ViewAlert.Map(routes);
        CastVote.Map(routes);
        RecordOutcome.Map(routes);
        UploadEvidence.Map(routes);
    }
}

/// <summary>Finds what was open when the server last stopped.</summary>
public sealed class OpenAlerts(Database database)
{
    public async Task<IReadOnlyList<(TenantId Tenant, AlertId Alert)>> AllAsync(CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var open = await db.Set<Alert>()
            .Where(a => a.State == AlertState.Raised || a.State == AlertState.Voting || a.State == AlertState.Confirmed)
            .Select(a => new { a.Tenant, a.Id })
            .ToListAsync(cancellation);
        return open.ConvertAll(a => (a.Tenant, a.Id));
    }
}
