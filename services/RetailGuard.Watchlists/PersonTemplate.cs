using System.Numerics.Tensors;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>The one face that a pack found on a photograph, after its gate let it pass.</summary>
/// <param name="Template">Of unit length; whoever asked for it zeroes it.</param>
/// <param name="Quality">0 to 1.</param>
internal sealed record SeenFace(FaceBox Box, float[] Template, float Quality);

/// <summary>
/// The template of a person on one or more photographs: their mean by quality, of unit length. Enrolment and re-embedding make it
/// here alike.
/// </summary>
internal static class PersonTemplate
{
    /// <summary>
    /// Two photographs with a larger cosine are one picture, stored twice: the second tells nothing new. Of 50 copies of 10 good
    /// photographs (stored poorly, made smaller, cut, lightened) 45 have more; of 36 pairs of pictures of one person the nearest has
    /// 0.87.
    /// </summary>
    public const float SamePicture = 0.97f;

    /// <summary>What one space has of a person.</summary>
    /// <param name="photos">What its pack saw on each; at least one. Those that its gate refused are left out.</param>
    /// <returns>A template; or a refusal, when no photograph passed or those that did show different people (R4).</returns>
    public static FaceView Of(EmbeddingSpace space, IReadOnlyList<Result<SeenFace>> photos)
    {
        Refusal? refused = null;
        List<int> numbers = [];
        List<ReadOnlyMemory<float>> templates = [];
        List<float> weights = [];
        foreach (var (i, photo) in photos.Index())
        {
            if (photo.Succeeded(out var face, out var poor))
            {
                numbers.Add(i + 1);
                templates.Add(face.Template);
                weights.Add(Math.Max(FusionChoice.LeastWeight, face.Quality));
            }
            else
            {
                refused ??= OnPhoto(i + 1, photos.Count, poor);
            }
        }

        if (templates.Count == 0)
        {
            return new(space, null, refused);
        }

        var fused = new float[space.Dimension];
        return FusionChoice.TryFuse(templates, weights.ToArray(), least: templates.Count, fused) is null
            ? new(space, null, Differing(templates, numbers, fused))
            : new(space, fused, null);
    }

    /// <summary>Why one of a proposal's photographs adds nothing; null when each does.</summary>
    public static Refusal? FindTwice(IReadOnlyList<SeenFace> photos)
    {
        for (var later = 1; later < photos.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (TensorPrimitives.Dot<float>(photos[earlier].Template, photos[later].Template) > SamePicture)
                {
                    return Refusal.Invalid(
                        "photo-twice",
                        $"Photograph {later + 1} is the same picture as photograph {earlier + 1}. Leave it out, or send another picture of the person."
                    );
                }
            }
        }

        return null;
    }

    /// <summary>A refusal that says which of several photographs it is about.</summary>
    /// <param name="number">1 and up.</param>
    /// <param name="of">How many there are.</param>
    public static Refusal OnPhoto(int number, int of, Refusal refusal) =>
        of == 1 ? refusal : refusal with { Detail = $"Photograph {number}: {refusal.Detail}" };

    private static Refusal Differing(List<ReadOnlyMemory<float>> templates, List<int> numbers, Span<float> mean)
    {
        // Of two, either may be the wrong one: the later is named.
        TemplateFusion.Fuse(templates, Enumerable.Repeat(1f, templates.Count).ToArray(), mean);
        var odd = templates.Count == 2 ? 1 : FusionChoice.LeastSimilar(templates, mean);
        mean.Clear();
        var others = templates.Count == 2 ? $"photograph {numbers[0]}" : "the others";
        return Refusal.Invalid(
            "photos-differ",
            $"Photograph {numbers[odd]} does not look like the person on {others}. Leave it out, or send one that shows the same face more clearly."
        );
    }
}
