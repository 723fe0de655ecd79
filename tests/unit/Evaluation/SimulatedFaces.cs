using System.Numerics.Tensors;
using RetailGuard.Matching.Evaluation;

namespace RetailGuard.Tests.Unit.Evaluation;

/// <summary>People as random directions, pictures as noise around them: error rates follow from the numbers.</summary>
internal static class SimulatedFaces
{
    /// <param name="pictures">Of each person.</param>
    /// <param name="noise">0 makes all pictures of a person equal.</param>
    /// <param name="alike">The first people share a direction with this weight: strangers match them more.</param>
    public static EvaluationSet People(
        int people,
        int pictures,
        int dimension,
        double noise,
        int seed,
        int alikePeople = 0,
        double alike = 0
    ) => EvaluationSet.Create(Templates(people, pictures, dimension, noise, seed, alikePeople, alike));

    public static List<LabelledTemplate> Templates(
        int people,
        int pictures,
        int dimension,
        double noise,
        int seed,
        int alikePeople = 0,
        double alike = 0
    )
    {
        var random = new Random(seed);
        var shared = Direction(random, dimension);
        var templates = new List<LabelledTemplate>();
        for (var person = 0; person < people; person++)
        {
            var own = Direction(random, dimension);
            if (person < alikePeople)
            {
                TensorPrimitives.MultiplyAdd(shared, (float)alike, own, own);
            }

            for (var picture = 0; picture < pictures; picture++)
            {
                var template = Direction(random, dimension);
                TensorPrimitives.MultiplyAdd(template, (float)noise, own, template);
                templates.Add(new($"P{person:0000}", $"P{person:0000}/{picture:00}", template));
            }
        }

        return templates;
    }

    public static LabelledTemplate At(string person, string image, double degrees) =>
        new(person, image, new[] { (float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180) });

    public static FalseMatches All(EvaluationSet set, Comparisons comparisons) => new(set, comparisons, PairSelection.AllPeople(set));

    private static float[] Direction(Random random, int dimension)
    {
        var values = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            // A sum of uniform numbers is near enough to a normal one.
            values[i] = random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2;
        }

        TensorPrimitives.Divide(values, TensorPrimitives.Norm(values), values);
        return values;
    }
}
