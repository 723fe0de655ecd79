using System.Net;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What staff do with a confirmed alert: the in-aisle check, newer pictures, and the outcome that is never left out.</summary>
public sealed class ActingTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R26")]
    public async Task Nobody_is_asked_to_leave_who_was_not_checked_in_the_aisle()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseAndConfirmAsync();

        (await Stage.RecordAsync(stage.First, alert, "askToLeave")).Refused(HttpStatusCode.Conflict, "in-aisle-missing");
        var other = (await CheckAsync(stage.First, alert, "different", 3)).Ok();
        other["state"].GetString().ShouldBe("confirmed");
        other["inAisle"].GetProperty("answer").GetString().ShouldBe("different");
        other["inAisle"].GetProperty("by").GetString()!.ShouldStartWith("StoreStaff");
        (await Stage.RecordAsync(stage.First, alert, "askToLeave", 4)).Refused(HttpStatusCode.Conflict, "in-aisle-missing");
        (await CheckAsync(stage.Second, alert, "same", 3)).Refused(HttpStatusCode.Conflict, "version-stale");
        (await CheckAsync(stage.Second, alert, "same", 4)).Ok();
        (await Stage.RecordAsync(stage.First, alert, "askToLeave", 5)).Ok()["state"].GetString().ShouldBe("closed");
    }

    [Fact]
    [Trait("Rule", "R26")]
    public async Task Staff_who_look_for_a_confirmed_person_get_the_newest_picture()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseAndConfirmAsync();
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(
            TrackDecision.Types.Verdict.Discard,
            "the picture is ten seconds old at most"
        );

        Server.Time.Step(TimeSpan.FromSeconds(10));
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var again = await stage.PassAsync(Photos.Of('A'));
        again.Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        new RaisedAlert(again.UploadPath).Id.ShouldBe(alert, "it is the same alert");
        var newer = Photos.Of('A', 2);
        (await Server.Anyone.PutAsync(again.UploadPath, newer)).Ok();

        await screen.UntilAsync(
            s => s.Alerts[alert].GetProperty("latest").ValueKind == System.Text.Json.JsonValueKind.Object,
            "the sighting"
        );
        screen.Alerts[alert].GetProperty("latest").GetProperty("camera").GetProperty("name").GetString().ShouldBe("Door 1");
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/latest")).Ok().Body.ShouldBe(Stage.Kept(newer));
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok().Body.ShouldBe(Stage.KeptPicture, "what was voted on");
        (await Server.Anyone.PutAsync(again.UploadPath, newer)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R27")]
    public async Task An_outcome_stays_due_when_acting_is_over()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseAndConfirmAsync();
        await using var screen = await StoreScreen.OpenAsync(stage.First);

        await WaitAsync(stage, TimeSpan.FromMinutes(10));
        var shown = screen.UntilAsync(alert, "expired");
        await stage.StepUntilAsync(shown);
        var expired = await shown;
        expired.GetProperty("outcomeDue").GetBoolean().ShouldBeTrue();
        (await CheckAsync(stage.First, alert, "same", 4)).Refused(HttpStatusCode.Conflict, "alert-expired");
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Refused(HttpStatusCode.NotFound, "not-found");

        await WaitAsync(stage, TimeSpan.FromMinutes(30));
        await using (var later = await StoreScreen.OpenAsync(stage.Second))
        {
            later.Alerts.Keys.ShouldContain(alert, "it waits for its outcome");
        }

        var recorded = (await Stage.RecordAsync(stage.Second, alert, "observe", 4)).Ok();
        (recorded["state"].GetString(), recorded["outcomeDue"].GetBoolean()).ShouldBe(("closed", false));
        (await Stage.RecordAsync(stage.Second, alert, "callPolice", 5)).Refused(HttpStatusCode.Conflict, "alert-closed");
    }

    [Fact]
    [Trait("Rule", "R16")]
    public async Task Not_the_same_pauses_the_entry_in_this_store_until_the_time_is_over_or_somebody_lifts_it()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var first = await stage.RaiseWithPictureAsync();
        var rejected = (await Stage.VoteAsync(stage.First, first, "different")).Ok();
        rejected["suppressedUntil"].GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow() + TimeSpan.FromMinutes(15));
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);

        (await stage.Second.PostAsync($"/api/alerts/{first}/alert-again"))
            .Ok()["suppressedUntil"]
            .ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var second = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, second, "different")).Ok();
        await WaitAsync(stage, TimeSpan.FromMinutes(14));
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        await WaitAsync(stage, TimeSpan.FromMinutes(1));
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R48")]
    public async Task A_vote_needs_a_certificate_that_is_valid_at_that_moment()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var untrained = await (await stage.Retailer.HireUntrainedAsync(Identity.Role.StoreStaff, stage.Shop)).SignInAsync(stage.Shop);
        var alert = await stage.RaiseWithPictureAsync();

        (await Stage.VoteAsync(untrained, alert)).Refused(HttpStatusCode.Conflict, "certificate-missing");
        (await Stage.VoteAsync(stage.First, alert)).Ok();
        (await Training.PassAsync(untrained)).Ok();
        (await Stage.VoteAsync(untrained, alert)).Ok()["state"].GetString().ShouldBe("confirmed");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task Who_reset_an_account_and_its_owner_are_not_two_people()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        var email = $"both-{Unique.Name()}@example.test";
        var hired = await stage.Retailer.Admin.PostAsync(
            "/api/people",
            new
            {
                name = "Administrator 2",
                email,
                roles = new[] { "tenantAdmin", "storeStaff" },
                storeIds = new[] { stage.Shop.Id },
            }
        );
        var both = await Retailer.EnterAsync(Server, Retailer.CodeIn(hired));
        (await Training.PassAsync(both)).Ok();
        var target = await stage.Retailer.HireAsync(Identity.Role.StoreStaff, stage.Shop);
        var owned = await Retailer.EnterAsync(Server, await stage.Retailer.InviteAsync(target.Id, both));

        (await Stage.VoteAsync(both, alert)).Ok();
        (await Stage.VoteAsync(owned, alert)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await Stage.VoteAsync(stage.Second, alert)).Ok()["state"].GetString().ShouldBe("confirmed");
    }

    [Fact]
    [Trait("Rule", "R50")]
    public async Task The_times_from_camera_to_outcome_are_reported_and_drills_are_not_in_them()
    {
        await using var stage = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        var alert = await stage.RaiseWithPictureAsync();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await Stage.VoteAsync(stage.First, alert)).Ok();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await Stage.VoteAsync(stage.Second, alert)).Ok();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await Stage.RecordAsync(stage.Second, alert)).Ok();
        await Drills.AddVolunteersAsync(stage.HeadOffice);
        (await stage.HeadOffice.PostAsync("/api/drills", new { storeId = stage.Shop.Id })).Ok();

        var report = (await stage.Manager.GetAsync($"/api/reports/timings?storeId={stage.Shop.Id}")).Ok();
        report["alerts"].GetInt32().ShouldBe(1);
        string[] steps = ["cameraToAlert", "cameraToTablet", "cameraToFirstVote", "cameraToDecision", "cameraToOutcome"];
        steps.Select(s => report[s].GetProperty("p95").GetDouble()).ShouldBe([0, 1000, 2000, 3000, 4000]);
        report["perAlert"][0].GetProperty("alert").GetGuid().ShouldBe(alert);
        (await stage.HeadOffice.GetAsync("/api/reports/timings?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")).Refused(
            HttpStatusCode.UnprocessableEntity,
            "period-invalid"
        );
    }

    /// <summary>Time passes as on a machine that was asleep: nothing piles up on the lines meanwhile.</summary>
    private Task WaitAsync(Stage stage, TimeSpan time)
    {
        Server.Time.Sleep(time);
        return stage.LookAsync();
    }

    private static Task<Answer> CheckAsync(Api person, Guid alert, string answer, int version) =>
        person.PostAsync($"/api/alerts/{alert}/in-aisle", new { seenVersion = version, answer }, Unique.Id());
}
