using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;

namespace RetailGuard.Foundation;

/// <summary>Where people outside reach this server. What a request claims as its host never shows.</summary>
/// <param name="server">Null in a host that does not listen.</param>
public sealed class PublicAddress(IConfiguration configuration, IServer? server = null)
{
    /// <summary>As configured, without a slash at its end; null where it is not.</summary>
    public string? Configured { get; } = Of(configuration);

    /// <summary>As configured, or else the one that this server listens at; without a slash at its end.</summary>
    public string Whole => Configured ?? Listening ?? "";

    /// <summary>Whether customers' telephones come to nothing: the server listens for others and has no address of its own.</summary>
    public bool LeadsNowhere => Configured is null && Uri.TryCreate(Listening, UriKind.Absolute, out var at) && !at.IsLoopback;

    /// <summary>As <see cref="Configured"/>, for what is read before there are services.</summary>
    public static string? Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["PublicAddress"]?.Trim().TrimEnd('/') is { Length: > 0 } configured ? configured : null;
    }

    private string? Listening => server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/');
}
