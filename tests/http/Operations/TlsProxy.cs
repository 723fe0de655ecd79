using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailGuard.Testing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;

namespace RetailGuard.Tests.Http;

/// <summary>A reverse proxy that says what one before TLS would say, and gives each request to the next of its servers.</summary>
internal sealed class TlsProxy : IServer, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IServer[] _servers;
    private readonly HttpClient _http = Api.NewClient();
    private readonly ConcurrentQueue<(string Path, Uri Server)> _given = new();

    private TlsProxy(IServer[] servers)
    {
        _servers = servers;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    new RouteConfig
                    {
                        RouteId = "all",
                        ClusterId = "servers",
                        Match = new() { Path = "{**all}" },
                        Transforms =
                        [
                            // By itself it would say, after this, that clients come without TLS.
                            new Dictionary<string, string> { ["X-Forwarded"] = "Set", ["Proto"] = "Off" },
                            new Dictionary<string, string> { ["RequestHeader"] = "X-Forwarded-Proto", ["Set"] = "https" },
                        ],
                    },
                ],
                [
                    new ClusterConfig
                    {
                        ClusterId = "servers",
                        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
                        Destinations = servers.ToDictionary(
                            s => s.Address.ToString(),
                            s => new DestinationConfig { Address = s.Address.ToString() }
                        ),
                    },
                ]
            );
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapReverseProxy(proxy =>
        {
            proxy.UseLoadBalancing();
            proxy.Use(
                (context, next) =>
                {
                    var chosen = context.GetReverseProxyFeature().AvailableDestinations.Single();
                    _given.Enqueue((context.Request.Path, new(chosen.DestinationId)));
                    return next(context);
                }
            );
        });
    }

    public Uri Address => new(_app.Urls.Single());

    public DateTimeOffset Now => _servers[0].Now;

    public Api Anyone => new(Address, _http);

    /// <summary>Which server was given each request, in their order.</summary>
    public IReadOnlyCollection<(string Path, Uri Server)> Given => _given;

    public static async Task<TlsProxy> StartAsync(params IServer[] servers)
    {
        var proxy = new TlsProxy(servers);
        await proxy._app.StartAsync();
        return proxy;
    }

    public Task<NewTenant> CreateTenantAsync(string slug, string name, string adminEmail) =>
        _servers[0].CreateTenantAsync(slug, name, adminEmail);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
