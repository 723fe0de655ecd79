namespace RetailGuard.Vision;

/// <summary>Fills a network's input with a turned and scaled part of a picture, by bilinear interpolation.</summary>
internal static class Warp
{
    /// <summary>A pixel of the input takes at most 4 × 4 places of the picture: enough for a face of 450 pixels in an input of 112.</summary>
    private const int MostPlaces = 4;

    /// <param name="picture">Where to read; beyond its edge the edge goes on.</param>
    /// <param name="toPicture">From the input's pixel centres to the picture's.</param>
    /// <param name="shape">The input's size, channels and scale of values.</param>
    /// <param name="input">Planes of channels; every value is written.</param>
    public static void Fill(PixelView picture, in Similarity toPicture, NetworkInput shape, Span<float> input)
    {
        // Several places a pixel, averaged, where the picture is larger than the input: else fine detail turns into noise.
        var places = Math.Clamp((int)MathF.Round(toPicture.Scale), 1, MostPlaces);
        var share = 1f / (places * places);
        var plane = shape.Width * shape.Height;
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                float red = 0;
                float green = 0;
                float blue = 0;
                for (var i = 0; i < places * places; i++)
                {
                    var within = toPicture.Apply(
                        new(x + ((((i % places) + 0.5f) / places) - 0.5f), y + ((((i / places) + 0.5f) / places) - 0.5f))
                    );
                    Add(picture, within, ref red, ref green, ref blue);
                }

                Store(red * share, green * share, blue * share, (y * shape.Width) + x, input);
            }
        }

        void Store(float red, float green, float blue, int at, Span<float> to)
        {
            switch (shape.Channels)
            {
                case ChannelOrder.Rgb:
                    to[at] = (red - shape.Mean) * shape.Scale;
                    to[plane + at] = (green - shape.Mean) * shape.Scale;
                    to[(2 * plane) + at] = (blue - shape.Mean) * shape.Scale;
                    break;
                case ChannelOrder.Bgr:
                    to[at] = (blue - shape.Mean) * shape.Scale;
                    to[plane + at] = (green - shape.Mean) * shape.Scale;
                    to[(2 * plane) + at] = (red - shape.Mean) * shape.Scale;
                    break;
                case ChannelOrder.Grey:
                    // BT.601 luma.
                    to[at] = ((0.299f * red) + (0.587f * green) + (0.114f * blue) - shape.Mean) * shape.Scale;
                    break;
            }
        }
    }

    private static void Add(PixelView picture, FacePoint at, ref float red, ref float green, ref float blue)
    {
        var x = Math.Clamp(at.X, 0, picture.Width - 1);
        var y = Math.Clamp(at.Y, 0, picture.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, picture.Width - 1), Math.Min(top + 1, picture.Height - 1));
        var upper = picture.Row(top);
        var lower = picture.Row(bottom);
        var (across, down) = (x - left, y - top);
        left *= 3;
        right *= 3;
        red += Mix(upper[left], upper[right], lower[left], lower[right]);
        green += Mix(upper[left + 1], upper[right + 1], lower[left + 1], lower[right + 1]);
        blue += Mix(upper[left + 2], upper[right + 2], lower[left + 2], lower[right + 2]);

        float Mix(float a, float b, float c, float d)
        {
            var first = a + (across * (b - a));
            return first + (down * (c + (across * (d - c)) - first));
        }
    }
}
