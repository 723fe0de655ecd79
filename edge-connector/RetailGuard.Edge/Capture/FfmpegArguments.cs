using System.Globalization;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Capture;

/// <summary>How ffmpeg is asked for a camera's frames: upright RGB pictures on standard output, no faster than the camera's rate.</summary>
internal static class FfmpegArguments
{
    public static IReadOnlyList<string> For(EdgeConfig config, CameraConfig camera, CameraSource source, FfmpegBinary ffmpeg) =>
        [
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "error",
            // Frame threads would each hold back a frame; one decodes 1080p well faster than cameras give it.
            "-threads",
            "1",
            .. Input(config, source),
            "-an",
            "-sn",
            "-dn",
            "-vf",
            Filter(camera, source.Rate),
            .. ffmpeg.PassThrough,
            "-c:v",
            "ppm",
            "-f",
            "image2pipe",
            "-flush_packets",
            "1",
            "pipe:1",
        ];

    private static IReadOnlyList<string> Input(EdgeConfig config, CameraSource source) =>
        source.Kind switch
        {
            SourceKind.Video => [.. source.Loop ? ["-stream_loop", "-1"] : Array.Empty<string>(), "-re", "-i", File(config, source.Path!)],
            SourceKind.Rtsp => ["-rtsp_transport", "tcp", "-fflags", "nobuffer", "-flags", "low_delay", "-i", source.Url!],
            SourceKind.V4l2 => ["-f", "v4l2", "-i", source.Device!],
            SourceKind.Folder => throw new ArgumentException("A folder is read without ffmpeg.", nameof(source)),
        };

    // Without the scheme a file name could pass for an address or an option.
    private static string File(EdgeConfig config, string path) => "file:" + config.Resolve(path);

    // select passes a frame on at once where fps would hold it until the next; scale keeps the proportions.
    private static string Filter(CameraConfig camera, double rate)
    {
        var interval = ((1 / rate) - 0.001).ToString("0.####", CultureInfo.InvariantCulture);
        return $"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{interval})',"
            + $"scale=w='min(iw,{camera.MaxWidth})':h='min(ih,{camera.MaxHeight})':force_original_aspect_ratio=decrease";
    }
}
