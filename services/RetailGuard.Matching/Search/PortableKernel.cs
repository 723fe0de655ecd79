using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <summary>128-bit vectors without processor-specific instructions, four rows at a time.</summary>
internal readonly unsafe struct PortableKernel : ICodeKernel
{
    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums, int ahead)
    {
        for (var row = 0; row < TemplateSegment.PanelRows; row += 4)
        {
            Vector128<int> a0 = default,
                a1 = default,
                a2 = default,
                a3 = default;
            var codes = panel + (row * TemplateSegment.GroupValues);
            for (var group = 0; group < groups; group++, codes += TemplateSegment.GroupBytes)
            {
                var values = Vector128.WidenLower(Vector128.Create(*(long*)(probe + (group * TemplateSegment.GroupValues))).AsSByte());
                var (row0, row1) = Vector128.Widen(Vector128.Load(codes));
                var (row2, row3) = Vector128.Widen(Vector128.Load(codes + 16));
                a0 += Products(row0, values);
                a1 += Products(row1, values);
                a2 += Products(row2, values);
                a3 += Products(row3, values);
            }

            sums[row] = Vector128.Sum(a0);
            sums[row + 1] = Vector128.Sum(a1);
            sums[row + 2] = Vector128.Sum(a2);
            sums[row + 3] = Vector128.Sum(a3);
        }
    }

    public static void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride)
    {
        for (var probe = 0; probe < ICodeKernel.TileProbes; probe++)
        {
            Compare(panel, probes + ((nint)probe * groups * TemplateSegment.GroupValues), groups, sums + (probe * sumsStride), ahead: 0);
        }
    }

    public static long Dot(byte* codes, sbyte* remainders, short* digits, int plane, int values)
    {
        var sum = 0L;
        for (var i = 0; i < values; i++)
        {
            var code = codes[(i / TemplateSegment.GroupValues * TemplateSegment.GroupBytes) + (i % TemplateSegment.GroupValues)];
            var m = ((code - TemplateSegment.CodeOffset) * 256L) + remainders[i];
            sum += m * ProbeDigits.Join(digits[i], digits[plane + i], digits[(2 * plane) + i]);
        }

        return sum;
    }

    /// <summary>Eight products in four sums; 255 × 127 fits 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(Vector128<ushort> codes, Vector128<short> values)
    {
        var (low, high) = Vector128.Widen(codes.AsInt16() * values);
        return low + high;
    }
}
