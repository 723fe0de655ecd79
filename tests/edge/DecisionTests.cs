using System.Numerics.Tensors;
using RetailGuard.Protocol.V1;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Edge;

/// <summary>Real film, real ffmpeg, real networks: from camera to the cloud's decision.</summary>
public sealed class DecisionTests : IAsyncLifetime
{
    private LoopbackCloud _cloud = null!;

    public async ValueTask InitializeAsync() =>
        _cloud = await LoopbackCloud.StartAsync(LoopbackCloud.Arms(RunningConnector.Space, RunningConnector.Entrance));

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    [Trait("Rule", "R1")]
    [Trait("Rule", "R6")]
    public async Task A_visit_is_asked_about_once_while_it_lasts_and_forgotten_at_once()
    {
        await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = Media.Film });
        await _cloud.UntilAsync("a discarded track", () => _cloud.Ended.Any(ended => ended.Fate == TrackEnded.Types.Fate.Discarded));
        var asked = _cloud.Probes[0];
        asked.FramesFused.ShouldBeGreaterThanOrEqualTo(3u);
        asked.Agreement.ShouldBeGreaterThan(0.5f);
        asked.BestUnixMs.ShouldBeGreaterThanOrEqualTo(asked.FirstGoodUnixMs);

        // He goes on talking; nothing is asked again and nothing is kept.
        var seen = connector.Status.Faces;
        await _cloud.UntilAsync("forty more faces", () => connector.Status.Faces > seen + 40);
        _cloud.Probes.Count.ShouldBe(1, "the man never leaves the picture");
        connector.Ring.Count.ShouldBe(0);
        connector.Status.NonMatchLifetimeMs.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_match_gives_its_crop_once()
    {
        _cloud.Decide = LoopbackCloud.Hold;
        _cloud.UploadAnswers.Enqueue(503);
        await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = Media.Film });
        await _cloud.UntilAsync("a held track", () => _cloud.Ended.Any(ended => ended.Fate == TrackEnded.Types.Fate.Held));

        var (path, jpeg) = _cloud.Crops.ShouldHaveSingleItem();
        path.ShouldBe($"/edge/crops/{_cloud.Probes[0].TrackId}");
        var template = TemplateIn(jpeg);
        TensorPrimitives
            .Dot<float>(template, TemplateOf(_cloud.Probes[0]))
            .ShouldBeGreaterThan(0.6f, "the crop shows whom the template is of");
        connector.Ring.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_crop_that_the_cloud_refuses_is_forgotten()
    {
        _cloud.Decide = LoopbackCloud.Hold;
        _cloud.UploadAnswers.Enqueue(410);
        await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = Media.Film });
        await _cloud.UntilAsync("an undelivered track", () => _cloud.Ended.Any(ended => ended.Fate == TrackEnded.Types.Fate.Undelivered));
        _cloud.Ended[0].Fate.ShouldBe(TrackEnded.Types.Fate.Undelivered);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_crop_follows_no_redirect()
    {
        await using var elsewhere = await LoopbackCloud.StartAsync(new());
        (_cloud.RedirectsTo, _cloud.Decide) = (elsewhere.Address, LoopbackCloud.Hold);
        await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = Media.Film });
        await _cloud.UntilAsync("an undelivered track", () => _cloud.Ended.Any(ended => ended.Fate == TrackEnded.Types.Fate.Undelivered));

        elsewhere.Crops.ShouldBeEmpty();
        connector.Ring.Count.ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task Two_people_never_share_a_track_across_a_cut()
    {
        var folder = Directory.CreateTempSubdirectory("retailguard-film-").FullName;
        try
        {
            var film = Media.FilmOf(folder, 2, Media.Portrait(0), Media.Portrait(1), Media.Portrait(2));
            await using var connector = await RunningConnector.StartAsync(_cloud, new { kind = "video", path = film });
            await _cloud.UntilAsync("three people", () => _cloud.Probes.Count >= 3);
            await _cloud.UntilAsync("all decided", () => _cloud.Ended.Count(ended => ended.Fate == TrackEnded.Types.Fate.Discarded) >= 3);

            var templates = _cloud.Probes.Select(TemplateOf).ToList();
            for (var i = 0; i < 3; i++)
            {
                _cloud.Probes[i].Agreement.ShouldBeGreaterThan(0.9f, "a still picture agrees with itself");
                for (var j = 0; j < i; j++)
                {
                    TensorPrimitives.Dot<float>(templates[i], templates[j]).ShouldBeLessThan(0.5f);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Everybody_in_a_group_has_a_track()
    {
        var folder = Directory.CreateTempSubdirectory("retailguard-group-").FullName;
        try
        {
            File.Copy(Media.Group, Path.Combine(folder, "group.jpg"));
            await using var connector = await RunningConnector.StartAsync(
                _cloud,
                new
                {
                    kind = "folder",
                    path = folder,
                    loop = true,
                    secondsPerPicture = 60,
                }
            );
            await _cloud.UntilAsync("five people", () => _cloud.Probes.Count >= 5);
            var seen = connector.Status.Faces;
            await _cloud.UntilAsync("more frames", () => connector.Status.Faces > seen + 20);
            _cloud.Probes.Count.ShouldBe(5);
            var templates = _cloud.Probes.Select(TemplateOf).ToList();
            for (var i = 1; i < 5; i++)
            {
                TensorPrimitives.Dot<float>(templates[0], templates[i]).ShouldBeLessThan(0.5f);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] TemplateOf(TrackProbe probe)
    {
        var template = new float[probe.Template.Length / sizeof(float)];
        probe.CopyTemplateTo(template);
        return template;
    }

    private static float[] TemplateIn(byte[] jpeg)
    {
        var pack = ModelPack.LoadNamed();
        using var engine = new FaceEngine(pack);
        using var picture = Pictures.Decode(jpeg);
        var face = engine.Detect(picture).MaxBy(found => found.Box.Height);
        var template = new float[pack.Space.Dimension];
        engine.Embed(picture, engine.Locate(picture, face), template);
        return template;
    }
}
