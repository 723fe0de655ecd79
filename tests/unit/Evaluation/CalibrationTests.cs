using RetailGuard.Matching;
using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tests.Unit.Evaluation;

public sealed class CalibrationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "R47")]
    public void People_whom_the_model_confuses_are_found_without_labels_and_need_a_higher_threshold()
    {
        var set = SimulatedFaces.People(people: 500, pictures: 2, dimension: 48, noise: 0.8, seed: 11, alikePeople: 80, alike: 0.8);
        var comparisons = ComparisonScan.Run(set, 2, Stop);

        var worst = WorstFifth.Find(set, comparisons, seed: 1).ShouldNotBeNull();

        var pooled = SimulatedFaces.All(set, comparisons).Threshold(1e-3)!.Value;
        var among = new FalseMatches(set, comparisons, worst.AmongThemselves);
        among.Threshold(1e-3)!.Value.ShouldBeGreaterThan(pooled + 0.05);
        new FalseMatches(set, comparisons, worst.AgainstEverybody)
            .Threshold(1e-3)!
            .Value.ShouldBeInRange(pooled, among.Threshold(1e-3)!.Value);
    }

    [Fact]
    [Trait("Rule", "R47")]
    public void Where_nobody_is_confused_more_than_others_chance_does_not_make_a_worst_group()
    {
        var set = SimulatedFaces.People(people: 500, pictures: 2, dimension: 48, noise: 0.8, seed: 12);
        var comparisons = ComparisonScan.Run(set, 2, Stop);

        var worst = WorstFifth.Find(set, comparisons, seed: 1).ShouldNotBeNull();

        var pooled = SimulatedFaces.All(set, comparisons);
        var rate = new FalseMatches(set, comparisons, worst.AmongThemselves).Rate(pooled.Threshold(1e-3)!.Value);
        rate.ShouldBeLessThan(2e-3);
    }

    [Fact]
    [Trait("Rule", "R2")]
    [Trait("Rule", "R47")]
    public void The_scale_is_anchored_at_the_worst_group_and_never_states_more_than_was_measured()
    {
        GroupThresholds pooled = new("all", 1000, 1_000_000, [0.30, 0.40, 0.50, 0.58, null], [null, null, null, null, null]);
        GroupThresholds worst = new("worst", 200, 40_000, [0.36, 0.47, null, null, null], [null, null, null, null, null]);
        GroupThresholds few = new("few", 5, 40_000, [0.9, null, null, null, null], [null, null, null, null, null]);

        var points = Calibration.Worst([pooled, worst, few]);

        // The worst group goes on by its own step of 0.11, larger than the pooled 0.10 and 0.08.
        points.Select(p => p.Cosine).ShouldBe([0.36, 0.47, 0.58, 0.69]);
        points.Select(p => p.FalseMatchRate).ShouldBe([1e-3, 1e-4, 1e-5, 1e-6]);
        points[2].Source.ShouldContain("derived");
        var scale = new ScoreScale([.. points.Select(p => new CalibrationPoint(p.Cosine, p.FalseMatchRate))]);
        scale.Cosine(ScoreScale.AlertFloor).ShouldBe(0.69, 1e-9);
        // Beyond the last point: at least the worst group's cosine for each factor of ten.
        (scale.Cosine(100) - scale.Cosine(96.25)).ShouldBe(0.11, 1e-9);
    }

    [Fact]
    public void One_rate_is_no_calibration()
    {
        GroupThresholds pooled = new("all", 1000, 9_000, [0.30, null, null, null, null], [null, null, null, null, null]);

        Calibration.Worst([pooled]).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(72, 1e-6, 0.1286)]
    [InlineData(5000, 1e-6, 8.908)]
    [InlineData(72, 8e-7, 0.1029)]
    [Trait("Rule", "R3")]
    public void Expected_false_alerts_grow_with_the_list_and_the_visits(int list, double rate, double perDay)
    {
        FalseAlertLoad.At(list, rate).PerDayByVisit.ShouldBe(perDay, 0.001);
        FalseAlertLoad.At(list, rate).PerDayByScan.ShouldBe(perDay * 42_436 / 1_786, 0.05);
        FalseAlertLoad.BudgetPerVisit.ShouldBe(5.6e-5, 1e-6);
    }
}
