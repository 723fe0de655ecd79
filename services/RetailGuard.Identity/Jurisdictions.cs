using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>What a country's law means for the product.</summary>
public enum JurisdictionStanding
{
    Allowed,

    /// <summary>The law asks for more than the product does yet.</summary>
    Blocked,

    /// <summary>The law leaves no way that we know of.</summary>
    Forbidden,
}

/// <summary>What the product knows of the law where a store is (R55). A summary for a lawyer to check; no advice.</summary>
/// <param name="Code">Of a country or a part of it: <c>NZ</c>, <c>US-IL</c>.</param>
/// <param name="Law">Which one it is.</param>
/// <param name="Needs">What would be needed before anybody is matched there.</param>
public sealed record Jurisdiction(string Code, string Name, JurisdictionStanding Standing, string Law, IReadOnlyList<string> Needs)
{
    /// <summary>Of stores of which nothing else was said.</summary>
    public const string Usual = "NZ";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>All packs, in the order in which they are offered.</summary>
    public static IReadOnlyList<Jurisdiction> All { get; } = Read();

    public static Jurisdiction? Find(string code) => All.FirstOrDefault(pack => pack.Code == code);

    /// <summary>What a store is told that may not match, in a sentence; null where it may.</summary>
    public string? WhyNot =>
        Standing is JurisdictionStanding.Allowed
            ? null
            : $"This store is in {(Code == "other" ? "another country" : Name)}, where {Law} "
                + $"{(Standing is JurisdictionStanding.Forbidden ? "forbids matching as we know it" : "asks for more than the product does")}; "
                + $"matching is off there. It would need: {string.Join("; ", Needs)}. For a lawyer to check.";

    private static List<Jurisdiction> Read()
    {
        using var file = typeof(Jurisdiction).Assembly.GetManifestResourceStream("Jurisdictions.json")!;
        return JsonSerializer.Deserialize<List<Jurisdiction>>(file, Json)!;
    }
}

/// <summary>R55: nobody is matched in a store outside the countries whose law the product is made for.</summary>
internal sealed class JurisdictionAllowed(Database database) : IReadinessRule
{
    public string Title => "Country";

    public Mend MendOf(string code) =>
        new("An administrator", "have a lawyer of that country look, or correct the store's country", "weeks", "/stores");

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var stores = await db.Set<Store>().AsNoTracking().ToListAsync(cancellation);
        return
        [
            .. stores
                .Select(store => (store.Id, Pack: Jurisdiction.Find(store.Jurisdiction)))
                .Where(store => store.Pack is not null)
                .Select(store => new ReadinessEvidence(store.Id, $"{store.Pack!.Name}: {store.Pack.Law}")),
        ];
    }

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var elsewhere = await db.Set<Store>()
            .Where(s => s.Country != null)
            .Select(s => new { s.Id, Country = s.Country! })
            .ToListAsync(cancellation);
        return [.. elsewhere.Select(store => Check(store.Id, store.Country)).OfType<Disarmed>()];
    }

    /// <summary>Pure. A code that no pack has is one of anywhere else.</summary>
    internal static Disarmed? Check(StoreId store, string country) =>
        (Jurisdiction.Find(country) ?? Jurisdiction.Find("other")!).WhyNot is { } why ? new("jurisdiction-blocked", why, store) : null;
}

/// <summary>What the product knows of each country's law.</summary>
internal static class ListJurisdictions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/jurisdictions", List).AllowAllRoles();

    private static Ok<IReadOnlyList<Jurisdiction>> List() => TypedResults.Ok(Jurisdiction.All);
}
