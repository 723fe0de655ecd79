using System.Numerics.Tensors;

namespace RetailGuard.Vision;

/// <summary>Measures the picture quality of a face on its aligned luma. Buffers are reused and zeroed after each face (R1).</summary>
internal sealed class FaceMeter
{
    private const int Side = FaceAlignment.Side;

    /// <summary>Luma at or beyond these is black or white to the camera: nothing is left to see.</summary>
    private const int Crushed = 8;
    private const int Blown = 247;

    /// <summary>The part of the aligned face that is skin, eyes, nose and mouth: from the brow to below the lips, without hair.</summary>
    private static readonly Window Face = new(24, 36, 64, 68);

    private static readonly Window[] Features = [new(28, 44, 20, 14), new(64, 44, 20, 14), new(40, 84, 32, 16)];

    private static readonly NetworkInput Luma = new(Side, Side, ChannelOrder.Grey, Mean: 0, Scale: 1);

    private readonly float[] _luma = GC.AllocateArray<float>(Side * Side, pinned: true);
    private readonly int[] _histogram = GC.AllocateArray<int>(256, pinned: true);

    public FaceMeasurements Measure(Frame frame, in FaceDetection face, in FaceLandmarks landmarks)
    {
        Warp.Fill(PixelView.Of(frame), FaceAlignment.ToFrame(landmarks), Luma, _luma);
        var pose = HeadPose.Of(landmarks);
        var (contrast, exposure) = Light();
        var variance = Variance(Face);
        var flat = variance < 1e-3;
        var measured = new FaceMeasurements(
            face.Box.Height,
            Sharpness: flat ? 0 : DetailVariance(Face) / variance,
            pose.Turn,
            Math.Abs(pose.Roll),
            contrast,
            exposure,
            Visibility: flat ? 0 : Math.Sqrt(Features.Min(Variance) / variance)
        );
        Array.Clear(_luma);
        Array.Clear(_histogram);
        return measured;
    }

    private double Variance(Window window)
    {
        double sum = 0;
        double squares = 0;
        for (var y = window.Y; y < window.Y + window.Height; y++)
        {
            foreach (double luma in _luma.AsSpan((y * Side) + window.X, window.Width))
            {
                sum += luma;
                squares += luma * luma;
            }
        }

        return Math.Max(0, (squares / window.Area) - Math.Pow(sum / window.Area, 2));
    }

    /// <summary>Variance of the Laplacian, which fine detail makes.</summary>
    private double DetailVariance(Window window)
    {
        double sum = 0;
        double squares = 0;
        for (var y = window.Y; y < window.Y + window.Height; y++)
        {
            for (var at = (y * Side) + window.X; at < (y * Side) + window.X + window.Width; at++)
            {
                double laplacian = _luma[at - 1] + _luma[at + 1] + _luma[at - Side] + _luma[at + Side] - (4 * _luma[at]);
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }

        return (squares / window.Area) - Math.Pow(sum / window.Area, 2);
    }

    private (double Contrast, double Exposure) Light()
    {
        for (var y = Face.Y; y < Face.Y + Face.Height; y++)
        {
            foreach (var luma in _luma.AsSpan((y * Side) + Face.X, Face.Width))
            {
                _histogram[(int)Math.Clamp(luma, 0, 255)]++;
            }
        }

        var lost = TensorPrimitives.Sum<int>(_histogram.AsSpan(..(Crushed + 1))) + TensorPrimitives.Sum<int>(_histogram.AsSpan(Blown..));
        return (Percentile(0.95) - Percentile(0.05), 1 - ((double)lost / Face.Area));

        int Percentile(double share)
        {
            var (level, seen) = (0, _histogram[0]);
            while (seen < share * Face.Area)
            {
                seen += _histogram[++level];
            }

            return level;
        }
    }

    private readonly record struct Window(int X, int Y, int Width, int Height)
    {
        public int Area => Width * Height;
    }
}
