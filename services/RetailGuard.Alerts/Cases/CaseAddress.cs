using Microsoft.Extensions.Configuration;

namespace RetailGuard.Alerts;

/// <summary>Where a case's public page is found: below the configured <c>PublicAddress</c>, or below the address that the tablet uses.</summary>
public sealed class CaseAddress(IConfiguration configuration)
{
    /// <summary>Whole with a configured address; else the path alone.</summary>
    public string Of(string number) => $"{configuration["PublicAddress"]?.TrimEnd('/')}/c/{number}";
}
