using System.Numerics.Tensors;

namespace RetailGuard.Matching.Search;

/// <summary>
/// Rows of templates in one piece of memory. A template x is kept as 16-bit integers m and one divisor n: x = m / n, where n is the
/// largest whole number that keeps every |m| ≤ <see cref="LargestValue"/>. The rounding, at most max|x| / 65,278 a value, is a seventh
/// of half precision's for a typical face template, in the same two bytes.
/// <para>
/// Each m = 256 c + r is split in two bytes. The codes c, −127 to 127, are what a search reads of every row; the remainders r,
/// −128 to 127, are read of the few rows whose exact cosine matters. Codes are kept with 128 added, because the processor multiplies
/// unsigned bytes by signed ones.
/// </para>
/// <para>
/// Codes lie in panels of 8 rows: for each eight values of the template, the 8 bytes of row 0, of row 1, up to row 7. One 32-byte
/// load then holds four rows, whose dot products build up in two lanes each, added together once at the panel's end; and one row's
/// codes are read in pieces of 8 bytes. A row's length is rounded up to 32 values; those beyond the template are zero and change
/// nothing.
/// </para>
/// </summary>
internal sealed unsafe class TemplateSegment : IDisposable
{
    public const int PanelRows = 8;

    /// <summary>Values of one row that lie side by side in a panel.</summary>
    public const int GroupValues = 8;

    /// <summary>Bytes from one group of values to the next within a panel: a cache line.</summary>
    public const int GroupBytes = PanelRows * GroupValues;

    /// <summary>127 × 256 + 127: the largest value whose nearest code is still 127.</summary>
    public const int LargestValue = 32_639;

    public const int CodeOffset = 128;

    /// <param name="capacity">Rows, a multiple of <see cref="PanelRows"/>.</param>
    public TemplateSegment(int dimension, int capacity)
    {
        Dimension = dimension;
        Capacity = capacity;
        RowBytes = Padded(dimension);
        long values = (long)capacity * RowBytes;
        Memory = new((2 * values) + (capacity * (long)((2 * sizeof(float)) + sizeof(int) + sizeof(Guid))));
        Codes = Memory.Start;
        Scales = (float*)(Codes + values);
        Errors = Scales + capacity;
        Remainders = (sbyte*)(Errors + capacity);
        Divisors = (int*)(Remainders + values);
        Ids = (Guid*)(Divisors + capacity);
    }

    public int Dimension { get; }

    public int Capacity { get; }

    /// <summary>Bytes of one row's codes, and of its remainders.</summary>
    public int RowBytes { get; }

    public ZeroedMemory Memory { get; }

    /// <summary>Panels of codes with <see cref="CodeOffset"/> added.</summary>
    public byte* Codes { get; }

    /// <summary>256 / n of each row: what a code of 1 stands for.</summary>
    public float* Scales { get; }

    /// <summary>‖r‖ / n of each row, rounded up: how far the codes are from the template.</summary>
    public float* Errors { get; }

    /// <summary>Remainders row by row.</summary>
    public sbyte* Remainders { get; }

    /// <summary>n of each row.</summary>
    public int* Divisors { get; }

    private Guid* Ids { get; }

    public static int Padded(int dimension) => (dimension + 31) & ~31;

    public Guid Id(int row) => Ids[row];

    public void SetId(int row, Guid id) => Ids[row] = id;

    /// <summary>A row's codes: the first eight of them, each next eight <see cref="GroupBytes"/> further.</summary>
    public byte* FirstCodes(int row) => Codes + ((long)(row / PanelRows) * PanelRows * RowBytes) + (row % PanelRows * GroupValues);

