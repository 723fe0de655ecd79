using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>From a face at the door to a recorded outcome; what races and repetitions do to it.</summary>
public abstract class AlertTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R27")]
    public async Task A_match_is_compared_by_two_people_and_ends_with_an_outcome()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);

        var raised = await stage.RaiseAsync();
        var shown = await screen.UntilAsync(raised.Id, "raised");
        shown.GetProperty("hasLive").GetBoolean().ShouldBeFalse();
        shown.GetProperty("camera").GetProperty("name").GetString().ShouldBe("Door 1");

        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await screen.UntilAsync(raised.Id, "voting")).GetProperty("hasLive").GetBoolean().ShouldBeTrue();
        (await stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body.ShouldBe(Stage.KeptPicture);
        (await stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/enrolment")).Ok().MediaType.ShouldBe("image/jpeg");

        (await Stage.VoteAsync(stage.First, raised.Id)).Ok()["voted"].GetBoolean().ShouldBeTrue();
        var confirmed = (await Stage.VoteAsync(stage.Second, raised.Id)).Ok();
        confirmed["state"].GetString().ShouldBe("confirmed");
        confirmed["situation"].GetProperty("label").GetString().ShouldBe("Subject A");
        confirmed["situation"].GetProperty("score").GetDouble().ShouldBeGreaterThan(92.5);
        (await screen.UntilAsync(raised.Id, "confirmed")).GetProperty("situation").GetProperty("category").GetString().ShouldBe("violence");

        (await Stage.RecordAsync(stage.Second, raised.Id, "callPolice")).Ok()["outcome"].GetString().ShouldBe("callPolice");
        (await screen.UntilAsync(raised.Id, "closed")).GetProperty("outcome").GetString().ShouldBe("callPolice");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task One_person_in_many_sessions_at_once_has_one_vote()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        Api[] sessions = [stage.First, await stage.FirstPerson.SignInAsync(), await stage.FirstPerson.SignInAsync()];

        var votes = await Task.WhenAll(sessions.Concat(sessions).Select(session => Stage.VoteAsync(session, alert)));

        votes.Count(v => v.Status == HttpStatusCode.OK).ShouldBe(1);
        votes.Count(v => v.Code == "already-voted").ShouldBe(5);
        (await stage.Second.GetAsync($"/api/alerts/{alert}")).Ok()["state"].GetString().ShouldBe("voting");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task Two_people_who_vote_at_the_same_moment_confirm()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();

        var votes = await Task.WhenAll(Stage.VoteAsync(stage.First, alert), Stage.VoteAsync(stage.Second, alert));

        votes.ShouldAllBe(v => v.Status == HttpStatusCode.OK);
        votes.Select(v => v["state"].GetString()).Order().ShouldBe(["confirmed", "voting"]);
    }

    [Fact]
    public async Task A_repeated_vote_is_the_same_vote_with_the_same_answer()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        var key = Unique.Id();

        var votes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Stage.VoteAsync(stage.First, alert, key: key)));

        votes.ShouldAllBe(v => v.Status == HttpStatusCode.OK && v.Text == votes[0].Text);
        (await Server.QueryAsync("""SELECT "PersonId" FROM "Votes" WHERE "AlertId" = @p0""", alert)).Count.ShouldBe(1);
        (await ActionsAsync(alert)).Count(a => a == "alert.vote-cast").ShouldBe(1);
        (await Stage.VoteAsync(stage.First, alert, "different", key: key)).Refused(HttpStatusCode.Conflict, "already-voted");
    }

    [Fact]
    public async Task A_repeated_outcome_is_the_same_outcome_and_a_second_one_is_refused()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseAndConfirmAsync();
        var key = Unique.Id();

        var recorded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Stage.RecordAsync(stage.First, alert, key: key)));

        recorded.ShouldAllBe(r => r.Status == HttpStatusCode.OK && r.Text == recorded[0].Text);
        (await ActionsAsync(alert)).Count(a => a == "alert.outcome-recorded").ShouldBe(1);
        (await Stage.RecordAsync(stage.Second, alert, "askToLeave", version: 4)).Refused(HttpStatusCode.Conflict, "alert-closed");
    }

    [Fact]
    [Trait("Rule", "R49")]
    public async Task Every_step_of_an_alert_is_in_the_audit()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok();
        (await Stage.VoteAsync(stage.First, alert)).Ok();
        (await Stage.VoteAsync(stage.First, alert)).Refused(HttpStatusCode.Conflict, "already-voted");
        (await Stage.VoteAsync(stage.Second, alert)).Ok();
        (await Stage.RecordAsync(stage.Second, alert)).Ok();

        (await ActionsAsync(alert)).ShouldBe([
            "alert.raised",
            "alert.evidence-attached",
            "alert.picture-viewed",
            "alert.vote-cast",
            "alert.refused",
            "alert.vote-cast",
            "alert.confirmed",
            "alert.outcome-recorded",
        ]);
    }

    [Theory]
    [InlineData("different")]
    [InlineData("cannotTell")]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R30")]
    public async Task Any_no_ends_the_alert_and_destroys_its_picture(string no)
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.Second);
        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, alert)).Ok();

        (await Stage.VoteAsync(stage.Second, alert, no)).Ok()["state"].GetString().ShouldBe("rejected");

        (await screen.UntilAsync(alert, "rejected")).GetProperty("situation").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await ShouldHaveNoPictureAsync(stage, alert);
        var third = await (await stage.Retailer.HireAsync(RetailGuard.Identity.Role.StoreStaff, stage.Shop)).SignInAsync();
        (await Stage.VoteAsync(third, alert)).Refused(HttpStatusCode.Conflict, "alert-closed");
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R30")]
    public async Task Five_minutes_without_agreement_end_the_alert_and_destroy_its_picture()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.Second);
        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, alert)).Ok();

        Server.Time.Step(TimeSpan.FromMinutes(5));

        // Screens also compare with the record, which says so a moment before the picture is destroyed and its receipt written.
        await screen.UntilAsync(alert, "expired");
        await stage.StepUntilAsync(async () => (await ActionsAsync(alert)).Contains("alert.purged"));
        await ShouldHaveNoPictureAsync(stage, alert);
        (await Stage.VoteAsync(stage.Second, alert, version: 3)).Refused(HttpStatusCode.Conflict, "alert-expired");
    }

    [Fact]
    public async Task Of_ten_uploads_to_one_address_one_is_taken()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var raised = await stage.RaiseAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)));

        answers.Count(a => a.Status == HttpStatusCode.NoContent).ShouldBe(1);
        answers.Count(a => a.Code == "not-found").ShouldBe(9);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task One_person_at_many_cameras_at_once_is_one_alert()
    {
        await using var stage = await Stage.SetAsync(Server, reader);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.PassAsync(Photos.Of('A'))));

        decisions.Count(d => d.Verdict == TrackDecision.Types.Verdict.Hold).ShouldBe(1);
        decisions.Count(d => d.Verdict == TrackDecision.Types.Verdict.Discard).ShouldBe(7);
    }

    private async Task<IReadOnlyList<string>> ActionsAsync(Guid alert)
    {
        var rows = await Server.QueryAsync("""SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 ORDER BY "Sequence" """, $"{alert}");
        return [.. rows.Select(row => (string)row[0]!)];
    }

    private async Task ShouldHaveNoPictureAsync(Stage stage, Guid alert)
    {
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Refused(HttpStatusCode.NotFound, "not-found");
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/enrolment")).Refused(HttpStatusCode.NotFound, "not-found");
        (await Server.QueryAsync("""SELECT "KeyId" FROM "Alerts" WHERE "Id" = @p0""", alert)).ShouldHaveSingleItem()[0].ShouldBeNull();
        var blob = await Server
            .Services.GetRequiredService<IBlobVault>()
            .GetAsync($"{stage.Retailer.Id}/alerts/{alert}/live", CancellationToken.None);
        (blob is null).ShouldBeTrue();
    }
}

public sealed class AlertsOnDisk(OnDisk fixture, FaceReader reader) : AlertTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class AlertsInCloud(InCloud fixture, FaceReader reader) : AlertTests(fixture, reader), IClassFixture<InCloud>;
