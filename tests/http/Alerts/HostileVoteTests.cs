using System.Net;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Http;

/// <summary>
/// People and connectors that come at the same moment, twice, too late, from elsewhere or with the wrong picture: each is told why,
/// it is on record, and nothing that counted is lost.
/// </summary>
public sealed class HostileVoteTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    // As many as an entry may alert in a day (R7).
    private const int Rounds = 5;

    private Stage _stage = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync() => _stage = await Stage.SetAsync(Server, reader);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R49")]
    public async Task People_who_vote_on_many_tablets_at_the_same_moment_have_one_vote_each()
    {
        var (first, second) = (await _stage.FirstPerson.GivenPinAsync(), await _stage.SecondPerson.GivenPinAsync());
        var tablets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _stage.Shop.PairTabletAsync()));
        Api[] sessions =
        [
            await first.EnterPinAsync(tablets[0]),
            await first.EnterPinAsync(tablets[1]),
            await second.EnterPinAsync(tablets[2]),
            await second.EnterPinAsync(tablets[3]),
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var alert = await _stage.RaiseWithPictureAsync();

            var votes = await Task.WhenAll(sessions.Concat(sessions).Select(session => Stage.VoteAsync(session, alert)));

            votes.Count(v => v.Status == HttpStatusCode.OK).ShouldBe(2, $"round {round}");
            votes.Count(v => v.Code == "already-voted" && v.Detail!.EndsWith('.')).ShouldBe(6, $"round {round}");
            (await VotersAsync(alert)).ShouldBe([first.Id, second.Id], ignoreOrder: true);
            (await RefusalsAsync(alert)).ShouldBe(Enumerable.Repeat("already-voted", 6));
            (await _stage.Manager.GetAsync($"/api/alerts/{alert}")).Ok()["state"].GetString().ShouldBe("confirmed");
            (await Stage.RecordAsync(sessions[0], alert)).Ok();
        }
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R31")]
    [Trait("Rule", "R49")]
    public async Task A_vote_that_does_not_count_is_told_why_and_recorded_and_leaves_the_one_that_does()
    {
        await using var next = await Stage.SetAsync(Server, reader, _stage.Retailer);
        var alert = await _stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(_stage.First, alert)).Ok();

        Told(await Stage.VoteAsync(_stage.First, alert), HttpStatusCode.Conflict, "already-voted");
        Told(await Stage.VoteAsync(_stage.Second, alert, version: 1), HttpStatusCode.Conflict, "version-stale");
        Told(await Stage.VoteAsync(next.Second, alert), HttpStatusCode.NotFound, "not-found");
        Told(await Stage.VoteAsync(next.Manager, alert, "different"), HttpStatusCode.NotFound, "not-found");
        (await VotersAsync(alert)).ShouldBe([_stage.FirstPerson.Id]);
        Server.Time.Stall(TimeSpan.FromMinutes(5));
        Told(await Stage.VoteAsync(_stage.Second, alert), HttpStatusCode.Conflict, "alert-expired");

        (await RefusalsAsync(alert)).ShouldBe(["already-voted", "version-stale", "not-found", "not-found", "alert-expired"]);
        (await VotersAsync(alert)).ShouldBe([_stage.FirstPerson.Id]);
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task Nobody_acts_on_an_alert_that_is_not_shown_any_more()
    {
        var alert = await _stage.RaiseAndConfirmAsync();
        (await Stage.RecordAsync(_stage.First, alert)).Ok();
        Server.Time.Stall(TimeSpan.FromMinutes(11));

        (await _stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Refused(HttpStatusCode.NotFound, "not-found");
        (await Stage.VoteAsync(_stage.Second, alert)).Refused(HttpStatusCode.NotFound, "not-found");
        (await Server.QueryAsync("""SELECT "Number" FROM "Cases" WHERE "AlertId" = @p0""", alert)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_picture_that_comes_after_a_vote_changes_nothing()
    {
        var raised = await _stage.RaiseAsync();
        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
        (await Stage.VoteAsync(_stage.First, raised.Id)).Ok();

        Told(await Server.Anyone.PutAsync(raised.UploadPath, Photos.Of('B')), HttpStatusCode.NotFound, "not-found");

        (await _stage.Second.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body.ShouldBe(Stage.KeptPicture);
        (await Stage.VoteAsync(_stage.Second, raised.Id)).Ok()["state"].GetString().ShouldBe("confirmed");
    }

    [Fact]
    [Trait("Rule", "R1")]
    [Trait("Rule", "R26")]
    public async Task An_alert_whose_picture_never_comes_holds_up_the_next_one_for_a_minute_and_runs_out()
    {
        await using var screen = await StoreScreen.OpenAsync(_stage.First);
        var missing = await _stage.RaiseAsync();
        Server.Time.Step(TimeSpan.FromSeconds(59));
        await _stage.LookAsync();
        (await _stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        Server.Time.Step(TimeSpan.FromSeconds(1));
        Told(await Server.Anyone.PutAsync(missing.UploadPath, Stage.LivePicture), HttpStatusCode.Gone, "upload-too-late");

        await _stage.LookAsync();
        var next = await _stage.PassAsync(Photos.Of('A'));

        next.Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await Server.Anyone.PutAsync(next.UploadPath, Stage.LivePicture)).Ok();
        var seen = new RaisedAlert(next.UploadPath).Id;
        seen.ShouldNotBe(missing.Id);
        (await Stage.VoteAsync(_stage.First, missing.Id, version: 1)).Refused(HttpStatusCode.Conflict, "no-evidence");
        (await Stage.VoteAsync(_stage.First, seen)).Ok();
        (await Stage.VoteAsync(_stage.Second, seen)).Ok()["state"].GetString().ShouldBe("confirmed");
        Server.Time.Step(TimeSpan.FromMinutes(4));
        await screen.UntilAsync(missing.Id, "expired");
        (await RefusalsAsync(missing.Id)).ShouldBe(["upload-too-late", "no-evidence"]);
    }

    [Fact]
    [Trait("Rule", "R49")]
    public async Task A_large_picture_is_taken_while_it_is_small_enough_to_send()
    {
        var raised = await _stage.RaiseAsync();
        var (smooth, rough) = (FourK(noise: 0), FourK(noise: 255));
        smooth.Length.ShouldBeLessThan(512 * 1024);
        rough.Length.ShouldBeGreaterThan(512 * 1024);

        Told(await Server.Anyone.PutAsync(raised.UploadPath, rough), HttpStatusCode.UnprocessableEntity, "request-too-large");
        Told(await Server.Anyone.PutAsync(raised.UploadPath, smooth[..1000]), HttpStatusCode.UnprocessableEntity, "picture-truncated");
        (await _stage.First.GetAsync($"/api/alerts/{raised.Id}")).Ok()["hasLive"].GetBoolean().ShouldBeFalse();

        (await Server.Anyone.PutAsync(raised.UploadPath, smooth)).Ok();
        (await _stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body.ShouldBe(Stage.Kept(smooth));
        (await RefusalsAsync(raised.Id)).ShouldBe(["request-too-large", "picture-truncated"]);
    }

    private static void Told(Answer answer, HttpStatusCode status, string code) =>
        answer.Refused(status, code).Detail!.ShouldEndWith(".", customMessage: "a sentence for the person");

    private async Task<IEnumerable<Guid>> VotersAsync(Guid alert) =>
        (await Server.QueryAsync("""SELECT "PersonId" FROM "Votes" WHERE "AlertId" = @p0""", alert)).Select(row => Guid.Parse($"{row[0]}"));

    /// <summary>Codes of what was refused on an alert, in order.</summary>
    private async Task<IEnumerable<string>> RefusalsAsync(Guid alert) =>
        (
            await Server.QueryAsync(
                """SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'alert.refused' ORDER BY "Sequence" """,
                $"{alert}"
            )
        ).Select(row => System.Text.Json.JsonElement.Parse((string)row[0]!).GetProperty("code").GetString()!);

    /// <summary>A JPEG as a 4K camera would send it.</summary>
    /// <param name="noise">0 to 255: how much of it is noise, which makes the file large.</param>
    private static byte[] FourK(int noise)
    {
        using var frame = Frame.Rent(3840, 2160);
        var random = new Random(4);
        for (var i = 0; i < frame.Pixels.Length; i++)
        {
            frame.Pixels[i] = (byte)((i / 3 / frame.Width * 255 / frame.Height) ^ random.Next(noise + 1));
        }

        return Pictures.EncodeJpeg(frame, quality: 80);
    }
}
