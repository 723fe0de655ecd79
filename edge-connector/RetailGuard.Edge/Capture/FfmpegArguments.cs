using System.Globalization;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Capture;

/// <summary>
/// How ffmpeg is asked for a camera's frames: upright RGB pictures of eight bits and square pixels on standard output,
/// no faster than the camera's rate.
/// </summary>
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
            .. Input(config, source, ffmpeg),
            "-an",
            "-sn",
            "-dn",
            "-vf",
            Filter(camera, source),
            .. ffmpeg.PassThrough,
            "-c:v",
            "ppm",
            "-f",
            "image2pipe",
            "-flush_packets",
            "1",
            "pipe:1",
        ];

    private static IReadOnlyList<string> Input(EdgeConfig config, CameraSource source, FfmpegBinary ffmpeg) =>
        source.Kind switch
        {
            SourceKind.Video => [.. source.Loop ? ["-stream_loop", "-1"] : Array.Empty<string>(), "-re", "-i", File(config, source.Path!)],
            SourceKind.Rtsp =>
            [
                "-rtsp_transport",
                "tcp",
                // Silence on the line ends ffmpeg; as long as packets arrive it may wait for a picture that it can begin with.
                ffmpeg.LineTimeout,
                FfmpegCapture.FrameTimeout.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture),
                "-fflags",
                "nobuffer",
                "-flags",
                "low_delay",
                "-i",
                CameraAddress.Parse(source.Url, out var problem)?.Url ?? throw new CaptureException($"url: {problem}"),
            ],
            SourceKind.V4l2 => ["-f", "v4l2", "-i", source.Device!],
            SourceKind.Folder => throw new ArgumentException("A folder is read without ffmpeg.", nameof(source)),
        };

    // Without the scheme a file name could pass for an address or an option.
    private static string File(EdgeConfig config, string path) => "file:" + config.Resolve(path);

    private static string Filter(CameraConfig camera, CameraSource source) =>
        string.Join(
            ',',
            [
                Pace(source.Rate),
                .. source.Aspect is { } aspect ? [$"setdar={aspect.Replace(':', '/')}"] : Array.Empty<string>(),
                .. Turn(source.Turn),
                Fit(camera),
                "setsar=1",
                // PPM would carry the sixteen bits of a ten-bit film on; all that follows works on eight.
                "format=rgb24",
            ]
        );

    // By the clock of this machine, since cameras' own time stamps step back, stand still or are missing. Register 0 holds when the next
    // frame is due; the mean rate is kept, and a step of this machine's clock is over after one interval.
    private static string Pace(double rate)
    {
        var interval = (1 / rate).ToString("0.####", CultureInfo.InvariantCulture);
        return $"select='if(gte(time(0),ld(0))+lt(time(0),ld(0)-2*{interval}),"
            + $"gt(st(0,if(gt(abs(time(0)-ld(0)),{interval}),time(0),ld(0))+{interval}),0))',setpts=N";
    }

    private static IReadOnlyList<string> Turn(int degrees) =>
        degrees switch
        {
            90 => ["transpose=clock"],
            180 => ["hflip", "vflip"],
            270 => ["transpose=cclock"],
            _ => [],
        };

    // Pixels become square by making the shorter side longer, in the same step that scales down to fit.
    private static string Fit(CameraConfig camera)
    {
        const string Width = "iw*max(sar,1)";
        const string Height = "ih*max(1/sar,1)";
        var share = $"min(1,min({camera.MaxWidth}/({Width}),{camera.MaxHeight}/({Height})))";
        return $"scale=w='max(1,round({Width}*{share}))':h='max(1,round({Height}*{share}))'";
    }
}
