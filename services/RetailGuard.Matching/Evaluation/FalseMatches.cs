namespace RetailGuard.Matching.Evaluation;

/// <summary>The false-match rate of selected pairs as a function of the threshold, from the exact tail.</summary>
public sealed class FalseMatches
{
    /// <summary>
    /// Rule of three: when no error is seen in n independent trials, the rate may still be 3 / n. A rate that would show fewer than
    /// three errors is not measured here.
    /// </summary>
    public const double LeastErrors = 3;

    private readonly EvaluationSet _set;
    private readonly PairSelection _selection;
    private readonly (float Cosine, int Person, int Other)[] _tail;

    public FalseMatches(EvaluationSet set, Comparisons comparisons, PairSelection selection)
    {
        _set = set;
        _selection = selection;
        Pairs = (long)selection.Pairs(set, []);
        _tail =
        [
            .. comparisons
                .Tail.Select(pair => (pair.Cosine, set.PersonOf[pair.Left], set.PersonOf[pair.Right]))
                .Where(pair => selection.Includes(pair.Item2, pair.Item3)),
        ];
    }

    /// <summary>Selected pairs.</summary>
    public long Pairs { get; }

    /// <summary>People in them.</summary>
    public int People => _selection.People;

    /// <summary>Smallest rate that these pairs can show.</summary>
    public double LeastRate => LeastErrors / Math.Max(1, Pairs);

    /// <summary>Whether the data are enough for a rate, and the tail reaches down to it.</summary>
    public bool Shows(double rate) => rate * Pairs >= LeastErrors && rate * Pairs < _tail.Length;

    /// <summary>Smallest cosine at which no more than <paramref name="rate"/> of the pairs match; null when the data are too few.</summary>
    public double? Threshold(double rate) => Shows(rate) ? MathF.BitIncrement(_tail[(int)(rate * Pairs)].Cosine) : null;

    /// <summary>Pairs that match at a cosine; exact from the end of the tail upwards.</summary>
    public long Count(double cosine) => _tail.TakeWhile(pair => pair.Cosine >= cosine).LongCount();

    /// <summary>Rate at a cosine.</summary>
    public double Rate(double cosine) => Pairs == 0 ? double.NaN : Count(cosine) / (double)Pairs;

    /// <summary>Thresholds for several rates in one replicate; NaN where the replicate has no such pairs.</summary>
    /// <param name="weights">How often each person was drawn.</param>
    /// <param name="falling">Rates, largest first.</param>
    public double[] Thresholds(ReadOnlySpan<int> weights, IReadOnlyList<double> falling)
    {
        var pairs = _selection.Pairs(_set, weights);
        var thresholds = new double[falling.Count];
        Array.Fill(thresholds, double.NaN);
        var (seen, level) = (0d, falling.Count - 1);
        foreach (var (cosine, person, other) in _tail)
        {
            seen += weights[person] * (double)weights[other];
            for (; level >= 0 && seen > falling[level] * pairs; level--)
            {
                thresholds[level] = MathF.BitIncrement(cosine);
            }

            if (level < 0)
            {
                break;
            }
        }

        return thresholds;
    }

    /// <summary>Rate at a cosine in one replicate.</summary>
    public double Rate(double cosine, ReadOnlySpan<int> weights)
    {
        var seen = 0d;
        foreach (var (at, person, other) in _tail)
        {
            if (at < cosine)
            {
                break;
            }

            seen += weights[person] * (double)weights[other];
        }

        return seen / _selection.Pairs(_set, weights);
    }

    /// <summary>Largest rate that the data could still hide at a cosine: the interval by people, or 3 / n when nothing was seen.</summary>
    public double UpperRate(double cosine, IReadOnlyList<int[]> replicates) =>
        Count(cosine) == 0 ? LeastRate
        : PeopleBootstrap.Middle(replicates.Select(weights => Rate(cosine, weights))) is { } interval ? Math.Max(LeastRate, interval.High)
        : double.NaN;
}
