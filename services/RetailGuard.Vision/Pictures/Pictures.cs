using System.Buffers.Binary;
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
    private const string ProfileField = "icc-profile-data";

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
        // What arrives here comes from strangers: only the decoders that are needed can be reached.
        Operation.Block("VipsForeignLoad", true);
        Operation.Block("VipsForeignLoadJpeg", false);
        Operation.Block("VipsForeignLoadPng", false);
        Operation.Block("VipsForeignLoadWebp", false);
        Operation.Block("VipsForeignLoadHeif", false);
    }

    /// <summary>
    /// Decodes a JPEG, PNG, WebP or AVIF, turned upright as it says itself, its colours brought to sRGB, transparent parts black. Limits
    /// are checked from the header, before any pixel is decoded.
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
            throw new PictureRefusedException("picture-empty", "The file is empty. Choose a JPEG, PNG, WebP or AVIF picture.");
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
            if (Orientation(opened, file) is not (> 1 and <= 8 and var orientation))
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
            RefuseHeic(file);

            // Sequential reading never needs libvips' temporary files for large pictures (R1).
            return Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException)
        {
            throw BeginsAsPicture(file)
                ? Truncated()
                : new PictureRefusedException(
                    "picture-not-recognised",
                    "The file is not a readable picture. Use JPEG, PNG, WebP or AVIF; a file of another kind that was only renamed does not work."
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

    // libvips does not see what a PNG says behind its pixels.
    private static int Orientation(Image image, byte[] file) =>
        image.Contains(OrientationField) && (int)image.Get(OrientationField) is > 1 and var said ? said : PngOrientation.Find(file) ?? 1;

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
        using var rgb = ToSrgb(opaque ?? image);
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

    /// <summary>By the picture's own colour profile where it has one that fits, so that a face has the same colours from any phone.</summary>
    private static Image ToSrgb(Image image)
    {
        if (image.Contains(ProfileField))
        {
            try
            {
                return image.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative, depth: 8);
            }
            catch (VipsException)
            {
                // A profile that is damaged or of another kind of picture says nothing.
            }
        }

        return image.Colourspace(Enums.Interpretation.Srgb);
    }

    private static bool IsJpeg(ReadOnlySpan<byte> file) => file.StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    private static bool BeginsAsPicture(ReadOnlySpan<byte> file) =>
        IsJpeg(file)
        || file.StartsWith<byte>([0x89, .. "PNG"u8])
        || (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..12].SequenceEqual("WEBP"u8))
        || Says(file, "avif"u8);

    /// <summary>The decoder of this kind of file has no way to read HEIC's pixels, so it never gets to see one.</summary>
    private static void RefuseHeic(ReadOnlySpan<byte> file)
    {
        if (IsHeif(file) && !Says(file, "avif"u8))
        {
            throw new PictureRefusedException(
                "picture-heic",
                "The file is a HEIC picture, as some phones store them, which is not read here. Save or share it as JPEG (on an iPhone:"
                    + " Settings, Camera, Formats, Most Compatible), or take a screenshot of it."
            );
        }
    }

    /// <summary>ISO base media, with a brand of still pictures or of films of them.</summary>
    private static bool IsHeif(ReadOnlySpan<byte> file) =>
        file.Length >= 16
        && file[4..8].SequenceEqual("ftyp"u8)
        && (
            Says(file, "mif1"u8)
            || Says(file, "msf1"u8)
            || Says(file, "heic"u8)
            || Says(file, "heix"u8)
            || Says(file, "hevc"u8)
            || Says(file, "heim"u8)
            || Says(file, "heis"u8)
            || Says(file, "avif"u8)
        );

    /// <summary>Whether the file's brands, the one it has and those it is compatible with, have this one.</summary>
    private static bool Says(ReadOnlySpan<byte> file, ReadOnlySpan<byte> brand)
    {
        if (file.Length < 16 || !file[4..8].SequenceEqual("ftyp"u8))
        {
            return false;
        }

        var end = (int)Math.Min((uint)file.Length, BinaryPrimitives.ReadUInt32BigEndian(file));
        for (var at = 8; at + 4 <= end; at += 4)
        {
            if (at != 12 && file.Slice(at, 4).SequenceEqual(brand))
            {
                return true;
            }
        }

        return false;
    }

    private static PictureRefusedException Truncated() =>
        new("picture-truncated", "The picture ends early or is damaged. Send or save it again from the original.");
}
