using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NetVips;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>Picture files as strangers might send them.</summary>
internal static unsafe class PictureFiles
{
    /// <param name="frame">What it shows.</param>
    /// <param name="format">File suffix and options for libvips.</param>
    public static byte[] Encode(Frame frame, string format) => Encode(frame.Pixels, frame.Width, frame.Height, bands: 3, format);

    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int bands, string format)
    {
        fixed (byte* memory = pixels)
        {
            using var image = Image.NewFromMemory((nint)memory, (ulong)pixels.Length, width, height, bands, Enums.BandFormat.Uchar);
            return image.WriteToBuffer(format);
        }
    }

    /// <summary>A JPEG with an EXIF block of one entry, the orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif];
        return [.. jpeg[..2], .. segment, .. jpeg[2..]];
    }

    /// <summary>A PNG that says its EXIF orientation before or behind its pixels.</summary>
    public static byte[] WithPngOrientation(byte[] png, byte orientation, bool behindThePixels)
    {
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        png = WithoutExif(png);
        var at = behindThePixels ? png.Length - 12 : 33;
        return [.. png[..at], .. Chunk("eXIf"u8, exif), .. png[at..]];
    }

    /// <summary>A PNG that says its EXIF orientation in a text.</summary>
    /// <param name="kind"><c>tEXt</c>, <c>zTXt</c>, <c>iTXt</c> or <c>iTXt-packed</c>.</param>
    /// <param name="asXmp">As an XMP packet instead of ImageMagick's digits.</param>
    public static byte[] WithPngText(byte[] png, byte orientation, string kind, bool asXmp)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        var text = asXmp
            ? $"<x:xmpmeta><rdf:Description tiff:Make=\"1\" tiff:Orientation=\"{orientation}\"/></x:xmpmeta>"
            : $"\nexif\n{exif.Length, 8}\n{Convert.ToHexStringLower(exif).Insert(24, "\n")}\n";
        byte[] keyword = [.. Encoding.ASCII.GetBytes(asXmp ? "XML:com.adobe.xmp" : "Raw profile type exif"), 0];
        var plain = Encoding.ASCII.GetBytes(text);
        byte[] data = kind switch
        {
            "tEXt" => [.. keyword, .. plain],
            "zTXt" => [.. keyword, 0, .. Packed(plain)],
            "iTXt" => [.. keyword, 0, 0, 0, 0, .. plain],
            _ => [.. keyword, 1, 0, .. "en\0\0"u8, .. Packed(plain)],
        };
        png = WithoutExif(png);
        return [.. png[..^12], .. Chunk(Encoding.ASCII.GetBytes(kind[..4]), data), .. png[^12..]];
    }

    /// <summary>The encoder says in one that the picture is upright.</summary>
    private static byte[] WithoutExif(byte[] png)
    {
        List<byte> kept = [.. png[..8]];
        for (var at = 8; at < png.Length; )
        {
            var end = at + 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (!png.AsSpan(at + 4, 4).SequenceEqual("eXIf"u8))
            {
                kept.AddRange(png[at..end]);
            }

            at = end;
        }

        return [.. kept];
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }

    /// <summary>A PNG that claims a size and holds one row's worth of nothing.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. kind, .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
        return chunk;
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
