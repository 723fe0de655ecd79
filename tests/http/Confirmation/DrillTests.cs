using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using RetailGuard.Testing;
using Verdict = RetailGuard.Protocol.V1.TrackDecision.Types.Verdict;

namespace RetailGuard.Tests.Http;

/// <summary>Makes volunteers for drills.</summary>
internal static class Drills
{
    /// <summary>Two people with two pictures each.</summary>
    public static async Task<List<Guid>> AddVolunteersAsync(Api headOffice)
    {
        var added = new List<Guid>();
        foreach (var subject in "AB")
        {
            added.Add((await AddAsync(headOffice, Photos.Of(subject), Photos.Of(subject, 1))).Ok()["id"].GetGuid());
        }

        return added;
    }

    public static Task<Answer> AddAsync(Api headOffice, params byte[][] photos)
    {
        var form = new MultipartFormDataContent
        {
            {
                new StringContent("""{"label":"Volunteer 1","consentVersion":"2026-1","consentedAt":"2026-11-01T00:00:00Z"}"""),
                "volunteer"
            },
        };
        foreach (var photo in photos)
        {
            form.Add(
                new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } },
                "photo",
                "photo.jpg"
            );
        }

        return headOffice.SendAsync(HttpMethod.Post, "/api/drills/volunteers", form);
    }
}

