using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>Signage: what notices say, whether they are true, and whether they hang (R32 to R34).</summary>
public sealed class NoticesModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, NoticeTables>();
        services.AddSingleton<NoticeAddresses>();
        services.AddSingleton<StorePageNotices>();
        services.AddSingleton<IReadinessRule, NoticesInForce>();
        services.AddSingleton<ForgetAttestations>();
        services.AddSingleton<IDueWork>(s => s.GetRequiredService<ForgetAttestations>());
        services.AddSingleton<IErasedRecords>(s => s.GetRequiredService<ForgetAttestations>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        WriteNotice.Map(routes);
        ManageEntrances.Map(routes);
        AttestNotice.Map(routes);
        PrintNotice.Map(routes);
    }
}
