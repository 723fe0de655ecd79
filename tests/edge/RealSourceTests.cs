using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Setup;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Edge;

/// <summary>What real cameras and recorders give: other pixels, other shapes, clocks that cannot be trusted.</summary>
public sealed class RealSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-source-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("libx264", "yuv420p10le")]
    [InlineData("libx264", "yuv422p")]
    [InlineData("libx264", "yuv444p10le")]
    [InlineData("libx265", "yuv420p10le")]
    [InlineData("libx265", "yuv422p12le")]
    [InlineData("ffv1", "gray16le")]
    [InlineData("ffv1", "rgb48le")]
    [InlineData("png", "rgba64be")]
    public async Task A_film_of_any_depth_shows_the_same_face(string codec, string pixels)
    {
        var film = Path.Combine(_folder, "film.mkv");
        Ffmpeg(
            "-loop",
            "1",
            "-framerate",
            "10",
            "-t",
            "1",
            "-i",
            Media.Portrait(0),
            "-vf",
            "scale=400:-2",
            "-c:v",
            codec,
            "-pix_fmt",
            pixels,
            film
        );

        using var frame = await FirstFrameAsync(new() { Kind = SourceKind.Video, Path = film });
        using var still = Pictures.Decode(File.ReadAllBytes(Media.Portrait(0)));

        frame.Width.ShouldBe(400);
        Faces.Cosine(frame, still).ShouldBeGreaterThan(0.9f);
    }

    [Theory]
    [InlineData("1/2", "iw*2:ih", null)]
    [InlineData("16/11", "iw*11/16:ih", null)]
    [InlineData("2/1", "iw/2:ih", null)]
    [InlineData("0", "iw/2:ih", "whole")]
    [InlineData("1", "iw/2:ih", "whole")]
    [Trait("Rule", "R4")]
    public async Task Pixels_that_are_not_square_are_shown_as_they_are_meant(string stated, string squeeze, string? set)
    {
        using var still = Pictures.Decode(File.ReadAllBytes(Media.Portrait(0)));
        var film = Path.Combine(_folder, "film.mkv");
        var filter = $"scale={squeeze},scale=trunc(iw/2)*2:trunc(ih/2)*2,setsar={stated}";
        Ffmpeg("-loop", "1", "-framerate", "10", "-t", "1", "-i", Media.Portrait(0), "-vf", filter, "-pix_fmt", "yuv420p", film);

        using var frame = await FirstFrameAsync(
            new()
            {
                Kind = SourceKind.Video,
                Path = film,
                Aspect = set is null ? null : $"{still.Width}:{still.Height}",
            }
        );

        ((double)frame.Width / frame.Height).ShouldBe((double)still.Width / still.Height, 0.02);
        Faces.Cosine(frame, still).ShouldBeGreaterThan(0.9f);
    }

    [Theory]
    [InlineData(90, "transpose=cclock")]
    [InlineData(180, "hflip,vflip")]
    [InlineData(270, "transpose=clock")]
    public async Task A_camera_on_its_side_is_turned_upright_by_its_setting(int turn, string hung)
    {
        var film = Path.Combine(_folder, "film.mkv");
        var filter = $"scale=400:-2,{hung}";
        Ffmpeg("-loop", "1", "-framerate", "10", "-t", "1", "-i", Media.Portrait(0), "-vf", filter, "-pix_fmt", "yuv420p", film);

        using var frame = await FirstFrameAsync(
            new()
            {
                Kind = SourceKind.Video,
                Path = film,
                Turn = turn,
            }
        );
        using var still = Pictures.Decode(File.ReadAllBytes(Media.Portrait(0)));

        Faces.Cosine(frame, still).ShouldBeGreaterThan(0.9f);
    }

    [Theory]
    [InlineData("back")]
    [InlineData("to and fro")]
    [InlineData("still")]
    public async Task Frames_go_on_whatever_a_cameras_clock_does(string clock)
    {
        await using var camera = new RtspCamera(Film(keyEvery: 10));
        var from = 0L;
        camera.Stamp = stamp =>
            clock switch
            {
                "still" => 777,
                "back" => Turned() ? stamp - (8 * 90_000) : stamp,
                _ => Turned() && camera.Sent / 20 % 2 == 1 ? stamp - (37 * 90_000) : stamp,
            };

        var seen = Channel.CreateUnbounded<long>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Capture(new() { Kind = SourceKind.Rtsp, Url = $"rtsp://127.0.0.1:{camera.Port}/" }, TimeProvider.System)
            .RunAsync(
                frame =>
                {
                    using (frame)
                    {
                        seen.Writer.TryWrite(camera.Sent);
                    }
                },
                stop.Token
            );

        // Counted in the camera's packets, one a frame at 25 a second, so that a slow machine changes nothing.
        var last = await seen.Reader.ReadAsync(stop.Token).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
        Interlocked.Exchange(ref from, last + 10);
        for (var frames = 0; frames < 40; frames++)
        {
            var next = await seen.Reader.ReadAsync(stop.Token).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
            (next - last).ShouldBeLessThan(60, $"frame {frames} after the clock of the camera went {clock}");
            last = next;
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);

        bool Turned() => Interlocked.Read(ref from) is > 0 and var at && camera.Sent > at;
    }

    [Fact]
    public async Task A_camera_whose_first_key_frame_comes_late_is_waited_for_while_packets_arrive()
    {
        await using var camera = new RtspCamera(Film(keyEvery: 10)) { WithoutKeyFrames = true };
        var time = new FakeTimeProvider();
        var first = new TaskCompletionSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = Capture(new() { Kind = SourceKind.Rtsp, Url = $"RTSP://127.0.0.1:{camera.Port}/ " }, time)
            .RunAsync(
                frame =>
                {
                    frame.Dispose();
                    first.TrySetResult();
                },
                stop.Token
            );
        await UntilAsync(() => camera.Sent > 20, running);

        time.Advance(TimeSpan.FromSeconds(80));
        await UntilAsync(() => camera.Sent > 40, running);
        first.Task.IsCompleted.ShouldBeFalse("nothing can be shown yet");
        camera.WithoutKeyFrames = false;

        await first.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData("rtsp://admin:Pa@ss1@127.0.0.1:PORT/ch1", "admin:Pa@ss1")]
    [InlineData("rtsp://admin:12/34a@127.0.0.1:PORT/ch1", "admin:12/34a")]
    [InlineData("  RTSP://admin:Pa#s?s%41%@127.0.0.1:PORT/ch1  ", "admin:Pa#s?sA%")]
    public async Task A_cameras_password_is_taken_as_it_is_typed(string typed, string signIn)
    {
        await using var camera = new RtspCamera(Film(keyEvery: 10)) { AsksToSignIn = true };
        var url = typed.Replace("PORT", camera.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var frame = await FirstFrameAsync(new() { Kind = SourceKind.Rtsp, Url = url });
        camera.SignIns.ShouldAllBe(sent => sent == signIn);
    }

    private static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    private static async Task UntilAsync(Func<bool> done, Task running)
    {
        using var clock = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!done() && await clock.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            running.IsCompleted.ShouldBeFalse("the source is still open");
        }
    }

    private string Film(int keyEvery)
    {
        var film = Path.Combine(_folder, "camera.mp4");
        // One packet a frame: small, without frames between frames.
        Ffmpeg([
            .. (string[])
                ["-loop", "1", "-framerate", "25", "-t", "4", "-i", Media.Portrait(0), "-vf", "scale=160:-2", "-pix_fmt", "yuv420p"],
            .. (string[])["-c:v", "libx264", "-crf", "40", "-bf", "0", "-g", $"{keyEvery}", "-sc_threshold", "0", film],
        ]);
        return film;
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(FfmpegBinary.Find().Path, ["-nostdin", "-loglevel", "error", .. arguments])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, said);
    }

    private static FfmpegCapture Capture(CameraSource source, TimeProvider time) =>
        new(new EdgeConfig(), new CameraConfig { Source = source }, source, FfmpegBinary.Find(), time);

    private static async Task<Frame> FirstFrameAsync(CameraSource source)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var first = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Capture(source, TimeProvider.System)
            .RunAsync(
                frame =>
                {
                    if (!first.TrySetResult(frame.Frame))
                    {
                        frame.Dispose();
                    }
                },
                stop.Token
            );
        if (await Task.WhenAny(first.Task, running).WaitAsync(Limit, TestContext.Current.CancellationToken) == running)
        {
            await running;
        }

        var seen = await first.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // Stopped after the first frame.
        }

        return seen;
    }
}
