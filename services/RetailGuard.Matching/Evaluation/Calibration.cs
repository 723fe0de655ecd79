namespace RetailGuard.Matching.Evaluation;

/// <summary>Thresholds of one group of pairs.</summary>
/// <param name="Name">For the reader.</param>
/// <param name="People">People in the pairs.</param>
/// <param name="Pairs">Non-mated pairs.</param>
/// <param name="Thresholds">For each rate of <see cref="Verification.Rates"/>; null where the data are too few.</param>
/// <param name="Intervals">By people.</param>
public sealed record GroupThresholds(
    string Name,
    int People,
    long Pairs,
    IReadOnlyList<double?> Thresholds,
    IReadOnlyList<Interval?> Intervals
);

/// <summary>A point of a calibration and where it comes from.</summary>
/// <param name="Cosine">Rounded up to a thousandth.</param>
/// <param name="Source">The group, or how it was derived.</param>
public sealed record CalibratedPoint(double Cosine, double FalseMatchRate, string Source);

/// <summary>A scale for a manifest, anchored at the worst measured group (R47): its pairs, not the mean of all, keep the promised rate.</summary>
public static class Calibration
{
    /// <summary>A group with fewer people says more about them than about a group.</summary>
    public const int LeastPeople = 20;

    public static GroupThresholds Group(string name, FalseMatches matches, IReadOnlyList<int[]> replicates)
    {
        var drawn = replicates.AsParallel().AsOrdered().Select(weights => matches.Thresholds(weights, Verification.Rates)).ToList();
        return new(
            name,
            matches.People,
            matches.Pairs,
            [.. Verification.Rates.Select(matches.Threshold)],
            [.. Verification.Rates.Select((rate, i) => matches.Shows(rate) ? PeopleBootstrap.Middle(drawn.Select(d => d[i])) : null)]
        );
    }

    /// <summary>
    /// At each rate the largest threshold of any group whose data reach it. Where only larger groups reach on, the worst group's last
    /// point goes on by its own steepest step or the pooled one, whichever is larger: never more confidence than was measured.
    /// </summary>
    /// <param name="groups">Any order, the pooled group among them.</param>
    /// <returns>Rising in cosine, falling in rate; fewer than two points are no calibration.</returns>
    public static IReadOnlyList<CalibratedPoint> Worst(IReadOnlyList<GroupThresholds> groups)
    {
        var points = new List<CalibratedPoint>();
        var eligible = groups.Where(group => group.People >= LeastPeople).ToList();
        GroupThresholds? worst = null;
        for (var level = 0; level < Verification.Rates.Count; level++)
        {
            var measured = eligible.Where(group => group.Thresholds[level] is not null).MaxBy(group => group.Thresholds[level]);
            if (measured is null)
            {
                break;
            }

            var (cosine, source) = (measured.Thresholds[level]!.Value, $"measured: {measured.Name}");
            if (worst is not null && worst.Thresholds[level] is null)
            {
                var step = eligible
                    .SelectMany(group => Enumerable.Range(1, level).Select(i => group.Thresholds[i] - group.Thresholds[i - 1]))
                    .Max()!
                    .Value;
                var derived = points[^1].Cosine + step;
                (cosine, source) =
                    derived > cosine
                        ? (derived, $"derived: {worst.Name} has too few pairs, so its last point plus {step:0.000}")
                        : (cosine, source);
            }
            else
            {
                worst = measured;
            }

            cosine = Math.Min(1, Math.Ceiling(cosine * 1000 - 1e-9) / 1000);
            if (points.Count > 0 && cosine <= points[^1].Cosine)
            {
                break;
            }

            points.Add(new(cosine, Verification.Rates[level], source));
        }

        return points;
    }
}
