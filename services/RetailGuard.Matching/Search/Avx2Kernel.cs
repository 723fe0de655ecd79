using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>Bytes widened to 16 bits, then two products and their sum in one instruction.</summary>
internal readonly unsafe struct Avx2Kernel : ICodeKernel
{
    private const int HalfPanel = TemplateSegment.GroupBytes / 2;

    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums, int ahead)
    {
        Vector256<int> rows01 = default,
            rows23 = default,
            rows45 = default,
            rows67 = default;
        for (var group = 0; group < groups; group++, panel += TemplateSegment.GroupBytes, probe += TemplateSegment.GroupValues)
        {
            if (ahead > 0)
            {
                Sse.Prefetch0(panel + ahead);
            }

            var values = Broadcast(probe);
            rows01 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel), values);
            rows23 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 16), values);
            rows45 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 32), values);
            rows67 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 48), values);
        }

        AddFours(rows01, rows23, rows45, rows67).Store(sums);
    }

    public static void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
    {
        // Half a panel at a time: all of it would need more registers than there are.
        CompareHalf(panel, probes, groups, sums, sumsStride);
        CompareHalf(panel + HalfPanel, probes, groups, sums + (TemplateSegment.PanelRows / 2), sumsStride);
    }

    public static long Dot(byte* codes, sbyte* remainders, short* digits, int plane, int values)
    {
        Vector256<int> d0 = default,
            d1 = default,
            d2 = default;
        for (var i = 0; i < values; i += 16, codes += 2 * TemplateSegment.GroupBytes)
        {
            var m = Vector256.ShiftLeft(Avx2.ConvertToVector256Int16(TwoGroups(codes)), 8) + Avx2.ConvertToVector256Int16(remainders + i);
            d0 += Avx2.MultiplyAddAdjacent(m, Vector256.Load(digits + i));
            d1 += Avx2.MultiplyAddAdjacent(m, Vector256.Load(digits + plane + i));
            d2 += Avx2.MultiplyAddAdjacent(m, Vector256.Load(digits + (2 * plane) + i));
        }

        return ProbeDigits.Join(Sum(d0), Sum(d1), Sum(d2));
    }

    /// <summary>Sixteen codes of one row without their offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> TwoGroups(byte* codes) =>
        (
            Vector128.Create(*(long*)codes, *(long*)(codes + TemplateSegment.GroupBytes)).AsByte()
            ^ Vector128.Create((byte)TemplateSegment.CodeOffset)
        ).AsSByte();

    private static void CompareHalf(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
    {
        nint row = groups * TemplateSegment.GroupValues;
        Vector256<int> a0 = default,
            a1 = default,
            a2 = default,
            a3 = default,
            b0 = default,
            b1 = default,
            b2 = default,
            b3 = default;
        for (var group = 0; group < groups; group++, panel += TemplateSegment.GroupBytes, probes += TemplateSegment.GroupValues)
        {
            var (low, high) = (Avx2.ConvertToVector256Int16(panel), Avx2.ConvertToVector256Int16(panel + 16));
            var values = Broadcast(probes);
            a0 += Avx2.MultiplyAddAdjacent(low, values);
            b0 += Avx2.MultiplyAddAdjacent(high, values);
            values = Broadcast(probes + row);
            a1 += Avx2.MultiplyAddAdjacent(low, values);
            b1 += Avx2.MultiplyAddAdjacent(high, values);
            values = Broadcast(probes + (2 * row));
            a2 += Avx2.MultiplyAddAdjacent(low, values);
            b2 += Avx2.MultiplyAddAdjacent(high, values);
            values = Broadcast(probes + (3 * row));
            a3 += Avx2.MultiplyAddAdjacent(low, values);
            b3 += Avx2.MultiplyAddAdjacent(high, values);
        }

        var probes01 = AddFours(a0, b0, a1, b1);
        var probes23 = AddFours(a2, b2, a3, b3);
        probes01.GetLower().Store(sums);
        probes01.GetUpper().Store(sums + sumsStride);
        probes23.GetLower().Store(sums + (2 * sumsStride));
        probes23.GetUpper().Store(sums + (3 * sumsStride));
    }

    /// <summary>Eight values of a probe as 16 bits, twice over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Broadcast(sbyte* eightValues) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(*(long*)eightValues).AsSByte());

    /// <summary>The sums of eight times four lanes, in order; the instruction mixes the 128-bit halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddFours(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var mixed = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return Avx2.PermuteVar8x32(mixed, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
    }

    private static long Sum(Vector256<int> lanes) => Vector256.Sum(Vector256.WidenLower(lanes) + Vector256.WidenUpper(lanes));
}
