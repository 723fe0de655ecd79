namespace RetailGuard.Vision;

/// <summary>
/// A picture and its halvings, each pixel the mean of 2 × 2. Sampling a large picture far apart without them would skip pixels and
/// lose small faces. Buffers are reused from frame to frame and zeroed by <see cref="Clear"/> (R1).
/// </summary>
internal sealed class Pyramid
{
    private readonly List<byte[]> _halvings = [];
    private int _built;

    /// <summary>The picture at a half (1), a quarter (2) … of its size; level 0 is the picture itself. Ask for rising levels.</summary>
    public PixelView Level(PixelView picture, int level)
    {
        var view = picture;
        for (var i = 0; i < level && view is { Width: > 1, Height: > 1 }; i++)
        {
            var (width, height) = (view.Width / 2, view.Height / 2);
            var buffer = Buffer(i, 3 * width * height);
            var half = new PixelView(buffer, 3 * width, width, height);
            if (i >= _built)
            {
                Halve(view, buffer);
                _built = i + 1;
            }

            view = half;
        }

        return view;
    }

    /// <summary>Zeroes the halvings; the next picture starts afresh.</summary>
    public void Clear()
    {
        for (var i = 0; i < _built; i++)
        {
            Array.Clear(_halvings[i]);
        }

        _built = 0;
    }

    private static void Halve(PixelView from, Span<byte> to)
    {
        for (var y = 0; y < from.Height / 2; y++)
        {
            var upper = from.Row(2 * y);
            var lower = from.Row((2 * y) + 1);
            var row = to.Slice(3 * y * (from.Width / 2), 3 * (from.Width / 2));
            upper = upper[..(2 * row.Length)];
            lower = lower[..(2 * row.Length)];
            for (int x = 0, at = 0; x + 2 < row.Length; x += 3, at += 6)
            {
                row[x] = (byte)((upper[at] + upper[at + 3] + lower[at] + lower[at + 3] + 2) >> 2);
                row[x + 1] = (byte)((upper[at + 1] + upper[at + 4] + lower[at + 1] + lower[at + 4] + 2) >> 2);
                row[x + 2] = (byte)((upper[at + 2] + upper[at + 5] + lower[at + 2] + lower[at + 5] + 2) >> 2);
            }
        }
    }

    private byte[] Buffer(int index, int length)
    {
        if (index == _halvings.Count)
        {
            _halvings.Add([]);
        }

        if (_halvings[index].Length < length)
        {
            _halvings[index] = GC.AllocateArray<byte>(length, pinned: true);
        }

        return _halvings[index];
    }
}
