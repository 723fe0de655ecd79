namespace RetailGuard.Vision;

/// <summary>A face's place in a frame, in pixels; may reach over the frame's edge.</summary>
public readonly record struct FaceBox(float X, float Y, float Width, float Height)
{
    /// <summary>Overlap of two boxes: intersection over union, 0 to 1.</summary>
    public float Overlap(in FaceBox other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        var both = width > 0 && height > 0 ? width * height : 0;
        var either = (Width * Height) + (other.Width * other.Height) - both;
        return either > 0 ? both / either : 0;
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
);

/// <summary>A face that the detector found.</summary>
/// <param name="Box">Forehead to chin, ear to ear.</param>
/// <param name="Score">The detector's confidence, 0 to 1.</param>
public readonly record struct FaceDetection(FaceBox Box, float Score);
