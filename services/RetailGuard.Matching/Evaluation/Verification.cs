namespace RetailGuard.Matching.Evaluation;

/// <summary>Accuracy of comparisons at one false-match rate.</summary>
/// <param name="FalseMatchRate">The rate asked for.</param>
/// <param name="Threshold">Smallest cosine that keeps it; null when the data are too few to say.</param>
/// <param name="ThresholdInterval">By people.</param>
/// <param name="TarPerPerson">Mean over people of the share of their mated pairs at or above the threshold.</param>
/// <param name="TarPerPersonInterval">By people; the threshold varies along.</param>
/// <param name="TarPerPair">Share of mated pairs, in which people with many pictures weigh more.</param>
/// <param name="TarPerPairInterval">By people.</param>
public sealed record AccuracyAtRate(
    double FalseMatchRate,
    double? Threshold,
    Interval? ThresholdInterval,
    double? TarPerPerson,
    Interval? TarPerPersonInterval,
    double? TarPerPair,
    Interval? TarPerPairInterval
);

/// <summary>One point of the detection-error trade-off.</summary>
public readonly record struct TradeOff(double Cosine, double FalseMatchRate, double FalseNonMatchRate);

/// <summary>One-to-one accuracy over all pairs.</summary>
public static class Verification
{
    /// <summary>The rates that are reported, largest first.</summary>
    public static IReadOnlyList<double> Rates { get; } = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

    public static IReadOnlyList<AccuracyAtRate> Measure(
        Comparisons comparisons,
        FalseMatches matches,
        IReadOnlyList<int[]> replicates,
        int workers,
        IReadOnlyList<double>? rates = null
    )
    {
        rates ??= Rates;
        var drawn = new (double Threshold, double PerPerson, double PerPair)[replicates.Count][];
        Parallel.For(
            0,
            replicates.Count,
            new() { MaxDegreeOfParallelism = workers },
            replicate =>
            {
                var weights = replicates[replicate];
                drawn[replicate] =
                [
                    .. matches
                        .Thresholds(weights, rates)
                        .Select(threshold =>
                            (threshold, PerPerson(comparisons, threshold, weights), PerPair(comparisons, threshold, weights))
                        ),
                ];
            }
        );
        return
        [
            .. rates.Select(
                (rate, level) =>
                    matches.Threshold(rate) is not { } threshold
                        ? new AccuracyAtRate(rate, null, null, null, null, null, null)
                        : new(
                            rate,
                            threshold,
                            PeopleBootstrap.Middle(drawn.Select(d => d[level].Threshold)),
                            PerPerson(comparisons, threshold, []),
                            PeopleBootstrap.Middle(drawn.Select(d => d[level].PerPerson)),
                            PerPair(comparisons, threshold, []),
                            PeopleBootstrap.Middle(drawn.Select(d => d[level].PerPair))
                        )
            ),
        ];
    }

    /// <summary>The whole curve, thinned to steps of a hundredth of cosine.</summary>
    public static IReadOnlyList<TradeOff> Curve(Comparisons comparisons)
    {
        const int Step = CosineHistogram.Bins / 200;
        var (mated, nonMated) = ((double)comparisons.Mated.AtLeast(0), (double)comparisons.NonMated.AtLeast(0));
        return
        [
            .. Enumerable
                .Range(0, 200)
                .Select(step => step * Step)
                .Select(bin => new TradeOff(
                    CosineHistogram.Edge(bin),
                    comparisons.NonMated.AtLeast(bin) / nonMated,
                    1 - (comparisons.Mated.AtLeast(bin) / mated)
                ))
                .Where(point => point.FalseMatchRate > 0 && (point.FalseMatchRate < 1 || point.FalseNonMatchRate > 0)),
        ];
    }

    /// <summary>Mean over people with a mated pair of the share of their pairs at or above a cosine.</summary>
    public static double PerPerson(Comparisons comparisons, double cosine, ReadOnlySpan<int> weights)
    {
        var (sum, people) = (0d, 0d);
        for (var person = 0; person < comparisons.MatedOf.Count; person++)
        {
            var mated = comparisons.MatedOf[person];
            var weight = weights.IsEmpty ? 1 : weights[person];
            if (mated.Length > 0 && weight > 0)
            {
                sum += weight * (AtLeast(mated, cosine) / (double)mated.Length);
                people += weight;
            }
        }

        return double.IsNaN(cosine) ? double.NaN : sum / people;
    }

    /// <summary>Share of all mated pairs at or above a cosine.</summary>
    public static double PerPair(Comparisons comparisons, double cosine, ReadOnlySpan<int> weights)
    {
        var (sum, pairs) = (0d, 0d);
        for (var person = 0; person < comparisons.MatedOf.Count; person++)
        {
            var mated = comparisons.MatedOf[person];
            var weight = weights.IsEmpty ? 1 : weights[person];
            sum += (double)weight * AtLeast(mated, cosine);
            pairs += (double)weight * mated.Length;
        }

        return double.IsNaN(cosine) ? double.NaN : sum / pairs;
    }

    private static int AtLeast(float[] rising, double cosine)
    {
        var (low, high) = (0, rising.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rising[middle] < cosine ? (middle + 1, high) : (low, middle);
        }

        return rising.Length - low;
    }
}
