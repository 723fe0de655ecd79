using System.Linq.Expressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

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
        services.AddSingleton<CaseAddress>();
        services.AddSingleton<OpenAlerts>();
        services.AddSingleton<ReplayAlert>();
        services.AddSingleton<ActOnAlert>();
        services.AddSingleton<Voters>();
        services.AddSingleton<EvidencePictures>();
        services.AddSingleton<Halts>();
        services.AddSingleton<Volunteers>();
        services.AddSingleton<StartDrill>();
        services.AddSingleton<IReinstatementGuard, OpenCases>();
        services.AddHostedService<ForgetAlerts>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ViewAlert.Map(routes);
        CastVote.Map(routes);
        CheckInAisle.Map(routes);
        RecordOutcome.Map(routes);
        DisputeAlert.Map(routes);
        AlertAgain.Map(routes);
        StopMatching.Map(routes);
        HandleCases.Map(routes);
        CasePage.Map(routes);
        ManageDrills.Map(routes);
        Reports.Map(routes);
        UploadEvidence.Map(routes);
    }
}

/// <summary>Finds alerts that are open.</summary>
public sealed class OpenAlerts(Database database)
{
    /// <summary>Over all tenants: what was open when the server last stopped.</summary>
    public async Task<IReadOnlyList<(TenantId Tenant, AlertId Alert)>> AllAsync(CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var open = await db.Set<Alert>().Where(IsOpen).Select(a => new { a.Tenant, a.Id }).ToListAsync(cancellation);
        return open.ConvertAll(a => (a.Tenant, a.Id));
    }

    internal static Task<List<AlertId>> IdsAsync(RetailGuardDb db, Expression<Func<Alert, bool>> which) =>
        db.Set<Alert>().Where(IsOpen).Where(which).Select(a => a.Id).ToListAsync();

    /// <summary>Lets open alerts see at once what has changed around them. Those that miss it see it with the next act on them.</summary>
    internal static async Task WakeAsync(RetailGuardDb db, TenantId tenant, IGrainFactory grains, Expression<Func<Alert, bool>> which)
    {
        foreach (var alert in await IdsAsync(db, which))
        {
            await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Wake();
        }
    }

    private static readonly Expression<Func<Alert, bool>> IsOpen = a =>
        a.State == AlertState.Raised || a.State == AlertState.Voting || a.State == AlertState.Confirmed;
}
