namespace RetailGuard.Matching.Evaluation;

/// <summary>Expected false alerts of a store (R3), for deciding per visit and, to compare, per scan.</summary>
/// <param name="ListSize">Entries.</param>
/// <param name="PerDayByVisit">At <see cref="VisitsPerDay"/> decisions a day.</param>
/// <param name="PerDayByScan">At <see cref="ScansPerDay"/> decisions a day.</param>
public sealed record FalseAlertLoad(int ListSize, double PerDayByVisit, double PerDayByScan)
{
    /// <summary>Visits of a store and day: the published trial's scans over about 24 captures a visit.</summary>
    public const double VisitsPerDay = 1_786;

    /// <summary>Scans of a store and day in the published trial.</summary>
    public const double ScansPerDay = 42_436;

    /// <summary>One false alert a store in ten days, as a rate per visit.</summary>
    public const double BudgetPerVisit = 0.1 / VisitsPerDay;

    /// <summary>List sizes that are reported.</summary>
    public static IReadOnlyList<int> ListSizes { get; } = [72, 100, 200, 500, 1_000, 2_000, 5_000];

    /// <param name="listSize">Entries.</param>
    /// <param name="falseMatchRate">Per comparison, at the alert threshold.</param>
    public static FalseAlertLoad At(int listSize, double falseMatchRate)
    {
        var perDecision = -double.ExpM1(listSize * double.LogP1(-falseMatchRate));
        return new(listSize, VisitsPerDay * perDecision, ScansPerDay * perDecision);
    }
}
