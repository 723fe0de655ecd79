using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;
using static RetailGuard.Tests.Http.PortalForms;

namespace RetailGuard.Tests.Http;

/// <summary>What is held of somebody goes when its time is over, with a receipt; while they ask about it, it stays and matches nobody.</summary>
public abstract class PurgeTests(ServerFixture fixture, FaceReader reader)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R12")]
    public async Task An_entry_whose_time_is_over_is_destroyed_read_back_and_leaves_a_receipt()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var (entry, ends) = await ListForAnHourAsync(stage);
        var key = await KeyOfAsync(entry);
        Server.Time.Sleep(ends - Server.Time.GetUtcNow());

        await RunAsync(stage, "PurgeEntries");

        await ShouldBeGoneAsync(stage, entry, key);
        (await StateAsync(stage.HeadOffice, stage, entry)).ShouldBe("expired");
        (await ActionsAsync(entry)).ShouldBe(["entry.proposed", "entry.active", "entry.expired", "entry.purged"]);
        var receipt = $"{(await EventsAsync(entry, "entry.purged")).ShouldHaveSingleItem()[0]}";
        receipt.ShouldContain($"\"key\":\"{key}\"");
        receipt.ShouldContain("\"pictures\":1");

        // Again: nothing is left to do.
        await RunAsync(stage, "PurgeEntries");
        (await ActionsAsync(entry)).Count.ShouldBe(4);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task A_purge_that_a_crash_cut_off_is_carried_out_with_its_receipt()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var key = await KeyOfAsync(stage.Entry);
        var tenant = new TenantId(stage.Retailer.Id);
        var vault = Server.Services.GetRequiredService<IBlobVault>();

        // As a process leaves it that dies after the commit: the order is on record, and nothing is destroyed.
        var purges = Server.Services.GetRequiredService<Audit.Purges>();
        var picture = $"{tenant}/entries/{Unique.Id()}/photo";
        await vault.PutAsync(picture, new byte[10], Cancellation);
        var left = await Server.Services.GetRequiredService<TenantKeys>().NewRecordKeyAsync(tenant, "entry/left", Cancellation);
        var subject = $"{Unique.Id()}";
        await Server
            .Services.GetRequiredService<Audit.AuditLog>()
            .CommitOrRetryAsync(
                tenant,
                db =>
                {
                    purges.Order(db, tenant, "entry", subject, left.Id, picture);
                    return Task.FromResult(
                        new Audit.Decision<Done>(Done.Instance, new Audit.AuditEvent(Audit.Actor.System, "test.died", subject))
                    );
                },
                Cancellation
            );

        await Task.WhenAll(RunAsync(stage, "Purges"), RunAsync(stage, "Purges"));

        (await vault.GetAsync(picture, Cancellation)).ShouldBeNull();
        (await IsKeyThereAsync(stage, left.Id)).ShouldBeFalse();
        (await IsKeyThereAsync(stage, key)).ShouldBeTrue("it is another's");
        (
            await Server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'entry.purged'""", subject)
        ).ShouldHaveSingleItem();
        (await Server.QueryAsync("""SELECT "Id" FROM "PurgeOrders" WHERE "Subject" = @p0""", subject)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R39")]
    public async Task What_somebody_asked_for_stays_until_they_are_answered_and_matches_nobody()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await (await stage.Retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();
        var (entry, ends) = await ListForAnHourAsync(stage);
        var key = await KeyOfAsync(entry);

        // Nobody has said yet whom it concerns.
        var asked = await AskAsync(stage.Shop, "hold");
        Server.Time.Sleep(ends - Server.Time.GetUtcNow());
        var later = await AskAsync(stage.Shop, "hold");
        await RunAsync(stage, "PurgeEntries");
        (await IsKeyThereAsync(stage, key)).ShouldBeTrue();
        $"{(await EventsAsync(entry, "entry.held")).ShouldHaveSingleItem()[0]}".ShouldBe($$"""{"heldBy":["{{asked.Number}}"]}""");
        await RunAsync(stage, "PurgeEntries");
        (await EventsAsync(entry, "entry.held")).ShouldHaveSingleItem();

        // Kept for the request alone: whoever runs the list sees neither words nor picture any more, and it matches nobody.
        (await stage.HeadOffice.GetAsync($"/api/entries/{entry}/photo")).Refused(System.Net.HttpStatusCode.NotFound, "not-found");
        (await stage.HeadOffice.GetAsync($"/api/entries/{entry}")).Ok()["evidence"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await privacy.GetAsync($"/api/entries/{entry}/photo")).Ok();
        (await privacy.GetAsync($"/api/entries/{entry}")).Ok()["entry"].GetProperty("heldSince").GetString().ShouldNotBeNull();
        await stage.LookAsync();
        await ShouldNotMatchAsync(stage, 'B');

        // The desk finds whom it concerns and answers what is held; with the answer the hold is over.
        (await privacy.PostAsync($"/api/requests/{asked.Number}/tie", new { entry })).Ok();
        (await privacy.PostAsync($"/api/requests/{asked.Number}/identity", new { how = "inPerson" })).Ok();
        await RunAsync(stage, "PurgeEntries");
        (await IsKeyThereAsync(stage, key)).ShouldBeTrue();
        var pack = (await privacy.GetAsync($"/api/requests/{asked.Number}/pack")).Ok();
        pack["standing"].GetString().ShouldBe("heldOtherwise");
        pack["held"].EnumerateArray().ShouldContain(h => h.GetProperty("type").GetString() == "image");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/answer", new { })).Ok();
        await RunAsync(stage, "PurgeEntries");

        await ShouldBeGoneAsync(stage, entry, key);
        (await ActionsAsync(entry)).TakeLast(3).ShouldBe(["entry.expired", "entry.released", "entry.purged"]);
        (await privacy.PostAsync($"/api/requests/{later.Number}/answer", new { })).Ok();
    }

    [Fact]
    [Trait("Rule", "R28")]
    public async Task What_a_dispute_is_about_stays_until_its_case_is_closed()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var key = await KeyOfAsync(stage.Entry);
        var alert = await stage.RaiseAndConfirmAsync();
        var number = (await stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Ok()["case"].GetProperty("number").GetString()!;

        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The notice was withdrawn." })).Ok();

        // Off the list, and whoever looks into the case still sees who was enrolled.
        (await IsKeyThereAsync(stage, key)).ShouldBeTrue();
        $"{(await EventsAsync(stage.Entry, "entry.removed")).Single()[0]}".ShouldContain($"\"heldBy\":[\"{number}\"]");
        (await stage.HeadOffice.GetAsync($"/api/cases/{number}/pictures/enrolment")).Ok();
        (await stage.HeadOffice.PostAsync($"/api/cases/{number}/close", new { finding = "rightPerson", note = "Seen again." })).Ok();
        await RunAsync(stage, "PurgeEntries");
        await ShouldBeGoneAsync(stage, stage.Entry, key);
        (await ActionsAsync(stage.Entry)).TakeLast(3).ShouldBe(["entry.removed", "entry.released", "entry.purged"]);
        (await ActionsAsync(alert)).ShouldContain("alert.purged");
    }

    private async Task<(Guid Entry, DateTimeOffset Ends)> ListForAnHourAsync(Stage stage)
    {
        var statement = Watchlist.Statement(stage.Shop, "Subject B");
        var ends = Server.Time.GetUtcNow().AddHours(1);
        statement["expiresAt"] = Watchlist.Iso(ends);
        return (await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'), statement), ends.AddSeconds(1));
    }

    private async Task RunAsync(Stage stage, string work)
    {
        TenantBoundary.ActFor(new(stage.Retailer.Id));
        await Server.Services.GetServices<IDueWork>().Single(w => w.GetType().Name == work).DoAsync(new(stage.Retailer.Id), Cancellation);
    }

    private async Task ShouldNotMatchAsync(Stage stage, char subject)
    {
        var verdict = TrackDecision.Types.Verdict.NotDecided;
        await stage.StepUntilAsync(async () =>
            (verdict = (await stage.PassAsync(Photos.Of(subject))).Verdict) != TrackDecision.Types.Verdict.NotDecided
        );
        verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
    }

    private async Task ShouldBeGoneAsync(Stage stage, Guid entry, Guid key)
    {
        // The retailer's own keeper may be in the middle of it; with the receipt all of it is gone.
        await stage.StepUntilAsync(async () => (await ActionsAsync(entry)).Contains("entry.purged"));
        (await Server.QueryAsync("""SELECT "KeyId", "SealedTexts" FROM "Entries" WHERE "Id" = @p0""", entry))
            .Single()
            .ShouldBe([null, null]);
        (await Server.QueryAsync("""SELECT "Space" FROM "EntryTemplates" WHERE "Entry" = @p0""", entry)).ShouldBeEmpty();
        (await IsKeyThereAsync(stage, key)).ShouldBeFalse();
        var vault = Server.Services.GetRequiredService<IBlobVault>();
        (await vault.GetAsync($"{stage.Retailer.Id}/entries/{entry}/photo", Cancellation)).ShouldBeNull();
    }

    private async Task<bool> IsKeyThereAsync(Stage stage, Guid key) =>
        (await Server.Services.GetRequiredService<KeyStore>().FindAsync(new(stage.Retailer.Id), [key], Cancellation)).Count > 0;

    private async Task<Guid> KeyOfAsync(Guid entry) =>
        Guid.Parse($"{(await Server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", entry)).Single()[0]}");

    private async Task<List<string>> ActionsAsync(Guid subject) =>
        [
            .. (
                await Server.QueryAsync(
                    """SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 AND "Action" NOT LIKE '%viewed' ORDER BY "Sequence" """,
                    $"{subject}"
                )
            ).Select(row => $"{row[0]}"),
        ];

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> EventsAsync(Guid subject, string action) =>
        [.. await Server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = @p1""", $"{subject}", action)];

    private static async Task<string?> StateAsync(Api person, Stage stage, Guid entry) =>
        (await person.GetAsync($"/api/entries?storeId={stage.Shop.Id}"))
            .Ok()
            .Json.EnumerateArray()
            .Single(e => e.GetProperty("id").GetGuid() == entry)
            .GetProperty("state")
            .GetString();
}

public sealed class PurgesOnDisk(OnDisk fixture, FaceReader reader) : PurgeTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class PurgesInCloud(InCloud fixture, FaceReader reader) : PurgeTests(fixture, reader), IClassFixture<InCloud>;
