using System.Globalization;
using RetailGuard.Protocol;

namespace RetailGuard.Edge.Setup;

/// <summary>What must hold in a configuration beyond its JSON shape.</summary>
internal static class EdgeConfigCheck
{
    private const int LeastSide = 160;
    private const int MostSide = 3840;
    private const double MostAspect = 4;

    /// <returns>"field: what is wrong and what to do", or null.</returns>
    public static string? FirstProblem(EdgeConfig config) =>
        Server(config.Server)
        ?? (config.DeviceId is null ? "deviceId: this box is not paired. Run: pair --server URL --code CODE" : null)
        ?? (config.Workers is < 1 or > 64 ? $"workers: {config.Workers} is not between 1 and 64." : null)
        ?? (
            config.Cameras.Count is 0 or > FieldCheck.MaxCameras
                ? $"cameras: {config.Cameras.Count} entries; there must be 1 to {FieldCheck.MaxCameras}."
                : null
        )
        ?? config.Cameras.Select((camera, i) => Camera(camera, $"cameras[{i}]")).FirstOrDefault(problem => problem is not null)
        ?? config
            .Cameras.GroupBy(camera => camera.Id)
            .Where(same => same.Count() > 1)
            .Select(same => $"cameras: the id {same.Key} is used {same.Count()} times.")
            .FirstOrDefault();

    /// <returns>What is wrong with the cloud's address, or null.</returns>
    public static string? Server(string? server) =>
        !Uri.TryCreate(server, UriKind.Absolute, out var address) ? "server: must be the cloud's address, for example https://cloud.example"
        // R1: a template crosses the network; only the machine itself is trusted with it in the clear.
        : address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) ? null
        : "server: must begin with https (http is accepted for this machine itself only).";

    private static string? Camera(CameraConfig camera, string field) =>
        camera.Id == Guid.Empty ? $"{field}.id: is missing. Pairing fills it in for cameras whose name the cloud knows."
        : camera.MaxWidth is < LeastSide or > MostSide ? Side($"{field}.maxWidth", camera.MaxWidth)
        : camera.MaxHeight is < LeastSide or > MostSide ? Side($"{field}.maxHeight", camera.MaxHeight)
        : camera.Source is null ? $"{field}.source: is missing. Say where its frames come from."
        : Source(camera.Source, $"{field}.source");

    private static string? Source(CameraSource source, string field) =>
        source.Rate is not (>= 2 and <= 30) ? $"{field}.framesPerSecond: {source.Rate} is not between 2 and 30."
        : source.SecondsPerPicture is not (>= 0.2 and <= 3600)
            ? $"{field}.secondsPerPicture: {source.SecondsPerPicture} is not between 0.2 and 3600."
        : source.Aspect is { } aspect && !IsAspect(aspect)
            ? $"{field}.aspect: {aspect} is no shape of a picture; write width to height as it should be seen, for example 4:3 or 16:9."
        : source.Turn is not (0 or 90 or 180 or 270) ? $"{field}.turn: {source.Turn} is not one of 0, 90, 180 and 270."
        : source.Kind switch
        {
            SourceKind.Video or SourceKind.Folder => string.IsNullOrWhiteSpace(source.Path) ? $"{field}.path: is missing." : null,
            SourceKind.V4l2 => string.IsNullOrWhiteSpace(source.Device) ? $"{field}.device: is missing, for example /dev/video0." : null,
            SourceKind.Rtsp => CameraAddress.Parse(source.Url, out var problem) is null ? $"{field}.url: {problem}" : null,
        };

    private static bool IsAspect(string aspect) =>
        aspect.Split(':') is [var width, var height]
        && ushort.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w)
        && ushort.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
        && w > 0
        && h > 0
        && Math.Max((double)w / h, (double)h / w) <= MostAspect;

    private static string Side(string field, int value) => $"{field}: {value} is not between {LeastSide} and {MostSide}.";
}
