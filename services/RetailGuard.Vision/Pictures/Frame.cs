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
