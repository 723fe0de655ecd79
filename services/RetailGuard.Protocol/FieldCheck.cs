using Google.Protobuf;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Protocol;

/// <summary>
/// What must hold for each field whoever receives the frame: lengths, ranges, named enum values.
/// What depends on the receiver's embedding space is in <see cref="ProbeCheck"/>.
/// </summary>
public static class FieldCheck
{
    public const int IdBytes = 16;
    public const int NonceBytes = 32;

    /// <summary>Longest space, code, connection id or software name, in UTF-16 units.</summary>
    public const int MaxName = 128;

    /// <summary>Longest sentence or upload path, in UTF-16 units.</summary>
    public const int MaxText = 1024;

    public const int MaxDimension = 4096;
    public const int MaxWindow = 1024;
    public const int MaxFramesFused = 16;
    public const int MaxCameras = 256;

    /// <summary>The end of the year 9999, in Unix milliseconds: what .NET's times reach.</summary>
    public const long MaxUnixMs = 253_402_300_799_999;

    /// <returns>The first field that is wrong, or null.</returns>
    public static WireRefusal? Check(EdgeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.BodyCase switch
        {
            EdgeFrame.BodyOneofCase.Hello => Check(frame.Hello),
            EdgeFrame.BodyOneofCase.Probe => Check(frame.Probe),
            EdgeFrame.BodyOneofCase.Ended => Id("camera_id", frame.Ended.CameraId)
                ?? Positive("track_id", frame.Ended.TrackId)
                ?? Named("fate", frame.Ended.Fate, TrackEnded.Types.Fate.Unspecified),
            EdgeFrame.BodyOneofCase.Camera => Id("camera_id", frame.Camera.CameraId)
                ?? Named("state", frame.Camera.State, CameraReport.Types.State.Unspecified)
                ?? Text("detail", frame.Camera.Detail, MaxText),
            EdgeFrame.BodyOneofCase.Pong => Time("server_unix_ms", frame.Pong.ServerUnixMs),
            EdgeFrame.BodyOneofCase.None => UnknownKind,
        };
    }

    /// <returns>The first field that is wrong, or null.</returns>
    public static WireRefusal? Check(CloudFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.BodyCase switch
        {
            CloudFrame.BodyOneofCase.Challenge => Length("nonce", frame.Challenge.Nonce, NonceBytes)
                ?? Time("server_unix_ms", frame.Challenge.ServerUnixMs),
            CloudFrame.BodyOneofCase.Welcome => Text("connection_id", frame.Welcome.ConnectionId, MaxName)
                ?? Range("heartbeat_ms", frame.Welcome.HeartbeatMs, 100, 60_000)
                ?? Range("window", frame.Welcome.Window, 1, MaxWindow),
            CloudFrame.BodyOneofCase.Policy => Check(frame.Policy),
            CloudFrame.BodyOneofCase.Decision => Check(frame.Decision),
            CloudFrame.BodyOneofCase.Problem => Filled("code", frame.Problem.Code) ?? Text("detail", frame.Problem.Detail, MaxText),
            CloudFrame.BodyOneofCase.Ping => Time("server_unix_ms", frame.Ping.ServerUnixMs),
            CloudFrame.BodyOneofCase.None => UnknownKind,
        };
    }

    private static WireRefusal? Check(Hello hello) =>
        Id("device_id", hello.DeviceId)
        ?? Length("signature", hello.Signature, DeviceSignature.SignatureBytes)
        ?? Time("device_unix_ms", hello.DeviceUnixMs)
        ?? Text("software", hello.Software, MaxName)
        ?? Filled("space", hello.Space)
        ?? Range("dimension", hello.Dimension, 1, MaxDimension);

    private static WireRefusal? Check(TrackProbe probe) =>
        Id("camera_id", probe.CameraId)
        ?? Positive("track_id", probe.TrackId)
        ?? Filled("space", probe.Space)
        ?? Range("frames_fused", probe.FramesFused, 1, MaxFramesFused)
        ?? Range("agreement", probe.Agreement, -1, 1)
        ?? Range("quality", probe.Quality, 0, 1)
        ?? Time("first_good_unix_ms", probe.FirstGoodUnixMs)
        ?? Time("best_unix_ms", probe.BestUnixMs);

    private static WireRefusal? Check(Policy policy)
    {
        if (policy.Cameras.Count > MaxCameras)
        {
            return Invalid("cameras", $"has {policy.Cameras.Count} entries; the limit is {MaxCameras}");
        }

        foreach (var camera in policy.Cameras)
        {
            if ((Id("camera_id", camera.CameraId) ?? Text("reason", camera.Reason, MaxText)) is { } refusal)
            {
                return refusal;
            }
        }

        return Filled("space", policy.Space) ?? Range("list_valid_ms", policy.ListValidMs, 1, 24 * 60 * 60 * 1000);
    }

    private static WireRefusal? Check(TrackDecision decision) =>
        Positive("track_id", decision.TrackId)
        ?? Named("verdict", decision.Verdict, TrackDecision.Types.Verdict.Unspecified)
        ?? Text("reason", decision.Reason, MaxText)
        ?? (decision.Verdict == TrackDecision.Types.Verdict.Hold ? LocalPath("upload_path", decision.UploadPath) : null);

    // A crop must never be sent to another host: one leading slash, and no backslash that a URL parser would turn into one.
    private static WireRefusal? LocalPath(string field, string path) =>
        path.Length <= MaxText && path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\')
            ? null
            : Invalid(field, $"must be a path on the cloud's own address of at most {MaxText} characters");

    private static WireRefusal? Id(string field, ByteString id) => Length(field, id, IdBytes);

    private static WireRefusal? Length(string field, ByteString bytes, int expected) =>
        bytes.Length == expected ? null : Invalid(field, $"has {bytes.Length} bytes; it must have {expected}");

    private static WireRefusal? Positive(string field, ulong value) => value > 0 ? null : Invalid(field, "must not be 0");

    private static WireRefusal? Time(string field, long unixMs) =>
        unixMs is > 0 and <= MaxUnixMs ? null : Invalid(field, "must be a time in milliseconds between 1970 and the end of the year 9999");

    private static WireRefusal? Range(string field, double value, double least, double most) =>
        value >= least && value <= most ? null : Invalid(field, $"must lie between {least} and {most}");

    private static WireRefusal? Named<T>(string field, T value, T unspecified)
        where T : struct, Enum =>
        Enum.IsDefined(value) && !EqualityComparer<T>.Default.Equals(value, unspecified)
            ? null
            : Invalid(field, "has a value that this version does not know");

    private static WireRefusal? Filled(string field, string text) =>
        text.Length == 0 ? Invalid(field, "is missing") : Text(field, text, MaxName);

    private static WireRefusal? Text(string field, string text, int most) =>
        text.Length <= most ? null : Invalid(field, $"has {text.Length} characters; the limit is {most}");

    private static WireRefusal Invalid(string field, string problem) => new(WireCodes.FieldInvalid, $"{field} {problem}.");

    private static readonly WireRefusal UnknownKind = new(WireCodes.FrameUnknown, "This side does not know that kind of frame.");
}
