using System.Runtime.InteropServices;
using Google.Protobuf;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using Verdict = RetailGuard.Protocol.V1.TrackDecision.Types.Verdict;

namespace RetailGuard.Tests.Http;

/// <summary>What a greeted connector may send, and what happens when it sends something else.</summary>
public sealed class FrameTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Stage _stage = null!;

    private RunningServer Server => fixture.Server;

    private Connector Connector => _stage.Connector;

    public static TheoryData<string, byte[]> BrokenMessages =>
        new()
        {
            { "frame-truncated", [] },
            { "frame-empty", [WireCodec.Version] },
            { "frame-truncated", [WireCodec.Version, 0x12, 0x7f, 1, 2, 3] },
            { "frame-truncated", [WireCodec.Version, 0xff, 0xff, 0xff] },
            { "frame-unknown", [WireCodec.Version, 0xfa, 0x01, 0x00] },
            { "version-unknown", [2, 0x2a, 0x02, 0x08, 0x01] },
            { "field-invalid", [WireCodec.Version, .. new EdgeFrame { Probe = new() }.ToByteArray()] },
            { "frame-too-large", new byte[WireCodec.MaxFrameBytes + 1] },
            { "frame-too-large", new byte[1024 * 1024] },
        };

    public static TheoryData<string, string> BrokenTemplates =>
        new()
        {
            { "zero", "template-not-unit" },
            { "not a number", "template-not-finite" },
            { "infinite", "template-not-finite" },
            { "too long", "template-not-unit" },
            { "one value short", "dimension-wrong" },
            { "empty", "dimension-wrong" },
        };

    public async ValueTask InitializeAsync() => _stage = await Stage.SetAsync(Server, reader);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [MemberData(nameof(BrokenMessages))]
    public async Task A_message_that_is_no_frame_ends_the_line_with_its_reason(string code, byte[] message)
    {
        await Connector.SendBytesAsync(message);

        (await Connector.RefusedAsync()).Code.ShouldBe(code);
    }

    [Theory]
    [MemberData(nameof(BrokenTemplates))]
    public async Task A_template_that_cannot_be_compared_is_refused_and_the_line_goes_on(string fault, string code)
    {
        var template = reader.Template(Photos.Of('A'));
        template = fault switch
        {
            "zero" => new float[template.Length],
            "not a number" => [float.NaN, .. template[1..]],
            "infinite" => [float.PositiveInfinity, .. template[1..]],
            "too long" => Array.ConvertAll(template, v => v * 1.01f),
            "one value short" => template[1..],
            _ => [],
        };
        var probe = Probe();
        probe.Template = ByteString.CopyFrom(MemoryMarshal.AsBytes(template.AsSpan()));

        await Connector.SendAsync(new EdgeFrame { Probe = probe });

        var problem = (await Connector.NextAsync(CloudFrame.BodyOneofCase.Problem)).Problem;
        problem.Code.ShouldBe(code);
        problem.TrackId.ShouldBe(probe.TrackId);
        problem.Fatal.ShouldBeFalse();
        (await _stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(Verdict.Hold);
    }

    [Fact]
    public async Task A_template_of_another_space_is_never_compared()
    {
        var probe = Probe();
        probe.Space = "another-space-1";

        await Connector.SendAsync(new EdgeFrame { Probe = probe });

        (await Connector.NextAsync(CloudFrame.BodyOneofCase.Problem)).Problem.Code.ShouldBe("space-unknown");
    }

    [Fact]
    public async Task A_camera_that_is_not_the_stores_decides_nothing()
    {
        var next = await _stage.Retailer.OpenShopAsync("Store 2");
        foreach (var camera in (Guid[])[Unique.Id(), next.Cameras[0]])
        {
            var probe = Probe();
            probe.CameraId = WireId.From(camera);

            var decision = await Connector.AskAsync(probe);

            decision.Verdict.ShouldBe(Verdict.NotDecided);
            decision.Reason.ShouldContain("not registered");
        }
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task A_single_frame_or_frames_that_disagree_raise_nothing()
    {
        var (single, disagreeing) = (Probe(), Probe());
        single.FramesFused = 1;
        disagreeing.Agreement = 0.4f;

        (await Connector.AskAsync(single)).Verdict.ShouldBe(Verdict.Discard);
        (await Connector.AskAsync(disagreeing)).Verdict.ShouldBe(Verdict.Discard);
        (await Connector.AskAsync(Probe())).Verdict.ShouldBe(Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task A_tie_between_two_entries_raises_nothing()
    {
        await Watchlist.ListAsync(_stage.Shop, _stage.Manager, _stage.HeadOffice, Photos.Of('A'));

        (await _stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(Verdict.Discard);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task An_alert_keeps_what_it_takes_to_decide_again()
    {
        var raised = await _stage.RaiseAsync();

        var row = (
            await Server.QueryAsync(
                """
                SELECT "Match_Space", "Match_Threshold", "Match_Score", "Match_Cosine", "Match_Margin", "Match_FramesFused", "Match_ListVersion"
                FROM "Alerts" WHERE "Id" = @p0
                """,
                raised.Id
            )
        ).ShouldHaveSingleItem();

        row[0].ShouldBe(reader.Pack.Space.Id);
        row[1].ShouldBe(92.5);
        Convert.ToDouble(row[3]).ShouldBe(1, 0.001);
        var decided = Matching.MatchDecision.Decide(
            reader.Pack.Scale,
            Matching.DecisionRule.Default,
            [new(_stage.Entry, (float)Convert.ToDouble(row[3]))],
            new(Convert.ToInt32(row[5]), 0.9, reader.Pack.FusedPenalty)
        );
        decided.Verdict.ShouldBe(Matching.Verdict.Match);
        decided.Score.ShouldBe(Convert.ToDouble(row[2]), 0.001);
        decided.Margin.ShouldBe(Convert.ToDouble(row[4]));
        Convert.ToInt64(row[6]).ShouldBe(1);
    }

    [Fact]
    public async Task A_cameras_state_reaches_the_tablets_and_a_lost_connector_darkens_it()
    {
        await using var screen = await StoreScreen.OpenAsync(_stage.First);
        foreach (
            var (reported, shown) in ((CameraReport.Types.State, string)[])
                [
                    (CameraReport.Types.State.Live, "live"),
                    (CameraReport.Types.State.Silent, "silent"),
                    (CameraReport.Types.State.Failed, "failed"),
                    (CameraReport.Types.State.Live, "live"),
                ]
        )
        {
            var report = new CameraReport { CameraId = WireId.From(_stage.Shop.Cameras[0]), State = reported };
            await Connector.SendAsync(new EdgeFrame { Camera = report });
            await screen.UntilAsync(s => CameraOf(s) == shown, $"the camera {shown}");
        }

        await Connector.DisposeAsync();

        await screen.UntilAsync(s => CameraOf(s) == "offline", "the camera offline");
    }

    [Fact]
    public async Task A_new_camera_reaches_the_connector()
    {
        await Connector.NextAsync(CloudFrame.BodyOneofCase.Policy);
        var camera = (await _stage.Retailer.Admin.PostAsync($"/api/stores/{_stage.Shop.Id}/cameras", new { name = "Door 2" })).Ok()["id"];

        Server.Time.Step(TimeSpan.FromSeconds(5));
        var policy = Connector.NextAsync(
            f => f.Policy?.Cameras.Any(c => WireId.Read(c.CameraId) == camera.GetGuid()) is true,
            "the camera"
        );
        while (!policy.IsCompleted)
        {
            Server.Time.Step(TimeSpan.FromSeconds(2));
            await Task.WhenAny(policy, Connector.NextPingAsync());
        }

        (await policy).Policy.Cameras.Count.ShouldBe(2);
    }

    private static string? CameraOf(StoreScreen screen) => screen.Store.GetProperty("cameras")[0].GetProperty("state").GetString();

    private TrackProbe Probe() => Connector.Probe(_stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), Server.Time.GetUtcNow());
}
