using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailGuard.Edge.Setup;

/// <summary>
/// What the installer writes and pairing completes: one JSON file, which only its owner may read, since cameras' addresses hold their
/// passwords.
/// </summary>
internal sealed record EdgeConfig
{
    /// <summary>The cloud's address, https; http only for this machine itself.</summary>
    public string? Server { get; init; }

    /// <summary>Given at pairing.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>The private key's file, relative to this file; written at pairing, readable by its owner only.</summary>
    public string DeviceKey { get; init; } = "device.key";

    /// <summary>Name of a pack in the models folder, or a folder or manifest of another one.</summary>
    public string ModelPack { get; init; } = Vision.ModelPack.DefaultName;

    /// <summary>Face engines that work at once, 1 to 64; all processors unless stated.</summary>
    public int? Workers { get; init; }

    public IReadOnlyList<CameraConfig> Cameras { get; init; } = [];

    /// <summary>Where the file lies; relative paths in it start here.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = Environment.CurrentDirectory;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads a paired configuration with at least one camera.</summary>
    /// <exception cref="EdgeSetupException">Names the field and the limit; or others can read the file.</exception>
    public static EdgeConfig Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new EdgeSetupException("config-missing", $"There is no configuration at {file}. Write one with: pair --config {file}");
        }

        OwnerOnly.Require(file, "config-open", "It holds the cameras' passwords");
        EdgeConfig config;
        try
        {
            config =
                JsonSerializer.Deserialize<EdgeConfig>(ConfigText.Read(file), Json)
                ?? throw new EdgeSetupException("config-invalid", $"{file} is empty.");
        }
        catch (JsonException) when (KnownSettings.FirstUnknown(file, Json) is { } unknown)
        {
            throw new EdgeSetupException("config-invalid", $"{file}, {unknown}");
        }
        catch (JsonException e)
        {
            throw new EdgeSetupException("config-invalid", $"{file}, {e.Path ?? "$"}, line {e.LineNumber + 1}: {Plain(e)}");
        }

        config = config with { Folder = Path.GetDirectoryName(Path.GetFullPath(file))! };
        return EdgeConfigCheck.FirstProblem(config) is { } problem
            ? throw new EdgeSetupException("config-invalid", $"{file}, {problem}")
            : config;
    }

    /// <summary>A path of this file as an absolute one.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Folder);

    // The reader's own sentence ends in the path and line that are stated already, and never quotes a value of ours.
    private static string Plain(JsonException e) => e.Message.Split(" Path: ", 2)[0];
}

/// <summary>One camera of the store.</summary>
internal sealed record CameraConfig
{
    /// <summary>Given at pairing.</summary>
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Null until the installer fills it in.</summary>
    public CameraSource? Source { get; init; }

    /// <summary>Larger frames are scaled down to fit, in proportion; 160 to 3840.</summary>
    public int MaxWidth { get; init; } = 1920;

    /// <inheritdoc cref="MaxWidth"/>
    public int MaxHeight { get; init; } = 1080;
}

/// <summary>Where frames come from. Which fields count depends on <see cref="Kind"/>.</summary>
internal sealed record CameraSource
{
    [JsonRequired]
    public SourceKind Kind { get; init; }

    /// <summary>video: the file; folder: the folder, with its subfolders in order of name.</summary>
    public string? Path { get; init; }

    /// <summary>rtsp: the stream's address; its user and password never leave this process but to ffmpeg.</summary>
    public string? Url { get; init; }

    /// <summary>v4l2: for example /dev/video0.</summary>
    public string? Device { get; init; }

    /// <summary>video and folder: begin again at the end.</summary>
    public bool Loop { get; init; }

    /// <summary>Frames looked at in a second at most, 2 to 30; folder: 5 unless stated, otherwise 10.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>folder: how long each picture shows, 0.2 to 3600.</summary>
    public double SecondsPerPicture { get; init; } = 3;

    /// <summary>
    /// The shape in which the picture should be seen, width to height, such as 4:3; null takes what the stream states. For cameras whose
    /// pixels are not square and that do not say so. Not for folders.
    /// </summary>
    public string? Aspect { get; init; }

    /// <summary>Degrees by which the picture is turned clockwise, 0, 90, 180 or 270, so that people stand upright. Not for folders.</summary>
    public int Turn { get; init; }

    [JsonIgnore]
    public double Rate => FramesPerSecond ?? (Kind == SourceKind.Folder ? 5 : 10);
}

internal enum SourceKind
{
    Video,
    Folder,
    Rtsp,
    V4l2,
}

/// <summary>Something the installer must mend before the connector can work.</summary>
/// <param name="code">Stable.</param>
/// <param name="message">A sentence: which input, which limit, what to do.</param>
internal sealed class EdgeSetupException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
