using RetailGuard.Assessment;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Assessments;

/// <summary>When a trial's stores stop.</summary>
[Trait("Rule", "R45")]
public sealed class TrialsEndTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);
    private static readonly StoreId[] Stores =
    [
        new(new Guid("00000000-0000-0000-0000-000000000001")),
        new(new Guid("00000000-0000-0000-0000-000000000002")),
    ];

    [Fact]
    public void Each_store_on_trial_stops_with_its_end_whether_or_not_anybody_looks()
    {
        var trial = new Trial
        {
            Tenant = default,
            Number = 3,
            MissingEvidence = "",
            Measures = "",
            ComparedWith = "",
            Stores = Stores,
            ComparisonStores = [],
            StartedBy = default,
            StartedAt = Now,
            EndsAt = Now.AddDays(30),
        };

        TrialsEnd
            .Check([trial])
            .Select(d => (d.Code, d.Store, d.From))
            .ShouldBe(Stores.Select(s => ("trial-ended", (StoreId?)s, Now.AddDays(30))));
        trial.StateAt(Now.AddDays(30).AddTicks(-1)).ShouldBe(TrialState.Running);
        trial.StateAt(Now.AddDays(30)).ShouldBe(TrialState.Ended);
    }
}
