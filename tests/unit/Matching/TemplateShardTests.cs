using RetailGuard.Matching;

namespace RetailGuard.Tests.Unit.Matching;

public sealed class TemplateShardTests
{
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
            { [], "3 values, not 0" },
            { [1, 0], "3 values, not 2" },
            { [1, 0, 0, 0], "3 values, not 4" },
            { [0, 0, 0], "length is zero" },
            { [float.Epsilon, 0, 0], "length is zero" },
            { [0.5f, 0, 0], "length 1" },
            { [1.01f, 0, 0], "length 1" },
            { [1, float.NaN, 0], "Value 1 of the template is not a finite number" },
            { [float.PositiveInfinity, 0, 0], "Value 0 of the template is not a finite number" },
            { [0, 0, float.NegativeInfinity], "Value 2 of the template is not a finite number" },
            { [float.MaxValue, 0, 0], "length 1" },
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
    public void A_batch_of_wrong_shape_is_refused()
    {
        var shard = new TemplateShard(new("space-1", 3));
        Should.Throw<ArgumentException>(() => shard.SearchBatch(new float[4], 1, new Candidate[1])).Message.ShouldContain("4 values");
        Should.Throw<ArgumentException>(() => shard.SearchBatch([1, 0, 0], 2, new Candidate[1])).Message.ShouldContain("room for 2, not 1");
        Should
            .Throw<ArgumentException>(() => shard.SearchBatch([1, 0, 0, 0, 0, 0], 1, new Candidate[2]))
            .Message.ShouldContain("length is zero");
        Should.Throw<ArgumentOutOfRangeException>(() => shard.SearchBatch([1, 0, 0], -1, []));
        shard.SearchBatch([], 1, []).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(TemplateShard.LargestDimension + 1)]
    public void A_dimension_out_of_range_is_refused(int dimension) =>
        Should
            .Throw<ArgumentOutOfRangeException>(() => new TemplateShard(new("space-1", dimension)))
            .Message.ShouldContain("1 to 65536 values");

    [Fact]
    public void Searching_allocates_nothing()
    {
        var random = new Random(7);
        var shard = new TemplateShard(new("space-1", 128));
        for (var i = 0; i < 5000; i++)
        {
            shard.Set(Id(i), TemplateSource.Unit(random, 128));
        }

        var probes = Enumerable.Range(0, 7).SelectMany(_ => TemplateSource.Unit(random, 128)).ToArray();
        var best = new Candidate[14];
        Search();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            Search();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Search()
        {
            shard.Search(probes.AsSpan(0, 128), best.AsSpan(0, 2));
            shard.SearchBatch(probes, 2, best);
        }
    }

    [Theory]
    [InlineData(72)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void A_search_compares_each_template_once_and_scores_few_of_them_exactly(int count)
    {
        var random = new Random(9);
        var shard = new TemplateShard(new("space-1", 512));
        for (var i = 0; i < count; i++)
        {
            shard.Set(Id(i), TemplateSource.Unit(random, 512));
        }

        const int Probes = 5;
        shard.SearchBatch([.. Enumerable.Range(0, Probes).SelectMany(_ => TemplateSource.Unit(random, 512))], 2, new Candidate[2 * Probes]);
        shard.Engine.Work.Compared.ShouldBe(count * Probes);

        // The record of a random sequence is broken as often as its length's logarithm says; the bound's width makes it some more.
        ((double)shard.Engine.Work.Rescored / Probes).ShouldBeLessThan(20 * Math.Log(count));
    }

    [Fact]
    public async Task A_second_caller_at_the_same_time_is_refused()
    {
        var shard = new TemplateShard(new("space-1", 512));
        for (var i = 0; i < 3000; i++)
        {
            shard.Set(Id(i), TemplateSource.Unit(new(i), 512));
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(CallUntilRefused)).ToArray();
        (await Task.WhenAll(callers)).ShouldContain(true, "none of two callers was refused within a minute");
        shard.Search(TemplateSource.Unit(new(1), 512), new Candidate[1]).ShouldBe(1, "it serves on");

        bool CallUntilRefused()
        {
            var (probe, best) = (TemplateSource.Unit(new(1), 512), new Candidate[1]);
            try
            {
                while (!limit.IsCancellationRequested)
                {
                    shard.Search(probe, best);
                }

                return false;
            }
            catch (InvalidOperationException)
            {
                limit.Cancel();
                return true;
            }
        }
    }

    private static Candidate[] Search(TemplateShard shard, float[] probe, int wanted)
    {
        var best = new Candidate[wanted];
        return best[..shard.Search(probe, best)];
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
