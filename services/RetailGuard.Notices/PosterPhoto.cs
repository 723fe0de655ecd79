using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;
using RetailGuard.Vision;
using RetailGuard.Watchlists;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace RetailGuard.Notices;

/// <summary>A photograph of a poster that hangs.</summary>
/// <param name="Jpeg">Made small, without metadata: all of it that is kept.</param>
internal sealed record PosterPhoto(PosterCode Code, byte[] Jpeg)
{
    // Enough to read what hangs there, too little to recognise anybody far behind it.
    private const int KeptWidth = 1024;

    /// <summary>Most codes are read at once at this width; some only a little smaller, those far away at the photograph's own size.</summary>
    private const int FirstWidth = 1400;

    private static readonly Dictionary<DecodeHintType, object> Hints = new() { [DecodeHintType.TRY_HARDER] = true };

    /// <summary>Reads what the photograph shows; refuses one without a poster's code, and one with somebody on it.</summary>
    public static async Task<Result<PosterPhoto>> ReadAsync(HttpRequest request, FaceEnrolment faces, CancellationToken cancellation)
    {
        // R1: somebody may stand on it.
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var file = Array.Empty<byte>();
        try
        {
            await request.Body.CopyToAsync(body, cancellation);
            file = body.ToArray();
            return await ReadAsync(file, faces, cancellation);
        }
        finally
        {
            Array.Clear(file);
            Array.Clear(body.GetBuffer());
        }
    }

    private static async Task<Result<PosterPhoto>> ReadAsync(byte[] file, FaceEnrolment faces, CancellationToken cancellation)
    {
        Frame frame;
        try
        {
            frame = Pictures.Decode(file);
        }
        catch (PictureRefusedException e)
        {
            return Refusal.Invalid(e.Code, e.Message);
        }

        using (frame)
        {
            if (CodeOn(frame) is not { } found)
            {
                return Refusal.Invalid(
                    "poster-unreadable",
                    "The poster’s square code cannot be read. Go closer, hold still, and have the whole poster on the picture."
                );
            }

            if (PosterCode.Read(found) is not { } code)
            {
                return Refusal.Invalid("poster-foreign", "The square code on the picture is not one of a notice of this product.");
            }

            using var kept = Pictures.Shrink(frame, KeptWidth);
            return await faces.ShowsFaceAsync(kept, cancellation)
                ? Refusal.Invalid(
                    "poster-with-person",
                    "Somebody’s face is on the picture, and this one is kept. Take it again when nobody stands there."
                )
                : new PosterPhoto(code, Pictures.EncodeJpeg(kept));
        }
    }

    /// <summary>The text of the square code on a picture, or null.</summary>
    internal static string? CodeOn(Frame frame)
    {
        var first = Math.Min(frame.Width, FirstWidth);
        foreach (var width in (int[])[first, first * 3 / 5, first * 4 / 5, .. frame.Width > first ? [frame.Width] : Array.Empty<int>()])
        {
            if (CodeAtSizeOf(frame, width) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string? CodeAtSizeOf(Frame frame, int width)
    {
        using var scaled = Pictures.Shrink(frame, width);
        var pixels = scaled.Pixels.ToArray();
        var light = new RGBLuminanceSource(pixels, scaled.Width, scaled.Height, RGBLuminanceSource.BitmapFormat.RGB24);
        var turned = light.rotateCounterClockwise();
        try
        {
            // The first follows the light across a picture, the second reads what is evenly lit; the last sees it lying on its side.
            foreach (
                var binarizer in (Binarizer[])[new HybridBinarizer(light), new GlobalHistogramBinarizer(light), new HybridBinarizer(turned)]
            )
            {
                if (new QRCodeReader().decode(new BinaryBitmap(binarizer), Hints)?.Text is { } text)
                {
                    return text;
                }
            }

            return null;
        }
        finally
        {
            // R1: somebody may stand on it.
            Array.Clear(pixels);
            Array.Clear(light.Matrix);
            Array.Clear(turned.Matrix);
        }
    }
}
