using RetailGuard.Vision;

namespace RetailGuard.Edge.Capture;

/// <summary>
/// Reads frames from ffmpeg's stream of PPM pictures: raw RGB behind a header that states the size, so nothing has to be probed
/// and a camera may change its resolution.
/// </summary>
internal sealed class PpmReader(Stream stream, TimeProvider time)
{
    private readonly byte[] _one = new byte[1];

    /// <returns>Null at the end of the stream, also in the middle of a picture.</returns>
    /// <exception cref="CaptureException">The stream is no PPM, or a side is out of range.</exception>
    public CapturedFrame? Read()
    {
        if (ReadByte() is not { } first)
        {
            return null;
        }

        var capturedAt = time.GetTimestamp();
        if (first != 'P' || ReadByte() != '6')
        {
            throw new CaptureException("ffmpeg gave something that is no picture.");
        }

        if (ReadNumber() is not { } width || ReadNumber() is not { } height || ReadNumber() is not { } most)
        {
            return null;
        }

        if (width is < 1 or > Pictures.MaxSide || height is < 1 or > Pictures.MaxSide || most != byte.MaxValue)
        {
            throw new CaptureException($"ffmpeg gave a picture of {width}×{height} pixels, which is out of range.");
        }

        var frame = Frame.Rent(width, height);
        try
        {
            stream.ReadExactly(frame.Pixels);
        }
        catch (EndOfStreamException)
        {
            frame.Dispose();
            return null;
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        return new(frame, capturedAt, time.GetElapsedTime(capturedAt), FirstOfScene: false);
    }

    // A decimal number between white space, as PPM's header has them; null at the end of the stream.
    private int? ReadNumber()
    {
        const int Limit = 1_000_000;
        var number = 0;
        var digits = 0;
        while (ReadByte() is { } c)
        {
            if (char.IsAsciiDigit((char)c))
            {
                digits++;
                number = Math.Min(Limit, (number * 10) + (c - '0'));
            }
            else if (!char.IsWhiteSpace((char)c))
            {
                throw new CaptureException("ffmpeg gave a picture with a damaged header.");
            }
            else if (digits > 0)
            {
                return number;
            }
        }

        return null;
    }

    private byte? ReadByte() => stream.Read(_one, 0, 1) == 1 ? _one[0] : null;
}
