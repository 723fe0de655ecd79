using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Privacy.Portal;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy;

/// <summary>What people ask about themselves: the portal, the desk that answers, and the clock of the law.</summary>
public sealed class PrivacyModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        // Pages are rendered on the server, once; macrons stay letters.
        services.AddRazorComponents();
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<ITables, RequestTables>();
        services.AddSingleton<RequestMails>();
        services.AddSingleton<RequestDesk>();
        services.AddSingleton<ReceiveRequest>();
        services.AddSingleton<IReinstatementGuard, OpenRequests>();
        services.AddSingleton<IHolds, OpenRequests>();
        services.AddSingleton<IErasedRecords, ErasedRequests>();
        services.AddSingleton<IDueWork, RequestsDue>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        AskAtStore.Map(routes);
        FollowRequest.Map(routes);
        TakeInRequest.Map(routes);
        BrowseRequests.Map(routes);
        HandleRequest.Map(routes);
        AnswerRequest.Map(routes);
        PrintPack.Map(routes);
    }
}
