using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>Where a case's public page is found: below the configured <c>PublicAddress</c>, or below the address that the tablet uses.</summary>
public sealed class CaseAddress(PublicAddress address)
{
    /// <summary>Whole with a configured address; else the path alone.</summary>
    public string Of(string number) => $"{address.Configured}{PathOf(number)}";

    /// <summary>Whole always: below the configured address, or below the one that this server listens at. What a request claims as its host never shows.</summary>
    public Uri Whole(string number) => new($"{address.Whole}{PathOf(number)}");

    private static string PathOf(string number) => $"/c/{number}";
}
