using System.Text;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class CameraTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_camera_is_live_then_silent_then_live_again()
    {
        var health = new CameraHealth(_time);
        health.Now.State.ShouldBe(CameraReport.Types.State.Silent);
        health.SawFrame();
        health.Now.State.ShouldBe(CameraReport.Types.State.Live);
        _time.Advance(CameraHealth.SilentAfter);
        health.Now.State.ShouldBe(CameraReport.Types.State.Silent);
        health.Failed("There is no file a.mp4.");
        health.Now.ShouldBe((CameraReport.Types.State.Failed, "There is no file a.mp4."));
        health.SawFrame();
        health.Now.State.ShouldBe(CameraReport.Types.State.Live);
        health.TakeCounts().Frames.ShouldBe(2u);
        health.TakeCounts().Frames.ShouldBe(0u);
    }

    [Fact]
    public void Pictures_of_any_size_follow_each_other_in_the_stream()
    {
        var reader = Reader([.. Ppm(2, 1), .. Ppm(3, 2)]);
        using (var first = reader.Read()!)
        {
            (first.Frame.Width, first.Frame.Height).ShouldBe((2, 1));
            first.Frame.Pixels.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        }

        using (var second = reader.Read()!)
        {
            (second.Frame.Width, second.Frame.Height).ShouldBe((3, 2));
        }

        reader.Read().ShouldBeNull();
    }

    [Fact]
    public void A_stream_that_breaks_off_anywhere_ends()
    {
        var picture = Ppm(4, 3);
        for (var length = 2; length < picture.Length; length++)
        {
            Reader(picture[..length]).Read().ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("P5\n2 1\n255\n")]
    [InlineData("P6\n2 x\n255\n")]
    [InlineData("P6\n0 1\n255\n")]
    [InlineData("P6\n99999999999 1\n255\n")]
    [InlineData("P6\n2 1\n65535\n")]
    public void A_stream_that_is_no_picture_is_refused(string header) =>
        Should.Throw<CaptureException>(() => Reader(Encoding.ASCII.GetBytes(header)).Read());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_frames_that_nobody_takes_only_the_newest_is_kept(bool taken)
    {
        var health = new CameraHealth(_time);
        using var metrics = new EdgeMetrics();
        var given = Enumerable.Range(1, 5).Select(width => Frame(width)).ToList();
        var source = new Given(given);
        var capture = new CameraCapture(
            new CameraConfig(),
            source,
            health,
            metrics,
            _time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
        );

        var running = capture.RunAsync(CancellationToken.None);
        if (taken)
        {
            capture.Frames.TryRead(out var newest).ShouldBeTrue();
            newest!.Frame.Width.ShouldBe(5);
            newest.Dispose();
        }

        source.End();
        await running;

        health.Total.Dropped.ShouldBe(4u);
        // R1: what nobody looked at is given back, and so zeroed, too.
        foreach (var frame in given)
        {
            Should.Throw<ObjectDisposedException>(() => frame.Frame.Memory);
        }

        capture.Frames.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_percentile_is_at_most_a_thirty_second_part_off()
    {
        var times = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 100_000; microseconds++)
        {
            times.Add(TimeSpan.FromMicroseconds(microseconds));
        }

        foreach (var share in new[] { 0.001, 0.5, 0.95, 0.999, 1 })
        {
            times.Percentile(share).ShouldBeInRange(share * 100, share * 100 * 33 / 32);
        }

        times.Mean.ShouldBe(50.0, 0.01);
        times.Add(TimeSpan.FromDays(400));
        times.Percentile(1).ShouldBeGreaterThan(TimeSpan.FromDays(1).TotalMilliseconds);
    }

    private sealed class Given(IEnumerable<CapturedFrame> frames) : ICapture
    {
        private readonly TaskCompletionSource _end = new();

        public void End() => _end.SetResult();

        public Task RunAsync(Action<CapturedFrame> onFrame, CancellationToken stop)
        {
            foreach (var frame in frames)
            {
                onFrame(frame);
            }

            return _end.Task;
        }
    }

    private static CapturedFrame Frame(int width)
    {
        var frame = RetailGuard.Vision.Frame.Rent(width, 1);
        frame.Pixels.Fill(9);
        return new(frame, 0, TimeSpan.Zero, FirstOfScene: false);
    }

    private PpmReader Reader(byte[] bytes) => new(new MemoryStream(bytes), _time);

    private static byte[] Ppm(int width, int height) =>
        [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. Enumerable.Range(1, 3 * width * height).Select(i => (byte)i)];
}
