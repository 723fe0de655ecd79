using System.Numerics.Tensors;

namespace RetailGuard.Matching.Evaluation;

/// <summary>One labelled picture's template.</summary>
/// <param name="Person">Label; two pictures are mated when their labels are equal.</param>
/// <param name="Image">Name of the picture, different for each.</param>
/// <param name="Template">Any length above zero; brought to norm 1 here.</param>
/// <param name="Weight">Its weight in a fused probe, above 0.</param>
/// <param name="ForProbe">Whether the product would compare it.</param>
/// <param name="ForEnrolment">Whether the product would enrol it.</param>
public sealed record LabelledTemplate(
    string Person,
    string Image,
    ReadOnlyMemory<float> Template,
    float Weight = 1,
    bool ForProbe = true,
    bool ForEnrolment = true
);

/// <summary>The data cannot be evaluated. The message says why and what to do.</summary>
public sealed class EvaluationException(string message) : Exception(message);

/// <summary>
/// The templates of an evaluation, ordered by person and picture, so that no result depends on the order in which they came. Pictures
/// of one person lie side by side.
/// </summary>
public sealed class EvaluationSet
{
    private readonly float[] _values;
    private readonly int[] _first;

    private EvaluationSet(IReadOnlyList<LabelledTemplate> templates, string[] people, int[] personOf, int[] first, int dimension)
    {
        Templates = templates;
        People = people;
        PersonOf = personOf;
        _first = first;
        Dimension = dimension;
        _values = new float[templates.Count * dimension];
        for (var i = 0; i < templates.Count; i++)
        {
            var source = templates[i].Template.Span;
            TensorPrimitives.Divide(source, TensorPrimitives.Norm(source), _values.AsSpan(i * dimension, dimension));
        }
    }

    public IReadOnlyList<LabelledTemplate> Templates { get; }

    /// <summary>Labels in ordinal order.</summary>
    public IReadOnlyList<string> People { get; }

    /// <summary>Index into <see cref="People"/> for each template.</summary>
    public IReadOnlyList<int> PersonOf { get; }

    public int Dimension { get; }

    public int Count => Templates.Count;

    public long MatedPairs => Enumerable.Range(0, People.Count).Sum(p => (long)PicturesOf(p) * (PicturesOf(p) - 1) / 2);

    public long NonMatedPairs => ((long)Count * (Count - 1) / 2) - MatedPairs;

    /// <exception cref="EvaluationException">
    /// No templates, one person only, no person twice, different lengths, a picture named twice, or a template without a direction.
    /// </exception>
    public static EvaluationSet Create(IEnumerable<LabelledTemplate> templates)
    {
        var ordered = templates.OrderBy(t => t.Person, StringComparer.Ordinal).ThenBy(t => t.Image, StringComparer.Ordinal).ToList();
        if (ordered.Count == 0)
        {
            throw new EvaluationException("There are no templates: nothing can be measured.");
        }

        var dimension = ordered[0].Template.Length;
        for (var i = 0; i < ordered.Count; i++)
        {
            var template = ordered[i].Template.Span;
            var name = ordered[i].Image;
            if (template.Length != dimension)
            {
                throw new EvaluationException(
                    $"The template of {name} has {template.Length} values, that of {ordered[0].Image} {dimension}: one embedder makes one length."
                );
            }

            if (!(TensorPrimitives.Norm(template) > 0) || !float.IsFinite(TensorPrimitives.Norm(template)))
            {
                throw new EvaluationException($"The template of {name} is zero or not finite: it has no direction to compare.");
            }

            if (i > 0 && ordered[i].Person == ordered[i - 1].Person && name == ordered[i - 1].Image)
            {
                throw new EvaluationException($"The picture {name} is there twice: remove one, or it is counted as a mated pair.");
            }
        }

        var people = ordered.Select(t => t.Person).Distinct().ToArray();
        if (people.Length == 1)
        {
            throw new EvaluationException(
                "All templates are one person's: false matches can only be measured between people. Add pictures of others."
            );
        }

        if (people.Length == ordered.Count)
        {
            throw new EvaluationException("No person has two pictures: nothing can be recognised. Add a second picture of some people.");
        }

        var index = people.Select((person, i) => (person, i)).ToDictionary(p => p.person, p => p.i, StringComparer.Ordinal);
        var personOf = ordered.Select(t => index[t.Person]).ToArray();
        var first = new int[people.Length + 1];
        first[^1] = ordered.Count;
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            first[personOf[i]] = i;
        }

        return new(ordered, people, personOf, first, dimension);
    }

    /// <summary>Unit template of a picture.</summary>
    public ReadOnlySpan<float> Unit(int picture) => _values.AsSpan(picture * Dimension, Dimension);

    /// <inheritdoc cref="Unit"/>
    public ReadOnlyMemory<float> UnitMemory(int picture) => _values.AsMemory(picture * Dimension, Dimension);

    /// <summary>Index of a person's first picture; the others follow it.</summary>
    public int FirstOf(int person) => _first[person];

    public int PicturesOf(int person) => _first[person + 1] - _first[person];
}
