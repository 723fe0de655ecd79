using System.Runtime.InteropServices;
using NetVips;
using Libvips = NetVips.NetVips;

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

    private const string OrientationField = "orientation";

    static Pictures()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            throw new InvalidOperationException("libvips did not start.", ModuleInitializer.Exception);
        }

        // What is wrong with a picture is told by the refusal; libvips would also print it.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, (_, _, _) => { });
        // R1: a cache of operations would keep pictures of faces in memory after they were decoded.
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // One picture keeps to one core; callers decide how many pictures run side by side.
        Libvips.Concurrency = 1;
        // What arrives here comes from strangers: only the three decoders that are needed can be reached.
        Operation.Block("VipsForeignLoad", true);
        Operation.Block("VipsForeignLoadJpeg", false);
        Operation.Block("VipsForeignLoadPng", false);
        Operation.Block("VipsForeignLoadWebp", false);
    }

    /// <summary>
    /// Decodes a JPEG, PNG or WebP, turned upright by its EXIF orientation, transparent parts black. Limits are checked from the
    /// header, before any pixel is decoded.
    /// </summary>
    /// <exception cref="PictureRefusedException">The file is no picture within the limits; the message says which limit.</exception>
    public static Frame Decode(byte[] file) => Decode(file, MaxPixels);

    /// <summary>As <see cref="Decode(byte[])"/>, of a machine's picture: nothing but a JPEG.</summary>
    /// <param name="file">What was sent.</param>
    /// <param name="mostPixels">Of the picture.</param>
    /// <exception cref="PictureRefusedException">The file is no JPEG within the limits; the message says which limit.</exception>
    public static Frame DecodeJpeg(byte[] file, int mostPixels)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Length == 0 || IsJpeg(file) || !BeginsAsPicture(file)
            ? Decode(file, mostPixels)
            : throw new PictureRefusedException("picture-not-jpeg", "This address takes JPEG pictures only.");
    }

    private static Frame Decode(byte[] file, int mostPixels)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length == 0)
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

        // R1: a source reads the array where it lies; Image.NewFromBuffer would leave a copy of the file in memory that it frees.
        using var source = Source.NewFromMemory(file);
        using var opened = Open(source, file);
        CheckSize(opened, mostPixels);
        try
        {
            var frame = ToFrame(opened);
            if (Orientation(opened) is not (> 1 and <= 8 and var orientation))
            {
                return frame;
            }

            using (frame)
            {
                return Changed(frame, image => Upright(image, orientation));
            }
        }
        catch (VipsException)
        {
            throw Truncated();
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
        List<byte[]> parts = [];
        fixed (byte* pixels = frame.Pixels)
        {
            using var image = Wrap(pixels, frame);
            // R1: what is written here can be cleared; libvips' own buffers grow and are freed as they are.
            using var target = new TargetCustom();
            target.OnWrite += (part, length) =>
            {
                parts.Add(part);
                return length;
            };
            image.JpegsaveTarget(target, quality, keep: Enums.ForeignKeep.None);
        }

        var jpeg = new byte[parts.Sum(part => part.Length)];
        var written = 0;
        foreach (var part in parts)
        {
            part.CopyTo(jpeg, written);
            written += part.Length;
            Array.Clear(part);
        }

        return jpeg;
    }

    /// <summary>The picture made at most so wide, as a camera some metres away would have taken it; a narrower one stays as it is.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="mostWidth">Pixels, from 1.</param>
    public static Frame Shrink(Frame frame, int mostWidth)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWidth, 1);
        return Changed(frame, image => image.Resize(Math.Min(1, (double)mostWidth / frame.Width)));
    }

    private static Image Open(Source source, byte[] file)
    {
        try
        {
            // Sequential reading never needs libvips' temporary files for large pictures (R1).
            return Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException)
        {
            throw BeginsAsPicture(file)
                ? Truncated()
                : new PictureRefusedException(
                    "picture-not-recognised",
                    "The file is not a readable picture. Use JPEG, PNG or WebP; a file of another kind that was only renamed does not work."
                );
        }
    }

    private static void CheckSize(Image opened, int mostPixels)
    {
        var (width, height) = (opened.Width, opened.Height);
        if (width > MaxSide || height > MaxSide || (long)width * height > mostPixels)
        {
            throw new PictureRefusedException(
                "picture-too-large",
                $"The picture has {width}×{height} pixels; at most {MaxSide} on a side and {mostPixels / 1_000_000} million in all are"
                    + " accepted. Save it smaller."
            );
        }
    }

    private static int Orientation(Image image) => image.Contains(OrientationField) ? (int)image.Get(OrientationField) : 1;

    private static Image Upright(Image image, int orientation)
    {
        using var marked = image.Mutate(header => header.Set(GValue.GIntType, OrientationField, orientation));
        return marked.Autorot();
    }

    /// <summary>What libvips makes of a frame, whose pixels it reads where they lie.</summary>
    private static Frame Changed(Frame frame, Func<Image, Image> change)
    {
        fixed (byte* pixels = frame.Pixels)
        {
            using var image = Wrap(pixels, frame);
            using var changed = change(image);
            return ToFrame(changed);
        }
    }

    /// <summary>An image over a frame's own pixels; it must be disposed before they are let go.</summary>
    private static Image Wrap(byte* pixels, Frame frame) =>
        Image.NewFromMemory((nint)pixels, (ulong)frame.Pixels.Length, frame.Width, frame.Height, 3, Enums.BandFormat.Uchar);

    private static Frame ToFrame(Image image)
    {
        using var opaque = image.HasAlpha() ? image.Flatten() : null;
        using var rgb = (opaque ?? image).Colourspace(Enums.Interpretation.Srgb);
        if (rgb.Bands != 3 || rgb.Format != Enums.BandFormat.Uchar)
        {
            throw new PictureRefusedException(
                "picture-not-recognised",
                "The picture's colours are stored in a way that is not supported. Save it as an ordinary JPEG."
            );
        }

        // R1: the form that hands out libvips' memory, so that it can be zeroed.
        var pixels = rgb.WriteToMemory(out var length);
        try
        {
            var frame = Frame.Rent(rgb.Width, rgb.Height);
            new ReadOnlySpan<byte>((void*)pixels, (int)length).CopyTo(frame.Pixels);
            return frame;
        }
        finally
        {
            NativeMemory.Clear((void*)pixels, (nuint)length);
            Libvips.Free(pixels);
        }
    }

    private static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    private static bool BeginsAsPicture(ReadOnlySpan<byte> file) =>
        IsJpeg(file)
        || file.StartsWith<byte>([0x89, .. "PNG"u8])
        || (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8));

    private static PictureRefusedException Truncated() =>
        new("picture-truncated", "The picture ends early or is damaged. Send or save it again from the original.");
}
