using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>Mails that follow from what happened: queued with it, sent by the retailer's keeper, forgotten when they are sent.</summary>
public sealed class MailModule : IModule
{
    /// <exception cref="StorageException">A setting is wrong.</exception>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(MailOptions.Read(configuration));
        services.AddSingleton<ITables, MailTables>();
        services.AddSingleton<IMail, Outbox>();
        services.AddSingleton<IErasedRecords, ErasedMails>();
        services.AddSingleton<IDueWork, SendMails>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes) => BrowseMails.Map(routes);
}
