using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Matching;

public sealed class ScoreScaleTests
{
    private static readonly ScoreScale Scale = new([new(0.2, 1e-2), new(0.4, 1e-4), new(0.55, 1e-6), new(0.7, 1e-8)]);

    [Theory]
    [InlineData(0.2, 77.5)]
    [InlineData(0.4, 85)]
    [InlineData(0.55, 92.5)]
    [InlineData(0.7, 100)]
    [InlineData(1, 100)]
    [Trait("Rule", "R2")]
    public void A_measured_point_has_the_score_of_its_error_rate(double cosine, double score) => Scale.Score(cosine).ShouldBe(score, 1e-9);

    [Fact]
    [Trait("Rule", "R2")]
    public void The_floor_means_one_false_match_in_a_million_and_each_3_75_points_are_a_factor_of_ten()
    {
        ScoreScale.FalseMatchRate(ScoreScale.AlertFloor).ShouldBe(1e-6, 1e-15);
        ScoreScale.FalseMatchRate(ScoreScale.AlertFloor + 3.75).ShouldBe(1e-7, 1e-16);
        ScoreScale.FalseMatchRate(ScoreScale.AlertFloor - 3.75).ShouldBe(1e-5, 1e-14);
        ScoreScale.FalseMatchRate(100).ShouldBe(1e-8, 1e-17);
    }

    [Fact]
    public void The_logarithm_of_the_error_rate_is_linear_between_two_points() => Scale.Score(0.475).ShouldBe(88.75, 1e-9);

    [Fact]
    public void Below_an_error_rate_of_one_the_score_falls_to_zero_at_the_opposite_face()
    {
        Scale.Score(-1).ShouldBe(0);
        Scale.Score(Scale.Cosine(70)).ShouldBe(70, 1e-9);
        Scale.Score(Scale.Cosine(70) - 1e-9).ShouldBe(70, 1e-6);
    }

    [Fact]
    [Trait("Rule", "R2")]
    public void A_nearer_face_never_scores_less() =>
        Prop.ForAll(
                Gen.Choose(-10_000, 10_000).Two().ToArbitrary(),
                pair =>
                {
                    var (near, far) = (Math.Max(pair.Item1, pair.Item2) / 1e4, Math.Min(pair.Item1, pair.Item2) / 1e4);
                    Scale.Score(near).ShouldBeGreaterThanOrEqualTo(Scale.Score(far));
                    Scale.Score(near).ShouldBeInRange(0, 100);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_score_and_its_cosine_belong_to_each_other() =>
        Prop.ForAll(
                Gen.Choose(70_000, 100_000).ToArbitrary(),
                thousandths => Scale.Score(Scale.Cosine(thousandths / 1e3)).ShouldBe(thousandths / 1e3, 1e-9)
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(69.9)]
    [InlineData(100.1)]
    public void A_score_that_stands_for_no_error_rate_has_no_cosine(double score) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Scale.Cosine(score));

    [Theory]
    [InlineData(0.5, 1e-4, 0.5, 1e-5, "does not rise in cosine")]
    [InlineData(0.5, 1e-4, 0.4, 1e-5, "does not rise in cosine")]
    [InlineData(0.4, 1e-4, 0.5, 1e-4, "fall in FMR")]
    [InlineData(0.4, 1e-5, 0.5, 1e-4, "fall in FMR")]
    [InlineData(0.4, 1e-4, 1.1, 1e-5, "out of range")]
    [InlineData(-1.1, 1e-4, 0.5, 1e-5, "out of range")]
    [InlineData(0.4, 1.1, 0.5, 1e-5, "out of range")]
    [InlineData(0.4, 1e-4, 0.5, 0, "out of range")]
    [InlineData(0.4, 1e-4, 0.5, -1, "out of range")]
    [InlineData(double.NaN, 1e-4, 0.5, 1e-5, "out of range")]
    [InlineData(0.4, double.NaN, 0.5, 1e-5, "out of range")]
    [Trait("Rule", "R2")]
    public void A_calibration_that_is_no_falling_error_rate_is_refused(double c1, double fmr1, double c2, double fmr2, string because) =>
        Should.Throw<ArgumentException>(() => new ScoreScale([new(c1, fmr1), new(c2, fmr2)])).Message.ShouldContain(because);

    [Fact]
    public void One_point_is_no_calibration() =>
        Should.Throw<ArgumentException>(() => new ScoreScale([new(0.5, 1e-5)])).Message.ShouldContain("at least two");
}
