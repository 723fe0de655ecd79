namespace RetailGuard.Vision;

/// <summary>Finds 68 points in a square around a face and takes the five for alignment from them.</summary>
internal sealed class LandmarkFinder(ModelPack pack, LandmarksManifest manifest, int threads) : IDisposable
{
    private const int Points = 68;

    private readonly Network _network = new("landmarks", pack.Landmarks!, manifest.Input!, threads);

    public FaceLandmarks Find(Frame frame, in FaceBox box)
    {
        var shape = _network.Shape;
        // The network was trained on squares as high as the detector's box.
        var (left, top) = (box.X + ((box.Width - box.Height) / 2), box.Y);
        var step = box.Height / shape.Width;
        var first = (step - 1) / 2;
        try
        {
            Warp.Fill(PixelView.Of(frame), new(step, 0, left + first, top + first), shape, _network.Input);
            _network.Run();
            var points = _network.Output(name: null, 2 * Points).Span;
            return new FaceLandmarks(
                Mean(points, 37, 38, 40, 41),
                Mean(points, 43, 44, 46, 47),
                Mean(points, 30),
                Mean(points, 48, 60),
                Mean(points, 54, 64)
            ).Placed(box.Height, left - 0.5f, top - 0.5f);
        }
        finally
        {
            _network.Clear();
        }
    }

    public void Forget() => _network.Forget();

    public void Dispose() => _network.Dispose();

    private static FacePoint Mean(ReadOnlySpan<float> points, params ReadOnlySpan<int> indices)
    {
        float x = 0;
        float y = 0;
        foreach (var index in indices)
        {
            x += points[2 * index];
            y += points[(2 * index) + 1];
        }

        return new(x / indices.Length, y / indices.Length);
    }
}
