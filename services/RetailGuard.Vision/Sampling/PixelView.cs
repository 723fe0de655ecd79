namespace RetailGuard.Vision;

/// <summary>A rectangle of RGB pixels within a larger picture.</summary>
/// <param name="bytes">From the rectangle's first pixel on.</param>
/// <param name="stride">Bytes from one row to the next.</param>
/// <param name="width">Columns, at least 1.</param>
/// <param name="height">Rows, at least 1.</param>
internal readonly ref struct PixelView(ReadOnlySpan<byte> bytes, int stride, int width, int height)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public static PixelView Of(Frame frame) => new(frame.Pixels, 3 * frame.Width, frame.Width, frame.Height);

    public ReadOnlySpan<byte> Row(int y) => _bytes.Slice(y * stride, 3 * Width);

    public PixelView Part(int x, int y, int width, int height) => new(_bytes[((y * stride) + (3 * x))..], stride, width, height);
}
