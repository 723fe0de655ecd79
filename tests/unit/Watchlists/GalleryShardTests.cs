using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

/// <summary>A gallery over several shards answers as one over a single shard would.</summary>
public sealed class GalleryShardTests
{
    private static readonly EmbeddingSpace Space = new("test-space-1", 4);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Rule", "R6")]
    public void However_entries_are_spread_over_shards_the_nearest_are_those_of_one_shard() =>
        Prop.ForAll(
                Gen.Choose(0, 40).SelectMany(count => Gen.Choose(1, 5), (count, shards) => (count, shards)).ToArbitrary(),
                ArbMap.Default.ArbFor<int>(),
                (sizes, seed) =>
                {
                    var random = new Random(seed);
                    var whole = new TemplateShard(Space);
                    var parts = Enumerable.Range(0, sizes.shards).Select(_ => new TemplateShard(Space)).ToList();
                    for (var i = 0; i < sizes.count; i++)
                    {
                        // Few directions, so that many are equally near.
                        var (id, template) = (NextId(random), Face(random, of: 3));
                        whole.Set(id, template);
                        parts[random.Next(parts.Count)].Set(id, template);
                    }

                    var probe = Face(random, of: 3);
                    var merged = Galleries.Merge([.. parts.Select((p, i) => new GalleryAnswers([Nearest(p, probe)], 10 + i, parts.Count))]);
                    merged.Nearest[0].ShouldBe(Nearest(whole, probe));
                    merged.ListVersion.ShouldBe(10);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0, 4_999)]
    [InlineData(1, 1, 5_000)]
    [InlineData(2, 1, 5_000, 4_999)]
    [InlineData(2, 0, 3, 4)]
    [InlineData(2, 0, 4, 4)]
    [InlineData(2, 2, 5_000, 6_000)]
    public void An_entry_goes_to_the_emptiest_shard_and_to_a_new_one_when_all_are_full(int shards, int chosen, params int[] filled) =>
        StoreList.Choose(filled.Select((count, shard) => (count, shard)).ToDictionary(s => s.shard, s => s.count), shards).ShouldBe(chosen);

    [Fact]
    [Trait("Rule", "R12")]
    public void An_entry_leaves_memory_when_it_expires_and_that_is_no_difference()
    {
        var random = new Random(1);
        List<ListedEntry> record = [Listed(random, Now.AddHours(1)), Listed(random, Now.AddHours(2))];
        var memory = new GalleryMemory([Space]);
        memory.Update(Copy(record), Now);

        memory.DropExpired(Now.AddHours(1));

        (memory.Count, memory.Of(Space.Id)!.Count).ShouldBe((1, 1));
        memory.Differences(record, version: 1, Now.AddHours(1)).ShouldBeEmpty();
        memory.Differences(record, version: 1, Now).ShouldBe([record[0].Id]);
    }

    [Fact]
    public void A_change_that_memory_has_not_taken_in_yet_is_no_difference()
    {
        var random = new Random(2);
        var entry = Listed(random, Now.AddHours(1));
        var memory = new GalleryMemory([Space]);
        memory.Update(Copy([entry]), Now);

        var gone = entry with { Matches = false, Templates = [], ListVersion = 2 };

        memory.Differences([gone], version: 1, Now).ShouldBeEmpty();
        memory.Differences([gone], version: 2, Now).ShouldBe([entry.Id]);
        memory.Differences([entry with { Pending = [Space.Id] }], version: 1, Now).ShouldBe([entry.Id]);
        memory.Differences([entry with { ExpiresAt = Now.AddHours(9) }], version: 1, Now).ShouldBe([entry.Id]);
        memory.Differences([entry with { IsReadable = false }], version: 1, Now).ShouldBe([entry.Id]);
    }

    private static NearEntry[] Nearest(TemplateShard shard, float[] probe)
    {
        var best = new Candidate[GalleryAnswers.Neighbours];
        var found = shard.SearchBatch(probe, GalleryAnswers.Neighbours, best);
        return [.. best.Take(found).Select(c => new NearEntry(new EntryId(c.Id), c.Cosine))];
    }

    private static ListedEntry Listed(Random random, DateTimeOffset expiresAt) =>
        new(NextId(random), 1, expiresAt, true, true, [new(Space.Id, MemoryMarshal.AsBytes(Face(random, 100).AsSpan()).ToArray())], []);

    // What memory takes in, it zeroes.
    private static List<ListedEntry> Copy(List<ListedEntry> entries) =>
        entries.ConvertAll(e => e with { Templates = [.. e.Templates.Select(t => KeyValuePair.Create(t.Key, t.Value.ToArray()))] });

    private static Guid NextId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new(bytes);
    }

    private static float[] Face(Random random, int of)
    {
        var one = new Random(random.Next(of));
        float[] face = [one.NextSingle(), one.NextSingle(), one.NextSingle(), 1];
        TensorPrimitives.Divide(face, TensorPrimitives.Norm(face), face);
        return face;
    }
}
