using System.Net;
using System.Text.Json.Nodes;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>When a vote or an outcome counts, and what the person hears when it does not.</summary>
public sealed class VoteRuleTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Stage _stage = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync() => _stage = await Stage.SetAsync(Server, reader);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Nobody_votes_without_the_cameras_picture()
    {
        var raised = await _stage.RaiseAsync();

        (await Stage.VoteAsync(_stage.First, raised.Id, version: 1)).Refused(HttpStatusCode.Conflict, "no-evidence");
    }

    [Fact]
    public async Task Nobody_votes_on_what_they_have_not_seen()
    {
        var alert = await _stage.RaiseWithPictureAsync();

        (await Stage.VoteAsync(_stage.First, alert, version: 1)).Refused(HttpStatusCode.Conflict, "version-stale");
        (await Stage.VoteAsync(_stage.First, alert, version: 3)).Refused(HttpStatusCode.Conflict, "version-stale");
        (await Stage.VoteAsync(_stage.First, alert)).Ok();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_second_vote_of_the_same_person_is_refused()
    {
        var alert = await _stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(_stage.First, alert)).Ok();

        (await Stage.VoteAsync(_stage.First, alert)).Refused(HttpStatusCode.Conflict, "already-voted");
        var afresh = await _stage.FirstPerson.SignInAsync();
        (await Stage.VoteAsync(afresh, alert)).Refused(HttpStatusCode.Conflict, "already-voted");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_vote_is_refused_from_the_very_moment_that_its_time_is_over()
    {
        var alert = await _stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(_stage.First, alert)).Ok();

        // No timer has told anybody yet.
        Server.Time.Stall(TimeSpan.FromMinutes(5));

        (await Stage.VoteAsync(_stage.Second, alert)).Refused(HttpStatusCode.Conflict, "alert-expired");
    }

    [Fact]
    [Trait("Rule", "R26")]
    public async Task Nobody_acts_on_an_alert_ten_minutes_after_the_capture()
    {
        var alert = await _stage.RaiseAndConfirmAsync();
        Server.Time.Stall(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        (await _stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok();

        Server.Time.Stall(TimeSpan.FromMilliseconds(1));

        var check = new { seenVersion = 3, answer = "same" };
        (await _stage.First.PostAsync($"/api/alerts/{alert}/in-aisle", check, Unique.Id())).Refused(
            HttpStatusCode.Conflict,
            "alert-expired"
        );
        (await _stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R26")]
    public async Task A_connector_whose_clock_is_ahead_gains_no_time_to_act()
    {
        var now = Server.Time.GetUtcNow();
        var probe = _stage.Connector.Probe(_stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), now.AddHours(1));

        var alert = new RaisedAlert((await _stage.Connector.AskAsync(probe)).UploadPath).Id;

        var shown = (await _stage.First.GetAsync($"/api/alerts/{alert}")).Ok();
        shown["actionableUntil"].GetDateTimeOffset().ShouldBe(now.AddMinutes(10));
    }

    [Fact]
    [Trait("Rule", "R26")]
    public async Task A_face_that_was_seen_too_long_ago_raises_nothing()
    {
        var old = Server.Time.GetUtcNow().AddMinutes(-10);
        var probe = _stage.Connector.Probe(_stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), old);

        var decision = await _stage.Connector.AskAsync(probe);

        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        decision.Reason.ShouldContain("clock");
    }

    [Fact]
    public async Task An_outcome_needs_two_votes_before_it()
    {
        var alert = await _stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(_stage.First, alert)).Ok();

        (await Stage.RecordAsync(_stage.First, alert, version: 2)).Refused(HttpStatusCode.Conflict, "not-confirmed");
    }

    [Fact]
    public async Task A_third_vote_on_a_confirmed_alert_is_refused()
    {
        var alert = await _stage.RaiseAndConfirmAsync();

        (await Stage.VoteAsync(_stage.Manager, alert, version: 3)).Refused(HttpStatusCode.Conflict, "already-confirmed");
    }

    [Theory]
    [InlineData("votes", """{"seenVersion":2,"answer":"same"}""")]
    [InlineData("outcome", """{"seenVersion":2,"outcome":"none"}""")]
    public async Task A_request_without_its_key_is_refused(string route, string body)
    {
        var alert = await _stage.RaiseWithPictureAsync();

        var refused = await _stage.First.PostAsync($"/api/alerts/{alert}/{route}", JsonNode.Parse(body));

        refused.Refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-missing");
    }

    [Theory]
    [InlineData("votes", """{"answer":"same"}""", "field-missing")]
    [InlineData("votes", """{"seenVersion":2}""", "field-missing")]
    [InlineData("votes", """{"seenVersion":2,"answer":"maybe"}""", "field-invalid")]
    [InlineData("votes", """{"seenVersion":2,"answer":0}""", "field-invalid")]
    [InlineData("votes", """{"seenVersion":2,"answer":"same","features":["aura"]}""", "field-invalid")]
    [InlineData("outcome", """{"outcome":"none"}""", "field-missing")]
    [InlineData("outcome", """{"seenVersion":2}""", "field-missing")]
    [InlineData("outcome", """{"seenVersion":2,"outcome":"detain"}""", "field-invalid")]
    [InlineData("outcome", """{"seenVersion":2,"outcome":"search"}""", "field-invalid")]
    [Trait("Rule", "R27")]
    public async Task A_request_that_lacks_something_or_asks_for_what_there_is_not_is_refused(string route, string body, string code)
    {
        var alert = await _stage.RaiseWithPictureAsync();

        var refused = await _stage.First.PostAsync($"/api/alerts/{alert}/{route}", JsonNode.Parse(body), Unique.Id());

        refused.Refused(HttpStatusCode.UnprocessableEntity, code);
        (await _stage.First.GetAsync($"/api/alerts/{alert}")).Ok()["voted"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task A_closed_alert_is_seen_for_ten_more_minutes_and_never_again()
    {
        var alert = await _stage.RaiseAndConfirmAsync();
        (await Stage.RecordAsync(_stage.First, alert)).Ok();

        Server.Time.Stall(TimeSpan.FromMinutes(9));
        (await _stage.First.GetAsync($"/api/alerts/{alert}")).Ok()["state"].GetString().ShouldBe("closed");
        Server.Time.Stall(TimeSpan.FromMinutes(2));
        (await _stage.First.GetAsync($"/api/alerts/{alert}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task There_are_two_pictures_and_no_others()
    {
        var alert = await _stage.RaiseWithPictureAsync();

        (await _stage.First.GetAsync($"/api/alerts/{alert}/pictures/other")).Refused(HttpStatusCode.NotFound, "not-found");
        (await _stage.First.GetAsync($"/api/alerts/{alert}/pictures/..%2flive")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _stage.First.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok().Headers.CacheControl!.NoStore.ShouldBeTrue();
    }
}
