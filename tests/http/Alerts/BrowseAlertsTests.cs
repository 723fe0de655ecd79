using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

public sealed class BrowseAlertsOnDisk(OnDisk fixture, FaceReader reader) : BrowseAlertsTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class BrowseAlertsInCloud(InCloud fixture, FaceReader reader) : BrowseAlertsTests(fixture, reader), IClassFixture<InCloud>;

/// <summary>Head office reads what became of alerts, and learns nothing that a voter must not know.</summary>
public abstract class BrowseAlertsTests(ServerFixture fixture, FaceReader reader)
{
    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R25")]
    public async Task While_people_vote_neither_entry_nor_score_nor_vote_is_told()
    {
        await using var stage = await StageAsync();
        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, alert)).Ok();

        var listed = (await FindAsync(stage.Manager, "")).ShouldHaveSingleItem();
        listed.GetProperty("entry").ValueKind.ShouldBe(JsonValueKind.Null);
        (await FindAsync(stage.Manager, $"?entryId={stage.Entry}")).ShouldBeEmpty();
        var record = (await stage.Manager.GetAsync($"/api/alerts/{alert}/record")).Ok();
        record["votes"].GetArrayLength().ShouldBe(0);
        record["match"].ValueKind.ShouldBe(JsonValueKind.Null);

        (await Stage.VoteAsync(stage.Second, alert)).Ok();

        record = (await stage.Manager.GetAsync($"/api/alerts/{alert}/record")).Ok();
        record["alert"].GetProperty("entry").GetProperty("id").GetGuid().ShouldBe(stage.Entry);
        record["votes"].EnumerateArray().Select(v => v.GetProperty("answer").GetString()).ShouldBe(["same", "same"]);
        record["votes"].EnumerateArray().Select(v => v.GetProperty("by").GetProperty("id").GetGuid()).Distinct().Count().ShouldBe(2);
        record["match"].GetProperty("score").GetDouble().ShouldBeGreaterThan(record["match"].GetProperty("threshold").GetDouble());
        (await FindAsync(stage.Manager, $"?entryId={stage.Entry}")).ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Rule", "R27")]
    public async Task Alerts_are_found_by_store_stage_outcome_and_time()
    {
        await using var stage = await StageAsync();
        var alert = await stage.RaiseAndConfirmAsync();
        var due = (await FindAsync(stage.HeadOffice, "?stage=confirmed")).ShouldHaveSingleItem();
        due.GetProperty("outcomeDue").GetBoolean().ShouldBeTrue();
        (await FindAsync(stage.HeadOffice, "?stage=unrecorded")).ShouldHaveSingleItem();

        (await Stage.RecordAsync(stage.First, alert)).Ok();

        Task<List<JsonElement>> Find(string filters) => FindAsync(stage.HeadOffice, filters);
        var found = (await Find($"?storeId={stage.Shop.Id}&outcome=observe")).ShouldHaveSingleItem();
        found.GetProperty("id").GetGuid().ShouldBe(alert);
        found.GetProperty("outcomeDue").GetBoolean().ShouldBeFalse();
        (await Find("?outcome=askToLeave")).ShouldBeEmpty();
        (await Find("?stage=open")).ShouldBeEmpty();
        (await Find("?stage=unrecorded")).ShouldBeEmpty();
        (await Find("?stage=drill")).ShouldBeEmpty();
        var now = fixture.Server.Time.GetUtcNow();
        (await Find($"?from={At(now.AddHours(-1))}&to={At(now.AddHours(1))}")).ShouldHaveSingleItem();
        (await Find($"?to={At(now.AddHours(-1))}")).ShouldBeEmpty();
        (await stage.HeadOffice.GetAsync("/api/alerts?stage=gone")).Refused(HttpStatusCode.UnprocessableEntity, "stage-unknown");
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task A_manager_next_door_finds_none_and_an_auditor_all()
    {
        await using var stage = await StageAsync();
        var alert = await stage.RaiseWithPictureAsync();
        var nextDoor = await stage.Retailer.OpenShopAsync("Store 2");
        var manager = await (await stage.Retailer.HireAsync(Role.StoreManager, nextDoor)).SignInAsync();
        var auditor = await (await stage.Retailer.HireAsync(Role.Auditor)).SignInAsync();

        (await FindAsync(manager, "")).ShouldBeEmpty();
        (await manager.GetAsync($"/api/alerts/{alert}/record")).Refused(HttpStatusCode.NotFound, "not-found");
        (await FindAsync(auditor, "")).ShouldHaveSingleItem();
    }

    private static string At(DateTimeOffset time) => Uri.EscapeDataString(Watchlist.Iso(time));

    /// <summary>Of a retailer that no other test changes.</summary>
    private async Task<Stage> StageAsync() => await Stage.SetAsync(fixture.Server, reader, await Retailer.OpenAsync(fixture.Server));

    private static async Task<List<JsonElement>> FindAsync(Api person, string filters) =>
        [.. (await person.GetAsync($"/api/alerts{filters}")).Ok()["alerts"].EnumerateArray()];
}
