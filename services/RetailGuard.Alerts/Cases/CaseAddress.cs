using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;

namespace RetailGuard.Alerts;

/// <summary>Where a case's public page is found: below the configured <c>PublicAddress</c>, or below the address that the tablet uses.</summary>
public sealed class CaseAddress(IConfiguration configuration, IServer server)
{
    /// <summary>Whole with a configured address; else the path alone.</summary>
    public string Of(string number) => $"{configuration["PublicAddress"]?.TrimEnd('/')}/c/{number}";

    /// <summary>Whole always: below the configured address, or below the one that this server listens at. What a request claims as its host never shows.</summary>
    public Uri Whole(string number) => new(new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()), Of(number));
}
