using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>The privacy impact and proportionality assessment: written, approved by two, reviewed, published (R44); and trials (R45).</summary>
public sealed class AssessmentModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, AssessmentTables>();
        services.AddSingleton<AssessedSettings>();
        services.AddSingleton(s => new PublicAssessment(s.GetRequiredService<Database>()));
        services.AddSingleton<IReadinessRule, AssessmentInForce>();
        services.AddSingleton<IReadinessRule, TrialsEnd>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        WriteAssessment.Map(routes);
        DecideAssessment.Map(routes);
        ReadAssessments.Map(routes);
        ManageTrials.Map(routes);
    }
}
