using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>Four products of bytes and their sum in one instruction, eight rows at a time.</summary>
internal readonly unsafe struct AvxVnniKernel : ICodeKernel
{
    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums)
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
        for (var group = 0; group < groups; group += 4, panel += 4 * TemplateSegment.GroupBytes, probe += 16)
        {
            var values = Broadcast(probe);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, Vector256.Load(panel), values);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, Vector256.Load(panel + 32), values);
            values = Broadcast(probe + 4);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, Vector256.Load(panel + 64), values);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, Vector256.Load(panel + 96), values);
            values = Broadcast(probe + 8);
            a2 = AvxVnni.MultiplyWideningAndAdd(a2, Vector256.Load(panel + 128), values);
            b2 = AvxVnni.MultiplyWideningAndAdd(b2, Vector256.Load(panel + 160), values);
            values = Broadcast(probe + 12);
            a3 = AvxVnni.MultiplyWideningAndAdd(a3, Vector256.Load(panel + 192), values);
            b3 = AvxVnni.MultiplyWideningAndAdd(b3, Vector256.Load(panel + 224), values);
        }

        (a0 + a1 + (a2 + a3)).Store(sums);
        (b0 + b1 + (b2 + b3)).Store(sums + 8);
    }

    public static void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
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

        a0.Store(sums);
        b0.Store(sums + 8);
        a1.Store(sums + sumsStride);
        b1.Store(sums + sumsStride + 8);
        a2.Store(sums + (2 * sumsStride));
        b2.Store(sums + (2 * sumsStride) + 8);
        a3.Store(sums + (3 * sumsStride));
        b3.Store(sums + (3 * sumsStride) + 8);
    }

    public static long Dot(byte* codes, sbyte* remainders, float* probe, int values)
    {
        if (!Avx512F.IsSupported)
        {
            return Avx2Kernel.Dot(codes, remainders, probe, values);
        }

        Vector512<long> even = default,
            odd = default;
        for (var i = 0; i < values; i += 16, codes += 4 * TemplateSegment.GroupBytes)
        {
            // The instruction multiplies every second value.
            var m = Avx512F.ConvertToVector512Int32(Avx2Kernel.Values(codes, remainders + i));
            var p = Avx512F.ConvertToVector512Int32(Vector512.Load(probe + i) * PreparedProbes.One);
            even += Avx512F.Multiply(m, p);
            odd += Avx512F.Multiply(
                Vector512.ShiftRightLogical(m.AsUInt64(), 32).AsInt32(),
                Vector512.ShiftRightLogical(p.AsUInt64(), 32).AsInt32()
            );
        }

        return Vector512.Sum(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Broadcast(sbyte* fourValues) => Vector256.Create(*(int*)fourValues).AsSByte();
}
