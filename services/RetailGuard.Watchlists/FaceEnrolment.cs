using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>The one person on an enrolment's photographs, ready for a gallery.</summary>
/// <param name="Views">One for each pack, in their order; the first has a template.</param>
/// <param name="Photos">One for each photograph, in their order.</param>
public sealed record EnrolledFace(IReadOnlyList<FaceView> Views, IReadOnlyList<EnrolledPhoto> Photos)
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

/// <param name="Quality">0 to 1, by the first pack.</param>
/// <param name="Portrait">JPEG of head and shoulders without metadata: all of the photograph that is kept.</param>
public sealed record EnrolledPhoto(double Quality, byte[] Portrait);

/// <summary>A person as one pack sees them.</summary>
/// <param name="Template">Unit length, of all photographs that passed the pack's gate; null when there is none.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record FaceView(EmbeddingSpace Space, float[]? Template, Refusal? Refusal);

/// <summary>Turns a person's photographs into one template for each space, or says what is wrong with which photograph (R4).</summary>
public sealed class FaceEnrolment(ModelPacks packs) : IDisposable
{
    // Head and shoulders, as the connectors' crops show, so that people compare like with like (R25).
    private const float PortraitMargin = 0.7f;
    private const float PortraitBelow = 1.3f;

    private readonly Dictionary<string, FaceEngine> _engines = packs.All.ToDictionary(p => p.Space.Id, p => new FaceEngine(p));
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>One photograph, with the first pack only.</summary>
    public Task<Result<EnrolledFace>> EnrolAsync(byte[] photo, CancellationToken cancellation) =>
        EnrolAsync([photo], [packs.First], cancellation);

    /// <param name="photos">At least one. Each must pass the first pack's gate, and all must show one person.</param>
    /// <param name="by">The packs to see them with; the first one's gate decides.</param>
    public Task<Result<EnrolledFace>> EnrolAsync(
        IReadOnlyList<byte[]> photos,
        IReadOnlyList<ModelPack> by,
        CancellationToken cancellation
    ) => RunExclusivelyAsync(() => Enrol(photos, by), cancellation);

    /// <summary>An enrolled person in another pack's space.</summary>
    /// <param name="pictures">All that were kept of the enrolment; at least one.</param>
    internal Task<FaceView> EmbedAsync(ModelPack pack, IReadOnlyList<byte[]> pictures, CancellationToken cancellation) =>
        RunExclusivelyAsync(() => Embed(pack, pictures), cancellation);

    /// <summary>Whether a picture of a place shows somebody's face.</summary>
    public Task<bool> ShowsFaceAsync(Frame frame, CancellationToken cancellation)
    {
        return RunExclusivelyAsync(Look, cancellation);

        bool Look()
        {
            var engine = _engines[packs.First.Space.Id];
            try
            {
                return engine.Detect(frame).Count > 0;
            }
            finally
            {
                engine.Forget();
            }
        }
    }

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
        {
            engine.Dispose();
        }

        _oneAtATime.Dispose();
    }

    private async Task<T> RunExclusivelyAsync<T>(Func<T> run, CancellationToken cancellation)
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

    private static Result<T> WithFrame<T>(byte[] photo, Func<Frame, Result<T>> run)
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
            return run(frame);
        }
    }

    private Result<EnrolledFace> Enrol(IReadOnlyList<byte[]> photos, IReadOnlyList<ModelPack> by)
    {
        List<PhotoAnalysis> looks = [];
        try
        {
            // One after the other, so that only one decoded picture is in memory.
            foreach (var photo in photos)
            {
                if (!WithFrame(photo, frame => LookAt(frame, by)).Succeeded(out var look, out var poor))
                {
                    return PersonTemplate.OnPhoto(looks.Count + 1, photos.Count, poor);
                }

                looks.Add(look);
            }

            var first = PersonTemplate.Of(by[0].Space, looks.ConvertAll(look => look.Seen[0]));
            if ((first.Refusal ?? PersonTemplate.FindTwice(looks.ConvertAll(look => look.First))) is { } refusal)
            {
                first.Template?.AsSpan().Clear();
                return refusal;
            }

            var others = by.Skip(1).Select((pack, i) => PersonTemplate.Of(pack.Space, looks.ConvertAll(look => look.Seen[i + 1])));
            return new EnrolledFace([first, .. others], looks.ConvertAll(look => new EnrolledPhoto(look.First.Quality, look.Portrait)));
        }
        finally
        {
            looks.ForEach(look => Forget(look.Seen));
        }
    }

    private FaceView Embed(ModelPack pack, IReadOnlyList<byte[]> pictures)
    {
        var seen = pictures.Select(picture => WithFrame(picture, frame => See(_engines[pack.Space.Id], frame))).ToList();
        try
        {
            return PersonTemplate.Of(pack.Space, seen);
        }
        finally
        {
            Forget(seen);
        }
    }

    /// <summary>One photograph.</summary>
    /// <param name="First">What the first pack saw.</param>
    /// <param name="Seen">What each pack saw, in their order.</param>
    private sealed record PhotoAnalysis(SeenFace First, IReadOnlyList<Result<SeenFace>> Seen, byte[] Portrait);

    private Result<PhotoAnalysis> LookAt(Frame frame, IReadOnlyList<ModelPack> by)
    {
        // A face that lies or hangs upside down would pass as somebody's, and match nobody or the wrong person.
        if (TurnOf(_engines[by[0].Space.Id], frame) is not { Quarters: not 0 and var quarters } turn)
        {
            return LookAtUpright(frame, by);
        }

        using var upright = frame.Turned(quarters);
        if (turn.Sure && LookAtUpright(upright, by) is var look && look.Succeeded(out _, out _))
        {
            return look;
        }

        var asItIs = LookAtUpright(frame, by);
        if (asItIs.Succeeded(out var lying, out var poor))
        {
            Forget(lying.Seen);
        }

        // A head that leans has its own refusal, which says by how much.
        return poor is { Code: "photo-tilt" }
            ? poor
            : Refusal.Invalid(
                "photo-turned",
                $"The face seems to {(quarters == 2 ? "be upside down" : "lie on its side")}. Turn the picture so that the person is upright,"
                    + " or take one from the front."
            );
    }

    private static FaceTurn? TurnOf(FaceEngine engine, Frame frame)
    {
        try
        {
            return FaceTurn.Of(engine, frame);
        }
        finally
        {
            engine.Forget();
        }
    }

    private Result<PhotoAnalysis> LookAtUpright(Frame frame, IReadOnlyList<ModelPack> by)
    {
        var seen = See(_engines[by[0].Space.Id], frame);
        if (!seen.Succeeded(out var first, out var poor))
        {
            return poor;
        }

        using var portrait = frame.Crop(first.Box with { Height = first.Box.Height * PortraitBelow }, PortraitMargin);
        return new PhotoAnalysis(
            first,
            [seen, .. by.Skip(1).Select(pack => See(_engines[pack.Space.Id], frame))],
            Pictures.EncodeJpeg(portrait, quality: 90)
        );
    }

    /// <summary>Zeroes what was seen on single photographs; only their mean is kept.</summary>
    private static void Forget(IEnumerable<Result<SeenFace>> seen)
    {
        foreach (var photo in seen)
        {
            if (photo.Succeeded(out var face, out _))
            {
                face.Template.AsSpan().Clear();
            }
        }
    }

    private static Result<SeenFace> See(FaceEngine engine, Frame frame)
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
            return new SeenFace(face.Box, template, quality.Score);
        }
        finally
        {
            engine.Forget();
        }
    }
}
