using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <summary>128-bit vectors without processor-specific instructions, four rows at a time.</summary>
internal readonly unsafe struct PortableKernel : ICodeKernel
{
    public static void Compare(byte* panel, sbyte* probe, int groups, int* sums)
    {
        for (var row = 0; row < TemplateSegment.PanelRows; row += 4)
        {
            Vector128<int> a0 = default,
                a1 = default,
                a2 = default,
                a3 = default;
            for (var group = 0; group < groups; group++)
            {
                var (codes01, codes23) = Vector128.Widen(Vector128.Load(panel + (group * TemplateSegment.GroupBytes) + (row * 4)));
                var values = Vector128.WidenLower(Vector128.Create(*(int*)(probe + (group * 4))).AsSByte());

                // 255 × 127 fits 16 bits.
                var (row0, row1) = Vector128.Widen(codes01.AsInt16() * values);
                var (row2, row3) = Vector128.Widen(codes23.AsInt16() * values);
                a0 += row0;
                a1 += row1;
                a2 += row2;
                a3 += row3;
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
            Compare(panel, probes + ((nint)probe * groups * 4), groups, sums + (probe * sumsStride));
        }
    }

    public static long Dot(byte* codes, sbyte* remainders, float* probe, int values)
    {
        var sum = 0L;
        for (var i = 0; i < values; i++)
        {
            var code = codes[(i / 4 * TemplateSegment.GroupBytes) + (i % 4)] - TemplateSegment.CodeOffset;
            sum += ((code * 256L) + remainders[i]) * (long)MathF.Round(probe[i] * PreparedProbes.One);
        }

        return sum;
    }
}
