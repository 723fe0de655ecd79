using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Alerts;
using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Alerts;

/// <summary>A decision is taken again from what the alert keeps of it.</summary>
[Trait("Rule", "R6")]
public sealed class ReplayTests
{
    private static readonly ScoreScale Scale = new([new(0.1, 1e-2), new(0.4, 1e-5), new(0.7, 1e-8)]);

    [Fact]
    public void Whatever_went_in_the_record_gives_the_same_decision() =>
        Prop.ForAll(
                Inputs().ToArbitrary(),
                inputs =>
                {
                    var decision = MatchDecision.Decide(inputs);

                    var again = RecordedInputs.Read(RecordedInputs.Write(inputs)).ShouldNotBeNull();

                    MatchDecision.Decide(again).ShouldBe(decision);
                    var differences = ReplayAlert.DecideAgain(Evidence(inputs, decision));
                    differences.Count.ShouldBe(decision.Verdict is Verdict.Match ? 0 : 1, string.Join('\n', differences));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Whatever_is_changed_is_named()
    {
        var evidence = Match();
        ReplayAlert.DecideAgain(evidence).ShouldBeEmpty();

        Only(evidence with { Threshold = 93 }).ShouldStartWith("threshold differs: recorded 93, the inputs give 92.5");
        Only(evidence with { Score = double.BitIncrement(evidence.Score) }).ShouldStartWith("score differs");
        Only(evidence with { Cosine = 0.5 }).ShouldStartWith("cosine differs");
        Only(evidence with { Margin = 2 }).ShouldStartWith("margin differs");
        Only(evidence with { FramesFused = 3 }).ShouldStartWith("frames differs");
        Only(evidence with { Agreement = 0.7 }).ShouldStartWith("agreement differs");
        ReplayAlert
            .DecideAgain(evidence with { Inputs = evidence.Inputs!.Replace("\"leastFrames\":2", "\"leastFrames\":5") })
            .ShouldContain("verdict differs: an alert was raised, the inputs give WeakEvidence.");
    }

    [Fact]
    public void What_an_older_version_did_not_keep_is_said() =>
        Only(Match() with { Inputs = null }).ShouldContain("second cosine, calibration, rule and fusion penalty are not recorded");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"calibration":[[0.1]],"threshold":92.5}""")]
    public void Inputs_that_nobody_wrote_are_refused(string text) =>
        Only(Match() with { Inputs = text }).ShouldStartWith("The recorded inputs cannot be read");

    [Fact]
    public void No_record_brings_a_rule_below_the_floor() =>
        Only(Match() with { Inputs = Match().Inputs!.Replace("\"threshold\":92.5", "\"threshold\":92.4") })
            .ShouldStartWith("The recorded inputs cannot be read");

    private static string Only(MatchEvidence evidence) => ReplayAlert.DecideAgain(evidence).ShouldHaveSingleItem();

    private static MatchEvidence Match()
    {
        var inputs = new DecisionInputs(Scale, DecisionRule.Default, 0.65, 0.2, new(4, 0.9, 0.02));
        return Evidence(inputs, MatchDecision.Decide(inputs));
    }

    private static MatchEvidence Evidence(DecisionInputs inputs, Decision decision) =>
        new()
        {
            Space = "space-1",
            Threshold = decision.ThresholdScore,
            Score = decision.Score,
            Cosine = decision.Cosine,
            Margin = decision.Margin,
            Quality = 0.8,
            FramesFused = inputs.Track.Frames,
            Agreement = inputs.Track.Agreement,
            ListVersion = 1,
            Inputs = RecordedInputs.Write(inputs),
        };

    private static Gen<DecisionInputs> Inputs() =>
        from steps in Gen.Choose(1, 100_000).ListOf(8)
        from points in Gen.Choose(2, 8)
        from threshold in Share()
        from least in Gen.Choose(1, 5)
        from leastAgreement in Share()
        from leastMargin in Share()
        from best in Share()
        from second in Share()
        from listed in Gen.Choose(0, 2)
        from frames in Gen.Choose(1, 16)
        from agreement in Share()
        from penalty in Share()
        select new DecisionInputs(
            new([.. Rising(steps.Take(points))]),
            new(92.5 + (threshold * 7.5), least, leastAgreement, leastMargin * 0.2),
            listed == 0 ? null : (2 * best) - 1,
            listed < 2 ? null : (2 * best) - 1 - second,
            new(frames, agreement, penalty * 0.1)
        );

    private static Gen<double> Share() => Gen.Choose(0, int.MaxValue).Select(i => i / (double)int.MaxValue);

    /// <summary>A calibration from steps of any size.</summary>
    private static IEnumerable<CalibrationPoint> Rising(IEnumerable<int> steps)
    {
        var sum = 0;
        foreach (var step in steps)
        {
            sum += step;
            yield return new(sum / 1_000_000.0, Math.Pow(10, -sum / 90_000.0));
        }
    }
}
