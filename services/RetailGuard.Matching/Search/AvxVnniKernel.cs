using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>Four products of bytes and their sum in one instruction, eight rows at a time.</summary>
internal readonly unsafe struct AvxVnniKernel : ICodeKernel
{
    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums, int ahead)
    {
        // Eight independent sums: the instruction takes about four cycles and two start in each.
        Vector256<int> a0 = default,
            a1 = default,
            a2 = default,
            a3 = default,
            b0 = default,
            b1 = default,
            b2 = default,
            b3 = default;
        for (var group = 0; group < groups; group += 4, panel += 4 * TemplateSegment.GroupBytes, probe += 4 * TemplateSegment.GroupValues)
        {
            if (ahead > 0)
            {
                Sse.Prefetch0(panel + ahead);
                Sse.Prefetch0(panel + ahead + 64);
                Sse.Prefetch0(panel + ahead + 128);
                Sse.Prefetch0(panel + ahead + 192);
            }

            var values = Broadcast(probe);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, Vector256.Load(panel), values);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, Vector256.Load(panel + 32), values);
            values = Broadcast(probe + 8);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, Vector256.Load(panel + 64), values);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, Vector256.Load(panel + 96), values);
            values = Broadcast(probe + 16);
            a2 = AvxVnni.MultiplyWideningAndAdd(a2, Vector256.Load(panel + 128), values);
            b2 = AvxVnni.MultiplyWideningAndAdd(b2, Vector256.Load(panel + 160), values);
            values = Broadcast(probe + 24);
            a3 = AvxVnni.MultiplyWideningAndAdd(a3, Vector256.Load(panel + 192), values);
            b3 = AvxVnni.MultiplyWideningAndAdd(b3, Vector256.Load(panel + 224), values);
        }

        AddPairs(a0 + a1 + (a2 + a3), b0 + b1 + (b2 + b3)).Store(sums);
    }

    public static void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
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
            var (low, high) = (Vector256.Load(panel), Vector256.Load(panel + 32));
            var values = Broadcast(probes);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, low, values);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, high, values);
            values = Broadcast(probes + row);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, low, values);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, high, values);
            values = Broadcast(probes + (2 * row));
            a2 = AvxVnni.MultiplyWideningAndAdd(a2, low, values);
            b2 = AvxVnni.MultiplyWideningAndAdd(b2, high, values);
            values = Broadcast(probes + (3 * row));
            a3 = AvxVnni.MultiplyWideningAndAdd(a3, low, values);
            b3 = AvxVnni.MultiplyWideningAndAdd(b3, high, values);
        }

        AddPairs(a0, b0).Store(sums);
        AddPairs(a1, b1).Store(sums + sumsStride);
        AddPairs(a2, b2).Store(sums + (2 * sumsStride));
        AddPairs(a3, b3).Store(sums + (3 * sumsStride));
    }

    public static long Dot(byte* codes, sbyte* remainders, short* digits, int plane, int values)
    {
        if (!Avx512BW.IsSupported)
        {
            return Avx2Kernel.Dot(codes, remainders, digits, plane, values);
        }

        Vector512<int> d0 = default,
            d1 = default,
            d2 = default;
        for (var i = 0; i < values; i += 32, codes += 4 * TemplateSegment.GroupBytes)
        {
            var c = Vector256.Create(Avx2Kernel.TwoGroups(codes), Avx2Kernel.TwoGroups(codes + (2 * TemplateSegment.GroupBytes)));
            var m =
                Vector512.ShiftLeft(Avx512BW.ConvertToVector512Int16(c), 8)
                + Avx512BW.ConvertToVector512Int16(Vector256.Load(remainders + i));
            d0 += Avx512BW.MultiplyAddAdjacent(m, Vector512.Load(digits + i));
            d1 += Avx512BW.MultiplyAddAdjacent(m, Vector512.Load(digits + plane + i));
            d2 += Avx512BW.MultiplyAddAdjacent(m, Vector512.Load(digits + (2 * plane) + i));
        }

        return ProbeDigits.Join(Sum(d0), Sum(d1), Sum(d2));
    }

    private static long Sum(Vector512<int> lanes) => Vector512.Sum(Vector512.WidenLower(lanes) + Vector512.WidenUpper(lanes));

    /// <summary>Eight rows' sums from their halves, which lie side by side; the instruction mixes the 128-bit halves, so they are put in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddPairs(Vector256<int> rows0To3, Vector256<int> rows4To7) =>
        Avx2.Permute4x64(Avx2.HorizontalAdd(rows0To3, rows4To7).AsInt64(), 0b11_01_10_00).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Broadcast(sbyte* eightValues) => Vector256.Create(*(long*)eightValues).AsSByte();
}
