using RetailGuard.Matching;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>What the model pack that made the templates adds to a decision.</summary>
internal sealed class ModelScale(ModelPacks packs)
{
    /// <param name="space">Of the probe: its own pack's scale and penalty hold.</param>
    /// <exception cref="ArgumentException">No pack here makes templates of the space.</exception>
    public DecisionInputs Inputs(string space, IReadOnlyList<NearEntry> nearest, int frames, double agreement)
    {
        if (!packs.TryFind(space, out var pack))
        {
            throw new ArgumentException($"This server has no model pack of {space}.", nameof(space));
        }

        Span<Candidate> candidates = stackalloc Candidate[nearest.Count];
        for (var i = 0; i < nearest.Count; i++)
        {
            candidates[i] = new(nearest[i].Entry.Value, nearest[i].Cosine);
        }

        return DecisionInputs.Of(pack.Scale, DecisionRule.Default, candidates, new(frames, agreement, pack.FusedPenalty));
    }
}
