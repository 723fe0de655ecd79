using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace RetailGuard.Foundation;

/// <summary>
/// A business capability. The host names each once; nothing else knows them all.
/// A module's public face is its grain interfaces, its records and this type.
/// </summary>
public interface IModule
{
    void AddServices(IServiceCollection services, IConfiguration configuration);

    void MapRoutes(IEndpointRouteBuilder routes);
}
