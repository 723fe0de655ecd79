using System.Buffers.Binary;
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
