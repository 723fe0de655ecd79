namespace RetailGuard.Vision;

/// <summary>
/// A picture in memory: RGB, one byte a channel, row-major, stride 3 × <see cref="Width"/>. The memory is pinned, so that no copy of
/// it stays behind elsewhere, comes from a pool, and is zeroed by <see cref="Dispose"/> (R1). Not thread-safe.
/// </summary>
public sealed class Frame : IDisposable
{
    private byte[]? _buffer;

    private Frame(int width, int height)
    {
        Width = width;
        Height = height;
        _buffer = PinnedPool.Rent(checked(3 * width * height));
    }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>Exactly 3 × Width × Height bytes.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public Span<byte> Pixels => Memory.Span;

    /// <inheritdoc cref="Pixels"/>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, 3 * Width * Height);
        }
    }

    /// <summary>A black frame.</summary>
    /// <param name="width">1 to <see cref="Pictures.MaxSide"/>.</param>
    /// <param name="height">1 to <see cref="Pictures.MaxSide"/>.</param>
    public static Frame Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Pictures.MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Pictures.MaxSide);
        return new(width, height);
    }

    /// <summary>A copy of the part around a box.</summary>
    /// <param name="box">What to keep; clipped to the frame.</param>
    /// <param name="margin">Added on each side, as a share of the box's size; 0 and up.</param>
    /// <exception cref="ArgumentException">Box and frame do not overlap.</exception>
    public Frame Crop(FaceBox box, float margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        var left = Clip(box.X - (margin * box.Width), Width);
        var top = Clip(box.Y - (margin * box.Height), Height);
        var right = Clip(MathF.Ceiling(box.X + ((1 + margin) * box.Width)), Width);
        var bottom = Clip(MathF.Ceiling(box.Y + ((1 + margin) * box.Height)), Height);
        if (right <= left || bottom <= top)
        {
            throw new ArgumentException($"The box lies outside the frame of {Width}×{Height} pixels.", nameof(box));
        }

        var crop = Rent(right - left, bottom - top);
        for (var y = 0; y < crop.Height; y++)
        {
            Pixels.Slice(3 * (((top + y) * Width) + left), 3 * crop.Width).CopyTo(crop.Pixels[(3 * y * crop.Width)..]);
        }

        return crop;
    }

    /// <summary>A copy turned clockwise.</summary>
    /// <param name="quarters">Quarter turns, 0 to 3.</param>
    public Frame Turned(int quarters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quarters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quarters, 3);
        var turned = quarters % 2 == 0 ? Rent(Width, Height) : Rent(Height, Width);
        var from = Pixels;
        var to = turned.Pixels;
        // Where the first pixel of the copy comes from, and how far apart its neighbours to the right and below lie.
        var (first, right, below) = quarters switch
        {
            0 => (0, 1, Width),
            1 => ((Height - 1) * Width, -Width, 1),
            2 => ((Height * Width) - 1, -1, -Width),
            _ => (Width - 1, Width, -1),
        };
        for (var y = 0; y < turned.Height; y++)
        {
            var source = 3 * (first + (y * below));
            for (var at = 3 * y * turned.Width; at < 3 * (y + 1) * turned.Width; at += 3, source += 3 * right)
            {
                (to[at], to[at + 1], to[at + 2]) = (from[source], from[source + 1], from[source + 2]);
            }
        }

        return turned;
    }

    /// <summary>Zeroes the pixels and gives the memory back (R1).</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            PinnedPool.Return(buffer);
        }
    }

    private static int Clip(float at, int size) => float.IsNaN(at) ? 0 : (int)Math.Clamp(at, 0, size);
}
