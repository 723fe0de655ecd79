namespace RetailGuard.Matching.Search;

/// <summary>
/// The inner loops of a search, once per <see cref="InstructionSet"/>. Both are sums of whole numbers that cannot overflow, so
/// every implementation gives the same result in whatever order it adds.
/// </summary>
internal unsafe interface ICodeKernel
{
    /// <summary>Probes that <see cref="CompareTile"/> takes at once: as many sums as fit the registers.</summary>
    const int TileProbes = 4;

    /// <summary>Σ code × probe for the 8 rows of a panel and one probe. Codes have <see cref="TemplateSegment.CodeOffset"/> added.</summary>
    /// <param name="groups">Row length / 8, a multiple of 4.</param>
    /// <param name="sums">Receives 8 values.</param>
    /// <param name="ahead">How far ahead memory is asked for, in bytes; 0 asks for none.</param>
    static abstract void Compare(byte* panel, sbyte* probe, int groups, int* sums, int ahead);

    /// <summary><see cref="Compare"/> for four probes, each a row's length after the other.</summary>
    /// <param name="sums">Receives 8 values per probe, each next probe's <paramref name="sumsStride"/> further.</param>
    static abstract void CompareTile(byte* panel, sbyte* probes, int groups, int* sums, int sumsStride);

    /// <summary>Σ m × p of a part of one row, exactly: m is the row's 16-bit value, p the probe's in whole numbers of 2⁻²⁹.</summary>
    /// <param name="codes"><see cref="TemplateSegment.FirstCodes"/> of the row, or later ones.</param>
    /// <param name="digits"><see cref="ProbeDigits"/> of the probe, from the same value on.</param>
    /// <param name="plane">Row length: from one digit of a value to its next.</param>
    /// <param name="values">A multiple of 32, at most <see cref="ProbeDigits.ExactValues"/>.</param>
    static abstract long Dot(byte* codes, sbyte* remainders, short* digits, int plane, int values);
}
