using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;
using Orleans.Hosting;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>What every node needs whatever it serves: health, telemetry, leaving, proxies, security headers, answers to what cannot be read.</summary>
public static class NodeOperations
{
    /// <exception cref="StorageException">A setting is wrong.</exception>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<UnreadableRequests>();
        services.AddSingleton(new OperatorPort(configuration));
        services.AddHostedService<StartKeepers>();
        NodeHealth.Add(services);
        Uploads.Add(services);
        Drain.Add(services, configuration);
        Proxy.Add(services, configuration);
        Telemetry.Add(services, configuration);
        return services;
    }

    public static ILoggingBuilder AddOperations(this ILoggingBuilder log)
    {
        Logs.Add(log);
        return log;
    }

    public static ISiloBuilder AddOperations(this ISiloBuilder silo, IConfiguration configuration)
    {
        if (Telemetry.Traces(configuration))
        {
            silo.AddActivityPropagation();
        }

        if (OperatorPort.IsWanted(configuration))
        {
            silo.AddDashboard(o => o.HideTrace = true);
        }

        return silo;
    }

    /// <summary>First in the pipeline, so that it holds for all that follows.</summary>
    public static void UseOperations(this WebApplication app)
    {
        app.Services.GetRequiredService<Proxy>().Use(app);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        SecurityHeaders.Use(app);
        app.Services.GetRequiredService<OperatorPort>().Use(app, NodeHealth.UseForOperators);
        Drain.Use(app);
    }

    /// <summary>Between routing and authentication: see <see cref="RequestChecks"/>.</summary>
    public static void UseAddressChecks(this IApplicationBuilder app) => RequestChecks.UseAddresses(app);

    /// <summary>After authorization: see <see cref="RequestChecks"/> and <see cref="Uploads"/>.</summary>
    public static void UseRequestChecks(this IApplicationBuilder app)
    {
        // First, so that what counts as a sender is an id and not any text that somebody puts into an address.
        RequestChecks.UseRequests(app);
        Uploads.Use(app);
    }

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.Map("/health/live", NodeHealth.AnswerAliveAsync).AllowAnyone("it says only that the process answers");
        routes.Map("/health/ready", NodeHealth.AnswerAnyoneAsync).AllowAnyone("it says only healthy or not");
    }
}