    /// <param name="template">Checked: finite and of about unit length, so that its largest value is far from zero.</param>
    public void Write(int row, ReadOnlySpan<float> template)
    {
        var n = (int)(LargestValue / (double)MathF.Abs(TensorPrimitives.MaxMagnitude(template)));
        var codes = FirstCodes(row);
        var remainders = Remainders + ((long)row * RowBytes);
        var squares = 0L;
        for (var i = 0; i < RowBytes; i++)
        {
            var m = i < template.Length ? (int)Math.Round(template[i] * (double)n) : 0;
            var c = (m + 128) >> 8;
            var r = m - (c * 256);
            codes[(i / GroupValues * GroupBytes) + (i % GroupValues)] = (byte)(c + CodeOffset);
            remainders[i] = (sbyte)r;
            squares += r * r;
        }

        Divisors[row] = n;
        Scales[row] = 256f / n;
        Errors[row] = MathF.BitIncrement((float)(Math.Sqrt(squares) / n));
    }

    /// <summary>Whether a row is, byte for byte, what writing the template would make it.</summary>
    public bool Holds(int row, ReadOnlySpan<float> template)
    {
        using var written = new TemplateSegment(Dimension, PanelRows);
        written.Write(0, template);
        var codes = FirstCodes(row);
        var expected = written.FirstCodes(0);
        for (var group = 0; group < RowBytes / GroupValues; group++)
        {
            if (*(long*)(codes + (group * GroupBytes)) != *(long*)(expected + (group * GroupBytes)))
            {
                return false;
            }
        }

        return new Span<sbyte>(Remainders + ((long)row * RowBytes), RowBytes).SequenceEqual(new(written.Remainders, RowBytes))
            && (Divisors[row], Scales[row], Errors[row]) == (written.Divisors[0], written.Scales[0], written.Errors[0]);
    }

    public void CopyRow(int row, TemplateSegment from, int fromRow)
    {
        var target = FirstCodes(row);
        var source = from.FirstCodes(fromRow);
        for (var group = 0; group < RowBytes / GroupValues; group++)
        {
            *(long*)(target + (group * GroupBytes)) = *(long*)(source + (group * GroupBytes));
        }

        new Span<sbyte>(from.Remainders + ((long)fromRow * RowBytes), RowBytes).CopyTo(new(Remainders + ((long)row * RowBytes), RowBytes));
        (Divisors[row], Scales[row], Errors[row]) = (from.Divisors[fromRow], from.Scales[fromRow], from.Errors[fromRow]);
        Ids[row] = from.Ids[fromRow];
    }

    public void ZeroRow(int row)
    {
        var codes = FirstCodes(row);
        for (var group = 0; group < RowBytes / GroupValues; group++)
        {
            *(long*)(codes + (group * GroupBytes)) = 0;
        }

        new Span<sbyte>(Remainders + ((long)row * RowBytes), RowBytes).Clear();
        (Divisors[row], Scales[row], Errors[row], Ids[row]) = (0, 0, 0, default);
    }

    /// <summary>The same rows with a quarter more room, up to <see cref="TemplateRows.SegmentRows"/>. The caller disposes of this one.</summary>
    public TemplateSegment Enlarged()
    {
        var panels = Capacity / PanelRows;
        var larger = new TemplateSegment(Dimension, Math.Min((panels + Math.Max(1, panels / 4)) * PanelRows, TemplateRows.SegmentRows));
        var values = (long)Capacity * RowBytes;
        Copy(Codes, larger.Codes, values);
        Copy(Scales, larger.Scales, Capacity * sizeof(float));
        Copy(Errors, larger.Errors, Capacity * sizeof(float));
        Copy(Remainders, larger.Remainders, values);
        Copy(Divisors, larger.Divisors, Capacity * sizeof(int));
        Copy(Ids, larger.Ids, Capacity * sizeof(Guid));
        return larger;

        static void Copy(void* from, void* to, long bytes) => Buffer.MemoryCopy(from, to, bytes, bytes);
    }

    /// <summary>Zeroes the rows and gives their memory back.</summary>
    public void Dispose() => Memory.Dispose();
}
