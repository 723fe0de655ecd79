using RetailGuard.Matching;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>What the model pack that made the templates adds to a decision.</summary>
internal sealed class ModelScale(ModelPack pack)
{
    public DecisionInputs Inputs(IReadOnlyList<NearEntry> nearest, int frames, double agreement)
    {
        Span<Candidate> candidates = stackalloc Candidate[nearest.Count];
        for (var i = 0; i < nearest.Count; i++)
        {
            candidates[i] = new(nearest[i].Entry.Value, nearest[i].Cosine);
        }

        return DecisionInputs.Of(pack.Scale, DecisionRule.Default, candidates, new(frames, agreement, pack.FusedPenalty));
    }
}
