using RetailGuard.Vision;

namespace RetailGuard.Tools.Evaluate;

/// <summary>A small copy of a picture, to stand in a page.</summary>
internal static class Thumbnail
{
    private const int Side = 112;

    /// <summary>A data: address of a JPEG; null when the picture cannot be read.</summary>
    public static string? Of(string path)
    {
        try
        {
            using var frame = Pictures.Decode(File.ReadAllBytes(path));
            var scale = Math.Max(1, Math.Max(frame.Width, frame.Height) / (double)Side);
            using var small = Frame.Rent(Math.Max(1, (int)(frame.Width / scale)), Math.Max(1, (int)(frame.Height / scale)));
            for (var y = 0; y < small.Height; y++)
            {
                for (var x = 0; x < small.Width; x++)
                {
                    Average(frame, scale, x, y, small.Pixels.Slice(3 * ((y * small.Width) + x), 3));
                }
            }

            return "data:image/jpeg;base64," + Convert.ToBase64String(Pictures.EncodeJpeg(small, 80));
        }
        catch (Exception fault) when (fault is PictureRefusedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Average(Frame frame, double scale, int x, int y, Span<byte> pixel)
    {
        var (left, right) = ((int)(x * scale), Math.Min(frame.Width, Math.Max((int)(x * scale) + 1, (int)((x + 1) * scale))));
        var (top, bottom) = ((int)(y * scale), Math.Min(frame.Height, Math.Max((int)(y * scale) + 1, (int)((y + 1) * scale))));
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = 0;
            for (var row = top; row < bottom; row++)
            {
                for (var column = left; column < right; column++)
                {
                    sum += frame.Pixels[(3 * ((row * frame.Width) + column)) + channel];
                }
            }

            pixel[channel] = (byte)(sum / ((right - left) * (bottom - top)));
        }
    }
}
