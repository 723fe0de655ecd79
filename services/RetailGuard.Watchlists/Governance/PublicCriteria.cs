using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What customers read of who may be listed (R10).</summary>
/// <param name="Version">Of the retailer's criteria; 1 is the product's own.</param>
/// <param name="Listed">For what people are listed.</param>
/// <param name="NotListed">For what nobody is, by name.</param>
public sealed record PublicCriteria(int Version, string Text, IReadOnlyList<PublicCategory> Listed, IReadOnlyList<string> NotListed)
{
    /// <summary>Those in force.</summary>
    public static async Task<PublicCriteria> OfAsync(Database database, TenantId tenant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var db = database.Of(tenant);
        var versions = await CriteriaVersions.ReadAsync(db, cancellation);
        var (listed, not) = (
            versions.Current.Categories.Where(c => c.IsEnrolled),
            versions.Current.Categories.Where(c => !c.IsEnrolled).Select(c => EnrolmentCriteria.NameOf(c.Category))
        );
        return new(
            versions.Version,
            versions.Current.Text,
            [
                .. listed.Select(c => new PublicCategory(
                    EnrolmentCriteria.NameOf(c.Category),
                    c.Text,
                    c.LeastValue,
                    c.LeastIncidents,
                    c.MostMonths
                )),
            ],
            [.. not]
        );
    }
}

/// <param name="Name">In lower case: <c>high-value theft</c>.</param>
/// <param name="LeastValue">In whole NZ$; null where the category has no such floor.</param>
/// <param name="LeastIncidents">Null where the category has no such floor.</param>
/// <param name="MostMonths">After the incident.</param>
public sealed record PublicCategory(string Name, string Text, int? LeastValue, int? LeastIncidents, int MostMonths);