/// <summary>R48: drills look like alerts until they are decided, and never count as such.</summary>
public sealed class DrillTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R48")]
    public async Task A_drill_cannot_be_told_from_an_alert_before_it_is_decided()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var real = await stage.RaiseWithPictureAsync();
        var realView = await screen.UntilAsync(real, "voting");
        (await Stage.VoteAsync(stage.First, real, "cannotTell")).Ok();
        await screen.UntilAsync(real, "rejected");

        var drill = await StartAsync(stage, screen);
        Shape(screen.Alerts[drill]).ShouldBe(Shape(realView));
        (await stage.First.GetAsync($"/api/alerts/{drill}/pictures/live")).Ok().MediaType.ShouldBe("image/jpeg");
        (await stage.First.GetAsync($"/api/alerts/{drill}/pictures/enrolment")).Ok().MediaType.ShouldBe("image/jpeg");
        (await stage.First.GetAsync($"/api/alerts/{drill}")).Ok()["drill"].ValueKind.ShouldBe(JsonValueKind.Null);

        (await Stage.VoteAsync(stage.First, drill)).Ok()["state"].GetString().ShouldBe("voting");
        var decided = (await Stage.VoteAsync(stage.Second, drill)).Ok();
        decided["state"].GetString().ShouldBe("drill");
        var told = decided["drill"];
        told.GetProperty("correct").GetBoolean().ShouldBe(told.GetProperty("expected").GetString() == "same");
        told.GetProperty("yourAnswer").GetString().ShouldBe("same");
        decided["situation"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Stage.RecordAsync(stage.First, drill, "callPolice")).Refused(HttpStatusCode.Conflict, "alert-closed");

        var scores = (await stage.Manager.GetAsync($"/api/drills/scores?storeId={stage.Shop.Id}")).Ok()["weeks"];
        scores.GetArrayLength().ShouldBe(12);
        var week = scores[11];
        (week.GetProperty("drills").GetInt32(), week.GetProperty("decided").GetInt32(), week.GetProperty("missed").GetInt32()).ShouldBe(
            (1, 1, 0)
        );
    }

    [Fact]
    [Trait("Rule", "R48")]
    public async Task A_drill_waits_for_a_real_alert_and_gives_way_to_one()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var drill = await StartAsync(stage, screen);

        var real = await stage.RaiseWithPictureAsync();
        var gone = await screen.UntilAsync(drill, "drill");
        gone.GetProperty("drill").GetProperty("correct").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Stage.VoteAsync(stage.First, drill)).Refused(HttpStatusCode.Conflict, "alert-closed");
        (await stage.HeadOffice.PostAsync("/api/drills", new { storeId = stage.Shop.Id })).Refused(HttpStatusCode.Conflict, "alert-open");

        (await Stage.VoteAsync(stage.First, real, "cannotTell")).Ok();
        (await stage.HeadOffice.PostAsync("/api/drills", new { storeId = stage.Shop.Id })).Ok();
        var week = (await stage.Manager.GetAsync($"/api/drills/scores?storeId={stage.Shop.Id}&weeks=1")).Ok()["weeks"][0];
        week.GetProperty("drills").GetInt32().ShouldBe(0, "one gave way, one is open");
    }

    [Fact]
    [Trait("Rule", "R28")]
    [Trait("Rule", "R48")]
    public async Task A_dispute_during_a_drill_is_taken_as_any_other()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var drill = await StartAsync(stage, screen);
        var disputed = (await stage.First.PostAsync($"/api/alerts/{drill}/dispute")).Ok();
        disputed["state"].GetString().ShouldBe("disputed");
        disputed["case"].GetProperty("number").GetString()!.ShouldStartWith("RG-");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(Verdict.Hold, "no entry is suspended by it");
    }

    [Fact]
    [Trait("Rule", "R48")]
    public async Task A_drill_that_nobody_answers_counts_as_missed()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var drill = await StartAsync(stage, screen);
        Server.Time.Step(TimeSpan.FromMinutes(5));
        await screen.UntilAsync(drill, "drill");
        var week = (await stage.Manager.GetAsync($"/api/drills/scores?storeId={stage.Shop.Id}&weeks=1")).Ok()["weeks"][0];
        (week.GetProperty("drills").GetInt32(), week.GetProperty("missed").GetInt32()).ShouldBe((1, 1));
    }

    [Fact]
    [Trait("Rule", "R35")]
    [Trait("Rule", "R48")]
    public async Task Withdrawing_destroys_a_volunteers_pictures_and_ends_the_drill()
    {
        await using var stage = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var volunteers = await Drills.AddVolunteersAsync(stage.HeadOffice);
        var drill = await StartAsync(stage, screen, []);
        foreach (var volunteer in volunteers)
        {
            (await stage.HeadOffice.DeleteAsync($"/api/drills/volunteers/{volunteer}")).Ok();
        }

        await screen.UntilAsync(drill, "drill");
        (await stage.HeadOffice.GetAsync("/api/drills/volunteers")).Ok().Json.GetArrayLength().ShouldBe(0);
        (await stage.HeadOffice.PostAsync("/api/drills", new { storeId = stage.Shop.Id })).Refused(
            HttpStatusCode.Conflict,
            "no-volunteers"
        );
        (await stage.HeadOffice.DeleteAsync($"/api/drills/volunteers/{volunteers[0]}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R48")]
    public async Task Head_office_sets_a_rate_within_limits()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var headOffice = await (await retailer.HireAsync(Identity.Role.HeadOfficeLossPrevention)).SignInAsync();
        (await headOffice.GetAsync("/api/drills/settings")).Ok()["perStoreAndWeek"].GetInt32().ShouldBe(0);
        (await headOffice.PutAsync("/api/drills/settings", new { perStoreAndWeek = 51 })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-out-of-range"
        );
        (await headOffice.PutAsync("/api/drills/settings", new { perStoreAndWeek = 3 })).Ok();
        (await headOffice.GetAsync("/api/drills/settings")).Ok()["perStoreAndWeek"].GetInt32().ShouldBe(3);
    }

    [Fact]
    [Trait("Rule", "R48")]
    [Trait("Rule", "R4")]
    public async Task A_volunteer_needs_two_good_photographs_and_consent()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var headOffice = await (await retailer.HireAsync(Identity.Role.HeadOfficeLossPrevention)).SignInAsync();
        (await Drills.AddAsync(headOffice, Photos.Of('B'))).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        var poor = (await Drills.AddAsync(headOffice, Photos.Of('B'), Photos.Group())).Refused(
            HttpStatusCode.UnprocessableEntity,
            "photo-two-faces"
        );
        poor.Detail!.ShouldStartWith("Photograph 2");
    }

    private static async Task<Guid> StartAsync(Stage stage, StoreScreen screen, List<Guid>? volunteers = null)
    {
        _ = volunteers ?? await Drills.AddVolunteersAsync(stage.HeadOffice);
        var before = screen.Alerts.Keys.ToHashSet();
        (await stage.HeadOffice.PostAsync("/api/drills", new { storeId = stage.Shop.Id })).Ok();
        await screen.UntilAsync(
            s => s.Alerts.Any(a => !before.Contains(a.Key) && a.Value.GetProperty("state").GetString() == "voting"),
            "the drill"
        );
        return screen.Alerts.Keys.Single(id => !before.Contains(id));
    }

    /// <summary>Which fields there are, and of what kind their values: all that a program could tell a drill by.</summary>
    private static IEnumerable<string> Shape(JsonElement view) =>
        view.EnumerateObject().Select(p => $"{p.Name}:{p.Value.ValueKind}{(p.Name is "state" or "version" ? p.Value.ToString() : "")}");
}
