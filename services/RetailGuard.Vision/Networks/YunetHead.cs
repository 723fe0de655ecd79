namespace RetailGuard.Vision;

/// <summary>
/// YuNet: for each stride, class and object confidence, box (centre offset, log size) and five points, one row a cell. The order of
/// its points is this product's: the picture's left eye first.
/// </summary>
internal sealed class YunetHead : IDetectorHead
{
    private readonly Map[] _maps;

    public YunetHead(Network network)
    {
        _maps =
        [
            .. new[] { 8, 16, 32 }.Select(stride =>
            {
                var columns = network.Shape.Width / stride;
                var cells = columns * (network.Shape.Height / stride);
                return new Map(
                    stride,
                    columns,
                    network.Output($"cls_{stride}", cells),
                    network.Output($"obj_{stride}", cells),
                    network.Output($"bbox_{stride}", 4 * cells),
                    network.Output($"kps_{stride}", 10 * cells)
                );
            }),
        ];
    }

    public void Read(float minScore, List<FaceDetection> faces)
    {
        foreach (var map in _maps)
        {
            for (var cell = 0; cell < map.Class.Length; cell++)
            {
                var score = MathF.Sqrt(Math.Clamp(map.Class.Span[cell], 0, 1) * Math.Clamp(map.Object.Span[cell], 0, 1));
                if (score >= minScore)
                {
                    faces.Add(map.Face(cell, score));
                }
            }
        }
    }

    private sealed record Map(
        int Stride,
        int Columns,
        ReadOnlyMemory<float> Class,
        ReadOnlyMemory<float> Object,
        ReadOnlyMemory<float> Box,
        ReadOnlyMemory<float> Points
    )
    {
        public FaceDetection Face(int cell, float score)
        {
            var box = Box.Span.Slice(4 * cell, 4);
            var centre = At(cell, box);
            var (width, height) = (MathF.Exp(box[2]) * Stride, MathF.Exp(box[3]) * Stride);
            var points = Points.Span.Slice(10 * cell, 10);
            return new(new(centre.X - (width / 2), centre.Y - (height / 2), width, height), score)
            {
                Landmarks = new(
                    At(cell, points),
                    At(cell, points[2..]),
                    At(cell, points[4..]),
                    At(cell, points[6..]),
                    At(cell, points[8..])
                ),
            };
        }

        private FacePoint At(int cell, ReadOnlySpan<float> offset) =>
            new(((cell % Columns) + offset[0]) * Stride, ((cell / Columns) + offset[1]) * Stride);
    }
}
