using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>Who pays for what: counts stores and cameras, and knows of nobody who is seen by them.</summary>
public sealed class BillingModule : IModule
{
    /// <exception cref="StorageException">A setting is wrong.</exception>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var options = BillingOptions.Read(configuration);
        services.AddSingleton(options);
        services.AddSingleton<ITables, BillingTables>();
        services.AddSingleton<BillingMetrics>();
        if (!options.UsesStripe)
        {
            services.AddSingleton<IDueWork, CloseMonths>();
            return;
        }

        services.AddStripe(options);
        services.AddSingleton<ReadAgain>();
        services.AddSingleton<Checkouts>();
        services.AddSingleton<IDueWork, SyncQuantities>();
        services.AddSingleton<IDueWork, WatchPayments>();
        services.AddSingleton<PaidFor>();
        services.AddSingleton<IReadinessRule>(s => s.GetRequiredService<PaidFor>());
        services.AddSingleton<IGrowthRule>(s => s.GetRequiredService<PaidFor>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        ShowBilling.Map(routes);
        StartCheckout.Map(routes);
        OpenPortal.Map(routes);
        ManualInvoice.Map(routes);
        ReceiveEvents.Map(routes);
    }
}
