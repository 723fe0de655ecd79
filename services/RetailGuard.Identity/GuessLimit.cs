using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// How often one address may try what could be guessed without being known: a password, a pairing code, the number of a case. An address
/// is a network of /64 where it has six parts more: whoever has one of these has all.
/// </summary>
/// <param name="perMinute">For each node.</param>
internal sealed class GuessLimit(int perMinute) : IRateLimiterPolicy<string>
{
    public const string Policy = "guesses";
    public const string Setting = "Guesses:PerMinute";
    private const int Default = 60;
    private const int Most = 1_000_000;
    private const int NetworkBytes = 8;

    private static readonly Refusal TooMany = new(
        "too-many-tries",
        "Too many tries came from your network in this minute. Wait a minute, then try again.",
        RefusalKind.TooMany
    );

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected { get; } =
        async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await TooMany.ToHttp().ExecuteAsync(rejected.HttpContext);
        };

    /// <exception cref="StorageException">The setting is no such number.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var set = configuration[Setting];
        var perMinute = Default;
        if (
            set is { Length: > 0 }
            && !(int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out perMinute) && perMinute is >= 1 and <= Most)
        )
        {
            throw new StorageException("guesses-per-minute", $"{Setting} is {set}; it is a number, 1 to {Most}.");
        }

        var limit = new GuessLimit(perMinute);
        services.AddRateLimiter(o => o.AddPolicy(Policy, limit));
    }

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) =>
        RateLimitPartition.GetFixedWindowLimiter(
            NetworkOf(httpContext.Connection.RemoteIpAddress ?? IPAddress.None),
            _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }
        );

    internal static string NetworkOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, NetworkBytes))
            : plain.ToString();
    }
}
