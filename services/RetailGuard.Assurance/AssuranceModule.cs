using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>What people must know before they may confirm a match: the course, its exam, and the certificates (R48).</summary>
public sealed class AssuranceModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, AssuranceTables>();
        services.AddSingleton<Certificates>();
        services.AddSingleton<IReadinessRule, VotersCertified>();
        services.AddSingleton<IDueWork, MailHeads>();
        services.AddSingleton<ITrainingStatus>(s => s.GetRequiredService<Certificates>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ShowCourse.Map(routes);
        TakeExam.Map(routes);
        ListCertificates.Map(routes);
        ReadAudit.Map(routes);
    }
}
