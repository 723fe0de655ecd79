using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Matching;

public sealed class TemplateShardTests
{
    /// <param name="Keep">Of every ten templates, how many stay; the others are removed before the search.</param>
    private sealed record Gallery(int Dimension, int Count, int Wanted, int Keep, int Seed);

    private static readonly Arbitrary<Gallery> Galleries = (
        from dimension in Gen.Elements(1, 2, 3, 7, 8, 15, 17, 31, 33, 127, 128, 129, 512)
        from count in Gen.Elements(0, 1, 2, 3, 63, 64, 65, 129)
        from wanted in Gen.Elements(0, 1, 2, 5, 200)
        from keep in Gen.Choose(1, 10)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Gallery(dimension, count, wanted, keep, seed)
    ).ToArbitrary();

    [Fact]
    public void The_answer_is_that_of_comparing_every_template_one_by_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Galleries, CompareWithOracle));

    [Fact]
    public void Equal_templates_are_answered_in_order_of_id_whatever_the_order_of_adding()
    {
        foreach (var order in new[] { new[] { 1, 2, 3 }, [3, 2, 1], [2, 3, 1] })
        {
            var shard = new TemplateShard(new("space-1", 3));
            foreach (var id in order)
            {
                shard.Set(Id(id), [1, 0, 0]);
            }

            Search(shard, [1, 0, 0], 2).Select(c => c.Id).ShouldBe([Id(1), Id(2)]);
        }
    }

    [Fact]
    public void Setting_an_id_again_replaces_its_template()
    {
        var shard = new TemplateShard(new("space-1", 2));
        shard.Set(Id(1), [1, 0]);
        shard.Set(Id(1), [0, 1]);
        shard.Count.ShouldBe(1);
        Search(shard, [0, 1], 5).ShouldBe([new Candidate(Id(1), 1)]);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void A_removed_template_is_not_found_again()
    {
        var shard = new TemplateShard(new("space-1", 2));
        shard.Set(Id(1), [1, 0]);
        shard.Set(Id(2), [0, 1]);
        shard.Remove(Id(1)).ShouldBeTrue();
        shard.Remove(Id(1)).ShouldBeFalse("it is gone already");
        Search(shard, [1, 0], 5).ShouldBe([new Candidate(Id(2), 0)]);
        shard.Remove(Id(2)).ShouldBeTrue();
        Search(shard, [1, 0], 5).ShouldBeEmpty();
    }

    [Fact]
    public void A_cleared_gallery_is_empty_and_takes_templates_again()
    {
        var shard = new TemplateShard(new("space-1", 2));
        shard.Set(Id(1), [1, 0]);
        shard.Clear();
        shard.Count.ShouldBe(0);
        Search(shard, [1, 0], 5).ShouldBeEmpty();
        shard.Set(Id(2), [0, 1]);
        Search(shard, [0, 1], 5).ShouldBe([new Candidate(Id(2), 1)]);
    }

    public static TheoryData<float[], string> Unusable =>
        new()
        {
            { [1, 0], "3 values, not 2" },
            { [1, 0, 0, 0], "3 values, not 4" },
            { [0, 0, 0], "length 1" },
            { [0.5f, 0, 0], "length 1" },
            { [1.01f, 0, 0], "length 1" },
            { [float.NaN, 0, 0], "length 1" },
            { [1, float.NaN, 0], "length 1" },
            { [float.PositiveInfinity, 0, 0], "length 1" },
        };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_vector_that_is_no_template_is_refused_by_gallery_and_search(float[] vector, string because)
    {
        var shard = new TemplateShard(new("space-1", 3));
        Should.Throw<ArgumentException>(() => shard.Set(Id(1), vector)).Message.ShouldContain(because);
        Should.Throw<ArgumentException>(() => shard.Search(vector, new Candidate[1])).Message.ShouldContain(because);
        shard.Count.ShouldBe(0);
    }

    [Fact]
    public void Searching_allocates_nothing()
    {
        var random = new Random(7);
        var shard = new TemplateShard(new("space-1", 128));
        for (var i = 0; i < 100; i++)
        {
            shard.Set(Id(i), Unit(random, 128));
        }

        var probe = Unit(random, 128);
        var best = new Candidate[2];
        shard.Search(probe, best);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            shard.Search(probe, best);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void CompareWithOracle(Gallery gallery)
    {
        var random = new Random(gallery.Seed);
        var shard = new TemplateShard(new("space-1", gallery.Dimension));
        var oracle = new Dictionary<Guid, float[]>();
        for (var i = 0; i < gallery.Count; i++)
        {
            // Some ids come twice: the later template counts.
            var id = Id(random.Next(gallery.Count));
            oracle[id] = Unit(random, gallery.Dimension);
            shard.Set(id, oracle[id]);
        }

        foreach (var id in oracle.Keys.Where(_ => random.Next(10) >= gallery.Keep).ToList())
        {
            oracle.Remove(id);
            shard.Remove(id).ShouldBeTrue();
        }

        var probe = Unit(random, gallery.Dimension);
        var found = Search(shard, probe, gallery.Wanted);
        shard.Count.ShouldBe(oracle.Count);
        found.Length.ShouldBe(Math.Min(gallery.Wanted, oracle.Count));
        found.Select(c => c.Id).ShouldBeUnique();
        foreach (var candidate in found)
        {
            ((double)candidate.Cosine).ShouldBe(Cosine(oracle[candidate.Id], probe), 1e-5);
        }

        for (var i = 1; i < found.Length; i++)
        {
            found[i].Cosine.ShouldBeLessThanOrEqualTo(found[i - 1].Cosine);
        }

        // The kernel adds in another order than the oracle, so two templates closer than rounding may change places.
        var left = oracle.Where(o => found.All(c => c.Id != o.Key)).Select(o => Cosine(o.Value, probe)).ToList();
        if (found.Length > 0 && left.Count > 0)
        {
            left.Max().ShouldBeLessThanOrEqualTo(found[^1].Cosine + 1e-5);
        }
    }

    private static Candidate[] Search(TemplateShard shard, float[] probe, int wanted)
    {
        var best = new Candidate[wanted];
        return best[..shard.Search(probe, best)];
    }

    private static double Cosine(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static float[] Unit(Random random, int dimension)
    {
        var vector = new double[dimension];
        for (var i = 0; i < dimension; i++)
        {
            vector[i] = random.NextDouble() - 0.5;
        }

        var norm = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => (float)(v / norm))];
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
