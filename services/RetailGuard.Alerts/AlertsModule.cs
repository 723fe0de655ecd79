using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
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
        services.AddSingleton<IDueWork, TellOfCases>();
        services.AddSingleton<OpenAlerts>();
        services.AddSingleton<ShownAlerts>();
        services.AddSingleton<ReplayAlert>();
        services.AddSingleton<ActOnAlert>();
        services.AddSingleton<Voters>();
        services.AddSingleton<EvidencePictures>();
        services.AddSingleton<EvidenceUploads>();
        services.AddSingleton<Halts>();
        services.AddSingleton<IReadinessRule>(s => s.GetRequiredService<Halts>());
        services.AddSingleton<ReadinessRecord>();
        services.AddSingleton<IAssessedSetting, ThresholdAssessed>();
        services.AddSingleton<TrackDecisions>();
        services.AddSingleton<KillSwitch>();
        services.AddSingleton<Volunteers>();
        services.AddSingleton<IErasedRecords, ErasedAlerts>();
        services.AddSingleton<IBlindSubjects, BlindAlerts>();
        services.AddSingleton<StartDrill>();
        services.AddSingleton<IReinstatementGuard, OpenCases>();
        services.AddSingleton<IHolds, OpenCases>();
        services.AddSingleton<IEntryWarnings, Misidentifications>();
        services.AddSingleton<ForgetAlerts>();
        services.AddSingleton<IDueWork>(s => s.GetRequiredService<ForgetAlerts>());
        services.AddSingleton<IDueWork>(s => s.GetRequiredService<OpenAlerts>());
        services.AddSingleton<AlertRecord>();
        services.AddSingleton<AlertEffects>();
        services.AddSingleton<IEntrySuspended>(s => s.GetRequiredService<AlertEffects>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ViewAlert.Map(routes);
        BrowseAlerts.Map(routes);
        CastVote.Map(routes);
        CheckInAisle.Map(routes);
        RecordOutcome.Map(routes);
        DisputeAlert.Map(routes);
        AlertAgain.Map(routes);
        StopMatching.Map(routes);
        ShowReadiness.Map(routes);
        HandleCases.Map(routes);
        CasePage.Map(routes);
        ManageDrills.Map(routes);
        SetRetention.Map(routes);
        Reports.Map(routes);
        UploadEvidence.Map(routes);
    }
}
