using System.Diagnostics;
using System.Text;
using RetailGuard.Edge.Capture;
using RetailGuard.Protocol.V1;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Edge;

public sealed class MemoryTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-edge-").FullName;
    private readonly string _work = Directory.CreateTempSubdirectory("retailguard-work-").FullName;
    private LoopbackCloud _cloud = null!;

    public async ValueTask InitializeAsync() =>
        _cloud = await LoopbackCloud.StartAsync(LoopbackCloud.Arms(RunningConnector.Space, RunningConnector.Entrance));

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_work, recursive: true);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task Neither_memory_nor_disk_keeps_a_face_that_nobody_looks_for()
    {
        var (film, mark) = MarkedFilm();
        _cloud.Decide = _ => null;
        var config = RunningConnector.Configure(_folder, _cloud, new { kind = "video", path = film });
        using var connector = new ConnectorProcess(_work, "run", "--config", config);

        await _cloud.UntilAsync("a question", () => _cloud.Probes.Count == 1);
        connector.CountInMemory(mark).ShouldBeGreaterThan(0, "while undecided the face is there, and this search finds it");

        await _cloud.SendAsync(new CloudFrame { Decision = LoopbackCloud.Discard(_cloud.Probes[0]) });
        await _cloud.UntilAsync("its end", () => _cloud.Ended.Count == 1);
        _cloud.Ended[0].Fate.ShouldBe(TrackEnded.Types.Fate.Discarded);
        await _cloud.UntilAsync("the film's end", () => connector.Output.Contains("has ended", StringComparison.Ordinal));
        var template = _cloud.Probes[0].Template.Span.Slice(100, 32).ToArray();

        // The networks' working memory is blanked half a second after the last face, on a clock of its own.
        await _cloud.UntilAsync("blank memory", () => connector.CountInMemory(mark) == 0 && connector.CountInMemory(template) == 0);
        connector.FilesOpenForWriting.ShouldBeEmpty();
        connector.Limits.ShouldMatch(@"Max core file size\s+0\s+0");
        Directory.GetFileSystemEntries(_work).ShouldBeEmpty();
        Directory
            .GetFiles(_folder)
            .Select(Path.GetFileName)
            .ShouldBe(["device.key", "edge.json", Path.GetFileName(film)], ignoreOrder: true);
        Encoding.UTF8.GetBytes(connector.Output).AsSpan().IndexOf(mark).ShouldBe(-1);
    }

    [Fact]
    public async Task The_self_test_tells_what_works_and_what_does_not()
    {
        var good = RunningConnector.Configure(_folder, _cloud, new { kind = "video", path = Media.Film });
        using (var check = new ConnectorProcess(_work, "check", "--config", good))
        {
            (await check.ExitAsync()).ShouldBe(0, check.Output);
            check.Output.ShouldContain("400×300 pixels, 1 faces");
        }

        var bad = RunningConnector.Configure(_folder, _cloud, new { kind = "video", path = "nowhere.mp4" });
        using (var check = new ConnectorProcess(_work, "check", "--config", bad))
        {
            (await check.ExitAsync()).ShouldBe(1);
            check.Output.ShouldContain("FAIL  camera Entrance");
            check.Output.ShouldContain("ok    cloud");
        }

        using (var check = new ConnectorProcess(_work, "check", "--config", Path.Combine(_folder, "none.json")))
        {
            (await check.ExitAsync()).ShouldBe(2);
            check.Output.ShouldContain("pair --config");
            check.Output.ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        }
    }

    /// <summary>A film without loss of one face, with random pixels beside it that nothing else in the world holds.</summary>
    private (string Film, byte[] Mark) MarkedFilm()
    {
        using var picture = Pictures.Decode(File.ReadAllBytes(Media.Portrait(0)));
        var noise = new byte[3 * 64];
        new Random(20260302).NextBytes(noise);
        for (var y = 0; y < 16; y++)
        {
            noise.CopyTo(picture.Pixels[(3 * y * picture.Width)..]);
        }

        var still = Path.Combine(_folder, "still.ppm");
        byte[] header = Encoding.ASCII.GetBytes($"P6\n{picture.Width} {picture.Height}\n255\n");
        File.WriteAllBytes(still, [.. header, .. picture.Pixels]);
        var film = Path.Combine(_folder, "film.mov");
        string[] arguments = ["-loglevel", "error", "-loop", "1", "-framerate", "10", "-t", "2", "-i", still, "-c:v", "png", film];
        using var process = Process.Start(new ProcessStartInfo(FfmpegBinary.Find().Path, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        File.Delete(still);
        return (film, noise[64..96]);
    }
}
