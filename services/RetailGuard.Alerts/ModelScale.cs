using RetailGuard.Matching;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>Takes the decision on the scale of the model pack that made the templates.</summary>
internal sealed class ModelScale(ModelPack pack)
{
    public Decision Decide(IReadOnlyList<NearEntry> nearest, int frames, double agreement)
    {
        Span<Candidate> candidates = stackalloc Candidate[nearest.Count];
        for (var i = 0; i < nearest.Count; i++)
        {
            candidates[i] = new(nearest[i].Entry.Value, nearest[i].Cosine);
        }

        return MatchDecision.Decide(pack.Scale, DecisionRule.Default, candidates, new(frames, agreement, pack.FusedPenalty));
    }
}
