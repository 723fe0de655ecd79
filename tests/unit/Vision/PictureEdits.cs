using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>Ways to make a picture worse or put it elsewhere, written plainly; each returns a new frame.</summary>
internal static class PictureEdits
{
    /// <summary>Smaller by the mean of the pixels that each new one covers.</summary>
    public static Frame Shrink(this Frame frame, double scale)
    {
        var small = Frame.Rent((int)(frame.Width * scale), (int)(frame.Height * scale));
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
            {
                var (left, right) = ((int)(x / scale), Math.Max((int)(x / scale) + 1, (int)((x + 1) / scale)));
                var (top, bottom) = ((int)(y / scale), Math.Max((int)(y / scale) + 1, (int)((y + 1) / scale)));
                for (var channel = 0; channel < 3; channel++)
                {
                    double sum = 0;
                    for (var v = top; v < bottom; v++)
                    {
                        for (var u = left; u < right; u++)
                        {
                            sum += frame.At(u, v, channel);
                        }
                    }

                    small.Set(x, y, channel, sum / ((right - left) * (bottom - top)));
                }
            }
        }

        return small;
    }

    /// <summary>Each value of each pixel changed alike.</summary>
    public static Frame Map(this Frame frame, Func<double, double> change)
    {
        var changed = Frame.Rent(frame.Width, frame.Height);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            changed.Pixels[i] = (byte)Math.Clamp(Math.Round(change(frame.Pixels[i])), 0, 255);
        }

        return changed;
    }

    /// <summary>A box blur of three passes, close to a Gaussian.</summary>
    public static Frame Blur(this Frame frame, int radius)
    {
        var blurred = frame.Map(v => v);
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var (across, down) in new[] { (1, 0), (0, 1) })
            {
                using var before = blurred;
                blurred = Frame.Rent(frame.Width, frame.Height);
                for (var y = 0; y < frame.Height; y++)
                {
                    for (var x = 0; x < frame.Width; x++)
                    {
                        for (var channel = 0; channel < 3; channel++)
                        {
                            double sum = 0;
                            for (var i = -radius; i <= radius; i++)
                            {
                                sum += before.At(x + (i * across), y + (i * down), channel);
                            }

                            blurred.Set(x, y, channel, sum / ((2 * radius) + 1));
                        }
                    }
                }
            }
        }

        return blurred;
    }

    /// <summary>Turned clockwise around a point.</summary>
    public static Frame Turn(this Frame frame, double degrees, FacePoint around)
    {
        var turned = Frame.Rent(frame.Width, frame.Height);
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var (dx, dy) = (x - around.X, y - around.Y);
                for (var channel = 0; channel < 3; channel++)
                {
                    turned.Set(
                        x,
                        y,
                        channel,
                        frame.Between(around.X + (cos * dx) + (sin * dy), around.Y + (cos * dy) - (sin * dx), channel)
                    );
                }
            }
        }

        return turned;
    }

    /// <summary>Covered by a colour wherever <paramref name="where"/> says so.</summary>
    public static Frame Cover(this Frame frame, Func<int, int, bool> where, byte level)
    {
        var covered = frame.Map(v => v);
        for (var i = 0; i < frame.Width * frame.Height; i++)
        {
            if (where(i % frame.Width, i / frame.Width))
            {
                covered.Pixels.Slice(3 * i, 3).Fill(level);
            }
        }

        return covered;
    }

    /// <summary>A grey frame with this picture in it; what does not fit is cut off.</summary>
    public static Frame On(this Frame picture, int width, int height, int left, int top)
    {
        var canvas = Frame.Rent(width, height);
        canvas.Pixels.Fill(110);
        var columns = Math.Min(picture.Width, width - left);
        for (var y = 0; y < Math.Min(picture.Height, height - top); y++)
        {
            picture.Pixels.Slice(3 * y * picture.Width, 3 * columns).CopyTo(canvas.Pixels[(3 * (((top + y) * width) + left))..]);
        }

        return canvas;
    }

    /// <summary>A channel of a pixel; beyond the edge the edge goes on.</summary>
    public static byte At(this Frame frame, int x, int y, int channel) =>
        frame.Pixels[(3 * ((Math.Clamp(y, 0, frame.Height - 1) * frame.Width) + Math.Clamp(x, 0, frame.Width - 1))) + channel];

    /// <summary>Bilinear between pixel centres, in double precision.</summary>
    public static double Between(this Frame frame, double x, double y, int channel)
    {
        x = Math.Clamp(x, 0, frame.Width - 1);
        y = Math.Clamp(y, 0, frame.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (across, down) = (x - left, y - top);
        return ((1 - down) * (((1 - across) * frame.At(left, top, channel)) + (across * frame.At(left + 1, top, channel))))
            + (down * (((1 - across) * frame.At(left, top + 1, channel)) + (across * frame.At(left + 1, top + 1, channel))));
    }

    private static void Set(this Frame frame, int x, int y, int channel, double value) =>
        frame.Pixels[(3 * ((y * frame.Width) + x)) + channel] = (byte)Math.Clamp(Math.Round(value), 0, 255);
}
