namespace RetailGuard.Vision;

/// <summary>What a picture of a face is wanted for; each has its own limits.</summary>
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

    /// <summary>Fine detail on the aligned face: variance of the Laplacian over variance of the luma, 0 and up.</summary>
    Sharpness,

    /// <summary>Angle between the face's front and the camera, sideways and up or down together, degrees.</summary>
    Pose,

    /// <summary>Lean to one side in the picture, degrees.</summary>
    Tilt,

    /// <summary>Range of light on the face: levels of 255 between its darkest and lightest twentieth, whatever their level.</summary>
    Contrast,

    /// <summary>Share of the face that is neither black nor white to the camera, 0 to 1.</summary>
    Exposure,

    /// <summary>
    /// How much the least visible of eyes and mouth stands out, as a share of the whole face's contrast, 0 and up. Finds plain
    /// coverings (masks, hands, dark glasses), not patterned ones or hair.
    /// </summary>
    Occlusion,
}

/// <summary>One limit that a picture of a face misses.</summary>
/// <param name="Aspect">What was measured; its unit is in <see cref="QualityAspect"/>.</param>
/// <param name="Measured">The picture's value.</param>
/// <param name="Limit">The gate's value.</param>
public readonly record struct QualityShortfall(QualityAspect Aspect, double Measured, double Limit)
{
    /// <summary>For people: what is wrong, by how much and what to do.</summary>
    public string Describe() =>
        Aspect switch
        {
            QualityAspect.Size => $"The face is {Measured:0} pixels high; at least {Limit:0} are needed. Take it from nearer.",
            QualityAspect.Sharpness =>
                $"The face is blurred: sharpness {Measured:0.000}, at least {Limit:0.000} is needed. Take a sharper picture.",
            QualityAspect.Pose =>
                $"The face looks {Measured:0}° away from the camera; at most {Limit:0}° is accepted. Take it from the front.",
            QualityAspect.Tilt =>
                $"The head leans {Measured:0}° to the side; at most {Limit:0}° is accepted. Turn the picture or take one upright.",
            QualityAspect.Contrast =>
                $"The face is too dim or hazy: a range of {Measured:0} light levels, at least {Limit:0} are needed. Use more light.",
            QualityAspect.Exposure =>
                $"Only {Measured:P0} of the face is neither black nor burnt out; at least {Limit:P0} is needed. Use more even light.",
            QualityAspect.Occlusion =>
                $"An eye or the mouth seems covered: visibility {Measured:0.00}, at least {Limit:0.00} is needed. Take it without covering.",
        };
}

/// <summary>How well a picture of a face serves matching (R4).</summary>
/// <param name="Score">0 to 1: the product of a grade for each aspect, for ranking the frames of a track. The same at either gate.</param>
/// <param name="Shortfalls">Each limit missed, in the order of <see cref="QualityAspect"/>; empty when the gate is passed.</param>
public sealed record FaceQuality(float Score, IReadOnlyList<QualityShortfall> Shortfalls)
{
    /// <summary>Whether no limit is missed.</summary>
    public bool Passes => Shortfalls.Count == 0;

    /// <summary>For people: a sentence or two for each limit missed; empty when none is.</summary>
    public string Describe() => string.Join(' ', Shortfalls.Select(s => s.Describe()));
}
