namespace RetailGuard.Vision;

/// <summary>A rectangle of a frame, in pixels; may reach over the frame's edge.</summary>
public readonly record struct FaceBox(float X, float Y, float Width, float Height)
{
    /// <summary>Square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>Area that two boxes share, square pixels.</summary>
    public float Intersection(in FaceBox other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Overlap of two boxes: intersection over union, 0 to 1.</summary>
    public float Overlap(in FaceBox other)
    {
        var both = Intersection(other);
        return both > 0 ? both / (Area + other.Area - both) : 0;
    }
}

/// <summary>A point of a frame, in pixels; (0, 0) is the centre of the first pixel.</summary>
public readonly record struct FacePoint(float X, float Y);

/// <summary>The five points that a face is aligned by. Left and right are the picture's, not the person's.</summary>
public readonly record struct FaceLandmarks(
    FacePoint LeftEye,
    FacePoint RightEye,
    FacePoint Nose,
    FacePoint MouthLeft,
    FacePoint MouthRight
)
{
    internal void CopyTo(Span<FacePoint> points) =>
        (points[0], points[1], points[2], points[3], points[4]) = (LeftEye, RightEye, Nose, MouthLeft, MouthRight);

    internal FaceLandmarks Placed(float scale, float x, float y)
    {
        return new(Place(LeftEye), Place(RightEye), Place(Nose), Place(MouthLeft), Place(MouthRight));

        FacePoint Place(FacePoint at) => new((at.X * scale) + x, (at.Y * scale) + y);
    }
}

/// <summary>A face that the detector found.</summary>
/// <param name="Box">Forehead to chin, ear to ear.</param>
/// <param name="Score">The detector's confidence, 0 to 1.</param>
public readonly record struct FaceDetection(FaceBox Box, float Score)
{
    /// <summary>Of detectors that give them with the box.</summary>
    internal FaceLandmarks? Landmarks { get; init; }

    internal FaceDetection Placed(float scale, float x, float y) =>
        new(new((Box.X * scale) + x, (Box.Y * scale) + y, Box.Width * scale, Box.Height * scale), Score)
        {
            Landmarks = Landmarks?.Placed(scale, x, y),
        };
}
