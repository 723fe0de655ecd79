using System.Numerics;

namespace RetailGuard.Vision;

/// <summary>Fills a network's input with an upright rectangle of a picture, by bilinear interpolation. Buffers are reused.</summary>
internal sealed class Resize(NetworkInput shape)
{
    private readonly (int Left, int Right, float Weight)[] _columns = new (int, int, float)[shape.Width];
    private float[] _row = [];

    /// <param name="picture">Where to read.</param>
    /// <param name="x">Left edge of the rectangle in the picture, pixels; may lie outside.</param>
    /// <param name="y">Top edge, likewise.</param>
    /// <param name="step">Pixels of the picture for one of the input; best between 1 and 2.</param>
    /// <param name="input">Planes of channels. What lies outside the picture stays 0, the mean.</param>
    public void Fill(PixelView picture, float x, float y, float step, Span<float> input)
    {
        input.Clear();
        var (first, last) = Columns(picture.Width, x, step);
        if (first > last)
        {
            return;
        }

        var from = _columns[first].Left;
        var bytes = _columns[last].Right + 3 - from;
        if (_row.Length < bytes)
        {
            _row = GC.AllocateArray<float>(3 * (int)BitOperations.RoundUpToPowerOf2((uint)bytes), pinned: true);
        }

        var plane = shape.Width * shape.Height;
        var (red, blue) = shape.Channels == ChannelOrder.Bgr ? (2 * plane, 0) : (0, 2 * plane);
        for (var row = 0; row < shape.Height; row++)
        {
            if (!Neighbours(y + ((row + 0.5f) * step) - 0.5f, picture.Height, out var above, out var below, out var weight))
            {
                continue;
            }

            Blend(picture.Row(above).Slice(from, bytes), picture.Row(below).Slice(from, bytes), weight, _row);
            var at = row * shape.Width;
            for (var column = first; column <= last; column++)
            {
                var (left, right, across) = _columns[column];
                input[red + at + column] = Value(left - from, right - from, across);
                input[plane + at + column] = Value(left + 1 - from, right + 1 - from, across);
                input[blue + at + column] = Value(left + 2 - from, right + 2 - from, across);
            }
        }

        float Value(int left, int right, float weight) => (_row[left] + (weight * (_row[right] - _row[left])) - shape.Mean) * shape.Scale;
    }

    /// <summary>Zeroes what is left of the last picture (R1).</summary>
    public void Clear() => Array.Clear(_row);

    /// <summary>The row between two others: above + weight × (below − above).</summary>
    internal static void Blend(ReadOnlySpan<byte> above, ReadOnlySpan<byte> below, float weight, Span<float> row)
    {
        var i = 0;
        var down = new Vector<float>(weight);
        for (; i + Vector<byte>.Count <= above.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(above[i..]), out var a0, out var a1);
            Vector.Widen(new Vector<byte>(below[i..]), out var b0, out var b1);
            Store(a0, b0, row[i..]);
            Store(a1, b1, row[(i + Vector<ushort>.Count)..]);
        }

        for (; i < above.Length; i++)
        {
            row[i] = above[i] + (weight * (below[i] - above[i]));
        }

        void Store(Vector<ushort> a, Vector<ushort> b, Span<float> to)
        {
            Vector.Widen(a, out var a0, out var a1);
            Vector.Widen(b, out var b0, out var b1);
            Mix(a0, b0).CopyTo(to);
            Mix(a1, b1).CopyTo(to[Vector<float>.Count..]);
        }

        Vector<float> Mix(Vector<uint> a, Vector<uint> b)
        {
            var upper = Vector.ConvertToSingle(Vector.AsVectorInt32(a));
            return upper + (down * (Vector.ConvertToSingle(Vector.AsVectorInt32(b)) - upper));
        }
    }

    private (int First, int Last) Columns(int width, float x, float step)
    {
        var (first, last) = (shape.Width, -1);
        for (var column = 0; column < shape.Width; column++)
        {
            if (Neighbours(x + ((column + 0.5f) * step) - 0.5f, width, out var left, out var right, out var weight))
            {
                _columns[column] = (3 * left, 3 * right, weight);
                first = Math.Min(first, column);
                last = column;
            }
        }

        return (first, last);
    }

    /// <returns>Whether the place lies in a line of <paramref name="length"/> pixels.</returns>
    private static bool Neighbours(float at, int length, out int before, out int after, out float weight)
    {
        var floor = (int)MathF.Floor(at);
        before = Math.Max(floor, 0);
        after = Math.Min(floor + 1, length - 1);
        weight = at - floor;
        return at >= -0.5f && at < length - 0.5f;
    }
}
