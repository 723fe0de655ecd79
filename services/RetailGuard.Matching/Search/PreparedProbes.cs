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

    private const int Lanes = 16;

    // Pinned, so that their addresses stay. Probes whose length is no multiple of a row's step are copied, to be read in whole steps.
    private sbyte[] _codes = [];
    private float[] _padded = [];
    private ProbeBound[] _bounds = [];
    private float* _values;

    // One probe's only, made again for each 64 rows: sixty-four would leave the first cache before they are read.
    private readonly ProbeDigits _digits = new(TemplateSegment.Padded(dimension));

    public int RowBytes { get; } = TemplateSegment.Padded(dimension);

    public Span<ProbeBound> Bounds => _bounds;

    /// <summary>Codes of a probe; those of the next follow.</summary>
    public sbyte* Codes(int probe) => Start(_codes) + ((nint)probe * RowBytes);

    /// <summary><see cref="ProbeDigits"/> of a probe, until the next call.</summary>
    public short* Digits(int probe) => _digits.Of(Values(probe));

    /// <summary>Copies of probes; zeros between searches.</summary>
    internal ReadOnlySpan<float> Padded => _padded;

    internal ReadOnlySpan<short> KeptDigits => _digits.Kept;

    /// <param name="probes">They stay where they are until <see cref="Forget"/>.</param>
    /// <param name="count">1 to <see cref="Most"/>.</param>
    /// <exception cref="ArgumentException">A probe is not finite, or not of unit length.</exception>
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
        _digits.Forget();
        _bounds.AsSpan(0, count).Clear();
        _values = null;
    }

    /// <summary>Values of a probe, zeros up to <see cref="RowBytes"/> of them.</summary>
    private float* Values(int probe) => _values + ((nint)probe * RowBytes);

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
        // Two sums of each kind: one would wait for itself most of the time.
        var (largest0, largest1) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (lengths0, lengths1) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < RowBytes; i += 2 * Lanes)
        {
            var (low, high) = (Vector512.Load(values + i), Vector512.Load(values + i + Lanes));
            largest0 = Vector512.MaxNative(largest0, Vector512.Abs(low));
            largest1 = Vector512.MaxNative(largest1, Vector512.Abs(high));
            lengths0 = Vector512.MultiplyAddEstimate(low, low, lengths0);
            lengths1 = Vector512.MultiplyAddEstimate(high, high, lengths1);
        }

        // What is no number fails this test too. Here and not before, because each probe is read once less.
        if (!(MathF.Abs(MathF.Sqrt(Vector512.Sum(lengths0 + lengths1)) - 1) <= TemplateShard.LengthTolerance))
        {
            throw TemplateShard.NotOfUnitLength(new(values, dimension), "probes");
        }

        var largest = Largest(Vector512.MaxNative(largest0, largest1));
        var (step, inverse) = (largest / LargestCode, LargestCode / largest);
        var (squares0, squares1) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var sum = Vector512<int>.Zero;
        for (var i = 0; i < RowBytes; i += 2 * Lanes)
        {
            var low = Code(values + i, step, inverse, ref squares0);
            var high = Code(values + i + Lanes, step, inverse, ref squares1);
            sum += low + high;
            var both = Vector512.Narrow(low, high);
            Vector256.Narrow(both.GetLower(), both.GetUpper()).Store(codes + i);
        }

        // A thousandth more covers the rounding of the squares' sum, 2⁻²⁴ for each of up to 8,192 additions a lane. The values are
        // taken in whole numbers of 2⁻²⁹: half of one for each is added.
        var error = (MathF.Sqrt(Vector512.Sum(squares0 + squares1)) + (MathF.Sqrt(RowBytes) * HalfUnit)) * 1.001f;
        return ProbeBound.Of(Vector512.Sum(sum), step, error);
    }

    /// <summary>Sixteen codes; adds the squares of what they leave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Code(float* values, float step, float inverse, ref Vector512<float> squares)
    {
        var value = Vector512.Load(values);
        var code = Vector512.Round(value * inverse);
        var error = Vector512.MultiplyAddEstimate(code, Vector512.Create(-step), value);
        squares = Vector512.MultiplyAddEstimate(error, error, squares);
        return Vector512.ConvertToInt32Native(code);
    }

    private static float Largest(Vector512<float> sixteen)
    {
        var eight = Vector256.MaxNative(sixteen.GetLower(), sixteen.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }
}
