using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>What a provider answered.</summary>
/// <param name="Date">Its clock, to the second; null where it does not say.</param>
internal sealed record ProviderAnswer(HttpStatusCode Status, string Body, DateTimeOffset? Date);

/// <summary>A provider could not be asked.</summary>
/// <param name="message">A sentence for the administrator.</param>
internal sealed class ProviderUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The way to a retailer's provider. Its address was typed by somebody, so the line leads to no machine of ours: to public addresses only,
/// by https, without following redirects, for a few seconds and a few kilobytes.
/// </summary>
internal sealed class ProviderLine : IDisposable
{
    private const string PrivateSetting = "SingleSignOn:PrivateAddresses";
    private const int MostBytes = 256 * 1024;

    // Of one provider on one node: more wait their turn, within the same time.
    private const int MostAtOnce = 8;

    /// <summary>How long an answer may take, all of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public ProviderLine(bool allowsPrivate, TimeProvider time)
    {
        (AllowsPrivate, _time) = (allowsPrivate, time);
        _http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                MaxConnectionsPerServer = MostAtOnce,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ConnectCallback = ConnectAsync,
            }
        )
        {
            // By the product's clock, below.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    /// <summary>The operator lets providers be in the private network, and on this machine without TLS.</summary>
    public bool AllowsPrivate { get; }

    /// <exception cref="StorageException">The setting is none that holds.</exception>
    public static bool IsPrivateAllowed(IConfiguration configuration) =>
        configuration[PrivateSetting] switch
        {
            null or "" or "refuse" => false,
            "allow" => true,
            var other => throw new StorageException("single-sign-on", $"{PrivateSetting} is {other}; it is refuse or allow."),
        };

    /// <summary>Whether an address is one that a provider may have: https, without a user, a query or a fragment.</summary>
    public bool Allows(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (AllowsPrivate && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0;

    /// <exception cref="ProviderUnreachableException">It did not answer, or in a way that is not read.</exception>
    public async Task<ProviderAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var host = request.RequestUri!.Host;
        if (!Allows(request.RequestUri.OriginalString))
        {
            throw new ProviderUnreachableException($"{host} is to be asked without https.");
        }

        using var over = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return new(response.StatusCode, await response.Content.ReadAsStringAsync(either.Token), response.Headers.Date);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderUnreachableException($"{host} did not answer within {Patience.TotalSeconds:0} seconds.", e);
        }
        catch (HttpRequestException e)
        {
            throw new ProviderUnreachableException(
                e.InnerException is ProviderUnreachableException refused
                    ? refused.Message
                    : e.HttpRequestError switch
                    {
                        HttpRequestError.NameResolutionError => $"There is no machine called {host}.",
                        HttpRequestError.SecureConnectionError => $"{host} has no certificate that this server trusts.",
                        HttpRequestError.ConfigurationLimitExceeded => $"{host} answered with more than {MostBytes / 1024} kB.",
                        _ => $"{host} could not be reached.",
                    },
                e
            );
        }
        catch (InvalidOperationException e)
        {
            // A charset that there is none of.
            throw new ProviderUnreachableException($"{host} answered in a way that cannot be read.", e);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);

        // What is looked at is what is connected to: a name cannot lead elsewhere in between.
        var allowed = AllowsPrivate ? found : Array.FindAll(found, IsPublic);
        if (allowed.Length == 0)
        {
            throw new ProviderUnreachableException(
                $"{host} is an address of a private network, which the operator of this server does not allow."
            );
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static readonly IPNetwork[] NotPublic =
    [
        .. (
            (string[])
                [
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                ]
        ).Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether anybody's machine may have the address.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(plain))
            && !Array.Exists(NotPublic, network => network.Contains(plain));
    }

    public void Dispose() => _http.Dispose();
}
