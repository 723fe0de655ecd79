namespace RetailGuard.Matching.Search;

/// <summary>
/// What a search must answer, said as plainly as it can be: the arithmetic of README.md, one value at a time, and a sort. Tests and
/// benchmarks hold every kernel to exactly this.
/// </summary>
internal static class ScalarOracle
{
    /// <summary>The nearest templates, best first, equal cosines in order of id.</summary>
    public static Candidate[] Nearest(IEnumerable<KeyValuePair<Guid, float[]>> gallery, float[] probe, int wanted) =>
        [
            .. gallery
                .Select(g => new Candidate(g.Key, Cosine(g.Value, probe)))
                .OrderByDescending(c => c.Cosine)
                .ThenBy(c => c.Id)
                .Take(wanted),
        ];

    public static double Cosine(ReadOnlySpan<float> template, ReadOnlySpan<float> probe)
    {
        var largest = 0.0;
        foreach (var x in template)
        {
            largest = Math.Max(largest, Math.Abs((double)x));
        }

        var n = Math.Floor(32_639 / largest);
        var sum = 0L;
        for (var i = 0; i < template.Length; i++)
        {
            sum += (long)Math.Round(template[i] * n) * (long)Math.Round(probe[i] * 536_870_912.0);
        }

        return sum / (n * 536_870_912.0);
    }
}
