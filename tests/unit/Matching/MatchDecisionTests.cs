using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Matching;

public sealed class MatchDecisionTests
{
    private static readonly ScoreScale Scale = new([new(0.4, 1e-4), new(0.5, 1e-6), new(0.6, 1e-8)]);
    private static readonly ProbeEvidence Good = new(Frames: 3, Agreement: 0.8, FusedPenalty: 0);

    [Theory]
    [InlineData(92.4)]
    [InlineData(100.1)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [Trait("Rule", "R2")]
    public void A_threshold_below_the_floor_is_refused_with_its_reason(double threshold)
    {
        var refused = Should.Throw<ArgumentOutOfRangeException>(() => DecisionRule.Default.Raised(threshold));
        refused.Message.ShouldContain("92.5 or more");
        refused.Message.ShouldContain("false alerts");
    }

    [Theory]
    [InlineData(92.5)]
    [InlineData(97)]
    [InlineData(100)]
    [Trait("Rule", "R2")]
    public void A_threshold_from_the_floor_up_is_taken(double threshold) =>
        DecisionRule.Default.Raised(threshold).ThresholdScore.ShouldBe(threshold);

    [Theory]
    [InlineData(0.3, -1, 3, 0.8, Verdict.NoMatch)]
    [InlineData(0.499, -1, 3, 0.8, Verdict.NoMatch)]
    [InlineData(0.501, -1, 3, 0.8, Verdict.Match)]
    [InlineData(0.7, -1, 1, 1, Verdict.WeakEvidence)]
    [InlineData(0.7, -1, 0, 1, Verdict.WeakEvidence)]
    [InlineData(0.7, -1, 3, 0.49, Verdict.WeakEvidence)]
    [InlineData(0.7, -1, 3, double.NaN, Verdict.WeakEvidence)]
    [InlineData(0.7, -1, 2, 0.5, Verdict.Match)]
    [InlineData(0.7, 0.66, 3, 0.8, Verdict.Tie)]
    [InlineData(0.7, 0.7, 3, 0.8, Verdict.Tie)]
    [InlineData(0.7, 0.64, 3, 0.8, Verdict.Match)]
    [InlineData(float.NaN, -1, 3, 0.8, Verdict.NoMatch)]
    [InlineData(0.7, float.NaN, 3, 0.8, Verdict.Tie)]
    [Trait("Rule", "R6")]
    public void The_decision_follows_from_nearness_evidence_and_lead(
        float best,
        float second,
        int frames,
        double agreement,
        Verdict verdict
    ) => Decide([best, second], new(frames, agreement, 0)).Verdict.ShouldBe(verdict);

    [Fact]
    public void Nobody_on_the_list_is_no_match()
    {
        var decision = Decide([], Good);
        (decision.Verdict, decision.Cosine, decision.Score, decision.Margin).ShouldBe((Verdict.NoMatch, -1, 0, 2));
    }

    [Fact]
    public void An_entry_that_is_alone_leads_by_all_there_is() => Decide([0.7f], Good).Margin.ShouldBe(2);

    [Fact]
    [Trait("Rule", "R6")]
    public void Several_templates_of_one_entry_are_no_tie_and_those_of_two_entries_are()
    {
        Candidate[] oneEntry =
        [
            new(new(1, 0, 0, new byte[8]), 0.6),
            new(new(1, 0, 0, new byte[8]), 0.59),
            new(new(2, 0, 0, new byte[8]), 0.2),
        ];
        var decision = MatchDecision.Decide(Scale, DecisionRule.Default, oneEntry, Good);
        decision.Verdict.ShouldBe(Verdict.Match);
        decision.Margin.ShouldBe(0.4, 1e-9);

        Decide([0.6f, 0.59f, 0.2f], Good).Verdict.ShouldBe(Verdict.Tie);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public void The_decision_keeps_what_it_takes_to_replay_it()
    {
        var decision = Decide([0.55f, 0.25f], Good);
        decision.Cosine.ShouldBe(0.55, 1e-6);
        decision.Margin.ShouldBe(0.3, 1e-6);
        decision.Score.ShouldBe(96.25, 1e-4);
        decision.ThresholdScore.ShouldBe(92.5);
    }

    [Fact]
    [Trait("Rule", "R2")]
    public void A_fused_probe_pays_for_lying_nearer_to_strangers_and_a_single_frame_does_not()
    {
        Decide([0.52f], Good with { FusedPenalty = 0.05 }).Verdict.ShouldBe(Verdict.NoMatch);
        Decide([0.56f], Good with { FusedPenalty = 0.05 }).Verdict.ShouldBe(Verdict.Match);
        Decide([0.52f], new(Frames: 1, Agreement: 1, FusedPenalty: 0.05)).Verdict.ShouldBe(Verdict.WeakEvidence);
        Decide([0.56f], Good with { FusedPenalty = 0.05 }).Cosine.ShouldBe(0.56, 1e-6, "what was measured is kept");
    }

    [Fact]
    [Trait("Rule", "R2")]
    public void A_tenant_that_raised_its_threshold_gets_fewer_matches() =>
        MatchDecision.Decide(Scale, DecisionRule.Default.Raised(97), Candidates([0.55f]), Good).Verdict.ShouldBe(Verdict.NoMatch);

    private static Decision Decide(float[] cosines, ProbeEvidence track) =>
        MatchDecision.Decide(Scale, DecisionRule.Default, Candidates(cosines), track);

    private static Candidate[] Candidates(float[] cosines) => [.. cosines.Select((c, i) => new Candidate(new(i, 0, 0, new byte[8]), c))];
}

file static class Rules
{
    public static DecisionRule Raised(this DecisionRule rule, double threshold) =>
        new(threshold, rule.LeastFrames, rule.LeastAgreement, rule.LeastMargin);
}
