namespace RetailGuard.Vision;

/// <summary>Pictures from files and to files, by libvips.</summary>
public static class Pictures
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Most pixels of a picture.</summary>
    public const int MaxPixels = 50_000_000;

    /// <summary>Longest side of a picture, pixels.</summary>
    public const int MaxSide = 12_000;

    /// <summary>Decodes a JPEG, PNG or WebP, turned upright by its EXIF orientation. Limits are checked before pixels are decoded.</summary>
    /// <exception cref="PictureRefusedException">The file is no picture within the limits; the message says which limit.</exception>
    public static Frame Decode(ReadOnlySpan<byte> file) => throw new NotSupportedException();

    /// <summary>A baseline JPEG without metadata.</summary>
    /// <param name="frame">What to encode.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(Frame frame, int quality = 85) => throw new NotSupportedException();
}

/// <summary>A file is no picture that can be used. The message is a sentence for people; it holds nothing of the picture.</summary>
public sealed class PictureRefusedException(string code, string message) : Exception(message)
{
    /// <summary>
    /// <c>picture-empty</c>, <c>picture-file-too-large</c>, <c>picture-not-recognised</c>, <c>picture-too-large</c>,
    /// <c>picture-too-small</c>, <c>picture-truncated</c> or <c>picture-damaged</c>.
    /// </summary>
    public string Code { get; } = code;
}
