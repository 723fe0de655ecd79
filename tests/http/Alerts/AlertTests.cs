using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>From a face at the door to a recorded outcome.</summary>
public abstract class AlertTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_match_is_compared_by_two_people_and_ends_with_an_outcome()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);

        var raised = await stage.RaiseAsync();
        var shown = await screen.UntilAsync(raised.Id, "raised");
        shown.GetProperty("hasLive").GetBoolean().ShouldBeFalse();
        shown.GetProperty("camera").GetProperty("name").GetString().ShouldBe("Door 1");

        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Status.ShouldBe(HttpStatusCode.NoContent);
        await screen.UntilAsync(raised.Id, "voting");
        (await stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body.ShouldBe(Stage.LivePicture);
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
}

public sealed class AlertsOnDisk(OnDisk fixture, FaceReader reader) : AlertTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class AlertsInCloud(InCloud fixture, FaceReader reader) : AlertTests(fixture, reader), IClassFixture<InCloud>;
