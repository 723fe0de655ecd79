using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <summary>
/// Probes as a search reads them: their values where the caller has them, to be taken in whole numbers of 2⁻²⁹, and codes q with a
/// step t such that t q is near p. Values of 1/64 and more are such numbers; smaller ones are rounded, which moves a cosine by at
/// most √dimension × 2⁻³⁰.
/// </summary>
internal sealed unsafe class PreparedProbes(int dimension)
{
    /// <summary>Probes that share one reading of the templates.</summary>
    public const int Most = 64;

    public const int FractionBits = 29;

    /// <summary>Unit of a value, as a factor: a power of two, so that it is exact to multiply by it.</summary>
    public const float One = 1 << FractionBits;

    private const float HalfUnit = 0.5f / One;

    private const float LargestCode = 127;

    // Pinned, so that their addresses stay. Probes whose length is no multiple of a row's step are copied, to be read in whole steps.
    private sbyte[] _codes = [];
    private float[] _padded = [];
    private ProbeBound[] _bounds = [];
    private float* _values;

    public int RowBytes { get; } = TemplateSegment.Padded(dimension);

    public Span<ProbeBound> Bounds => _bounds;

    /// <summary>Codes of a probe; those of the next follow.</summary>
    public sbyte* Codes(int probe) => Start(_codes) + ((nint)probe * RowBytes);

    /// <summary>Values of a probe, zeros up to <see cref="RowBytes"/> of them.</summary>
    public float* Values(int probe) => _values + ((nint)probe * RowBytes);

    /// <summary>Copies of probes; zeros between searches.</summary>
    internal ReadOnlySpan<float> Padded => _padded;

    /// <param name="probes">Checked; they stay where they are until <see cref="Forget"/>.</param>
    /// <param name="count">1 to <see cref="Most"/>.</param>
    public void Prepare(float* probes, int count)
    {
        if (count > _bounds.Length)
        {
            _bounds = new ProbeBound[Math.Min(Most, (int)BitOperations.RoundUpToPowerOf2((uint)count))];
            _codes = GC.AllocateArray<sbyte>(_bounds.Length * RowBytes, pinned: true);
            _padded = RowBytes == dimension ? [] : GC.AllocateArray<float>(_bounds.Length * RowBytes, pinned: true);
        }

        _values = RowBytes == dimension ? probes : Pad(probes, count);
        for (var i = 0; i < count; i++)
        {
            _bounds[i] = Encode(Values(i), Codes(i));
        }
    }

    /// <summary>R1: nothing of a probe stays after its search.</summary>
    public void Forget(int count)
    {
        _codes.AsSpan(0, count * RowBytes).Clear();
        _padded.AsSpan().Clear();
        _bounds.AsSpan(0, count).Clear();
        _values = null;
    }

    private float* Pad(float* probes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            new ReadOnlySpan<float>(probes + ((nint)i * dimension), dimension).CopyTo(_padded.AsSpan(i * RowBytes));
        }

        return Start(_padded);
    }

    private static T* Start<T>(T[] pinned)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private ProbeBound Encode(float* values, sbyte* codes)
    {
        var largest = Vector512<float>.Zero;
        for (var i = 0; i < RowBytes; i += Vector512<float>.Count)
        {
            largest = Vector512.MaxNative(largest, Vector512.Abs(Vector512.Load(values + i)));
        }

        var eight = Vector256.MaxNative(largest.GetLower(), largest.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        var highest = MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
        var step = highest / LargestCode;
        var inverse = LargestCode / highest;
        var squares = Vector512<float>.Zero;
        var sum = Vector512<int>.Zero;
        for (var i = 0; i < RowBytes; i += Vector512<float>.Count)
        {
            var value = Vector512.Load(values + i);
            var code = Vector512.Round(value * inverse);
            var error = Vector512.MultiplyAddEstimate(code, Vector512.Create(-step), value);
            squares = Vector512.MultiplyAddEstimate(error, error, squares);
            var whole = Vector512.ConvertToInt32Native(code);
            sum += whole;
            var both = Vector256.Narrow(whole.GetLower(), whole.GetUpper());
            Vector128.Narrow(both.GetLower(), both.GetUpper()).Store(codes + i);
        }

        // A thousandth more covers the rounding of the squares' sum, 2⁻²⁴ for each of up to 8,192 additions a lane. The values are
        // taken in whole numbers of 2⁻²⁹: half of one for each is added.
        return ProbeBound.Of(Vector512.Sum(sum), step, (MathF.Sqrt(Vector512.Sum(squares)) + (MathF.Sqrt(RowBytes) * HalfUnit)) * 1.001f);
    }
}
