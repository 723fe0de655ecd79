using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;

namespace RetailGuard.Operations;

/// <summary>What every node needs whatever it serves: health, security headers, answers to what cannot be read.</summary>
public static class NodeOperations
{
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<UnreadableRequests>();
        services.AddHostedService<StartKeepers>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return services;
    }

    /// <summary>First in the pipeline, so that it holds for all that follows.</summary>
    public static void UseOperations(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
    }

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnyone("it says only that the process answers");
        routes.MapHealthChecks("/health/ready").AllowAnyone("it says only healthy or not");
    }
}
