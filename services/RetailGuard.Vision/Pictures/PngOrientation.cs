using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RetailGuard.Vision;

/// <summary>
/// The EXIF orientation of a PNG: in its eXIf chunk, before or behind the pixels, or in a text chunk, where ImageMagick ("Raw profile type
/// exif") and programs that know XMP put it. Reads strangers' files: nothing in them is trusted, and what is odd says nothing.
/// </summary>
internal static class PngOrientation
{
    /// <summary>Bytes of a text; an EXIF block has at most 64 KiB, twice as many as digits.</summary>
    private const int MostText = 160 * 1024;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    /// <returns>1 to 8; null when the file is no PNG or says nothing. An eXIf chunk is believed before a text, which programs forget to change.</returns>
    public static int? Find(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
        {
            return null;
        }

        int? said = null;
        for (var rest = file[Signature.Length..]; rest.Length >= 12; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                break;
            }

            var kind = rest.Slice(4, 4);
            var data = rest.Slice(8, (int)length);
            if (kind.SequenceEqual("eXIf"u8) && InExif(data) is { } exif)
            {
                return exif;
            }

            said ??= InText(kind, data);
            rest = rest[(12 + (int)length)..];
        }

        return said;
    }

    private static int? InText(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        var isPlain = kind.SequenceEqual("tEXt"u8);
        var isPacked = kind.SequenceEqual("zTXt"u8);
        var isWide = kind.SequenceEqual("iTXt"u8);
        if (!(isPlain || isPacked || isWide) || data.IndexOf((byte)0) is not (> 0 and < 80 and var end))
        {
            return null;
        }

        var keyword = data[..end];
        var rest = data[(end + 1)..];
        if (isPlain)
        {
            return Read(keyword, rest);
        }

        // Behind a zTXt's keyword stands the method; behind an iTXt's a flag, the method, and two texts that end in 0.
        if (isPacked)
        {
            return rest is [0, .. var packed] ? Read(keyword, Unpacked(packed)) : null;
        }

        if (rest is not [var flag and (0 or 1), 0, .. var texts] || Behind(Behind(texts)) is not { Length: > 0 } text)
        {
            return null;
        }

        return Read(keyword, flag == 1 ? Unpacked(text) : text);
    }

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> text) => text.IndexOf((byte)0) is >= 0 and var end ? text[(end + 1)..] : [];

    private static int? Read(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> text) =>
        keyword.StartsWith("Raw profile type "u8) ? InRawProfile(text)
        : keyword.SequenceEqual("XML:com.adobe.xmp"u8) ? InXmp(text)
        : null;

    /// <summary>A line with a name, a line with a length, and hexadecimal digits.</summary>
    private static int? InRawProfile(ReadOnlySpan<byte> text)
    {
        for (var line = 0; line < 3; line++)
        {
            if (text.IndexOf((byte)'\n') is not (>= 0 and var end))
            {
                return null;
            }

            text = text[(end + 1)..];
        }

        var digits = new StringBuilder(text.Length);
        foreach (var one in text)
        {
            if (char.IsAsciiHexDigit((char)one))
            {
                digits.Append((char)one);
            }
        }

        return InExif(Convert.FromHexString(digits.ToString(0, digits.Length & ~1)));
    }

    /// <summary>As an attribute or as an element.</summary>
    private static int? InXmp(ReadOnlySpan<byte> text)
    {
        var name = "tiff:Orientation"u8;
        if (text.IndexOf(name) is not (>= 0 and var at))
        {
            return null;
        }

        var value = text[(at + name.Length)..].TrimStart(" =\"'>"u8);
        return value is [>= (byte)'1' and <= (byte)'8' and var digit, ..] && !(value.Length > 1 && char.IsAsciiDigit((char)value[1]))
            ? digit - '0'
            : null;
    }

    /// <summary>At most <see cref="MostText"/> of it: a packed bomb says nothing.</summary>
    private static ReadOnlySpan<byte> Unpacked(ReadOnlySpan<byte> packed)
    {
        var text = new byte[MostText];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            return text.AsSpan(0, stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false));
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>A TIFF header and its first directory; before it may stand the name that JPEGs give it.</summary>
    private static int? InExif(ReadOnlySpan<byte> exif)
    {
        const int Orientation = 0x0112;
        const int EntryLength = 12;
        if (exif.StartsWith("Exif\0\0"u8))
        {
            exif = exif[6..];
        }

        if (exif.Length < 8 || !(exif.StartsWith("II*\0"u8) || exif.StartsWith("MM\0*"u8)))
        {
            return null;
        }

        var small = exif[0] == 'I';
        var at = small ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (at > exif.Length - 2)
        {
            return null;
        }

        var directory = exif[(int)at..];
        var entries = Short(directory, small);
        for (var i = 0; i < entries && 2 + ((i + 1) * EntryLength) <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + (i * EntryLength), EntryLength);
            if (Short(entry, small) == Orientation)
            {
                return Short(entry[8..], small) is >= 1 and <= 8 and var orientation ? orientation : null;
            }
        }

        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool small) =>
        small ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
