namespace RetailGuard.Vision;

/// <summary>How a head is held, estimated from five points and an average face; a few degrees of error.</summary>
/// <param name="Yaw">Turned to the picture's right, degrees; negative to the left.</param>
/// <param name="Pitch">Bowed down, degrees; negative looks up.</param>
/// <param name="Roll">Leaning clockwise in the picture, degrees.</param>
internal readonly record struct HeadPose(float Yaw, float Pitch, float Roll)
{
    /// <summary>
    /// An average face in units of the ArcFace template: right, down, towards the camera. Depth is that of an average head, with the tip
    /// of the nose 32 mm and the mouth's corners 7 mm before the eyes at 63 mm between pupils. The front view is the template's, but for
    /// the nose: its template stands for heads bowed by some 8°, compared with a pose network on 66 faces.
    /// </summary>
    private static readonly (double X, double Y, double Z)[] AverageFace =
    [
        (-17.62, 0, 0),
        (17.62, 0, 0),
        (0, 17.9, 17.9),
        (-14.59, 40.69, 3.9),
        (14.59, 40.69, 3.9),
    ];

    private static readonly double[,] Solver = PseudoInverse();

    /// <summary>Angle between the face's front and the camera: yaw and pitch together, degrees, 0 to 90.</summary>
    public float Turn => Degrees(Math.Acos(Math.Cos(Radians(Yaw)) * Math.Cos(Radians(Pitch))));

    /// <summary>Fits the average face to the points as seen from afar (scaled orthographic projection, least squares).</summary>
    public static HeadPose Of(in FaceLandmarks landmarks)
    {
        Span<FacePoint> points = stackalloc FacePoint[5];
        landmarks.CopyTo(points);
        var (right, down) = (Row(points, static p => p.X), Row(points, static p => p.Y));
        // Un-lean the picture first, so that yaw is a turn about the head's own upright axis.
        var roll = Math.Atan2(down.X - right.Y, right.X + down.Y);
        var scale = (Length(right) + Length(down)) / 2;
        var yaw = ((Math.Cos(roll) * right.Z) + (Math.Sin(roll) * down.Z)) / scale;
        var pitch = ((Math.Cos(roll) * down.Z) - (Math.Sin(roll) * right.Z)) / scale;
        return new(Degrees(Math.Asin(Math.Clamp(yaw, -1, 1))), Degrees(Math.Asin(Math.Clamp(pitch, -1, 1))), Degrees(roll));
    }

    private static (double X, double Y, double Z) Row(ReadOnlySpan<FacePoint> points, Func<FacePoint, double> axis)
    {
        Span<double> row = stackalloc double[3];
        for (var i = 0; i < points.Length; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                row[k] += Solver[k, i] * axis(points[i]);
            }
        }

        return (row[0], row[1], row[2]);
    }

    /// <summary>(P Pᵀ)⁻¹ P for the centred face P (3 × 5); X stands apart from Y and Z because a face is symmetric.</summary>
    private static double[,] PseudoInverse()
    {
        var (meanY, meanZ) = (AverageFace.Average(p => p.Y), AverageFace.Average(p => p.Z));
        var centred = AverageFace.Select(p => (p.X, Y: p.Y - meanY, Z: p.Z - meanZ)).ToArray();
        var (xx, yy) = (centred.Sum(p => p.X * p.X), centred.Sum(p => p.Y * p.Y));
        var (yz, zz) = (centred.Sum(p => p.Y * p.Z), centred.Sum(p => p.Z * p.Z));
        var determinant = (yy * zz) - (yz * yz);
        var solver = new double[3, centred.Length];
        for (var i = 0; i < centred.Length; i++)
        {
            solver[0, i] = centred[i].X / xx;
            solver[1, i] = ((zz * centred[i].Y) - (yz * centred[i].Z)) / determinant;
            solver[2, i] = ((yy * centred[i].Z) - (yz * centred[i].Y)) / determinant;
        }

        return solver;
    }

    private static double Length((double X, double Y, double Z) row) => Math.Sqrt((row.X * row.X) + (row.Y * row.Y) + (row.Z * row.Z));

    private static double Radians(float degrees) => degrees * Math.PI / 180;

    private static float Degrees(double radians) => (float)(radians * 180 / Math.PI);
}
