using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Edge;

public sealed class ConnectionTests
{
    private static readonly object Film = new
    {
        kind = "video",
        path = Media.Film,
        loop = true,
    };

    private static Policy Armed => LoopbackCloud.Arms(RunningConnector.Space, RunningConnector.Entrance);

    [Fact]
    [Trait("Rule", "R1")]
    [Trait("Rule", "R56")]
    public async Task A_connection_lost_in_the_middle_forgets_the_track_and_asks_anew_after_it_is_back()
    {
        await using var cloud = await LoopbackCloud.StartAsync(Armed);
        cloud.Decide = _ => null;
        await using var connector = await RunningConnector.StartAsync(cloud, Film);
        await cloud.UntilAsync("a question", () => cloud.Probes.Count == 1);
        connector.Ring.Count.ShouldBe(1);

        cloud.Decide = LoopbackCloud.Discard;
        cloud.Break();

        await cloud.UntilAsync("a second connection", () => cloud.Connections == 2);
        await cloud.UntilAsync("the question again", () => cloud.Probes.Count == 2);
        cloud.Probes[1].TrackId.ShouldNotBe(cloud.Probes[0].TrackId);
        await cloud.UntilAsync("its end", () => cloud.Ended.Any(ended => ended.TrackId == cloud.Probes[1].TrackId));
        connector.Status.Undelivered.ShouldBe(1);
        connector.Ring.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R56")]
    public async Task A_cloud_that_falls_silent_is_a_lost_connection()
    {
        await using var cloud = await LoopbackCloud.StartAsync(Armed);
        await using var connector = await RunningConnector.StartAsync(cloud, Film);
        await cloud.UntilAsync("a question", () => cloud.Probes.Count == 1);
        cloud.Pings = false;
        await cloud.UntilAsync("a second connection", () => cloud.Connections == 2);
        connector.Log.ShouldContain("silent");
    }

    [Fact]
    [Trait("Rule", "R56")]
    public async Task A_list_without_a_word_from_the_cloud_for_its_validity_stops_matching()
    {
        var policy = Armed;
        policy.ListValidMs = 1500;
        var welcome = new Welcome { HeartbeatMs = 30_000, Window = 16 };
        await using var cloud = await LoopbackCloud.StartAsync(policy, welcome);
        cloud.Pings = false;
        cloud.Decide = _ => null;
        await using var connector = await RunningConnector.StartAsync(cloud, Film);

        await cloud.UntilAsync("the gate to close", () => connector.Status.Cameras[0].NotMatching?.Contains("silent for too long") is true);
        connector.Status.Connected.ShouldBeTrue();
        var faces = connector.Status.Faces;
        var frames = connector.Status.Frames;
        await cloud.UntilAsync("more frames", () => connector.Status.Frames > frames + 10);
        connector.Status.Faces.ShouldBe(faces, "nothing is looked at");

        await cloud.SendAsync(
            new CloudFrame { Ping = new Ping { ServerUnixMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() } }
        );
        await cloud.UntilAsync("matching again", () => connector.Status.Faces > faces);
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_disarmed_camera_is_not_even_looked_at_until_it_is_armed()
    {
        var policy = Armed;
        policy.Cameras[0].Armed = false;
        policy.Cameras[0].Reason = "The notice is out of date.";
        await using var cloud = await LoopbackCloud.StartAsync(policy);
        await using var connector = await RunningConnector.StartAsync(cloud, Film);

        await cloud.UntilAsync("a live camera", () => cloud.Reports.Any(report => report.State == CameraReport.Types.State.Live));
        await cloud.UntilAsync("frames", () => connector.Status.Frames > 20);
        connector.Status.Faces.ShouldBe(0);
        connector.Status.Cameras[0].NotMatching.ShouldBe("The notice is out of date.");

        var armed = Armed;
        armed.Version = 2;
        await cloud.SendAsync(new CloudFrame { Policy = armed });
        await cloud.UntilAsync("a question", () => cloud.Probes.Count == 1);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task No_more_questions_are_open_than_the_window_allows_and_the_rest_is_forgotten()
    {
        var folder = Directory.CreateTempSubdirectory("retailguard-group-").FullName;
        try
        {
            File.Copy(Media.Group, Path.Combine(folder, "group.jpg"));
            await using var cloud = await LoopbackCloud.StartAsync(Armed, new Welcome { HeartbeatMs = 1000, Window = 1 });
            cloud.Decide = _ => null;
            await using var connector = await RunningConnector.StartAsync(
                cloud,
                new
                {
                    kind = "folder",
                    path = folder,
                    secondsPerPicture = 3,
                }
            );
            await cloud.UntilAsync(
                "two tracks given up",
                () => cloud.Ended.Count(ended => ended.Fate == TrackEnded.Types.Fate.Undelivered) >= 2
            );
            cloud.MostUnanswered.ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cloud_that_refuses_the_box_is_told_to_the_installer_and_not_pestered()
    {
        await using var cloud = await LoopbackCloud.StartAsync(Armed);
        cloud.Refuses = new Problem
        {
            Code = "device-unknown",
            Detail = "This box is not paired with any store. Pair it again.",
            Fatal = true,
        };
        await using var connector = await RunningConnector.StartAsync(cloud, Film);
        await cloud.UntilAsync("the camera", () => connector.Status.Problem is not null && connector.Status.Frames > 20);
        connector.Status.Problem.ShouldBe("This box is not paired with any store. Pair it again.");
        connector.Status.Faces.ShouldBe(0);
        cloud.Connections.ShouldBe(0);
        connector.Log.Split("not paired").Length.ShouldBe(2, "one try, then a long pause");
    }

    [Fact]
    public async Task What_a_newer_cloud_says_beyond_this_version_is_ignored()
    {
        await using var cloud = await LoopbackCloud.StartAsync(Armed);
        await using var connector = await RunningConnector.StartAsync(cloud, Film);
        await cloud.UntilAsync("a question", () => cloud.Probes.Count == 1);
        var pongs = connector.Status.Frames;
        await cloud.SendRawAsync([WireCodec.Version, 0x7a, 0x00]);
        // A decision with a verdict of tomorrow.
        await cloud.SendRawAsync([WireCodec.Version, 0x22, 0x04, 0x08, 0x01, 0x10, 0x63]);
        await cloud.UntilAsync("more frames", () => connector.Status.Frames > pongs + 20);
        cloud.Connections.ShouldBe(1);
        connector.Status.Connected.ShouldBeTrue();
    }
}
