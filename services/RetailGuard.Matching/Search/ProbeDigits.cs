using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>
/// One probe in whole numbers of 2⁻²⁹, split so that exact products need 16 bits only: p = d₀ + 2¹⁰ d₁ + 2²⁰ d₂ with d₀ and d₁ from 0
/// to 1,023 and d₂ from −513 to 513. The three digits lie in planes of a row's length.
/// <para>
/// |m| ≤ 32,639 and |d| ≤ 1,023, so 64 products are below 2³¹: a 32-bit lane that takes every eighth pair of
/// <see cref="ExactValues"/> values cannot overflow.
/// </para>
/// </summary>
internal sealed unsafe class ProbeDigits(int rowValues)
{
    /// <summary>Bits of d₀ and of d₁.</summary>
    public const int Bits = 10;

    /// <summary>Values whose products may be added up in eight lanes of 32 bits.</summary>
    public const int ExactValues = 512;

    private const int CacheLine = 64;

    // Pinned, with room to begin on a cache line: a load that straddles two takes twice as long.
    private readonly short[] _digits = GC.AllocateArray<short>((3 * rowValues) + (CacheLine / sizeof(short)), pinned: true);

    /// <summary>Zeros between searches.</summary>
    internal ReadOnlySpan<short> Kept => _digits;

    /// <summary>Σ over the digits' sums.</summary>
    public static long Join(long d0, long d1, long d2) => (((d2 << Bits) + d1) << Bits) + d0;

    /// <param name="values">A probe of a row's length.</param>
    /// <returns>The planes, until the next call.</returns>
    public short* Of(float* values)
    {
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_digits));
        var digits = (short*)((start + CacheLine - 1) & ~(nint)(CacheLine - 1));
        var mask = Vector512.Create((1 << Bits) - 1);
        for (var i = 0; i < rowValues; i += Vector512<short>.Count)
        {
            var (low, high) = (Whole(values + i), Whole(values + i + Vector512<float>.Count));
            Vector512.Narrow(low & mask, high & mask).Store(digits + i);
            (low, high) = (low >> Bits, high >> Bits);
            Vector512.Narrow(low & mask, high & mask).Store(digits + rowValues + i);
            Vector512.Narrow(low >> Bits, high >> Bits).Store(digits + (2 * rowValues) + i);
        }

        return digits;
    }

    /// <summary>R1: nothing of a probe stays after its search.</summary>
    public void Forget() => _digits.AsSpan().Clear();

    /// <summary>Sixteen values in 2⁻²⁹, rounded to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Whole(float* sixteen)
    {
        var scaled = Vector512.Load(sixteen) * PreparedProbes.One;
        return Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(scaled) : Vector512.ConvertToInt32Native(Vector512.Round(scaled));
    }
}
