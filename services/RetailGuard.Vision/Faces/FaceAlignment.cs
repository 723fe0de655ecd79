namespace RetailGuard.Vision;

/// <summary>Brings a face to the place and size that embedders are trained on.</summary>
internal static class FaceAlignment
{
    /// <summary>Side of the aligned face, pixels.</summary>
    public const int Side = 112;

    /// <summary>Where the five points go: the ArcFace template for 112 × 112 pixels.</summary>
    private static readonly FacePoint[] Template =
    [
        new(38.2946f, 51.6963f),
        new(73.5318f, 51.5014f),
        new(56.0252f, 71.7366f),
        new(41.5493f, 92.3655f),
        new(70.7299f, 92.2041f),
    ];

    /// <summary>From the aligned face's pixels to the frame's.</summary>
    /// <exception cref="ArgumentException">The points coincide or are not finite.</exception>
    public static Similarity ToFrame(in FaceLandmarks landmarks)
    {
        Span<FacePoint> points = stackalloc FacePoint[5];
        landmarks.CopyTo(points);
        return Similarity.Fit(points, Template)?.Inverse()
            ?? throw new ArgumentException("The landmarks coincide or are not finite, so the face cannot be aligned.", nameof(landmarks));
    }
}
