using System.Diagnostics;
using System.Globalization;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Edge;

public sealed class CameraTests : IAsyncLifetime
{
    private LoopbackCloud _cloud = null!;

    public async ValueTask InitializeAsync() =>
        _cloud = await LoopbackCloud.StartAsync(LoopbackCloud.Arms(RunningConnector.Space, RunningConnector.Entrance));

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_dead_ffmpeg_is_started_again_and_a_stopped_connector_leaves_none()
    {
        await using var connector = await RunningConnector.StartAsync(
            _cloud,
            new
            {
                kind = "video",
                path = Media.Film,
                loop = true,
            }
        );
        await _cloud.UntilAsync("a live camera", () => LastState == CameraReport.Types.State.Live);
        using var first = Ffmpeg().ShouldHaveSingleItem();

        first.Kill();
        await _cloud.UntilAsync("a failed camera", () => LastState == CameraReport.Types.State.Failed);
        await _cloud.UntilAsync("a live camera again", () => LastState == CameraReport.Types.State.Live);
        using var second = Ffmpeg().ShouldHaveSingleItem();
        second.Id.ShouldNotBe(first.Id);

        await connector.StopAsync();
        Ffmpeg().ShouldBeEmpty("neither running nor left as a zombie");
    }

    [Fact]
    public async Task A_recording_that_has_ended_is_a_silent_camera()
    {
        var folder = Directory.CreateTempSubdirectory("retailguard-film-").FullName;
        try
        {
            var film = Media.FilmOf(folder, 1, Media.Portrait(0));
            await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = film });
            await _cloud.UntilAsync("a live camera", () => LastState == CameraReport.Types.State.Live);
            await _cloud.UntilAsync("a silent camera", () => LastState == CameraReport.Types.State.Silent);
            await _cloud.UntilAsync("its track's end", () => _cloud.Ended.Count > 0);
            Ffmpeg().ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{ "kind": "video", "path": "nowhere.mp4" }""", "nowhere.mp4")]
    [InlineData("""{ "kind": "video", "path": "edge.json" }""", "ffmpeg ended")]
    [InlineData("""{ "kind": "folder", "path": "nowhere" }""", "nowhere")]
    [InlineData("""{ "kind": "folder", "path": "." }""", "no picture")]
    [InlineData("""{ "kind": "v4l2", "device": "/dev/video-none" }""", "/dev/video-none")]
    [InlineData("""{ "kind": "rtsp", "url": "rtsp://admin:hunter2@127.0.0.1:1/ch" }""", "ffmpeg ended")]
    public async Task A_source_that_cannot_be_opened_says_why_without_a_password(string source, string why)
    {
        await using var connector = await RunningConnector.StartAsync(_cloud, System.Text.Json.JsonDocument.Parse(source).RootElement);
        await _cloud.UntilAsync("a failed camera", () => LastState == CameraReport.Types.State.Failed);
        _cloud.Reports[^1].Detail.ShouldContain(why);
        _cloud.Reports.ShouldAllBe(report => !report.Detail.Contains("hunter2"));
        connector.Log.ShouldNotContain("hunter2");
    }

    private CameraReport.Types.State? LastState => _cloud.Reports is [.., var last] ? last.State : null;

    /// <summary>The ffmpeg children of this process, zombies included.</summary>
    private static List<Process> Ffmpeg()
    {
        var children = Directory
            .GetDirectories($"/proc/{Environment.ProcessId}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)));
        return [.. children.Where(child => child.ProcessName.Contains("ffmpeg", StringComparison.Ordinal))];
    }
}
