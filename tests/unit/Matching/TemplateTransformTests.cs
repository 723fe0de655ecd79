using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Matching;

public sealed class TemplateTransformTests
{
    private static readonly EmbeddingSpace Space = new("space-1", 512);

    private static readonly Arbitrary<(int Dimension, Shape Shape, int Seed)> Pairs = (
        from dimension in Gen.Elements(1, 2, 3, 5, 31, 32, 33, 64, 127, 128, 500, 512, 513, 2049)
        from shape in Gen.Elements(Enum.GetValues<Shape>())
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (dimension, shape, seed)
    ).ToArbitrary();

    [Fact]
    [Trait("Rule", "R52")]
    public void Under_one_key_templates_compare_as_before() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(
                Pairs,
                pair =>
                {
                    var random = new Random(pair.Seed);
                    var source = new TemplateSource(pair.Shape, pair.Dimension, random);
                    using var transform = new TemplateTransform(Key(random), new("space-1", pair.Dimension));
                    var (a, b) = (source.Next(), source.Probe());
                    var (ta, tb) = (Applied(transform, a), Applied(transform, b));
                    TensorPrimitives.Dot(ta, tb).ShouldBe(TensorPrimitives.Dot(a, b), 1e-5f);
                    TensorPrimitives.Norm(ta).ShouldBe(TensorPrimitives.Norm(a), 1e-5f);
                }
            )
        );

    [Fact]
    [Trait("Rule", "R52")]
    public void A_gallery_stolen_from_one_tenant_matches_at_chance_under_another_key()
    {
        var random = new Random(52);
        foreach (var shape in new[] { Shape.Random, Shape.OneHot, Shape.Signs, Shape.Peaked })
        {
            var cosines = Enumerable.Range(0, 400).Select(_ => StrangersCosine(random, shape, otherIsPlain: false)).ToList();
            AtChance(cosines);
        }

        AtChance([.. Enumerable.Range(0, 400).Select(_ => StrangersCosine(random, Shape.Random, otherIsPlain: true))]);
    }

    [Fact]
    [Trait("Rule", "R52")]
    public void Another_space_or_a_key_of_one_other_bit_is_another_rotation()
    {
        var key = Key(new(1));
        var template = TemplateSource.Unit(new(2), 512);
        using var transform = new TemplateTransform(key, Space);
        using var otherSpace = new TemplateTransform(key, Space with { Id = "space-2" });
        key[^1] ^= 1;
        using var otherKey = new TemplateTransform(key, Space);
        var own = Applied(transform, template);
        TensorPrimitives.Dot(own, Applied(otherSpace, template)).ShouldBe(0, 0.3f);
        TensorPrimitives.Dot(own, Applied(otherKey, template)).ShouldBe(0, 0.3f);
    }

    [Fact]
    public void The_rotation_of_a_key_never_changes()
    {
        // Templates at rest went through it: another order of its draws would make all of them strangers.
        using var transform = new TemplateTransform([.. Enumerable.Range(0, 32).Select(i => (byte)i)], new("space-1", 5));
        Applied(transform, [0.1f, 0.3f, -0.5f, 0.7f, 0.4f]).ShouldBe([-0.25f, -0.175f, 0.375f, 0.875f, 0.025f], 1e-6f);
    }

    [Fact]
    public void A_template_may_be_rotated_where_it_lies()
    {
        using var transform = new TemplateTransform(Key(new(3)), Space);
        var template = TemplateSource.Unit(new(4), 512);
        var expected = Applied(transform, template);
        transform.Apply(template, template);
        template.ShouldBe(expected);
    }

    [Fact]
    public void Rotating_allocates_nothing()
    {
        using var transform = new TemplateTransform(Key(new(5)), Space);
        var template = TemplateSource.Unit(new(6), 512);
        transform.Apply(template, template);
        var before = GC.GetAllocatedBytesForCurrentThread();
        transform.Apply(template, template);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Wrong_lengths_and_a_transform_that_was_disposed_of_are_refused()
    {
        Should.Throw<ArgumentException>(() => new TemplateTransform(new byte[31], Space)).Message.ShouldContain("32 bytes, not 31");
        Should.Throw<ArgumentException>(() => new TemplateTransform(new byte[32], new("space-1", 0)));
        var transform = new TemplateTransform(new byte[32], Space);
        Should.Throw<ArgumentException>(() => transform.Apply(new float[511], new float[512])).Message.ShouldContain("not 511 and 512");
        Should.Throw<ArgumentException>(() => transform.Apply(new float[512], new float[513])).Message.ShouldContain("not 512 and 513");
        transform.Dispose();
        Should.Throw<ObjectDisposedException>(() => transform.Apply(new float[512], new float[512]));
    }

    private static float StrangersCosine(Random random, Shape shape, bool otherIsPlain)
    {
        var template = new TemplateSource(shape, 512, random).Next();
        using var one = new TemplateTransform(Key(random), Space);
        using var other = new TemplateTransform(Key(random), Space);
        return TensorPrimitives.Dot(Applied(one, template), otherIsPlain ? template : Applied(other, template));
    }

    /// <summary>As directions at random: mean 0, deviation 1/√512, and none as near as a match. Limits at five standard errors.</summary>
    private static void AtChance(List<float> cosines)
    {
        var expected = 1 / Math.Sqrt(512);
        ((double)cosines.Average()).ShouldBe(0, 5 * expected / Math.Sqrt(cosines.Count));
        Math.Sqrt(cosines.Average(c => c * c)).ShouldBe(expected, 5 * expected / Math.Sqrt(2 * cosines.Count));
        cosines.Max().ShouldBeLessThan(0.3f);
    }

    private static float[] Applied(TemplateTransform transform, float[] template)
    {
        var transformed = new float[template.Length];
        transform.Apply(template, transformed);
        return transformed;
    }

    private static byte[] Key(Random random)
    {
        var key = new byte[TemplateTransform.KeyBytes];
        random.NextBytes(key);
        return key;
    }
}
