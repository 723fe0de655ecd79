namespace RetailGuard.Vision;

/// <summary>What is measured of a face; units in <see cref="QualityAspect"/>.</summary>
internal readonly record struct FaceMeasurements(
    double Size,
    double Sharpness,
    double Pose,
    double Tilt,
    double Contrast,
    double Exposure,
    double Visibility
);
