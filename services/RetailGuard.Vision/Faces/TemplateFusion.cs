using System.Numerics.Tensors;

namespace RetailGuard.Vision;

/// <summary>One template out of several of the same face.</summary>
public static class TemplateFusion
{
    /// <summary>Writes the weighted mean of unit templates, brought to norm 1.</summary>
    /// <param name="templates">At least one, all of the length of <paramref name="fused"/>, all of one embedding space, norm 1.</param>
    /// <param name="weights">One for each template; above 0 and finite.</param>
    /// <param name="fused">Result; must not overlap a template.</param>
    /// <returns>Agreement: the smallest cosine between an input and the result; low when the inputs are not one person.</returns>
    /// <exception cref="ArgumentException">Counts or lengths differ, a weight is not above 0, or the templates cancel out.</exception>
    public static float Fuse(IReadOnlyList<ReadOnlyMemory<float>> templates, ReadOnlySpan<float> weights, Span<float> fused)
    {
        ArgumentNullException.ThrowIfNull(templates);
        if (templates.Count == 0 || templates.Count != weights.Length)
        {
            throw new ArgumentException(
                $"{templates.Count} templates need as many weights, and at least one; got {weights.Length}.",
                nameof(weights)
            );
        }

        fused.Clear();
        for (var i = 0; i < templates.Count; i++)
        {
            if (templates[i].Length != fused.Length)
            {
                throw new ArgumentException(
                    $"Template {i} has {templates[i].Length} values, the result has {fused.Length}.",
                    nameof(templates)
                );
            }

            if (!(weights[i] > 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException($"Weight {i} is {weights[i]}; it must be above 0 and finite.", nameof(weights));
            }

            TensorPrimitives.MultiplyAdd(templates[i].Span, weights[i], fused, fused);
        }

        var norm = TensorPrimitives.Norm(fused);
        if (!(norm > 1e-6f && float.IsFinite(norm)))
        {
            throw new ArgumentException("The templates cancel out or hold values that are not finite.", nameof(templates));
        }

        TensorPrimitives.Divide(fused, norm, fused);
        var agreement = 1f;
        foreach (var template in templates)
        {
            agreement = Math.Min(agreement, TensorPrimitives.Dot(template.Span, fused));
        }

        return agreement;
    }
}
