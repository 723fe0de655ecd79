using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Matching;
using RetailGuard.Matching.Search;

namespace RetailGuard.Tests.Unit.Matching;

/// <summary>Every instruction set answers what comparing all templates one by one answers: same ids, same order, same cosines.</summary>
public sealed class SearchAgainstOracleTests
{
    public static TheoryData<string> InstructionSetsHere => [.. InstructionSets.Supported.Select(s => s.ToString())];

    [Theory]
    [MemberData(nameof(InstructionSetsHere))]
    public void The_answer_is_that_of_comparing_every_template_one_by_one(string instructions) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(Gallery.Any, gallery => CompareWithOracle(gallery, Enum.Parse<InstructionSet>(instructions)))
        );

    [Theory]
    [MemberData(nameof(InstructionSetsHere))]
    public void A_gallery_of_several_segments_is_answered_as_one(string instructions)
    {
        foreach (var shape in new[] { Shape.Random, Shape.AllEqual, Shape.NearTies })
        {
            CompareWithOracle(new(shape, 3, 9000, Wanted: 7, Probes: 5, Keep: 10, Seed: 1), Enum.Parse<InstructionSet>(instructions));
            CompareWithOracle(new(shape, 3, 9000, Wanted: 7, Probes: 5, Keep: 3, Seed: 2), Enum.Parse<InstructionSet>(instructions));
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSetsHere))]
    public void The_largest_dimension_does_not_overflow(string instructions)
    {
        var shard = new TemplateShard(new("space-1", TemplateShard.LargestDimension), Enum.Parse<InstructionSet>(instructions));
        var template = new float[TemplateShard.LargestDimension];
        Array.Fill(template, 1f / 256);
        shard.Set(Id(1), template);
        var best = new Candidate[1];
        shard.Search(template, best).ShouldBe(1);
        best.ShouldBe([new(Id(1), 1)]);
        shard.Search([.. template.Select(v => -v)], best).ShouldBe(1);
        best.ShouldBe([new(Id(1), -1)]);
    }

    /// <summary>The largest row values times probes whose lower digits are the largest that a float's 24 bits leave.</summary>
    [Theory]
    [MemberData(nameof(InstructionSetsHere))]
    public void The_largest_digits_do_not_overflow(string instructions)
    {
        const int Dimension = 1024;
        var shard = new TemplateShard(new("space-1", Dimension), Enum.Parse<InstructionSet>(instructions));
        var oracle = new Dictionary<Guid, float[]>();
        foreach (var sign in new[] { 1, -1 })
        {
            var template = new float[Dimension];
            Array.Fill(template, sign / 32f);
            oracle[Id(sign + 2)] = template;
            shard.Set(Id(sign + 2), template);
        }

        // 1/32 is 16 × 2²⁰ in 2⁻²⁹: as many a little above as below make a unit vector.
        float[] probe =
        [
            .. Enumerable.Range(0, Dimension).Select(i => (float)((((i % 2 == 0 ? 15 : 16) << 20) + 0xFFFFE) / (double)(1 << 29))),
        ];
        var length = MathF.Sqrt(probe.Sum(p => p * p));
        length.ShouldBe(1, 0.04);
        for (var i = 1; length > 1.0005f; i += 2)
        {
            probe[i] -= 2f / (1 << 9);
            length = MathF.Sqrt(probe.Sum(p => p * p));
        }

        var best = new Candidate[2];
        shard.Search(probe, best).ShouldBe(2);
        best.ShouldBe(ScalarOracle.Nearest(oracle, probe, 2));
    }

    [Fact]
    public void The_stored_template_is_as_near_as_sixteen_bits_allow()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var (template, probe) = (TemplateSource.Unit(random, 512), TemplateSource.Unit(random, 512));
            var true64 = template.Zip(probe, (a, b) => (double)a * b).Sum();

            // Independent roundings of at most max|x| / 65,278 each: six standard deviations of their sum.
            var limit = 6 * template.Max(Math.Abs) / 65_278 / Math.Sqrt(3);
            ScalarOracle.Cosine(template, probe).ShouldBe(true64, limit);
        }
    }

    private static void CompareWithOracle(Gallery gallery, InstructionSet instructions)
    {
        var random = new Random(gallery.Seed);
        var source = new TemplateSource(gallery.Shape, gallery.Dimension, random);
        var shard = new TemplateShard(new("space-1", gallery.Dimension), instructions);
        var oracle = new Dictionary<Guid, float[]>();
        for (var i = 0; i < gallery.Count; i++)
        {
            // Some ids come twice: the later template counts.
            var id = Id(random.Next(gallery.Count));
            oracle[id] = source.Next();
            shard.Set(id, oracle[id]);
        }

        foreach (var id in oracle.Keys.Where(_ => random.Next(10) >= gallery.Keep).ToList())
        {
            oracle.Remove(id);
            shard.Remove(id).ShouldBeTrue();
        }

        shard.Count.ShouldBe(oracle.Count);
        var probes = Enumerable.Range(0, gallery.Probes).Select(_ => source.Probe()).ToArray();
        var batch = new Candidate[gallery.Probes * gallery.Wanted];
        var found = shard.SearchBatch([.. probes.SelectMany(p => p)], gallery.Wanted, batch);
        found.ShouldBe(Math.Min(gallery.Wanted, oracle.Count));
        for (var i = 0; i < probes.Length; i++)
        {
            var expected = ScalarOracle.Nearest(oracle, probes[i], gallery.Wanted);
            batch.AsSpan(i * gallery.Wanted, found).ToArray().ShouldBe(expected);
        }

        var single = new Candidate[gallery.Wanted];
        shard.Search(probes[0], single).ShouldBe(found);
        single[..found].ShouldBe(batch[..found]);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
