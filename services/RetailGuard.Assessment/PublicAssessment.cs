using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>What customers read of a retailer's assessment.</summary>
/// <param name="Paragraphs">In plain words.</param>
public sealed record PublicSummary(int Version, DateTimeOffset ApprovedAt, DateTimeOffset ReviewBy, IReadOnlyList<string> Paragraphs);

/// <summary>The assessment's summary for a store's page.</summary>
public sealed class PublicAssessment
{
    private readonly Database _database;

    internal PublicAssessment(Database database) => _database = database;

    /// <summary>Of the version in force; null when none was ever approved.</summary>
    public async Task<PublicSummary?> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = _database.Of(tenant);
        return await AssessmentVersion.InForceAsync(db, cancellation) is { } found
            ? new(found.Version, found.ApprovedAt!.Value, found.ReviewBy!.Value, ParagraphsOf(found.Content.PublicSummary!))
            : null;
    }

    internal static IReadOnlyList<string> ParagraphsOf(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
