using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>A photograph's one face, ready for a gallery.</summary>
/// <param name="Views">One for each pack, in their order; the first has a template.</param>
/// <param name="Quality">0 to 1, by the first pack.</param>
/// <param name="Portrait">JPEG of head and shoulders without metadata: all of the photograph that is kept.</param>
public sealed record EnrolledFace(IReadOnlyList<FaceView> Views, double Quality, byte[] Portrait)
{
    /// <summary>Zeroes the templates.</summary>
    public void Forget()
    {
        foreach (var view in Views)
        {
            view.Template?.AsSpan().Clear();
        }
    }
}

/// <summary>A face as one pack sees it.</summary>
/// <param name="Template">Unit length; null when the pack's gate refused the picture.</param>
/// <param name="Refusal">Why it did.</param>
public sealed record FaceView(EmbeddingSpace Space, float[]? Template, Refusal? Refusal);

/// <summary>Turns an enrolment photograph into templates, or says what is wrong with the photograph (R4).</summary>
public sealed class FaceEnrolment(ModelPacks packs) : IDisposable
{
    // Head and shoulders, as the connectors' crops show, so that people compare like with like (R25).
    private const float PortraitMargin = 0.7f;
    private const float PortraitBelow = 1.3f;

    private readonly Dictionary<string, FaceEngine> _engines = packs.All.ToDictionary(p => p.Space.Id, p => new FaceEngine(p));
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>With the first pack only.</summary>
    public Task<Result<EnrolledFace>> EnrolAsync(ReadOnlyMemory<byte> photo, CancellationToken cancellation) =>
        EnrolAsync(photo, [packs.First], cancellation);

    /// <param name="by">The packs to see it with; the first one's gate decides.</param>
    public Task<Result<EnrolledFace>> EnrolAsync(ReadOnlyMemory<byte> photo, IReadOnlyList<ModelPack> by, CancellationToken cancellation) =>
        AloneAsync(() => WithFrame(photo, frame => Enrol(frame, by)), cancellation);

    /// <summary>The template of an enrolled picture in another pack's space, if it passes that pack's gate.</summary>
    internal Task<Result<float[]>> EmbedAsync(ModelPack pack, ReadOnlyMemory<byte> picture, CancellationToken cancellation) =>
        AloneAsync(
            () =>
                WithFrame<float[]>(
                    picture,
                    frame => See(_engines[pack.Space.Id], frame).Succeeded(out var seen, out var refusal) ? seen.Template : refusal
                ),
            cancellation
        );

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }

        _oneAtATime.Dispose();
    }

    private async Task<T> AloneAsync<T>(Func<T> run, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            return await Task.Run(run, cancellation);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static Result<T> WithFrame<T>(ReadOnlyMemory<byte> photo, Func<Frame, Result<T>> run)
    {
        Frame frame;
        try
        {
            frame = Pictures.Decode(photo.Span);
        }
        catch (PictureRefusedException e)
        {
            return Refusal.Invalid(e.Code, e.Message);
        }

        using (frame)
        {
            return run(frame);
        }
    }

    private Result<EnrolledFace> Enrol(Frame frame, IReadOnlyList<ModelPack> by)
    {
        if (!See(_engines[by[0].Space.Id], frame).Succeeded(out var first, out var poor))
        {
            return poor;
        }

        List<FaceView> views = [new(by[0].Space, first.Template, null)];
        foreach (var pack in by.Skip(1))
        {
            var saw = See(_engines[pack.Space.Id], frame).Succeeded(out var seen, out var refusal);
            views.Add(new(pack.Space, saw ? seen!.Template : null, refusal));
        }

        using var portrait = frame.Crop(first.Box with { Height = first.Box.Height * PortraitBelow }, PortraitMargin);
        return new EnrolledFace(views, first.Quality, Pictures.EncodeJpeg(portrait, quality: 90));
    }

    private sealed record Seen(FaceBox Box, float[] Template, double Quality);

    private static Result<Seen> See(FaceEngine engine, Frame frame)
    {
        try
        {
            var faces = engine.Detect(frame);
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

            var landmarks = engine.Locate(frame, face);
            var quality = engine.Assess(frame, face, landmarks, QualityGate.Enrolment);
            if (!quality.Passes)
            {
                var first = quality.Shortfalls[0].Aspect.ToString().ToLower(CultureInfo.InvariantCulture);
                return Refusal.Invalid($"photo-{first}", quality.Describe());
            }

            var template = new float[engine.Pack.Space.Dimension];
            engine.Embed(frame, landmarks, template);
            return new Seen(face.Box, template, quality.Score);
        }
        finally
        {
            engine.Forget();
        }
    }
}
