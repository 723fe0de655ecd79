using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Storage that refuses for a while delays an alert and loses nothing of it. Each test has a server of its own, whose errors are made here.</summary>
public sealed class StorageTroubleTests(FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R49")]
    public async Task A_picture_that_cannot_be_stored_may_be_sent_again()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var raised = await stage.RaiseAsync();
        var place = Path.Combine(_storage.DataFolder, "pictures", $"{stage.Retailer.Id}", "alerts");

        // Where the folder would be there is a file: like a full disk, it takes nothing.
        await File.WriteAllTextAsync(place, "", TestContext.Current.CancellationToken);
        (await server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture))
            .Refused(HttpStatusCode.ServiceUnavailable, "storage-unavailable")
            .Detail!.ShouldContain("again");
        var waiting = (await stage.First.GetAsync($"/api/alerts/{raised.Id}")).Ok();
        (waiting["state"].GetString(), waiting["hasLive"].GetBoolean()).ShouldBe(("raised", false));
        (await Stage.VoteAsync(stage.First, raised.Id, version: 1)).Refused(HttpStatusCode.Conflict, "no-evidence");
        File.Delete(place);

        (await server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Status.ShouldBe(HttpStatusCode.NoContent);

        await screen.UntilAsync(raised.Id, "voting");
        (await stage.First.GetAsync($"/api/alerts/{raised.Id}/pictures/live")).Ok().Body.ShouldBe(Stage.KeptPicture);
        (await Stage.VoteAsync(stage.First, raised.Id)).Ok();
        (await Stage.VoteAsync(stage.Second, raised.Id)).Ok()["state"].GetString().ShouldBe("confirmed");
        var refused = await server.QueryAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'alert.refused' ORDER BY "Sequence" """,
            $"{raised.Id}"
        );
        refused[0][0].ShouldBe("""{"code":"storage-unavailable"}""");
    }

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R26")]
    public async Task An_alert_whose_end_could_not_be_saved_ends_as_soon_as_it_can()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        await server.QueryAsync("""ALTER TABLE "Alerts" RENAME TO "Away" """);
        server.Time.Step(TimeSpan.FromMinutes(5));

        // The alert takes its turns in order: when this has failed, so has the end that was due.
        (await Stage.VoteAsync(stage.First, alert)).Status.ShouldBe(HttpStatusCode.InternalServerError);
        await server.QueryAsync("""ALTER TABLE "Away" RENAME TO "Alerts" """);

        server.Time.Step(TimeSpan.FromSeconds(5));

        await screen.UntilAsync(alert, "expired");
    }
}
