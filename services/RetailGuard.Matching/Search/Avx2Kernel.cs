using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>Bytes widened to 16 bits, then two products and their sum in one instruction.</summary>
internal readonly unsafe struct Avx2Kernel : ICodeKernel
{
    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums)
    {
        Vector256<int> a0 = default,
            a1 = default,
            a2 = default,
            a3 = default;
        for (var group = 0; group < groups; group++, panel += TemplateSegment.GroupBytes, probe += 4)
        {
            var values = Broadcast(probe);
            a0 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel), values);
            a1 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 16), values);
            a2 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 32), values);
            a3 += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(panel + 48), values);
        }

        AddPairs(a0, a1).Store(sums);
        AddPairs(a2, a3).Store(sums + 8);
    }

    public static void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
    {
        // Half a panel at a time: all of it would need more registers than there are.
        CompareHalf(panel, probes, groups, sums, sumsStride);
        CompareHalf(panel + (TemplateSegment.GroupBytes / 2), probes, groups, sums + (TemplateSegment.PanelRows / 2), sumsStride);
    }

    public static long Dot(byte* codes, sbyte* remainders, float* probe, int values)
    {
        Vector256<long> even = default,
            odd = default;
        for (var i = 0; i < values; i += 16, codes += 4 * TemplateSegment.GroupBytes)
        {
            var m = Values(codes, remainders + i);
            MultiplyAdd(Avx2.ConvertToVector256Int32(m.GetLower()), Whole(probe + i), ref even, ref odd);
            MultiplyAdd(Avx2.ConvertToVector256Int32(m.GetUpper()), Whole(probe + i + 8), ref even, ref odd);
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>Sixteen values of one row, put together from their codes and remainders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Values(byte* codes, sbyte* remainders)
    {
        var sixteen = Vector128.Create(
            *(int*)codes,
            *(int*)(codes + TemplateSegment.GroupBytes),
            *(int*)(codes + (2 * TemplateSegment.GroupBytes)),
            *(int*)(codes + (3 * TemplateSegment.GroupBytes))
        );
        var c = Avx2.ConvertToVector256Int16(sixteen.AsByte()) - Vector256.Create((short)TemplateSegment.CodeOffset);
        return Vector256.ShiftLeft(c, 8) + Avx2.ConvertToVector256Int16(remainders);
    }

    private static void CompareHalf(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
    {
        nint row = groups * 4;
        Vector256<int> a0 = default,
            a1 = default,
            a2 = default,
            a3 = default,
            b0 = default,
            b1 = default,
            b2 = default,
            b3 = default;
        for (var group = 0; group < groups; group++, panel += TemplateSegment.GroupBytes, probes += 4)
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

        AddPairs(a0, b0).Store(sums);
        AddPairs(a1, b1).Store(sums + sumsStride);
        AddPairs(a2, b2).Store(sums + (2 * sumsStride));
        AddPairs(a3, b3).Store(sums + (3 * sumsStride));
    }

    /// <summary>Four values of a probe as 16 bits, four times over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Broadcast(sbyte* fourValues) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(*(int*)fourValues).AsSByte());

    /// <summary>Eight rows' sums from their halves, which lie side by side; the instruction mixes the 128-bit halves, so they are put in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddPairs(Vector256<int> rows0To3, Vector256<int> rows4To7) =>
        Avx2.Permute4x64(Avx2.HorizontalAdd(rows0To3, rows4To7).AsInt64(), 0b11_01_10_00).AsInt32();

    /// <summary>Eight of a probe's values in 2⁻²⁹; the instruction rounds to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Whole(float* eight) => Avx.ConvertToVector256Int32(Vector256.Load(eight) * PreparedProbes.One);

    /// <summary>Adds the products of eight values to four sums of 64 bits: the instruction multiplies every second one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(Vector256<int> m, Vector256<int> probe, ref Vector256<long> even, ref Vector256<long> odd)
    {
        even += Avx2.Multiply(m, probe);
        odd += Avx2.Multiply(
            Vector256.ShiftRightLogical(m.AsUInt64(), 32).AsInt32(),
            Vector256.ShiftRightLogical(probe.AsUInt64(), 32).AsInt32()
        );
    }
}
