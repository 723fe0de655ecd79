using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RetailGuard.Matching;

namespace RetailGuard.Vision;

/// <summary>
/// manifest.json of a model pack. Every property that is not nullable is required, and an unknown one is refused: a pack cannot bring
/// a model that guesses age, sex, ethnicity or emotion, since there is no place and no kind for it (R5).
/// </summary>
internal sealed partial record ModelManifest(
    string Name,
    SpaceManifest Space,
    DetectorManifest Detector,
    LandmarksManifest Landmarks,
    EmbedderManifest Embedder,
    CalibrationManifest Calibration,
    ModelCard Card
)
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Each file that the pack is made of.</summary>
    [JsonIgnore]
    public IEnumerable<ModelFile> Files => new[] { Detector.File, Landmarks.File, Embedder.File }.OfType<ModelFile>();

    /// <exception cref="ModelPackException"><c>manifest-missing</c> or <c>manifest-invalid</c>.</exception>
    public static ModelManifest Read(string path)
    {
        ModelManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(path), Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw ModelPackException.ManifestInvalid(path, fault.Message, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException(
                "manifest-missing",
                $"There is no readable model manifest at {path}. Name the folder of a pack or its {FileName}.",
                fault
            );
        }

        if (manifest.Faults().FirstOrDefault() is { } found)
        {
            throw ModelPackException.ManifestInvalid(path, found);
        }

        return manifest;
    }

    private IEnumerable<string> Faults()
    {
        if (!NamePattern.IsMatch(Name))
        {
            yield return "name must be 1 to 40 lower-case letters, digits and hyphens.";
        }

        if (!NamePattern.IsMatch(Space.Id))
        {
            yield return "space.id must be 1 to 40 lower-case letters, digits and hyphens.";
        }

        if (Space.Dimension is < 32 or > 4096)
        {
            yield return $"space.dimension is {Space.Dimension}; it must be 32 to 4096.";
        }

        foreach (var (of, input) in new[] { ("detector", Detector.Input), ("landmarks", Landmarks.Input), ("embedder", Embedder.Input) })
        {
            if (input?.Fault() is { } fault)
            {
                yield return $"{of}.input: {fault}";
            }
        }

        if (Detector.MinScore is not (> 0 and < 1))
        {
            yield return $"detector.minScore is {Detector.MinScore}; it must lie between 0 and 1.";
        }

        if (Detector.ReliablePixels is not (>= 4 and <= 200))
        {
            yield return $"detector.reliablePixels is {Detector.ReliablePixels}; it must be 4 to 200.";
        }

        if (Landmarks.Kind == LandmarksKind.Points68 != (Landmarks.File is not null && Landmarks.Input is not null))
        {
            yield return "landmarks: the kind points68 needs file and input, the kind detector takes neither.";
        }

        if (Landmarks.Kind == LandmarksKind.Detector && Detector.Kind == DetectorKind.Ultraface)
        {
            yield return "landmarks: an ultraface detector gives none, so the kind must be points68.";
        }

        if (Embedder.Input is not { Width: 112, Height: 112, Channels: ChannelOrder.Rgb or ChannelOrder.Bgr })
        {
            yield return "embedder.input: the kind arcface112 takes 112×112 pixels, rgb or bgr.";
        }

        foreach (var fault in Files.Select(f => f.Fault()).OfType<string>())
        {
            yield return fault;
        }

        if (Calibration.FusedPenalty is not (>= 0 and < 0.2))
        {
            yield return $"calibration.fusedPenalty is {Calibration.FusedPenalty}; it must be 0 to 0.2.";
        }

        if (Calibration.MeasuredFault() is { } bound)
        {
            yield return $"calibration.measured: {bound}";
        }

        if (Calibration.ScaleFault() is { } scale)
        {
            yield return $"calibration.points: {scale}";
        }

        if (new[] { Calibration.Evidence, Card.Origin, Card.TrainingData, Card.IntendedUse }.Any(string.IsNullOrWhiteSpace))
        {
            yield return "calibration.evidence, card.origin, card.trainingData and card.intendedUse must say something, if only that it is not known.";
        }

        if (Card.Accuracy.Count == 0 || Card.Limits.Count == 0)
        {
            yield return "card.accuracy and card.limits need at least one line each.";
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex NamePattern { get; }
}

internal sealed record SpaceManifest(string Id, int Dimension);

internal enum DetectorKind
{
    /// <summary>Scores [1,n,2] and corner boxes [1,n,4] as shares of the input.</summary>
    Ultraface,

    /// <summary>cls, obj, bbox and kps for strides 8, 16 and 32.</summary>
    Yunet,
}

internal enum LandmarksKind
{
    /// <summary>A network of its own: 68 points as shares of a square face box.</summary>
    Points68,

    /// <summary>The detector gives five points with each box.</summary>
    Detector,
}

internal enum EmbedderKind
{
    /// <summary>Takes a face warped by five points to the 112×112 ArcFace template.</summary>
    Arcface112,
}

internal enum ChannelOrder
{
    Rgb,
    Bgr,
    Grey,
}

/// <param name="Kind">How its outputs are read.</param>
/// <param name="File">The network.</param>
/// <param name="Input">Its input.</param>
/// <param name="MinScore">Lowest confidence of a face, 0 to 1.</param>
/// <param name="ReliablePixels">Height in the network's input from which a face is found reliably, measured.</param>
internal sealed record DetectorManifest(DetectorKind Kind, ModelFile File, NetworkInput Input, float MinScore, float ReliablePixels);

internal sealed record LandmarksManifest(LandmarksKind Kind, ModelFile? File = null, NetworkInput? Input = null);

internal sealed record EmbedderManifest(EmbedderKind Kind, ModelFile File, NetworkInput Input);

/// <summary>A network's input [1, channels, height, width]: (pixel − mean) × scale, pixel 0 to 255.</summary>
internal sealed record NetworkInput(int Width, int Height, ChannelOrder Channels, float Mean, float Scale)
{
    public int Depth => Channels == ChannelOrder.Grey ? 1 : 3;

    public string? Fault() =>
        Width is < 32 or > 2048 || Height is < 32 or > 2048 ? $"{Width}×{Height} must be 32 to 2048 on each side."
        : !float.IsFinite(Mean) || !float.IsFinite(Scale) || Scale <= 0 ? "mean must be finite and scale finite and above 0."
        : null;
}

/// <param name="Points">Rising in cosine, falling in false-match rate.</param>
/// <param name="FusedPenalty">Cosine to take off comparisons with a fused template.</param>
/// <param name="Evidence">How the points were found and which are derived.</param>
/// <param name="Measured">Upper bounds of what was measured, rising in cosine; none where nothing was.</param>
internal sealed record CalibrationManifest(
    IReadOnlyList<CalibrationPoint> Points,
    double FusedPenalty,
    string Evidence,
    IReadOnlyList<CalibrationPoint>? Measured = null
)
{
    public string? MeasuredFault() =>
        (Measured ?? []).Any(m => m is not { Cosine: >= -1 and <= 1, FalseMatchRate: > 0 and <= 1 }) ? "a bound is out of range." : null;

    public ScoreScale Scale() => new(Points);

    public string? ScaleFault()
    {
        try
        {
            Scale();
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }
}
