using RetailGuard.Matching;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

/// <summary>What a list leads to in false alerts, and when it may not grow.</summary>
[Trait("Rule", "R3")]
public sealed class ExpectedFalseAlertsTests
{
    /// <summary>Over every length of a list, for random stores and models; the seed is in the failure.</summary>
    [Fact]
    public void For_1_to_5000_entries_the_sum_grows_with_each_and_is_refused_exactly_over_budget()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var (visits, days) = (random.Next(1, 20_000), random.Next(FalseAlertBudget.LeastDays, 60));
            var rate = Math.Pow(10, -5 - (3 * random.NextDouble()));
            var store = new ExpectedFalseAlerts(visits, rate, days);
            var before = 0.0;
            for (var entries = 1; entries <= 5_000; entries++)
            {
                var (after, because) = (store.PerDay(entries), $"seed {seed}, {entries} entries");
                after.ShouldBeGreaterThan(before, because);
                after.ShouldBe((double)entries * visits * rate, after * 1e-12, because);
                (store.WhyNot(entries) is null).ShouldBe(after <= 1.0 / days, because);
                (store.WhyNot(entries) is null).ShouldBe(entries <= store.MostEntries, because);
                before = after;
            }
        }
    }

    [Fact]
    public void A_stricter_budget_busier_store_or_worse_model_never_allows_more()
    {
        var store = new ExpectedFalseAlerts(1_750, 3.7e-7, 10);
        store.MostEntries.ShouldBe(154);
        (store with { OneInDays = 11 }).MostEntries.ShouldBeLessThan(154);
        (store with { VisitsPerDay = 1_800 }).MostEntries.ShouldBeLessThan(154);
        (store with { MostFalseMatchRate = 1e-6 }).MostEntries.ShouldBe(57);
    }

    [Fact]
    public void A_refusal_says_the_sum()
    {
        var refusal = new ExpectedFalseAlerts(1_750, 3.7e-7, 10).WhyNot(155).ShouldNotBeNull();
        refusal.Code.ShouldBe("over-budget");
        refusal.Detail.ShouldStartWith(
            "155 entries × 1,750 visits a day × a false-match rate of at most 3.7e-7 are 0.1004 false alerts a day, more than one in 10 days (0.1 a day)."
        );
    }

    [Fact]
    public void The_shipped_packs_rate_is_the_upper_bound_that_was_measured_not_the_one_the_floor_is_named_after()
    {
        var pack = ModelPack.LoadNamed();
        pack.MostFalseMatchRate(ScoreScale.AlertFloor).ShouldBe(3.7e-7);
        pack.MostFalseMatchRate(ScoreScale.AlertFloor).ShouldNotBe(ScoreScale.FalseMatchRate(ScoreScale.AlertFloor));
        pack.MostFalseMatchRate(100)!.Value.ShouldBeLessThan(3.7e-7);
        pack.MostFalseMatchRate(80).ShouldBeNull("nothing was measured as low");
    }
}
