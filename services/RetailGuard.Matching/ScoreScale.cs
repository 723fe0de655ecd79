namespace RetailGuard.Matching;

/// <summary>One measured point of an embedding space: at this cosine, non-mated comparisons match with this rate.</summary>
/// <param name="Cosine">Similarity of two unit templates, −1 to 1.</param>
/// <param name="FalseMatchRate">FMR per comparison, above 0 and at most 1.</param>
public readonly record struct CalibrationPoint(double Cosine, double FalseMatchRate);

/// <summary>
/// The product's 0–100 scale for one embedding space (R2): 92.5 is FMR 1e-6, each 3.75 points are a factor of ten, 100 is FMR 1e-8.
/// Between the calibration's points log(FMR) is linear in the cosine; outside them the nearest segment goes on.
/// FMR 1 falls on 70; below that the scale is linear down to 0 at cosine −1, where nothing is ever decided.
/// </summary>
public sealed class ScoreScale
{
    /// <summary>R2: a tenant may raise the alert threshold, never lower it under this.</summary>
    public const double AlertFloor = 92.5;

    private const double PointsPerDecade = 3.75;
    private const double ScoreAtFmrOne = 70;

    private readonly double[] _cosines;
    private readonly double[] _scores;

    /// <param name="points">At least two, strictly rising in cosine and strictly falling in FMR.</param>
    /// <exception cref="ArgumentException">The points do not describe a falling error rate.</exception>
    public ScoreScale(IReadOnlyList<CalibrationPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2)
        {
            throw new ArgumentException("A calibration needs at least two points.", nameof(points));
        }

        Points = [.. points];
        _cosines = [.. points.Select(p => p.Cosine)];
        _scores = [.. points.Select(p => ScoreOfFmr(p.FalseMatchRate))];
        for (var i = 0; i < points.Count; i++)
        {
            var (cosine, fmr) = points[i];
            if (!(cosine is >= -1 and <= 1 && fmr is > 0 and <= 1))
            {
                throw new ArgumentException($"Calibration point {i} is out of range: cosine {cosine}, FMR {fmr}.", nameof(points));
            }

            if (i > 0 && (_cosines[i] <= _cosines[i - 1] || _scores[i] <= _scores[i - 1]))
            {
                throw new ArgumentException(
                    $"Calibration point {i} does not rise in cosine and fall in FMR after point {i - 1}.",
                    nameof(points)
                );
            }
        }
    }

    /// <summary>What it was made of: enough to make it again.</summary>
    public IReadOnlyList<CalibrationPoint> Points { get; }

    /// <summary>Score of a cosine, 0 to 100.</summary>
    public double Score(double cosine)
    {
        var score = Interpolate(_cosines, _scores, cosine);
        if (score >= ScoreAtFmrOne)
        {
            return Math.Min(score, 100);
        }

        var cosineAtFmrOne = Interpolate(_scores, _cosines, ScoreAtFmrOne);
        return Math.Max(0, ScoreAtFmrOne * (cosine + 1) / (cosineAtFmrOne + 1));
    }

    /// <summary>Smallest cosine that reaches <paramref name="score"/>.</summary>
    /// <param name="score">70 to 100.</param>
    public double Cosine(double score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(score, ScoreAtFmrOne);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(score, 100);
        return Interpolate(_scores, _cosines, score);
    }

    /// <summary>False-match rate per comparison that a score stands for.</summary>
    public static double FalseMatchRate(double score) => Math.Pow(10, -(score - ScoreAtFmrOne) / PointsPerDecade);

    private static double ScoreOfFmr(double fmr) => ScoreAtFmrOne - (PointsPerDecade * Math.Log10(fmr));

    private static double Interpolate(double[] from, double[] to, double x)
    {
        var upper = Array.FindIndex(from, 1, v => x <= v);
        var i = upper < 0 ? from.Length - 1 : upper;
        return to[i - 1] + ((x - from[i - 1]) * (to[i] - to[i - 1]) / (from[i] - from[i - 1]));
    }
}
