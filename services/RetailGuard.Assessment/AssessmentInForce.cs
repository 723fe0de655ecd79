using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>R8, R44: nobody is matched unless two people have approved an assessment of what the product does now, and it is not too old.</summary>
internal sealed class AssessmentInForce(Database database, AssessedSettings settings) : IReadinessRule
{
    public string Title => "Privacy impact assessment";

    public Mend MendOf(string code) =>
        new("The privacy officer", "submit a version that two others approve", "an hour, or days for the first", "/assessment");

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        if (await AssessmentVersion.InForceAsync(db, cancellation) is not { } found)
        {
            return [];
        }

        var names = await WriteAssessment.NamesAsync(db, [found], cancellation);
        var by = $"{names[found.FirstApprover!.Value].Name} and {names[found.SecondApprover!.Value].Name}";
        return [new(Store: null, $"Version {found.Version}", found.ApprovedAt, by)];
    }

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return [Check(await AssessmentVersion.PinnedAsync(db, cancellation), await settings.OfAsync(tenant, cancellation))];
    }

    /// <summary>Pure.</summary>
    /// <param name="pinned">Of the version in force; null when none was ever approved.</param>
    /// <param name="now">By name, what the product runs with.</param>
    public static Disarmed Check(
        (IReadOnlyDictionary<string, string> Settings, DateTimeOffset ReviewBy)? pinned,
        IReadOnlyDictionary<string, string> now
    ) =>
        pinned is not { } inForce
            ? new("assessment-missing", "No privacy impact assessment is approved; matching is off until two people have approved one.")
        : AssessedSettings.Changed(inForce.Settings, now) is { Count: > 0 } changed
            ? new(
                "assessment-stale",
                $"The {string.Join(" and the ", changed)} changed since the assessment was approved; matching is off until two people have "
                    + "approved one of how it is now."
            )
        : new(
            "assessment-lapsed",
            "The review of the privacy impact assessment is overdue; matching is off until two people have approved a new version.",
            From: inForce.ReviewBy
        );
}
