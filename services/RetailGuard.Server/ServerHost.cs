using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using RetailGuard.Alerts;
using RetailGuard.Assessment;
using RetailGuard.Assurance;
using RetailGuard.Audit;
using RetailGuard.Billing;
using RetailGuard.Foundation;
using RetailGuard.Gateway;
using RetailGuard.Identity;
using RetailGuard.Mail;
using RetailGuard.Notices;
using RetailGuard.Operations;
using RetailGuard.Privacy;
using RetailGuard.Sharing;
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
        new MailModule(),
        new AssuranceModule(),
        new WatchlistsModule(),
        new SharingModule(),
        new AlertsModule(),
        new NoticesModule(),
        new AssessmentModule(),
        new PrivacyModule(),
        new BillingModule(),
        new GatewayModule(),
    ];

    /// <param name="args">Settings only; a command's own options have been taken out.</param>
    /// <param name="configure">For tests: changes services before the host is built.</param>
    /// <exception cref="SettingException">Something is set that the server does not read.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables(Settings.VariablePrefix);
        if (Environment.GetEnvironmentVariable(Settings.SecretsVariable) is { Length: > 0 } secrets)
        {
            builder.Configuration.AddKeyPerFile(Settings.SecretsFolder(secrets));
        }

        UnknownSettings.Refuse(args, Environment.GetEnvironmentVariables(), builder.Configuration);
        var clustering = new Clustering(builder.Configuration);
        builder.Services.AddSingleton(clustering);

        // First, so that the silo runs when the modules' own services start.
        builder.UseOrleans(silo =>
        {
            clustering.Configure(silo);
            silo.AddIncomingGrainCallFilter<TenantBoundary>();
            silo.AddOperations(builder.Configuration);
        });
        builder.Logging.AddOperations();
        AddModules(builder.Services, builder.Configuration);
        builder.Services.AddResponseCompression(WebApps.Compress);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o => Json(o.SerializerOptions));
        builder.Services.AddSignalR().AddJsonProtocol(o => Json(o.PayloadSerializerOptions));
        ApiDescription.Add(builder.Services);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseOperations();
        app.UseResponseCompression();
        app.UseWebApps();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15) });
        app.UseRouting();
        app.UseAddressChecks();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRequestChecks();
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

        ApiDescription.Map(app);

        return app;
    }

    /// <summary>
    /// Where the grains of several nodes are. When a node dies, those of others stay; Orleans' own default stops two thirds of the grains
    /// of three nodes.
    /// </summary>
    public static void AddGrainDirectory(ISiloBuilder silo)
    {
#pragma warning disable ORLEANSEXP003 // Called experimental. What it costs and buys: decisions/node-death.md.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
    }

    /// <summary>What grains and routes are made of, whoever hosts them.</summary>
    public static void AddModules(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => new SteadyClock(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(s => s.GetRequiredService<SteadyClock>());
        services.AddSingleton<IIds, TimeOrderedIds>();
        services.AddSingleton<PublicAddress>();
        services.AddOperations(configuration);
        services.AddStorage(configuration.GetSection("Storage"));
        foreach (var module in Modules)
        {
            module.AddServices(services, configuration);
        }
    }

    private static void Json(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
