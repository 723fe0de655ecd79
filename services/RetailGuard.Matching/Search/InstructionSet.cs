using System.Runtime.Intrinsics.X86;

namespace RetailGuard.Matching.Search;

/// <summary>Which instructions compare codes. Every set gives the same integers, so the choice changes speed alone.</summary>
internal enum InstructionSet
{
    /// <summary>128-bit vectors that every 64-bit processor has.</summary>
    Portable,

    /// <summary>256-bit widening multiplications: x86 since 2013.</summary>
    Avx2,

    /// <summary>Dot products of four bytes in one instruction: Intel since Alder Lake and Sapphire Rapids, AMD since Zen 5.</summary>
    AvxVnni,
}

internal static class InstructionSets
{
    /// <summary>The fastest one here, looked up once.</summary>
    public static InstructionSet Best { get; } = Supported.Max();

    public static IEnumerable<InstructionSet> Supported =>
        new[] { InstructionSet.Portable, InstructionSet.Avx2, InstructionSet.AvxVnni }.Where(s =>
            s switch
            {
                InstructionSet.Portable => true,
                InstructionSet.Avx2 => Avx2.IsSupported,
                InstructionSet.AvxVnni => AvxVnni.IsSupported && Avx2.IsSupported,
            }
        );
}
