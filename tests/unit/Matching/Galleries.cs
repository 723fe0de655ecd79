using FsCheck;
using FsCheck.Fluent;

namespace RetailGuard.Tests.Unit.Matching;

/// <summary>How a gallery's templates lie to each other.</summary>
public enum Shape
{
    /// <summary>Directions at random.</summary>
    Random,

    /// <summary>All within less than a code's step of one direction, so that codes alone would put them in a wrong order.</summary>
    NearTies,

    /// <summary>One template under many ids.</summary>
    AllEqual,

    /// <summary>A single value is not zero.</summary>
    OneHot,

    /// <summary>One value near one, all others too small for single precision's normal range.</summary>
    Denormal,

    /// <summary>All values of one size, their signs at random: exact ties are many.</summary>
    Signs,

    /// <summary>One large value and many small ones, which codes render badly.</summary>
    Peaked,
}

/// <summary>A gallery to search, made from a seed.</summary>
/// <param name="Count">Templates set; some ids come twice, so that fewer may remain.</param>
/// <param name="Keep">Of every ten templates, how many stay; the others are removed before the search.</param>
public sealed record Gallery(Shape Shape, int Dimension, int Count, int Wanted, int Probes, int Keep, int Seed)
{
    public static Arbitrary<Gallery> Any { get; } =
        (
            from shape in Gen.Elements(Enum.GetValues<Shape>())
            from dimension in Gen.Elements(1, 2, 3, 4, 7, 15, 16, 17, 31, 33, 127, 128, 129, 512, 513)
            from count in Gen.Elements(0, 1, 2, 3, 15, 16, 17, 63, 64, 65, 129, 300)
            from wanted in Gen.Elements(0, 1, 2, 5, 400)
            from probes in Gen.Elements(1, 2, 3, 4, 5, 9, 65)
            from keep in Gen.Choose(1, 10)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select new Gallery(shape, dimension, count, wanted, probes, keep, seed)
        ).ToArbitrary();
}

/// <summary>Templates of each <see cref="Shape"/>.</summary>
internal sealed class TemplateSource(Shape shape, int dimension, Random random)
{
    private readonly float[] _centre = Unit(random, dimension);

    /// <summary>A probe: half the time a direction of its own, else one of the gallery's kind, sometimes turned round.</summary>
    public float[] Probe() =>
        random.Next(4) switch
        {
            0 => Next(),
            1 => [.. Next().Select(v => -v)],
            _ => Unit(random, dimension),
        };

    public float[] Next() =>
        shape switch
        {
            Shape.Random => Unit(random, dimension),
            Shape.NearTies => Normalized([.. _centre.Select(v => v + ((random.NextDouble() - 0.5) * 2e-4 / Math.Sqrt(dimension)))]),
            Shape.AllEqual => _centre,
            Shape.OneHot => [.. Values(random.Next(dimension), random.Next(2) == 0 ? 1 : -1, () => 0)],
            Shape.Denormal => [.. Values(random.Next(dimension), 1, () => float.Epsilon * random.Next(-1000, 1000))],
            Shape.Signs => Normalized([.. Enumerable.Range(0, dimension).Select(_ => random.Next(2) == 0 ? 1.0 : -1)]),
            Shape.Peaked => Normalized([
                .. Values(random.Next(dimension), 1, () => (random.NextSingle() - 0.5f) / MathF.Sqrt(dimension)).Select(v => (double)v),
            ]),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };

    public static float[] Unit(Random random, int dimension) =>
        Normalized([.. Enumerable.Range(0, dimension).Select(_ => random.NextDouble() - 0.5)]);

    private static float[] Normalized(double[] vector)
    {
        var norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => (float)(v / norm))];
    }

    private IEnumerable<float> Values(int place, float value, Func<float> other) =>
        Enumerable.Range(0, dimension).Select(i => i == place ? value : other());
}
