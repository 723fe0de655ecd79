using System.Net;
using System.Text;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The connector's one picture of an alert: brought once, in time, to an address that nobody else knows.</summary>
public sealed class EvidenceTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Stage _stage = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync() => _stage = await Stage.SetAsync(Server, reader);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task An_address_takes_one_picture()
    {
        var raised = await _stage.RaiseAsync();
        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task After_a_minute_the_picture_is_too_late()
    {
        var raised = await _stage.RaiseAsync();
        Server.Time.Stall(TimeSpan.FromSeconds(60));

        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Refused(HttpStatusCode.Gone, "upload-too-late");
    }

    [Fact]
    public async Task A_wrong_secret_alert_or_tenant_finds_nothing()
    {
        var raised = await _stage.RaiseAsync();
        var parts = raised.UploadPath.Split('/');
        foreach (var (part, wrong) in ((int, string)[])[(3, $"{Unique.Id()}"), (4, $"{Unique.Id()}"), (5, "A" + parts[5][1..]), (5, "x")])
        {
            string[] changed = [.. parts];
            changed[part] = wrong == parts[part] ? "B" + wrong[1..] : wrong;
            (await Server.Anyone.PutAsync(string.Join('/', changed), Stage.LivePicture)).Refused(HttpStatusCode.NotFound, "not-found");
        }

        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_and_leaves_the_address_usable()
    {
        var raised = await _stage.RaiseAsync();

        await RefusedAsync(raised, [], "picture-empty");
        await RefusedAsync(raised, Encoding.UTF8.GetBytes("no picture"), "picture-not-recognised");
        await RefusedAsync(raised, Stage.LivePicture[..(Stage.LivePicture.Length / 2)], "picture-truncated");
        await RefusedAsync(raised, PhotoChanges.Claiming(Stage.LivePicture, 20_000, 20_000), "picture-too-large");
        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
    }

    [Fact]
    public async Task A_picture_of_more_than_half_a_megabyte_is_refused()
    {
        var raised = await _stage.RaiseAsync();
        byte[] Padded(int length) => [.. Stage.LivePicture, .. new byte[length - Stage.LivePicture.Length]];

        await RefusedAsync(raised, Padded((512 * 1024) + 1), "request-too-large");
        (await Server.Anyone.PutAsync(raised.UploadPath, Padded(512 * 1024))).Ok();
    }

    [Fact]
    public async Task Only_a_jpeg_of_a_cameras_size_is_taken_and_nothing_beside_the_picture_is_kept()
    {
        var raised = await _stage.RaiseAsync();
        await RefusedAsync(raised, Png(), "picture-not-jpeg");
        await RefusedAsync(raised, PhotoChanges.Claiming(Stage.LivePicture, 4_000, 2_300), "picture-too-large");

        (
            await Server.Anyone.PutAsync(raised.UploadPath, [.. Stage.LivePicture, .. Encoding.ASCII.GetBytes("<script>hidden</script>")])
        ).Ok();

        var kept = (await _stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body;
        kept.ShouldBe(Stage.KeptPicture);
    }

    [Fact]
    public async Task Many_who_bring_pictures_at_once_are_taken_in_turn_or_told_to_come_back()
    {
        var raised = await _stage.RaiseAsync();

        // One is on its way for as long as the test wants; behind it so many wait, and the next is told to come back.
        using var held = new HeldContent(Png());
        var first = Server.Anyone.SendAsync(HttpMethod.Put, raised.UploadPath, held);
        List<Task<Answer>> others = [];
        while (!others.Exists(o => o.IsCompletedSuccessfully && o.Result.Code == "uploads-busy"))
        {
            others.Count.ShouldBeLessThan(1_000, "somebody is told to come back");
            others.Add(Server.Anyone.PutAsync(raised.UploadPath, Png()));
            await Server.Anyone.GetAsync("/health/live");
        }

        held.Release();
        var answers = await Task.WhenAll(others);
        (await first).Code.ShouldBe("picture-not-jpeg");
        answers.Select(a => a.Code).Distinct().Order().ShouldBe(["picture-not-jpeg", "uploads-busy"]);
        answers.Count(a => a.Code == "picture-not-jpeg").ShouldBeGreaterThanOrEqualTo(15, "those who waited were taken");
        var busy = answers.First(a => a.Code == "uploads-busy").Refused(HttpStatusCode.ServiceUnavailable, "uploads-busy");
        busy.Headers.RetryAfter.ShouldNotBeNull();
        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
    }

    /// <summary>What a PNG begins with.</summary>
    private static byte[] Png() => [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. new byte[300_000]];

    /// <summary>A body whose second half comes when the test says so.</summary>
    private sealed class HeldContent(byte[] body) : HttpContent
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _release.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(..(body.Length / 2)));
            await stream.FlushAsync();
            await _release.Task;
            await stream.WriteAsync(body.AsMemory((body.Length / 2)..));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }

    private async Task RefusedAsync(RaisedAlert raised, byte[] body, string code) =>
        (await Server.Anyone.PutAsync(raised.UploadPath, body)).Refused(HttpStatusCode.UnprocessableEntity, code);
}
