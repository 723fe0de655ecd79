using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>A photograph's one face, ready for a gallery.</summary>
/// <param name="Template">Unit length; in the pack's space.</param>
/// <param name="Quality">0 to 1.</param>
/// <param name="Portrait">JPEG of head and shoulders without metadata: all of the photograph that is kept.</param>
public sealed record EnrolledFace(float[] Template, double Quality, byte[] Portrait);

/// <summary>Turns an enrolment photograph into a template, or says what is wrong with the photograph (R4).</summary>
public sealed class FaceEnrolment(ModelPack pack) : IDisposable
{
    // Head and shoulders, as the connectors' crops show, so that people compare like with like (R25).
    private const float PortraitMargin = 0.7f;
    private const float PortraitBelow = 1.3f;

    private readonly FaceEngine _engine = new(pack);
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public ModelPack Pack { get; } = pack;

    public async Task<Result<EnrolledFace>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Enrol(photo.Span), cancellation);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private Result<EnrolledFace> Enrol(ReadOnlySpan<byte> photo)
    {
        Frame frame;
        try
        {
            frame = Pictures.Decode(photo);
        }
        catch (PictureRefusedException e)
        {
            return Refusal.Invalid(e.Code, e.Message);
        }

        using (frame)
        {
            try
            {
                var faces = _engine.Detect(frame);
                if (faces is not [var face])
                {
                    return faces.Count == 0
                        ? Refusal.Invalid(
                            "photo-no-face",
                            "No face was found. Take a picture that shows the face from the front, in good light."
                        )
                        : Refusal.Invalid(
                            "photo-two-faces",
                            $"The picture shows {faces.Count} faces. Cut it so that only the person to be listed is on it."
                        );
                }

                var landmarks = _engine.Locate(frame, face);
                var quality = _engine.Assess(frame, face, landmarks, QualityGate.Enrolment);
                if (!quality.Passes)
                {
                    var first = quality.Shortfalls[0].Aspect.ToString().ToLower(CultureInfo.InvariantCulture);
                    return Refusal.Invalid($"photo-{first}", quality.Describe());
                }

                var template = new float[Pack.Space.Dimension];
                _engine.Embed(frame, landmarks, template);
                using var portrait = frame.Crop(face.Box with { Height = face.Box.Height * PortraitBelow }, PortraitMargin);
                return new EnrolledFace(template, quality.Score, Pictures.EncodeJpeg(portrait, quality: 90));
            }
            finally
            {
                _engine.Forget();
            }
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _oneAtATime.Dispose();
    }
}
