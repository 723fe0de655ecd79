using System.Net;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Matching that must not go on: an entry that alerts too often, and the kill switch.</summary>
public sealed class StoppingTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R7")]
    public async Task An_entry_that_alerts_a_sixth_time_in_a_day_is_frozen_and_head_office_sees_why()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        for (var i = 0; i < 5; i++)
        {
            (await Stage.VoteAsync(stage.First, await stage.RaiseWithPictureAsync(), "cannotTell")).Ok();
        }

        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        var frozen = (await stage.HeadOffice.GetAsync("/api/entries/suspended"))
            .Ok()
            .Json.EnumerateArray()
            .Single(e => e.GetProperty("id").GetGuid() == stage.Entry);
        frozen.GetProperty("state").GetString().ShouldBe("suspended");
        var why = frozen.GetProperty("suspension");
        (why.GetProperty("reason").GetString(), why.GetProperty("alerts").GetInt32(), why.GetProperty("stores").GetInt32()).ShouldBe(
            ("alertRate", 6, 1)
        );
        why.GetProperty("detail").GetString()!.ShouldContain("6 times");

        // R7: back only by two, and then the count begins anew.
        var body = new { reason = "Compared with the incident's footage." };
        var other = await (await stage.Retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();
        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/reinstate", body)).Ok();
        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/reinstate", body)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "same-person"
        );
        (await other.PostAsync($"/api/entries/{stage.Entry}/reinstate", body)).Ok()["state"].GetString().ShouldBe("active");
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R7")]
    public async Task An_entry_that_leaves_the_list_stops_its_open_alert_at_the_next_act()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = await stage.RaiseAndConfirmAsync();
        (await stage.Manager.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "It was somebody else." })).Ok();

        (await Stage.RecordAsync(stage.First, alert)).Refused(HttpStatusCode.Conflict, "version-stale");
        var stopped = (await stage.First.GetAsync($"/api/alerts/{alert}")).Ok();
        (stopped["state"].GetString(), stopped["stopped"].GetString()).ShouldBe(("frozen", "entryRemoved"));
        (await Stage.RecordAsync(stage.First, alert, version: 4)).Ok()["state"].GetString().ShouldBe("frozen");
    }

    [Theory]
    [InlineData("camera")]
    [InlineData("store")]
    [InlineData("tenant")]
    [Trait("Rule", "R8")]
    public async Task The_kill_switch_stops_matching_and_what_is_open_at_once(string scope)
    {
        await using var stage = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var alert = await stage.RaiseWithPictureAsync();
        var halt = new
        {
            scope,
            id = scope switch
            {
                "camera" => stage.Shop.Cameras[0],
                "store" => stage.Shop.Id,
                _ => (Guid?)null,
            },
            reason = "The camera looks at the street.",
        };

        (await stage.HeadOffice.PostAsync("/api/matching/stop", halt)).Ok();

        (await screen.UntilAsync(alert, "frozen")).GetProperty("stopped").GetString().ShouldBe("matchingStopped");
        var undecided = await stage.PassAsync(Photos.Of('A'));
        undecided.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        undecided.Reason.ShouldContain("The camera looks at the street.");
        await screen.UntilAsync(s => !s.Store.GetProperty("armed").GetBoolean(), "the stop");
        screen.Store.GetProperty("cameras")[0].GetProperty("reason").GetString()!.ShouldContain("The camera looks at the street.");

        // The connector hears of it with the next beat.
        Server.Time.Step(TimeSpan.FromSeconds(2));
        await stage.Connector.NextAsync(f => f.Policy is { } p && !p.Cameras[0].Armed, "a policy without matching");

        (await stage.Manager.PostAsync("/api/matching/resume", halt)).Refused(
            HttpStatusCode.Forbidden,
            scope == "tenant" ? "role-missing" : "stopped-by-head-office"
        );
        (await stage.Manager.GetAsync("/api/matching")).Ok().Json.GetArrayLength().ShouldBe(1);
        (await stage.HeadOffice.PostAsync("/api/matching/resume", halt)).Ok();
        (await stage.HeadOffice.PostAsync("/api/matching/resume", halt)).Refused(HttpStatusCode.Conflict, "not-stopped");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task People_who_stop_or_resume_at_the_same_moment_all_get_their_answer()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var halt = new
        {
            scope = "store",
            id = stage.Shop.Id,
            reason = "The camera looks at the street.",
        };

        var stops = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.Manager.PostAsync("/api/matching/stop", halt)));
        stops.ShouldAllBe(s => s.Status == HttpStatusCode.NoContent);
        (await stage.Manager.GetAsync("/api/matching")).Ok().Json.GetArrayLength().ShouldBe(1);

        var resumes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.Manager.PostAsync("/api/matching/resume", halt)));
        resumes.Count(r => r.Status == HttpStatusCode.NoContent).ShouldBe(1);
        resumes.Count(r => r.Code == "not-stopped").ShouldBe(7);
        (await stage.Manager.GetAsync("/api/matching")).Ok().Json.GetArrayLength().ShouldBe(0);
    }
}
