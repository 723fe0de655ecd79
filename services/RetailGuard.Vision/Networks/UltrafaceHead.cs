namespace RetailGuard.Vision;

/// <summary>UltraFace: scores [n,2] (not a face, face) and boxes [n,4] (left, top, right, bottom) as shares of the input.</summary>
internal sealed class UltrafaceHead : IDetectorHead
{
    private static readonly (int Stride, int Anchors)[] Maps = [(8, 3), (16, 2), (32, 2), (64, 3)];

    private readonly ReadOnlyMemory<float> _scores;
    private readonly ReadOnlyMemory<float> _boxes;
    private readonly NetworkInput _shape;

    public UltrafaceHead(Network network)
    {
        _shape = network.Shape;
        var places = Maps.Sum(m => m.Anchors * CeilingDivide(_shape.Width, m.Stride) * CeilingDivide(_shape.Height, m.Stride));
        _scores = network.Output("scores", 2 * places);
        _boxes = network.Output("boxes", 4 * places);
    }

    public void Read(float minScore, List<FaceDetection> faces)
    {
        var scores = _scores.Span;
        var boxes = _boxes.Span;
        for (var i = 0; i < scores.Length / 2; i++)
        {
            if (scores[(2 * i) + 1] >= minScore)
            {
                var (left, top) = (boxes[4 * i] * _shape.Width, boxes[(4 * i) + 1] * _shape.Height);
                var (right, bottom) = (boxes[(4 * i) + 2] * _shape.Width, boxes[(4 * i) + 3] * _shape.Height);
                faces.Add(new(new(left, top, right - left, bottom - top), scores[(2 * i) + 1]));
            }
        }
    }

    private static int CeilingDivide(int a, int b) => (a + b - 1) / b;
}
