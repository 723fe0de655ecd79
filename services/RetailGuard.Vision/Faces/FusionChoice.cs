using System.Numerics.Tensors;

namespace RetailGuard.Vision;

/// <summary>Which of a track's templates are fused: the most that agree, left out one by one from the oddest (R6).</summary>
public static class FusionChoice
{
    /// <summary>
    /// Two templates with a smaller cosine are taken for two people. Over a minute of film one man's frames have 0.59 and more
    /// among each other; one pair of strangers in ten thousand reaches 0.41.
    /// </summary>
    public const float SamePerson = 0.41f;

    /// <summary>A template weighs as much as its picture's quality, and never less than this: even the poorest has some say.</summary>
    public const float LeastWeight = 0.05f;

    /// <summary>Agreement that templates reach whose pairs all have the cosine <see cref="SamePerson"/>; a stranger among them does not.</summary>
    public static float LeastAgreement(int templates) => MathF.Sqrt((1 + ((templates - 1) * SamePerson)) / templates);

    /// <param name="templates">Unit vectors of one space.</param>
    /// <param name="weights">One for each, above 0.</param>
    /// <param name="least">Fewest templates that decide.</param>
    /// <param name="fused">The result, when there is one.</param>
    /// <returns>How many were fused and the agreement of their plain mean; null when fewer than <paramref name="least"/> agree.</returns>
    public static (int Count, float Agreement)? TryFuse(
        IReadOnlyList<ReadOnlyMemory<float>> templates,
        ReadOnlySpan<float> weights,
        int least,
        Span<float> fused
    )
    {
        List<ReadOnlyMemory<float>> kept = [.. templates];
        List<float> weight = [.. weights];
        while (kept.Count >= least && kept.Count > 0)
        {
            // Judged on the plain mean: a weighted one lies near the heavy frame, and a light frame of the same person would seem odd.
            var agreement = TemplateFusion.Fuse(kept, Enumerable.Repeat(1f, kept.Count).ToArray(), fused);
            // One agrees with itself, but rounding may leave it a hair below 1.
            if (kept.Count == 1 || agreement >= LeastAgreement(kept.Count))
            {
                TemplateFusion.Fuse(kept, weight.ToArray(), fused);
                return (kept.Count, agreement);
            }

            var odd = LeastSimilar(kept, fused);
            kept.RemoveAt(odd);
            weight.RemoveAt(odd);
        }

        fused.Clear();
        return null;
    }

    /// <summary>The template that lies farthest from a mean; the first of several.</summary>
    /// <param name="templates">At least one, of the mean's length.</param>
    /// <param name="mean">Of unit length.</param>
    public static int LeastSimilar(IReadOnlyList<ReadOnlyMemory<float>> templates, ReadOnlySpan<float> mean)
    {
        ArgumentNullException.ThrowIfNull(templates);
        var (odd, least) = (0, float.MaxValue);
        for (var i = 0; i < templates.Count; i++)
        {
            var cosine = TensorPrimitives.Dot(templates[i].Span, mean);
            (odd, least) = cosine < least ? (i, cosine) : (odd, least);
        }

        return odd;
    }
}
