using System.Diagnostics;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Edge.Capture;

/// <summary>Frames of a file, a stream or a device, through one ffmpeg child.</summary>
internal sealed class FfmpegCapture(EdgeConfig config, CameraConfig camera, CameraSource source, FfmpegBinary ffmpeg, TimeProvider time)
    : ICapture
{
    /// <summary>A stream that stays this silent is opened anew.</summary>
    public static readonly TimeSpan FrameTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the first frame of a network camera may take: its stream begins with the next key frame, which some send every minute or
    /// two. ffmpeg itself ends when no packet comes for <see cref="FrameTimeout"/>.
    /// </summary>
    public static readonly TimeSpan KeyFrameTimeout = TimeSpan.FromMinutes(5);

    private const int LinesKept = 3;

    /// <inheritdoc/>
    public async Task RunAsync(Action<CapturedFrame> onFrame, CancellationToken stop)
    {
        RefuseAbsent();
        using var process = Process.Start(
            new ProcessStartInfo(ffmpeg.Path, FfmpegArguments.For(config, camera, source, ffmpeg))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var said = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        process.BeginErrorReadLine();

        var patience = source.Kind == SourceKind.Rtsp ? KeyFrameTimeout : FrameTimeout;
        using var silent = new CancellationTokenSource(patience, time);
        var begun = false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, silent.Token);
        // Killing ends the blocking read below; nothing else does.
        using var kill = ending.Token.Register(() => Kill(process));
        try
        {
            // Reading a pipe blocks, so it has a thread of its own.
            await Task.Factory.StartNew(
                () => Read(process.StandardOutput.BaseStream, Begin, silent),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
        finally
        {
            Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        stop.ThrowIfCancellationRequested();
        if (silent.IsCancellationRequested)
        {
            throw new CaptureException(
                begun || source.Kind != SourceKind.Rtsp
                    ? $"The source gave no frame for {FrameTimeout.TotalSeconds:0} s; opening it again."
                    : $"The camera sent no key frame within {patience.TotalMinutes:0} minutes. Set its key frame (I-frame) interval to two seconds."
            );
        }

        if (process.ExitCode != 0 || source.Kind != SourceKind.Video)
        {
            throw new CaptureException(Redaction.Clean($"ffmpeg ended ({process.ExitCode}). {Last(said)}", source).TrimEnd());
        }

        void Begin(CapturedFrame frame)
        {
            begun = true;
            onFrame(frame);
        }
    }

    private void RefuseAbsent()
    {
        var (path, what) = source.Kind switch
        {
            SourceKind.Video => (config.Resolve(source.Path!), "file"),
            SourceKind.V4l2 => (source.Device!, "device"),
            SourceKind.Rtsp or SourceKind.Folder => (null, ""),
        };
        if (path is not null && !File.Exists(path))
        {
            throw new CaptureException($"There is no {what} {path}.");
        }
    }

    private void Read(Stream stream, Action<CapturedFrame> onFrame, CancellationTokenSource silent)
    {
        var reader = new PpmReader(stream, time);
        while (reader.Read() is { } frame)
        {
            silent.CancelAfter(FrameTimeout);
            onFrame(frame);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static void Keep(Queue<string> said, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (said)
        {
            said.Enqueue(line.Trim());
            if (said.Count > LinesKept)
            {
                said.Dequeue();
            }
        }
    }

    private static string Last(Queue<string> said)
    {
        lock (said)
        {
            return string.Join(' ', said);
        }
    }
}
