using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <param name="Compared">Pairs of row and probe compared by their codes: rows × probes, whatever the rows are.</param>
/// <param name="Rescored">Of these, pairs whose exact cosine was taken.</param>
internal readonly record struct SearchWork(long Compared, long Rescored);

/// <summary>
/// Exact search in one pass. For every 64 rows, codes give an upper bound of each cosine; rows whose bound reaches the worst
/// neighbour kept are scored exactly. The first places go to the rows of the highest bounds, so that few others reach them.
/// </summary>
internal sealed unsafe class GallerySearch(TemplateRows rows, InstructionSet instructions)
{
    /// <summary>32 kB of codes of 512 values, which stay in the first cache while all probes pass.</summary>
    private const int BlockRows = 64;

    /// <summary>
    /// Bytes. The processor fetches ahead by itself, but not as far as memory under load is away; farther than this it would throw out
    /// what is needed first.
    /// </summary>
    private const int FetchAhead = 4096;

    private long _compared;
    private long _rescored;

    public PreparedProbes Probes { get; } = new(rows.Dimension);

    public SearchWork Work => new(_compared, _rescored);

    /// <param name="probes">Each as long as a row.</param>
    /// <param name="best">Room for <paramref name="wanted"/> neighbours of each probe.</param>
    /// <returns>Neighbours found for each probe.</returns>
    /// <exception cref="ArgumentException">A probe is not finite, or not of unit length.</exception>
    public int Run(ReadOnlySpan<float> probes, Span<Candidate> best, int wanted)
    {
        var found = Math.Min(wanted, rows.Count);
        while (!probes.IsEmpty)
        {
            var batch = Math.Min(probes.Length / rows.Dimension, PreparedProbes.Most);
            Run(probes[..(batch * rows.Dimension)], batch, best, wanted);
            probes = probes[(batch * rows.Dimension)..];
            best = best[(batch * wanted)..];
        }

        return found;
    }

    private void Run(ReadOnlySpan<float> probes, int count, Span<Candidate> best, int wanted)
    {
        fixed (float* values = probes)
        {
            try
            {
                Probes.Prepare(values, count);
                switch (instructions)
                {
                    case InstructionSet.AvxVnni:
                        Scan<AvxVnniKernel>(count, best, wanted);
                        break;
                    case InstructionSet.Avx2:
                        Scan<Avx2Kernel>(count, best, wanted);
                        break;
                    case InstructionSet.Portable:
                        Scan<PortableKernel>(count, best, wanted);
                        break;
                }

                _compared += (long)rows.Count * count;
            }
            finally
            {
                Probes.Forget(count);
            }
        }
    }

    private void Scan<TKernel>(int count, Span<Candidate> best, int wanted)
        where TKernel : struct, ICodeKernel
    {
        if (wanted == 0)
        {
            // Nothing is below the worst of no neighbours: a block's places that hold no row would be scored too.
            return;
        }

        var sums = stackalloc int[ICodeKernel.TileProbes * BlockRows];
        var left = rows.Count;
        foreach (var segment in rows.Segments)
        {
            var inSegment = Math.Min(left, TemplateRows.SegmentRows);
            left -= inSegment;
            for (var row = 0; row < inSegment; row += BlockRows)
            {
                var inBlock = Math.Min(inSegment - row, BlockRows);
                ScanBlock<TKernel>(segment, row, inBlock, count, sums, best, wanted);
            }
        }
    }

    private void ScanBlock<TKernel>(TemplateSegment segment, int first, int inBlock, int count, int* sums, Span<Candidate> best, int wanted)
        where TKernel : struct, ICodeKernel
    {
        var groups = segment.RowBytes / TemplateSegment.GroupValues;
        var panelBytes = TemplateSegment.PanelRows * segment.RowBytes;

        // Of several segments not even the codes fit a core's own cache.
        var ahead = rows.Count > TemplateRows.SegmentRows ? FetchAhead : 0;
        var probe = 0;
        for (; probe + ICodeKernel.TileProbes <= count; probe += ICodeKernel.TileProbes)
        {
            var panel = segment.FirstCodes(first);
            for (var row = 0; row < inBlock; row += TemplateSegment.PanelRows, panel += panelBytes)
            {
                TKernel.CompareTile(panel, Probes.Codes(probe), groups, sums + row, BlockRows);
            }

            for (var i = 0; i < ICodeKernel.TileProbes; i++)
            {
                Screen<TKernel>(segment, first, inBlock, probe + i, sums + (i * BlockRows), best.Slice((probe + i) * wanted, wanted));
            }
        }

        for (; probe < count; probe++)
        {
            var panel = segment.FirstCodes(first);
            for (var row = 0; row < inBlock; row += TemplateSegment.PanelRows, panel += panelBytes)
            {
                TKernel.Compare(panel, Probes.Codes(probe), groups, sums + row, ahead);
            }

            Screen<TKernel>(segment, first, inBlock, probe, sums, best.Slice(probe * wanted, wanted));
        }
    }

