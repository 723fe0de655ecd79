namespace RetailGuard.Matching.Search;

/// <summary>
/// The two inner loops of a search, once per <see cref="InstructionSet"/>. Both are sums of whole numbers that cannot overflow, so
/// every implementation gives the same result in whatever order it adds.
/// </summary>
internal unsafe interface ICodeKernel
{
    /// <summary>Probes that <see cref="CompareTile"/> takes at once: as many sums as fit the registers.</summary>
    const int TileProbes = 4;

    /// <summary>Σ code × probe for the 16 rows of a panel and one probe. Codes have <see cref="TemplateSegment.CodeOffset"/> added.</summary>
    /// <param name="groups">Row length / 4, a multiple of 4.</param>
    /// <param name="sums">Receives 16 values.</param>
    static abstract void Compare(byte* panel, sbyte* probe, int groups, int* sums);

    /// <summary><see cref="Compare"/> for four probes, each a row's length after the other.</summary>
    /// <param name="sums">Receives 16 values per probe, each next probe's <paramref name="sumsStride"/> further.</param>
    static abstract void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride);

    /// <summary>Σ m × p of one row, exactly: m is the row's 16-bit value, p the probe's in whole numbers of 2⁻²⁹, rounded to even.</summary>
    /// <param name="codes"><see cref="TemplateSegment.FirstCodes"/> of the row.</param>
    /// <param name="values">Row length, a multiple of 16.</param>
    static abstract long Dot(byte* codes, sbyte* remainders, float* probe, int values);
}
