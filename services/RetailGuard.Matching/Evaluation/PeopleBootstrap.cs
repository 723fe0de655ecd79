namespace RetailGuard.Matching.Evaluation;

/// <summary>A 95 % interval.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>
/// Resampling of people with replacement: the comparisons of one person stand or fall together, so pairs are not independent and
/// resampling them would promise too much.
/// </summary>
public static class PeopleBootstrap
{
    private const double TailEachSide = 0.025;

    /// <summary>How often each person was drawn, for each replicate; the same for a seed on every machine.</summary>
    public static int[][] Draw(int people, int replicates, int seed)
    {
        var random = new Random(seed);
        var weights = new int[replicates][];
        for (var replicate = 0; replicate < replicates; replicate++)
        {
            weights[replicate] = new int[people];
            for (var draw = 0; draw < people; draw++)
            {
                weights[replicate][random.Next(people)]++;
            }
        }

        return weights;
    }

    /// <summary>Middle 95 % of the values; null when there are fewer than 40 that are numbers.</summary>
    public static Interval? Middle(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length < 40 ? null : new(At(sorted, TailEachSide), At(sorted, 1 - TailEachSide));
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Round(quantile * (sorted.Length - 1))];
}
