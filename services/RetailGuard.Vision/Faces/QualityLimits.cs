namespace RetailGuard.Vision;

/// <summary>
/// The limits of both gates (R4). They were chosen by degrading ten good photographs of two people step by step and counting the mated
/// pairs (degraded against untouched, 40 a step) that stay at or above the alert floor's cosine of 0.61; all do without degradation.
/// A probe limit lies where about 90 % still do, an enrolment limit where nearly all do; pose rests on the same count over all 19
/// photographs. None measures brightness itself, so that darker skin is not refused for being darker.
/// </summary>
internal static class QualityLimits
{
    private static readonly Row[] Table =
    [
        // 60 px: 100 %, 50 px: 92 %, 40 px: 85 %, 32 px: 20 %. At 80 px a template is still within 0.98 of the large face's.
        new(QualityAspect.Size, m => m.Size, Probe: 50, Enrolment: 80, Ideal: 160),
        // At 112 px a Gaussian blur of 1.0 px (0.035 in the median): 97 %, 1.5 px (0.016): 90 %, 2.0 px (0.009): 45 %.
        new(QualityAspect.Sharpness, m => m.Sharpness, Probe: 0.015, Enrolment: 0.03, Ideal: 0.12),
        // Of 19 photographs, both at most 30°: 13 of 14 pairs match; at most 35°: 23 of 27; one beyond 45°: 0 of 7. The estimate errs by 8°.
        new(QualityAspect.Pose, m => m.Pose, Probe: 45, Enrolment: 30, Ideal: 12),
        // 20°: 100 %, 30°: 90 %, then the landmarks fail at random: 50° 80 %, 60° 20 %.
        new(QualityAspect.Tilt, m => m.Tilt, Probe: 30, Enrolment: 25, Ideal: 5),
        // Light at a quarter (21 to 32 levels) or haze that leaves 30 % (25 to 38): 90 and 85 %; at half (42 to 63): 97 %.
        new(QualityAspect.Contrast, m => m.Contrast, Probe: 22, Enrolment: 40, Ideal: 80),
        // 1.5 times the light (0.90 in the mean): 97 %, twice (0.60): 75 %, three times (0.31): 25 %.
        new(QualityAspect.Exposure, m => m.Exposure, Probe: 0.7, Enrolment: 0.85, Ideal: 1),
        // Plain masks and dark glasses leave 0.0 to 0.1 in the median and at most 5 % of pairs, a hand 27 %; bare faces have 0.46 and more.
        new(QualityAspect.Occlusion, m => m.Visibility, Probe: 0.25, Enrolment: 0.4, Ideal: 0.6),
    ];

    public static FaceQuality Judge(in FaceMeasurements measured, QualityGate gate)
    {
        var score = 1.0;
        List<QualityShortfall> shortfalls = [];
        foreach (var row in Table)
        {
            var value = row.Of(measured);
            var limit = gate == QualityGate.Probe ? row.Probe : row.Enrolment;
            score *= row.Grade(value);
            if (!row.Meets(value, limit))
            {
                shortfalls.Add(new(row.Aspect, value, limit));
            }
        }

        return new((float)score, shortfalls);
    }

    private sealed record Row(QualityAspect Aspect, Func<FaceMeasurements, double> Of, double Probe, double Enrolment, double Ideal)
    {
        /// <summary>NaN meets no limit.</summary>
        public bool Meets(double value, double limit) => Ideal > Probe ? value >= limit : value <= limit;

        /// <summary>1 at the ideal, a half at the probe limit, 0 at nothing or, for angles, at twice the limit.</summary>
        public double Grade(double value) =>
            Meets(value, Probe) ? Math.Min(1, 0.5 + (0.5 * (value - Probe) / (Ideal - Probe)))
            : double.IsNaN(value) ? 0
            : Math.Max(0, Ideal > Probe ? 0.5 * value / Probe : 0.5 * (2 - (value / Probe)));
    }
}
