using System.Runtime.InteropServices;

namespace RetailGuard.Vision;

/// <summary>Pictures from files and to files, by libvips.</summary>
public static unsafe class Pictures
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Most pixels of a picture.</summary>
    public const int MaxPixels = 50_000_000;

    /// <summary>Longest side of a picture, pixels.</summary>
    public const int MaxSide = 12_000;

    /// <summary>
    /// Decodes a JPEG, PNG or WebP, turned upright by its EXIF orientation, transparent parts black. Limits are checked from the
    /// header, before any pixel is decoded.
    /// </summary>
    /// <exception cref="PictureRefusedException">The file is no picture within the limits; the message says which limit.</exception>
    public static Frame Decode(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new PictureRefusedException("picture-empty", "The file is empty. Choose a JPEG, PNG or WebP picture.");
        }

        if (file.Length > MaxBytes)
        {
            throw new PictureRefusedException(
                "picture-file-too-large",
                $"The file has {file.Length / 1048576.0:0.0} MB; at most {MaxBytes / 1048576} MB are accepted. Save it smaller."
            );
        }

        fixed (byte* bytes = file)
        {
            try
            {
                // Sequential reading never needs libvips' temporary files for large pictures (R1).
                using var opened = Vips.NewFromBuffer(bytes, (nuint)file.Length, "[access=sequential,fail_on=error]");
                CheckHeader(opened, file);
                if (Vips.Orientation(opened) == 1)
                {
                    return ToFrame(opened);
                }

                using var copy = Check(Vips.CopyMemory(opened));
                using var upright = Check(Vips.AutoRotate(copy, out var turned), turned);
                return ToFrame(upright);
            }
            finally
            {
                Vips.ErrorClear();
            }
        }
    }

    /// <summary>A JPEG without metadata.</summary>
    /// <param name="frame">What to encode.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(Frame frame, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        fixed (byte* pixels = frame.Pixels)
        {
            using var image = Vips.NewFromMemory(pixels, (nuint)frame.Pixels.Length, frame.Width, frame.Height, 3, Vips.UnsignedChar);
            if (image.IsInvalid || Vips.WriteToBuffer(image, $".jpg[Q={quality},keep=none]", out var jpeg, out var length) != 0)
            {
                Vips.ErrorClear();
                throw new InvalidOperationException($"libvips did not encode a frame of {frame.Width}×{frame.Height} pixels.");
            }

            var encoded = new ReadOnlySpan<byte>(jpeg, (int)length).ToArray();
            WipeAndFree(jpeg, length);
            return encoded;
        }
    }

    /// <summary>The picture made at most so wide, as a camera some metres away would have taken it; a narrower one stays as it is.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="mostWidth">Pixels, from 1.</param>
    public static Frame Shrink(Frame frame, int mostWidth)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWidth, 1);
        fixed (byte* pixels = frame.Pixels)
        {
            try
            {
                using var image = Check(
                    Vips.NewFromMemory(pixels, (nuint)frame.Pixels.Length, frame.Width, frame.Height, 3, Vips.UnsignedChar)
                );
                using var small = Check(Vips.Resize(image, out var resized, Math.Min(1, (double)mostWidth / frame.Width)), resized);
                return ToFrame(small);
            }
            finally
            {
                Vips.ErrorClear();
            }
        }
    }

    private static void CheckHeader(Vips.Image opened, ReadOnlySpan<byte> file)
    {
        if (opened.IsInvalid)
        {
            throw BeginsAsPicture(file)
                ? Truncated()
                : new PictureRefusedException(
                    "picture-not-recognised",
                    "The file is not a readable picture. Use JPEG, PNG or WebP; a file of another kind that was only renamed does not work."
                );
        }

        var (width, height) = (Vips.Width(opened), Vips.Height(opened));
        if (width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
        {
            throw new PictureRefusedException(
                "picture-too-large",
                $"The picture has {width}×{height} pixels; at most {MaxSide} on a side and {MaxPixels / 1_000_000} million in all are"
                    + " accepted. Save it smaller."
            );
        }
    }

    private static Frame ToFrame(Vips.Image image)
    {
        using var opaque = Vips.HasAlpha(image) ? Check(Vips.Flatten(image, out var flat), flat) : null;
        using var rgb = Check(Vips.ToColourSpace(opaque ?? image, out var converted, Vips.Srgb), converted);
        if (Vips.Bands(rgb) != 3 || Vips.Format(rgb) != Vips.UnsignedChar)
        {
            throw new PictureRefusedException(
                "picture-not-recognised",
                "The picture's colours are stored in a way that is not supported. Save it as an ordinary JPEG."
            );
        }

        var pixels = Vips.WriteToMemory(rgb, out var length);
        if (pixels is null)
        {
            throw Truncated();
        }

        var frame = Frame.Rent(Vips.Width(rgb), Vips.Height(rgb));
        new ReadOnlySpan<byte>(pixels, (int)length).CopyTo(frame.Pixels);
        WipeAndFree(pixels, length);
        return frame;
    }

    private static bool BeginsAsPicture(ReadOnlySpan<byte> file) =>
        file.StartsWith<byte>([0xFF, 0xD8, 0xFF])
        || file.StartsWith<byte>([0x89, .. "PNG"u8])
        || (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8));

    private static Vips.Image Check(int failed, Vips.Image result) => failed == 0 ? result : throw Truncated();

    private static Vips.Image Check(Vips.Image result) => !result.IsInvalid ? result : throw Truncated();

    private static PictureRefusedException Truncated() =>
        new("picture-truncated", "The picture ends early or is damaged. Send or save it again from the original.");

    private static void WipeAndFree(byte* memory, nuint length)
    {
        NativeMemory.Clear(memory, length); // R1
        Vips.Free(memory);
    }
}
