using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A person disputes: everything stops, a case opens, and a mistake is put on record.</summary>
public abstract class DisputeTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R28")]
    [Trait("Rule", "R40")]
    [Trait("Rule", "R29")]
    public async Task A_dispute_stops_everything_and_the_case_decides_what_goes_on()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await (await stage.Retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();
        await using var screen = await StoreScreen.OpenAsync(stage.Second);
        var alert = await stage.RaiseAndConfirmAsync();

        var disputed = (await stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Ok();
        disputed["state"].GetString().ShouldBe("disputed");
        disputed["outcomeDue"].GetBoolean().ShouldBeTrue("what was done is recorded all the same");
        var number = disputed["case"].GetProperty("number").GetString()!;
        (await screen.UntilAsync(alert, "disputed")).GetProperty("case").GetProperty("url").GetString().ShouldBe($"/c/{number}");
        (await stage.Second.PostAsync($"/api/alerts/{alert}/dispute")).Ok()["case"].GetProperty("number").GetString().ShouldBe(number);

        // R40: the entry matches nobody, and cannot come back while the case is open.
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        var suspended = (await privacy.GetAsync("/api/entries/suspended")).Ok().Json.EnumerateArray().Single(e => Id(e) == stage.Entry);
        suspended.GetProperty("suspension").GetProperty("reason").GetString().ShouldBe("disputed");
        (await ReinstateAsync(privacy, stage.Entry)).Refused(HttpStatusCode.Conflict, "case-open");

        // The card: for anybody, without anything about anybody.
        var page = (await Server.Anyone.GetAsync($"/c/{number}")).Ok();
        page.Text.ShouldContain(number);
        page.Text.ShouldContain("lang=\"mi\"");
        page.Text.ShouldNotContain("Subject A");
        (await Server.Anyone.GetAsync($"/privacy/{stage.Shop.Id}")).Ok();
        page.Text.ShouldContain($"href=\"/privacy/{stage.Shop.Id}\"");
        page.Text.ShouldNotContain("<script");
        (await stage.First.GetAsync($"/api/cases/{number}/qr.svg")).Ok().Text.ShouldContain("<svg");
        (await Server.Anyone.GetAsync("/c/RG-0000-0000")).Status.ShouldBe(HttpStatusCode.NotFound);

        // R29: pictures and votes are there for the case, and go with it.
        (await privacy.GetAsync($"/api/cases/{number}/pictures/live"))
            .Ok()
            .Body.ShouldBe(Stage.KeptPicture);
        (await CloseAsync(privacy, number, "misidentified")).Refused(HttpStatusCode.Conflict, "record-missing");
        (await RecordAsync(stage.Manager, number, "")).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        var recorded = (await RecordAsync(stage.Manager, number)).Ok();
        recorded["misidentification"].GetProperty("cause").GetString().ShouldBe("firstVote");
        recorded["overdue"].GetBoolean().ShouldBeFalse();
        (await CloseAsync(privacy, number, "misidentified")).Ok()["state"].GetString().ShouldBe("closed");
        (await privacy.GetAsync($"/api/cases/{number}/pictures/live")).Refused(HttpStatusCode.NotFound, "not-found");
        (await Server.QueryAsync("""SELECT "AlertId" FROM "Votes" WHERE "AlertId" = @p0""", alert)).ShouldBeEmpty();
        (await Server.Anyone.GetAsync($"/c/{number}")).Ok().Text.ShouldContain("the case is closed");

        // Two people bring the entry back.
        (await ReinstateAsync(privacy, stage.Entry))
            .Ok()["state"]
            .GetString()
            .ShouldBe("suspended");
        (await ReinstateAsync(privacy, stage.Entry)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await ReinstateAsync(stage.HeadOffice, stage.Entry)).Ok()["state"].GetString().ShouldBe("active");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);

        var report = (await privacy.GetAsync("/api/reports/misidentifications")).Ok();
        report["byCause"].GetProperty("firstVote").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("raised")]
    [InlineData("voting")]
    [InlineData("rejected")]
    [InlineData("closed")]
    [Trait("Rule", "R28")]
    public async Task A_dispute_is_taken_at_any_stage(string state)
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var alert = state is "raised" ? (await stage.RaiseAsync()).Id : await stage.RaiseWithPictureAsync();
        switch (state)
        {
            case "rejected":
                (await Stage.VoteAsync(stage.First, alert, "different")).Ok();
                break;
            case "closed":
                (await Stage.VoteAsync(stage.First, alert)).Ok();
                (await Stage.VoteAsync(stage.Second, alert)).Ok();
                (await Stage.RecordAsync(stage.First, alert)).Ok();
                break;
        }

        var disputed = (await stage.Second.PostAsync($"/api/alerts/{alert}/dispute")).Ok();
        disputed["state"].GetString().ShouldBe("disputed");
        (await Stage.VoteAsync(stage.First, alert, version: disputed["version"].GetInt32())).Refused(
            HttpStatusCode.Conflict,
            "alert-disputed"
        );
        var number = disputed["case"].GetProperty("number").GetString();
        var listed = (await stage.Manager.GetAsync("/api/cases?state=open")).Ok().Json.EnumerateArray();
        listed.ShouldContain(c => c.GetProperty("number").GetString() == number);
    }

    private static Guid Id(JsonElement entry) => entry.GetProperty("id").GetGuid();

    private static Task<Answer> ReinstateAsync(Api person, Guid entry) =>
        person.PostAsync($"/api/entries/{entry}/reinstate", new { reason = "Compared with the incident's footage." });

    internal static Task<Answer> RecordAsync(Api person, string number, string apology = "In person, by the manager.") =>
        person.PutAsync(
            $"/api/cases/{number}/misidentification",
            new
            {
                cause = "firstVote",
                apology,
                redress = "A letter and a voucher.",
                fix = "Both voters take the course again.",
            }
        );

    private static Task<Answer> CloseAsync(Api person, string number, string finding) =>
        person.PostAsync($"/api/cases/{number}/close", new { finding, note = "Looked at by somebody who was not there." });
}

public sealed class DisputeOnDiskTests(OnDisk fixture, FaceReader reader) : DisputeTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class DisputeInCloudTests(InCloud fixture, FaceReader reader) : DisputeTests(fixture, reader), IClassFixture<InCloud>;
