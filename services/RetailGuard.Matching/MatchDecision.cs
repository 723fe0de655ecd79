namespace RetailGuard.Matching;

/// <summary>What is decided about a track, and why.</summary>
public enum Verdict
{
    /// <summary>Nobody on the list is near enough.</summary>
    NoMatch,

    /// <summary>Near enough, but on too few frames, or on frames that do not agree with each other.</summary>
    WeakEvidence,

    /// <summary>Two entries are about equally near: a tie decides nothing (R6).</summary>
    Tie,

    /// <summary>One entry is near enough, clearly before all others.</summary>
    Match,
}

/// <summary>Limits of a decision.</summary>
/// <param name="ThresholdScore">0–100 scale; never below <see cref="ScoreScale.AlertFloor"/>.</param>
/// <param name="LeastFrames">Frames that must have been fused.</param>
/// <param name="LeastAgreement">Smallest cosine between a fused frame and the template.</param>
/// <param name="LeastMargin">Cosine by which the best entry must lead the second.</param>
public sealed record DecisionRule(double ThresholdScore, int LeastFrames, double LeastAgreement, double LeastMargin)
{
    /// <summary>
    /// The product's rule: the floor, two frames, and a lead of 0.05 cosine.
    /// Frames of one person in one pass stay above 0.5 with each other's mean; two people fused by mistake do not.
    /// </summary>
    public static DecisionRule Default { get; } = new(ScoreScale.AlertFloor, LeastFrames: 2, LeastAgreement: 0.5, LeastMargin: 0.05);

    /// <summary>R2: the floor is part of the type, so no rule below it can exist.</summary>
    public double ThresholdScore { get; } =
        ThresholdScore is >= ScoreScale.AlertFloor and <= 100
            ? ThresholdScore
            : throw new ArgumentOutOfRangeException(
                nameof(ThresholdScore),
                ThresholdScore,
                $"The alert threshold is {ScoreScale.AlertFloor} or more, at most 100: a lower one would raise more false alerts than the law's budget allows."
            );
}

/// <summary>A decision with all that went into it, enough to take it again (R6).</summary>
/// <param name="Cosine">Of the best entry; −1 with an empty list.</param>
/// <param name="Score">Of the best entry on the 0–100 scale.</param>
/// <param name="Margin">Cosine by which the best entry leads the second; 2 when it is alone.</param>
public sealed record Decision(Verdict Verdict, double Cosine, double Score, double Margin, double ThresholdScore);

/// <summary>What a probe brings to its decision.</summary>
/// <param name="Frames">Frames fused into the probe, 1 and up.</param>
/// <param name="Agreement">Smallest cosine between a fused frame and the probe, −1 to 1.</param>
/// <param name="FusedPenalty">Cosine taken off a fused probe: the mean of several frames also lies nearer to strangers.</param>
public readonly record struct ProbeEvidence(int Frames, double Agreement, double FusedPenalty);

/// <summary>All that goes into a decision, and nothing else does: whoever keeps these can take it again (R6).</summary>
/// <param name="Best">Cosine of the nearest entry; null with an empty list.</param>
/// <param name="Second">Cosine of the nearest entry of anybody else; null when there is none.</param>
public sealed record DecisionInputs(ScoreScale Scale, DecisionRule Rule, double? Best, double? Second, ProbeEvidence Track)
{
    /// <summary>
    /// The inputs out of a search. An entry is a person: several templates of one entry are never each other's second. Two entries of
    /// one person, whom nothing links, do tie, and a tie raises nothing; to keep them from coming to be is
    /// for enrolment (R15).
    /// </summary>
    /// <param name="nearest">Best first; up to the first one of another entry than the best.</param>
    public static DecisionInputs Of(ScoreScale scale, DecisionRule rule, ReadOnlySpan<Candidate> nearest, ProbeEvidence track)
    {
        double? second = null;
        for (var i = 1; i < nearest.Length && second is null; i++)
        {
            second = nearest[i].Id == nearest[0].Id ? null : nearest[i].Cosine;
        }

        return new(scale, rule, nearest.IsEmpty ? null : nearest[0].Cosine, second, track);
    }
}

/// <summary>The decision per track: a pure function of the search's answer and the track's evidence.</summary>
public static class MatchDecision
{
    /// <param name="nearest">The nearest entries, best first; two are enough.</param>
    public static Decision Decide(ScoreScale scale, DecisionRule rule, ReadOnlySpan<Candidate> nearest, ProbeEvidence track) =>
        Decide(DecisionInputs.Of(scale, rule, nearest, track));

    public static Decision Decide(DecisionInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var (scale, rule, best, second, track) = inputs;
        var cosine = best ?? -1;
        var score = scale.Score(track.Frames > 1 ? cosine - track.FusedPenalty : cosine);
        var margin = cosine - second ?? 2;

        // Written as "not enough" throughout: what is no number never raises an alert.
        var verdict =
            !(score >= rule.ThresholdScore) ? Verdict.NoMatch
            : track.Frames < rule.LeastFrames || !(track.Agreement >= rule.LeastAgreement) ? Verdict.WeakEvidence
            : !(margin >= rule.LeastMargin) ? Verdict.Tie
            : Verdict.Match;
        return new(verdict, cosine, score, margin, rule.ThresholdScore);
    }
}
