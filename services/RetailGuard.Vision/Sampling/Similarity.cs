namespace RetailGuard.Vision;

/// <summary>Turn, scale and shift of the plane: (x, y) → (A·x − B·y + X, B·x + A·y + Y).</summary>
internal readonly record struct Similarity(float A, float B, float X, float Y)
{
    /// <summary>How much longer a line becomes.</summary>
    public float Scale => MathF.Sqrt((A * A) + (B * B));

    public FacePoint Apply(FacePoint at) => new((A * at.X) - (B * at.Y) + X, (B * at.X) + (A * at.Y) + Y);

    public Similarity Inverse()
    {
        var square = (A * A) + (B * B);
        var (a, b) = (A / square, -B / square);
        return new(a, b, -((a * X) - (b * Y)), -((b * X) + (a * Y)));
    }

    /// <summary>The similarity without mirroring that brings points nearest to targets, in least squares (Umeyama 1991).</summary>
    /// <returns>Null when the points coincide or are not finite.</returns>
    public static Similarity? Fit(ReadOnlySpan<FacePoint> points, ReadOnlySpan<FacePoint> targets)
    {
        var (centre, target) = (Mean(points), Mean(targets));
        double along = 0;
        double across = 0;
        double spread = 0;
        for (var i = 0; i < points.Length; i++)
        {
            double x = points[i].X - centre.X;
            double y = points[i].Y - centre.Y;
            double u = targets[i].X - target.X;
            double v = targets[i].Y - target.Y;
            along += (x * u) + (y * v);
            across += (x * v) - (y * u);
            spread += (x * x) + (y * y);
        }

        var (a, b) = ((float)(along / spread), (float)(across / spread));
        var fit = new Similarity(a, b, target.X - (a * centre.X) + (b * centre.Y), target.Y - (b * centre.X) - (a * centre.Y));
        return spread > 1e-3 && float.IsFinite(fit.X) && float.IsFinite(fit.Y) && fit.Scale > 1e-6f ? fit : null;
    }

    private static FacePoint Mean(ReadOnlySpan<FacePoint> points)
    {
        double x = 0;
        double y = 0;
        foreach (var point in points)
        {
            x += point.X;
            y += point.Y;
        }

        return new((float)(x / points.Length), (float)(y / points.Length));
    }
}
