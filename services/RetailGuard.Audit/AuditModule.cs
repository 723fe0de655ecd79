using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>The hash-chained log and its verifier.</summary>
public sealed class AuditModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, AuditTables>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<ChainEnds>();
        services.AddSingleton<ITenantChanges>(s => s.GetRequiredService<ChainEnds>());
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<IRowMigration, RowsTaken>();
        services.AddSingleton<IRowMigration, KeysMoved>();
        services.AddSingleton<KeptKeys>();
        services.AddSingleton<RotateMasterKey>();
        services.AddSingleton<IDueWork>(s => s.GetRequiredService<KeptKeys>());
        services.AddSingleton<Purges>();
        services.AddSingleton<IDueWork>(s => s.GetRequiredService<Purges>());
        services.AddSingleton<HeadSigner>();
        services.AddSingleton(s => new ChainHeads(s.GetRequiredService<HeadSigner>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDueWork, ExportHeads>();
        services.AddSingleton<RepeatedRefusals>();
        services.AddHostedService(s => s.GetRequiredService<RepeatedRefusals>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        // Nothing yet reads the log over the network; the verifier works on the database itself.
    }
}
