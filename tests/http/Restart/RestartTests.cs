using System.Net;
using RetailGuard.Protocol.V1;
using RetailGuard.Server;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>The server dies without warning. What it has acknowledged stands, and everything goes on.</summary>
public sealed class RestartTests(FaceReader reader) : IDisposable
{
    /// <summary>What the log holds of an alert that was confirmed and acted on, each event once.</summary>
    private static readonly string[] WholeLife =
    [
        "alert.raised",
        "alert.evidence-attached",
        "alert.vote-cast",
        "alert.vote-cast",
        "alert.confirmed",
        "alert.outcome-recorded",
    ];

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R49")]
    public async Task A_vote_outlives_the_server_and_counts_once()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        var key = Unique.Id();
        (await Stage.VoteAsync(stage.First, alert, key: key)).Ok();

        await server.KillAsync();
        await server.StartAgainAsync();

        var seen = (await stage.First.GetAsync($"/api/alerts/{alert}")).Ok();
        seen["state"].GetString().ShouldBe("voting");
        seen["voted"].GetBoolean().ShouldBeTrue();
        (await stage.Second.GetAsync($"/api/alerts/{alert}")).Ok()["voted"].GetBoolean().ShouldBeFalse();
        (await stage.Second.GetAsync($"/api/alerts/{alert}/pictures/live")).Ok().Body.ShouldBe(Stage.KeptPicture);
        (await stage.Second.GetAsync($"/api/alerts/{alert}/pictures/enrolment")).Ok();

        (await Stage.VoteAsync(stage.First, alert)).Refused(HttpStatusCode.Conflict, "already-voted");
        (await Stage.VoteAsync(stage.First, alert, key: key)).Ok()["state"].GetString().ShouldBe("voting");

        await using (var again = await Connector.OpenAsync(stage.Paired, reader))
        {
            var probe = again.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), server.Now);
            (await again.AskAsync(probe)).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard, "the alert on this person is still open");
        }

        (await Stage.VoteAsync(stage.Second, alert)).Ok()["state"].GetString().ShouldBe("confirmed");
        (await Stage.RecordAsync(stage.Second, alert)).Ok()["state"].GetString().ShouldBe("closed");

        (await EventsOfAsync(alert)).ShouldBe(WholeLife);
        var verified = await ServerProgram.VerifyAuditAsync(_storage);
        verified.ExitCode.ShouldBe(0, verified.ToString());
    }

    [Fact]
    [Trait("Rule", "R26")]
    public async Task What_was_open_when_it_died_runs_out_by_itself()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        var retailer = await Retailer.OpenAsync(server);
        await using var raised = await Stage.SetAsync(server, reader, retailer);
        await using var confirmed = await Stage.SetAsync(server, reader, retailer);
        var alerts = new[] { (await raised.RaiseAsync()).Id, await confirmed.RaiseAndConfirmAsync() };
        await server.KillAsync();

        (await RunsOutAsync(raised, confirmed)).ShouldBe(alerts, ignoreOrder: true);
    }

    /// <summary>A server an hour later finds no alert open for long.</summary>
    /// <returns>What has expired.</returns>
    private async Task<List<Guid>> RunsOutAsync(params Stage[] stages)
    {
        var time = TestTime.Clock();
        time.Step(TimeSpan.FromTicks(Math.Max(0, (TimeProvider.System.GetUtcNow().AddHours(1) - time.GetUtcNow()).Ticks)));
        await using var later = await RunningServer.StartAsync(_storage, time);
        var expired = new List<Guid>();
        foreach (var stage in stages)
        {
            var signedIn = await Retailer.SignInAsync(
                later,
                stage.Retailer.Slug,
                stage.FirstPerson.Email,
                Retailer.Password,
                stage.Shop.Id
            );
            var person = later.Anyone.SignedIn(signedIn.Ok()["token"].GetString()!);
            await using var screen = await StoreScreen.OpenAsync(person);
            await screen.UntilAsync(
                s => s.Alerts.Values.All(a => a.GetProperty("state").GetString() is "expired" or "rejected" or "closed"),
                "no open alert"
            );
            expired.AddRange(screen.Alerts.Where(a => a.Value.GetProperty("state").GetString() == "expired").Select(a => a.Key));
        }

        later.Log.Errors.ShouldBeEmpty();
        return expired;
    }

    /// <summary>What the log says happened to an alert, in order; looks and refusals left out.</summary>
    private async Task<IEnumerable<string>> EventsOfAsync(Guid alert)
    {
        await using var app = ServerHost.Build([.. _storage.Settings]);
        var rows = await Record.QueryAsync(
            app.Services,
            """SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 ORDER BY "Sequence" """,
            alert.ToString()
        );
        return rows.Select(row => (string)row[0]!).Where(action => action is not ("alert.refused" or "alert.picture-viewed"));
    }
}
