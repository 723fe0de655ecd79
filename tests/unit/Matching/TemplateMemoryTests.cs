using RetailGuard.Matching;
using RetailGuard.Matching.Search;

namespace RetailGuard.Tests.Unit.Matching;

/// <summary>What is no longer needed is zeroed, wherever it lay.</summary>
public sealed unsafe class TemplateMemoryTests
{
    private const int Dimension = 40;

    private readonly Random _random = new(5);
    private readonly TemplateShard _shard = new(new("space-1", Dimension));

    [Fact]
    [Trait("Rule", "R12")]
    public void Removing_zeroes_the_place_that_becomes_free()
    {
        Fill(3);
        var segment = _shard.Templates.Segments[0];
        _shard.Remove(Id(0));
        IsZero(segment, 2).ShouldBeTrue("the last template moved into the gap");
        IsZero(segment, 0).ShouldBeFalse();
        IsZero(segment, 1).ShouldBeFalse();
        _shard.Remove(Id(1));
        IsZero(segment, 1).ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void Replacing_leaves_nothing_of_the_template_before()
    {
        Fill(1);
        var one = new float[Dimension];
        one[7] = 1;
        _shard.Set(Id(0), one);
        var segment = _shard.Templates.Segments[0];
        Codes(segment, 0).Where((code, i) => i != 7 && code != 128).ShouldBeEmpty();
        Codes(segment, 0)[7].ShouldBe((byte)255);
        new ReadOnlySpan<sbyte>(segment.Remainders, segment.RowBytes).ToArray().Where((r, i) => i != 7 && r != 0).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void Memory_given_back_was_zeroed_on_growth_on_clearing_and_on_the_last_removal()
    {
        Fill(16);
        GivenBackZeroed(() => _shard.Set(Id(16), TemplateSource.Unit(_random, Dimension)));
        GivenBackZeroed(_shard.Clear);
        Fill(1);
        GivenBackZeroed(() => _shard.Remove(Id(0)));
        _shard.Templates.Bytes.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void Nothing_of_a_probe_stays_after_its_search()
    {
        Fill(70);
        var probes = Enumerable.Range(0, 6).Select(_ => TemplateSource.Unit(_random, Dimension)).ToArray();
        _shard.Search(probes[0], new Candidate[2]);
        ProbesAreZero(1);
        _shard.SearchBatch([.. probes.SelectMany(p => p)], 2, new Candidate[12]);
        ProbesAreZero(6);
        _shard.SearchBatch([.. probes.SelectMany(p => p)], 2, new Candidate[12]);
        ProbesAreZero(6);
    }

    [Theory]
    [InlineData(72)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void A_template_of_512_values_takes_less_than_1600_bytes_with_its_index(int count)
    {
        // 28 bytes an entry and 4 a bucket, and as much again as room to grow.
        const int Index = 64;
        var shard = new TemplateShard(new("space-1", 512));
        for (var i = 0; i < count; i++)
        {
            shard.Set(Id(i), TemplateSource.Unit(_random, 512));
        }

        ((double)shard.Templates.Bytes / count).ShouldBeLessThan(1600 - Index);
    }

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _shard.Set(Id(i), TemplateSource.Unit(_random, Dimension));
        }
    }

    /// <summary>Holds the memory of the only segment, so that it can still be looked at when the shard has given it back.</summary>
    private void GivenBackZeroed(Action change)
    {
        var memory = _shard.Templates.Segments[0].Memory;
        var held = false;
        memory.DangerousAddRef(ref held);
        try
        {
            var bytes = new ReadOnlySpan<byte>(memory.Start, (int)memory.Bytes);
            bytes.ContainsAnyExcept((byte)0).ShouldBeTrue();
            change();
            bytes.ContainsAnyExcept((byte)0).ShouldBeFalse();
        }
        finally
        {
            memory.DangerousRelease();
        }
    }

    private void ProbesAreZero(int count)
    {
        var probes = _shard.Engine.Probes;
        probes.Padded.ContainsAnyExcept(0).ShouldBeFalse();
        probes.KeptDigits.ContainsAnyExcept((short)0).ShouldBeFalse();
        new ReadOnlySpan<sbyte>(probes.Codes(0), count * probes.RowBytes).ContainsAnyExcept((sbyte)0).ShouldBeFalse();
    }

    private static bool IsZero(TemplateSegment segment, int row) =>
        !new ReadOnlySpan<sbyte>(segment.Remainders + (row * segment.RowBytes), segment.RowBytes).ContainsAnyExcept((sbyte)0)
        && Codes(segment, row).All(c => c == 0)
        && segment.Divisors[row] == 0
        && segment.Scales[row] == 0
        && segment.Errors[row] == 0
        && segment.Id(row) == Guid.Empty;

    private static byte[] Codes(TemplateSegment segment, int row)
    {
        var codes = new byte[segment.RowBytes];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = segment.FirstCodes(row)[
                (i / TemplateSegment.GroupValues * TemplateSegment.GroupBytes) + (i % TemplateSegment.GroupValues)
            ];
        }

        return codes;
    }

    private static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);
}
