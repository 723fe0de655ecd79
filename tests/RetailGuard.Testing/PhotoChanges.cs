using System.Buffers.Binary;
using System.Text;
using RetailGuard.Vision;

namespace RetailGuard.Testing;

/// <summary>Spoils good photographs in one way each.</summary>
public static class PhotoChanges
{
    /// <summary>Shrinks by averaging whole blocks.</summary>
    public static byte[] Smaller(byte[] photo, int times) =>
        Photos.Changed(
            photo,
            frame =>
                Map(frame.Width / times, frame.Height / times, (x, y, channel) => Mean(frame, x * times, y * times, times, times, channel))
        );

    /// <summary>Blurs with a square of a side of pixels.</summary>
    public static byte[] Blurred(byte[] photo, int side) =>
        Photos.Changed(
            photo,
            frame =>
            {
                using var rows = Map(frame.Width, frame.Height, (x, y, channel) => Mean(frame, x, y, side, 1, channel));
                return Map(frame.Width, frame.Height, (x, y, channel) => Mean(rows, x, y, 1, side, channel));
            }
        );

    /// <summary>Maps each value of light.</summary>
    public static byte[] Lit(byte[] photo, Func<int, double> light) =>
        Photos.Changed(
            photo,
            frame => Map(frame.Width, frame.Height, (x, y, channel) => (byte)Math.Clamp(light(At(frame, x, y, channel)), 0, 255))
        );

    /// <summary>Turns around the middle.</summary>
    public static byte[] Turned(byte[] photo, double degrees) =>
        Photos.Changed(
            photo,
            frame =>
            {
                var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
                var (w, h) = (frame.Width / 2.0, frame.Height / 2.0);
                return Map(
                    frame.Width,
                    frame.Height,
                    (x, y, channel) =>
                        At(
                            frame,
                            (int)Math.Clamp((cos * (x - w)) - (sin * (y - h)) + w, 0, frame.Width - 1),
                            (int)Math.Clamp((sin * (x - w)) + (cos * (y - h)) + h, 0, frame.Height - 1),
                            channel
                        )
                );
            }
        );

    /// <summary>Covers the mouth with a plain strip.</summary>
    public static byte[] Masked(byte[] photo, FaceReader reader) =>
        Photos.Changed(
            photo,
            frame =>
            {
                var points = reader.Landmarks(frame);
                var (top, bottom) = (points.Nose.Y + 10, points.MouthLeft.Y + 25);
                return Map(frame.Width, frame.Height, (x, y, channel) => y > top && y < bottom ? (byte)150 : At(frame, x, y, channel));
            }
        );

    /// <summary>Two photographs beside each other.</summary>
    public static byte[] Beside(byte[] left, byte[] right) =>
        Photos.Changed(
            left,
            a =>
            {
                using var b = Pictures.Decode(right);
                return Map(
                    a.Width + b.Width,
                    Math.Max(a.Height, b.Height),
                    (x, y, channel) =>
                        x < a.Width
                            ? y < a.Height
                                ? At(a, x, y, channel)
                                : (byte)128
                            : y < b.Height
                                ? At(b, x - a.Width, y, channel)
                                : (byte)128
                );
            }
        );

    /// <summary>A JPEG whose header claims other sides than its pixels have.</summary>
    public static byte[] Claiming(byte[] jpeg, ushort width, ushort height)
    {
        var claim = jpeg.ToArray();
        foreach (var (marker, start, _) in JpegSegments.Of(jpeg))
        {
            // SOF0 to SOF2: length, precision, height, width.
            if (marker is >= 0xc0 and <= 0xc2)
            {
                BinaryPrimitives.WriteUInt16BigEndian(claim.AsSpan(start + 3), height);
                BinaryPrimitives.WriteUInt16BigEndian(claim.AsSpan(start + 5), width);
            }
        }

        return claim;
    }

    /// <summary>A JPEG with EXIF, XMP and a comment that all hold a text.</summary>
    public static byte[] Telling(byte[] jpeg, string text) =>
        [
            .. jpeg[..2],
            .. Segment(0xe1, [.. "Exif\0\0MM\0*\0\0\0\u0008\0\0\0\0\0\0"u8, .. Encoding.ASCII.GetBytes(text)]),
            .. Segment(0xe1, [.. "http://ns.adobe.com/xap/1.0/\0<x/>"u8, .. Encoding.ASCII.GetBytes(text)]),
            .. Segment(0xfe, Encoding.ASCII.GetBytes(text)),
            .. jpeg[2..],
        ];

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xff, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static Frame Map(int width, int height, Func<int, int, int, byte> pixel)
    {
        var frame = Frame.Rent(width, height);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels[i] = pixel(i / 3 % width, i / 3 / width, i % 3);
        }

        return frame;
    }

    private static byte At(Frame frame, int x, int y, int channel) => frame.Pixels[(((y * frame.Width) + x) * 3) + channel];

    private static byte Mean(Frame frame, int left, int top, int width, int height, int channel)
    {
        var (right, bottom) = (Math.Min(left + width, frame.Width), Math.Min(top + height, frame.Height));
        var sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += At(frame, x, y, channel);
            }
        }

        return (byte)(sum / ((right - left) * (bottom - top)));
    }
}

/// <summary>The parts of a JPEG before its pixels.</summary>
public static class JpegSegments
{
    /// <returns>Marker byte, place of the length field, and length with that field.</returns>
    public static IEnumerable<(byte Marker, int Start, int Length)> Of(byte[] jpeg)
    {
        ArgumentNullException.ThrowIfNull(jpeg);

        // SOI, then segments until SOS, after which come the pixels.
        for (var at = 2; jpeg[at + 1] != 0xda; )
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
            yield return (jpeg[at + 1], at + 2, length);
            at += 2 + length;
        }
    }
}
