namespace RetailGuard.Vision;

/// <summary>What a picture of a face is wanted for; each has its own limits (the limits are one table).</summary>
public enum QualityGate
{
    /// <summary>A face seen by a camera now.</summary>
    Probe,

    /// <summary>A picture that goes on a watchlist and is compared with everybody: stricter.</summary>
    Enrolment,
}

/// <summary>What is measured of a picture of a face (R4).</summary>
public enum QualityAspect
{
    /// <summary>Height of the face's box, pixels.</summary>
    Size,

    /// <summary>Detail left on the aligned face, 0 and up; halves for each halving of the focus.</summary>
    Sharpness,

    /// <summary>Turn away from the camera, degrees: the largest of yaw, pitch and roll after weighting.</summary>
    Pose,

    /// <summary>Share of the face's pixels that keep usable light, 0 to 1.</summary>
    Exposure,
}

/// <summary>One limit that a picture of a face misses.</summary>
/// <param name="Aspect">What was measured; its unit is in <see cref="QualityAspect"/>.</param>
/// <param name="Measured">The picture's value.</param>
/// <param name="Limit">The gate's value.</param>
public readonly record struct QualityShortfall(QualityAspect Aspect, double Measured, double Limit);

/// <summary>How well a picture of a face serves matching (R4).</summary>
/// <param name="Score">0 to 1; the product of the aspects' grades, for ranking the frames of a track. Unrelated to the gate.</param>
/// <param name="Shortfalls">Each limit missed, in the order of <see cref="QualityAspect"/>; empty when the gate is passed.</param>
public sealed record FaceQuality(float Score, IReadOnlyList<QualityShortfall> Shortfalls)
{
    /// <summary>Whether no limit is missed.</summary>
    public bool Passes => Shortfalls.Count == 0;

    /// <summary>For people: each limit missed, by how much and what to do; empty when none is.</summary>
    public string Describe() => string.Join(' ', Shortfalls.Select(s => s.ToString()));
}
