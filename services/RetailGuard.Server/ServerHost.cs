using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using RetailGuard.Alerts;
using RetailGuard.Assurance;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Gateway;
using RetailGuard.Identity;
using RetailGuard.Operations;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Server;

/// <summary>Wires every module into one host. Nothing else knows them all.</summary>
public static class ServerHost
{
    private static readonly IModule[] Modules =
    [
        new AuditModule(),
        new IdentityModule(),
        new AssuranceModule(),
        new WatchlistsModule(),
        new AlertsModule(),
        new GatewayModule(),
    ];

    /// <param name="configure">For tests: changes services before the host is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("RETAILGUARD_");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IIds, TimeOrderedIds>();

        // First, so that the silo runs when the modules' own services start.
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreeLoopbackPort(), gatewayPort: 0);
            silo.AddIncomingGrainCallFilter<TenantBoundary>();
            silo.AddOperations(builder.Configuration);
        });

        builder.Services.AddOperations(builder.Configuration);
        builder.Services.AddStorage(builder.Configuration.GetSection("Storage"));
        foreach (var module in Modules)
        {
            module.AddServices(builder.Services, builder.Configuration);
        }

        builder.Services.AddResponseCompression(TabletApp.Compress);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o => Json(o.SerializerOptions));
        builder.Services.AddSignalR().AddJsonProtocol(o => Json(o.PayloadSerializerOptions));
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseOperations();
        app.UseResponseCompression();
        app.UseTabletApp();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(
            (context, next) =>
            {
                // The tenant that the request has proven is the only one whose grains it reaches.
                if (Caller.Of(context.User)?.Tenant is { } tenant)
                {
                    TenantBoundary.ActFor(tenant);
                }

                return next(context);
            }
        );
        app.MapOperations();
        foreach (var module in Modules)
        {
            module.MapRoutes(app);
        }

        return app;
    }

    /// <summary>One process talks to nobody, but a silo has a port.</summary>
    private static int FreeLoopbackPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Json(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