    /// <summary>Looks whether any row of a block may be among the nearest; mostly none is. The sums give way to the bounds.</summary>
    private void Screen<TKernel>(TemplateSegment segment, int first, int inBlock, int probe, int* sums, Span<Candidate> best)
        where TKernel : struct, ICodeKernel
    {
        ref var bound = ref Probes.Bounds[probe];
        var upper = (float*)sums;
        var threshold = Vector256.Create(bound.Threshold);
        var reached = Vector256<float>.Zero;
        for (var row = 0; row < inBlock; row += Vector256<float>.Count)
        {
            var eight = bound.Upper(segment, first + row, sums + row);
            eight.Store(upper + row);
            reached |= Vector256.GreaterThanOrEqual(eight, threshold);
        }

        if (reached != Vector256<float>.Zero)
        {
            Rescore<TKernel>(segment, first, inBlock, probe, upper, best);
        }
    }

    /// <summary>Takes the exact cosine of the rows that may be among the nearest.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rescore<TKernel>(TemplateSegment segment, int first, int inBlock, int probe, float* upper, Span<Candidate> best)
        where TKernel : struct, ICodeKernel
    {
        // Places beyond the last row hold no template.
        new Span<float>(upper + inBlock, BlockRows - inBlock).Fill(float.NegativeInfinity);
        ref var bound = ref Probes.Bounds[probe];
        var digits = Probes.Digits(probe);
        while (bound.Found < best.Length)
        {
            var row = TakeHighest(upper);
            if (row < 0)
            {
                return;
            }

            Score<TKernel>(segment, first + row, digits, best, ref bound);
        }

        for (var places = Reaching(upper, bound.Threshold); places != 0; places &= places - 1)
        {
            var row = BitOperations.TrailingZeroCount(places);
            if (upper[row] >= bound.Threshold)
            {
                Score<TKernel>(segment, first + row, digits, best, ref bound);
            }
        }
    }

    /// <summary>Finds the row of the highest bound and strikes it off; −1 when none is left.</summary>
    private static int TakeHighest(float* upper)
    {
        var highest = Vector256.Load(upper);
        for (var row = Vector256<float>.Count; row < BlockRows; row += Vector256<float>.Count)
        {
            highest = Vector256.MaxNative(highest, Vector256.Load(upper + row));
        }

        var four = Vector128.MaxNative(highest.GetLower(), highest.GetUpper());
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        var value = MathF.Max(four[0], four[1]);
        if (float.IsNegativeInfinity(value))
        {
            return -1;
        }

        var place = BitOperations.TrailingZeroCount(Reaching(upper, value));
        upper[place] = float.NegativeInfinity;
        return place;
    }

    /// <summary>One bit for each row of a block whose bound is a value at least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reaching(float* upper, float value)
    {
        var places = 0ul;
        for (var row = 0; row < BlockRows; row += Vector256<float>.Count)
        {
            var eight = Vector256.GreaterThanOrEqual(Vector256.Load(upper + row), Vector256.Create(value));
            places |= (ulong)eight.ExtractMostSignificantBits() << row;
        }

        return places;
    }

    /// <summary>m·p / n: the sum is exact, the division rounds once.</summary>
    private void Score<TKernel>(TemplateSegment segment, int row, short* digits, Span<Candidate> best, ref ProbeBound bound)
        where TKernel : struct, ICodeKernel
    {
        _rescored++;
        var values = segment.RowBytes;
        var codes = segment.FirstCodes(row);
        var remainders = segment.Remainders + ((nint)row * values);
        var dot = 0L;
        for (var i = 0; i < values; i += ProbeDigits.ExactValues)
        {
            var part = Math.Min(values - i, ProbeDigits.ExactValues);
            dot += TKernel.Dot(codes + (i * TemplateSegment.PanelRows), remainders + i, digits + i, values, part);
        }

        Offer(new(segment.Id(row), dot / ((double)segment.Divisors[row] * (1 << PreparedProbes.FractionBits))), best, ref bound);
    }

    /// <summary>Puts a row in its place among the neighbours, when it has one.</summary>
    private static void Offer(in Candidate candidate, Span<Candidate> best, ref ProbeBound bound)
    {
        var place = bound.Found;
        for (; place > 0 && Precedes(candidate, best[place - 1]); place--)
        {
            if (place < best.Length)
            {
                best[place] = best[place - 1];
            }
        }

        if (place == best.Length)
        {
            return;
        }

        best[place] = candidate;
        bound.Found = Math.Min(bound.Found + 1, best.Length);
        if (bound.Found == best.Length)
        {
            bound.Threshold = (float)best[^1].Cosine;
        }
    }

    private static bool Precedes(in Candidate a, in Candidate b) =>
        a.Cosine > b.Cosine || (a.Cosine == b.Cosine && a.Id.CompareTo(b.Id) < 0);
}
