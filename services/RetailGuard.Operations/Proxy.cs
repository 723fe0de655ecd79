using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>
/// Behind a proxy that ends TLS: <c>Proxy:Known</c> says whose word on caller, scheme and host is taken (addresses and networks with
/// commas between; empty: nobody's), <c>Proxy:AllowedHosts</c> which names the server answers to (empty: any).
/// </summary>
internal sealed class Proxy
{
    private const string Known = "Proxy:Known";
    private const string AllowedHosts = "Proxy:AllowedHosts";
    private static readonly TimeSpan StayOnHttps = TimeSpan.FromDays(365);

    private readonly List<IPAddress> _proxies = [];
    private readonly List<System.Net.IPNetwork> _networks = [];
    private readonly StringSegment[] _hosts;
    private readonly bool _isHttps;

    /// <exception cref="StorageException">A proxy is neither an address nor a network.</exception>
    public Proxy(IConfiguration configuration)
    {
        foreach (var known in Split(configuration[Known]))
        {
            if (IPAddress.TryParse(known, out var address))
            {
                _proxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(known, out var network))
            {
                _networks.Add(network);
            }
            else
            {
                throw new StorageException(
                    "proxy-known",
                    $"{Known} holds {known}, which is neither an address nor a network. Write for example 10.0.0.4 or 10.0.0.0/24, with commas between."
                );
            }
        }

        _hosts = [.. Split(configuration[AllowedHosts])];
        _isHttps = PublicAddress.Of(configuration)?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true;
    }

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new Proxy(configuration));
        services.AddHsts(o => o.MaxAge = StayOnHttps);
    }

    /// <summary>Before all that asks for scheme or host.</summary>
    public void Use(IApplicationBuilder app)
    {
        // With nobody known the middleware would believe everybody.
        if (_proxies.Count + _networks.Count > 0)
        {
            var options = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                // A chain is followed as far as it is known.
                ForwardLimit = null,
            };
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            _proxies.ForEach(options.KnownProxies.Add);
            _networks.ForEach(options.KnownIPNetworks.Add);
            app.UseForwardedHeaders(options);
        }

        if (_hosts.Length > 0)
        {
            app.Use(
                (context, next) =>
                    // Balancers ask for health by the node's address.
                    HostString.MatchesAny(context.Request.Host.Host, _hosts) || context.Request.Path.StartsWithSegments("/health")
                        ? next(context)
                        : UnknownHost().ExecuteAsync(context)
            );
        }

        if (_isHttps)
        {
            app.UseHsts();
        }
    }

    private static IResult UnknownHost() =>
        Results.Problem(
            "This server does not answer to that name.",
            statusCode: StatusCodes.Status400BadRequest,
            title: "host-unknown",
            extensions: new Dictionary<string, object?> { ["code"] = "host-unknown" }
        );

    private static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
