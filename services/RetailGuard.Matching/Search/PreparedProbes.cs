using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <summary>
/// Probes as a search reads them: p as whole numbers of 2⁻²⁹, and codes q with a step t such that t q is near p. Values of 1/64 and
/// more are kept as they are; smaller ones are rounded, which moves a cosine by at most √dimension × 2⁻³⁰.
/// </summary>
internal sealed unsafe class PreparedProbes(int dimension)
{
    /// <summary>Probes that share one reading of the templates.</summary>
    public const int Most = 64;

    public const int FractionBits = 29;

    private const float LargestCode = 127;

    /// <summary>Pinned, so that its address stays. Values of all probes, then codes of all.</summary>
    private byte[] _memory = GC.AllocateArray<byte>(BytesEach(dimension), pinned: true);
    private ProbeBound[] _bounds = new ProbeBound[1];

    public int RowBytes { get; } = TemplateSegment.Padded(dimension);

    public Span<ProbeBound> Bounds => _bounds;

    /// <summary>Codes of a probe; those of the next follow.</summary>
    public sbyte* Codes(int probe) => (sbyte*)Start + ((nint)_bounds.Length * RowBytes * sizeof(int)) + ((nint)probe * RowBytes);

    /// <summary>Values of a probe in 2⁻²⁹.</summary>
    public int* Values(int probe) => (int*)Start + ((nint)probe * RowBytes);

    /// <param name="probes">Up to <see cref="Most"/> of them, checked.</param>
    /// <returns>How many there are.</returns>
    public int Prepare(ReadOnlySpan<float> probes)
    {
        var count = probes.Length / dimension;
        if (count > _bounds.Length)
        {
            _bounds = new ProbeBound[Math.Min(Most, (int)BitOperations.RoundUpToPowerOf2((uint)count))];
            _memory = GC.AllocateArray<byte>(_bounds.Length * BytesEach(dimension), pinned: true);
        }

        for (var i = 0; i < count; i++)
        {
            _bounds[i] = Prepare(probes.Slice(i * dimension, dimension), Values(i), Codes(i));
        }

        return count;
    }

    /// <summary>R1: nothing of a probe stays after its search.</summary>
    public void Forget(int count)
    {
        new Span<int>(Values(0), count * RowBytes).Clear();
        new Span<sbyte>(Codes(0), count * RowBytes).Clear();
        _bounds.AsSpan(0, count).Clear();
    }

    private byte* Start => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));

    private static int BytesEach(int dimension) => TemplateSegment.Padded(dimension) * (sizeof(int) + sizeof(sbyte));

    private ProbeBound Prepare(ReadOnlySpan<float> probe, int* values, sbyte* codes)
    {
        const float One = 1 << FractionBits;
        var largest = Vector256<int>.Zero;
        var whole = probe.Length - (probe.Length % Vector256<float>.Count);
        fixed (float* p = probe)
        {
            for (var i = 0; i < whole; i += Vector256<float>.Count)
            {
                var v = Vector256.ConvertToInt32Native(Vector256.Round(Vector256.Load(p + i) * One));
                v.Store(values + i);
                largest = Vector256.Max(largest, Vector256.Abs(v));
            }
        }

        for (var i = whole; i < probe.Length; i++)
        {
            values[i] = (int)MathF.Round(probe[i] * One);
            largest = Vector256.Max(largest, Vector256.Create(Math.Abs(values[i])));
        }

        // The values are whole multiples of 2⁻²⁹ with at most 24 significant bits: single precision holds them exactly.
        var highest = 0;
        for (var lane = 0; lane < Vector256<int>.Count; lane++)
        {
            highest = Math.Max(highest, largest[lane]);
        }

        var step = highest / One / LargestCode;
        var inverse = LargestCode / (highest / One);
        var squares = Vector256<float>.Zero;
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < RowBytes; i += 16)
        {
            var (low, high) = (Code(values + i), Code(values + i + 8));
            sum += low + high;
            var both = Vector256.Narrow(low, high);
            Vector128.Narrow(both.GetLower(), both.GetUpper()).Store(codes + i);
        }

        // A thousandth more covers the rounding of the squares' sum, 2⁻²⁴ for each of up to 8,192 additions a lane.
        return ProbeBound.Of(Vector256.Sum(sum), step, MathF.Sqrt(Vector256.Sum(squares)) * 1.001f);

        Vector256<int> Code(int* eight)
        {
            var value = Vector256.ConvertToSingle(Vector256.Load(eight)) * (1 / One);
            var code = Vector256.Round(value * inverse);
            var error = Vector256.MultiplyAddEstimate(code, Vector256.Create(-step), value);
            squares += error * error;
            return Vector256.ConvertToInt32Native(code);
        }
    }
}
