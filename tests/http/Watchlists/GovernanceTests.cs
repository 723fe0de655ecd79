using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Who may be on a list at all, and that somebody looks at each entry again.</summary>
public abstract class GovernanceTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    private DateTimeOffset Now => Server.Time.GetUtcNow();

    [Fact]
    [Trait("Rule", "R10")]
    public async Task Who_did_less_harm_than_the_floor_is_not_listed()
    {
        var desk = await OpenAsync();
        var shop = desk.Shop;

        var little = await ProposeAsync(desk.Manager, Theft(shop, 10));
        little.Refused(HttpStatusCode.UnprocessableEntity, "below-floor").Detail!.ShouldContain("NZ$10 is below the floor of NZ$500");
        (await ProposeAsync(desk.Manager, Theft(shop, null))).Refused(HttpStatusCode.UnprocessableEntity, "harm-missing");
        var once = Theft(shop, 900);
        (once["category"], once["harmIncidents"]) = ("prolificTheft", 2);
        (await ProposeAsync(desk.Manager, once)).Refused(HttpStatusCode.UnprocessableEntity, "below-floor");
        var violence = Watchlist.Statement(shop);
        violence["harmValue"] = 900;
        (await ProposeAsync(desk.Manager, violence)).Refused(HttpStatusCode.UnprocessableEntity, "harm-not-asked");
        var year = Theft(shop, 500);
        year["expiresAt"] = Watchlist.Iso(Now.AddMonths(13));
        (await ProposeAsync(desk.Manager, year))
            .Refused(HttpStatusCode.UnprocessableEntity, "expiry-too-late")
            .Detail!.ShouldContain("12 months");
        (await desk.Manager.GetAsync($"/api/entries?storeId={shop.Id}")).Ok().Json.GetArrayLength().ShouldBe(0);

        var enough = (await ProposeAsync(desk.Manager, Theft(shop, 500))).Ok()["id"].GetGuid();
        var entry = (await desk.Manager.GetAsync($"/api/entries/{enough}")).Ok()["entry"];
        (entry.GetProperty("criteriaVersion").GetInt32(), entry.GetProperty("harmValue").GetInt32()).ShouldBe((1, 500));
    }

    [Fact]
    [Trait("Rule", "R10")]
    [Trait("Rule", "R13")]
    public async Task Criteria_take_two_people_and_have_floors_of_their_own()
    {
        var desk = await OpenAsync();
        var before = (await desk.Manager.GetAsync("/api/criteria")).Ok()["versions"].EnumerateArray().ShouldHaveSingleItem();
        before.GetProperty("version").GetInt32().ShouldBe(1);
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", Criteria(before))).Refused(HttpStatusCode.Conflict, "criteria-unchanged");
        var low = Criteria(before, floor: 99);
        low["categories"]![0]!["leastValue"] = 100;
        low["categories"]![1]!["text"] = " ";
        low["categories"]![2]!["mostMonths"] = 25;
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", low))
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(e => e.Name)
            .ShouldBe(
                ["categories[0].leastValue", "categories[1].text", "categories[2].mostMonths", "categories[3].leastValue"],
                ignoreOrder: true
            );
        var none = Criteria(before);
        none["categories"] = new JsonArray();
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", none)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "categories-incomplete"
        );

        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", Criteria(before, floor: 800))).Ok();
        (await PublishAsync(desk.HeadOffice)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        var read = await ProposedAtAsync(desk.HeadOffice);
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", Criteria(before, floor: 700))).Ok();
        var stale = new { proposedAt = read };
        (await desk.Admin.PostAsync("/api/criteria/publish", stale)).Refused(HttpStatusCode.Conflict, "proposal-changed");
        (await ReadPageAsync()).ShouldContain("At least NZ$500.");
        (await PublishAsync(desk.Admin)).Ok()["version"].GetInt32().ShouldBe(2);
        (await ReadPageAsync()).ShouldContain("At least NZ$700.");

        (await ProposeAsync(desk.Manager, Theft(desk.Shop, 699))).Refused(HttpStatusCode.UnprocessableEntity, "below-floor");
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", Criteria(before))).Ok();
        (await desk.HeadOffice.DeleteAsync("/api/criteria/proposal")).Ok();
        (await desk.HeadOffice.DeleteAsync("/api/criteria/proposal")).Refused(HttpStatusCode.NotFound, "not-found");

        // What customers read follows the version in force.
        async Task<string> ReadPageAsync() => (await Server.Anyone.GetAsync($"/privacy/{desk.Shop.Id}/criteria")).Ok().Text;
    }

    [Fact]
    [Trait("Rule", "R13")]
    public async Task A_change_of_criteria_opens_a_review_of_all_live_entries()
    {
        var desk = await OpenAsync();
        var (kept, ended, late) = (await ListAsync(desk, 900), await ListAsync(desk, 600), await ListAsync(desk, 900));
        var waiting = (await ProposeAsync(desk.Manager, Theft(desk.Shop, 600))).Ok()["id"].GetGuid();
        (await ReviewAsync(desk.Manager, kept, meets: true)).Refused(HttpStatusCode.Conflict, "review-not-due");
        await PublishAsync(desk, floor: 800, months: 6);

        var review = await DueAsync(desk.Manager, "review");
        review.Select(e => e.GetProperty("id").GetGuid()).ShouldBe([kept, ended, late], ignoreOrder: true);
        review.ShouldAllBe(e => e.GetProperty("criteriaVersion").GetInt32() == 1);
        (review[0].GetProperty("reviewBy").GetDateTimeOffset() - Now).TotalDays.ShouldBe(30, 0.01);
        (await desk.HeadOffice.PostAsync($"/api/entries/{waiting}/approve")).Refused(HttpStatusCode.UnprocessableEntity, "below-floor");

        (await ReviewAsync(desk.Manager, ended, meets: true)).Refused(HttpStatusCode.UnprocessableEntity, "below-floor");
        (await ReviewAsync(desk.Manager, ended, meets: false)).Ok()["state"].GetString().ShouldBe("removed");
        (await desk.Manager.GetAsync($"/api/entries/{ended}/photo")).Refused(HttpStatusCode.NotFound, "not-found");
        var shorter = (await ReviewAsync(desk.Manager, kept, meets: true)).Ok()["expiresAt"].GetDateTimeOffset();
        var months = NewZealand.LocalOf(Now.AddDays(-10)).DateTime.AddMonths(6);
        shorter.ShouldBe(new(months, NewZealand.Zone.GetUtcOffset(months)), TimeSpan.FromMinutes(5));
        (await ReviewAsync(desk.Manager, kept, meets: true)).Refused(HttpStatusCode.Conflict, "review-not-due");
        var note = (await desk.Manager.GetAsync($"/api/entries/{kept}")).Ok()["reviews"].EnumerateArray().ShouldHaveSingleItem();
        note.GetProperty("grounds").GetString().ShouldBe("The file was read again.");
        (await DueAsync(desk.Manager, "review")).ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(late);

        Server.Time.Sleep(TimeSpan.FromDays(31));
        var manager = await desk.Sign();
        await Server.StepUntilAsync(async () => await SuspensionAsync(manager, late) == "notReviewed");
        (await SuspensionAsync(manager, kept)).ShouldBeNull();
        (await ReviewAsync(manager, late, meets: true)).Ok()["state"].GetString().ShouldBe("active");
    }

    [Fact]
    [Trait("Rule", "R13")]
    public async Task What_is_enrolled_no_more_meets_the_criteria_no_more()
    {
        var desk = await OpenAsync();
        var theft = await ListAsync(desk, 900);
        var threat = Watchlist.Statement(desk.Shop);
        var other = await Watchlist.ListAsync(desk.Shop, desk.Manager, desk.HeadOffice, Photos.Of('B'), threat);
        await PublishAsync(desk, floor: 500, months: 12, theft: false);

        (await ReviewAsync(desk.Manager, theft, meets: true)).Refused(HttpStatusCode.UnprocessableEntity, "category-not-enrolled");
        (await ProposeAsync(desk.Manager, Theft(desk.Shop, 5_000))).Refused(HttpStatusCode.UnprocessableEntity, "category-not-enrolled");
        (await ReviewAsync(desk.Manager, other, meets: true)).Ok();
    }

    [Fact]
    [Trait("Rule", "R14")]
    public async Task An_entry_that_nobody_looks_at_for_90_days_matches_nobody_until_somebody_does()
    {
        await using var stage = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        var listed = Now;
        var (runsTheStore, atHeadOffice) = (
            await stage.Retailer.HireUntrainedAsync(Role.StoreManager, stage.Shop),
            await stage.Retailer.HireUntrainedAsync(Role.HeadOfficeLossPrevention)
        );
        var manager = await runsTheStore.SignInAsync();
        (await DueAsync(manager, "revalidation")).ShouldBeEmpty();

        Server.Time.Sleep(TimeSpan.FromDays(77));
        manager = await runsTheStore.SignInAsync();
        var due = (await DueAsync(manager, "revalidation")).ShouldHaveSingleItem();
        due.GetProperty("revalidateBy").GetDateTimeOffset().ShouldBe(listed.AddDays(90), TimeSpan.FromMinutes(5));
        await Posters.PhotographAllAsync(manager);
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Hold);

        Server.Time.Sleep(TimeSpan.FromDays(14));
        manager = await runsTheStore.SignInAsync();
        var headOffice = await atHeadOffice.SignInAsync();
        await Server.StepUntilAsync(async () => await SuspensionAsync(manager, stage.Entry) == "notRevalidated");
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Discard);
        var suspended = (await manager.GetAsync("/api/entries/suspended")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        suspended.GetProperty("suspension").GetProperty("detail").GetString()!.ShouldContain("90 days");
        (await headOffice.PostAsync($"/api/entries/{stage.Entry}/reinstate", new { reason = "It is needed." })).Refused(
            HttpStatusCode.Conflict,
            "revalidation-due"
        );

        var again = (await manager.PostAsync($"/api/entries/{stage.Entry}/revalidate", new { grounds = "The notice is in force." })).Ok();
        again["state"].GetString().ShouldBe("active");
        (again["revalidateBy"].GetDateTimeOffset() - Now).TotalDays.ShouldBe(90, 0.01);
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Hold);
        var file = (await manager.GetAsync($"/api/entries/{stage.Entry}")).Ok();
        var note = file["reviews"].EnumerateArray().ShouldHaveSingleItem();
        (note.GetProperty("kind").GetString(), note.GetProperty("grounds").GetString()).ShouldBe(
            ("revalidation", "The notice is in force.")
        );
        file["story"].EnumerateArray().Select(e => e.GetProperty("action").GetString()).ShouldContain("entry.revalidated");
    }

    [Fact]
    [Trait("Rule", "R3")]
    public async Task A_list_that_would_bring_too_many_false_alerts_grows_no_more()
    {
        var desk = await OpenAsync();
        var path = $"/api/stores/{desk.Shop.Id}/false-alerts";
        var usual = (await desk.Manager.GetAsync(path)).Ok();
        (usual["entries"].GetInt32(), usual["visitsPerDay"].GetInt32(), usual["oneInDays"].GetInt32()).ShouldBe((0, 1_750, 10));
        usual["mostFalseMatchRate"].GetDouble().ShouldBe(3.7e-7, 1e-12);
        usual["before"].GetDouble().ShouldBe(0);
        usual["after"].GetDouble().ShouldBe(1_750 * 3.7e-7, 1e-9);

        (await desk.Admin.PutAsync(path, new { visitsPerDay = 1_750, oneInDays = 9 })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-out-of-range"
        );
        (await desk.Admin.PutAsync(path, new { visitsPerDay = 90_000, oneInDays = 20 })).Ok();
        (await desk.Manager.GetAsync(path)).Ok()["mostEntries"].GetInt32().ShouldBe(1);
        var first = (await ProposeAsync(desk.Manager, Watchlist.Statement(desk.Shop))).Ok()["id"].GetGuid();
        var second = await ProposeAsync(desk.Manager, Watchlist.Statement(desk.Shop));
        second.Refused(HttpStatusCode.Conflict, "over-budget").Detail!.ShouldContain("2 entries × 90,000 visits a day");
        (await desk.Admin.PutAsync(path, new { visitsPerDay = 100_000, oneInDays = 30 })).Ok();
        (await desk.HeadOffice.PostAsync($"/api/entries/{first}/approve")).Refused(HttpStatusCode.Conflict, "over-budget");
    }

    [Fact]
    [Trait("Rule", "R15")]
    public async Task Who_looks_like_somebody_on_the_list_is_approved_only_once_somebody_has_compared_them()
    {
        var desk = await OpenAsync();
        var elsewhere = await desk.Retailer.OpenShopAsync("Store 2");
        await Watchlist.ListAsync(elsewhere, await Hired(), desk.HeadOffice, Photos.Of('A'));
        var first = await ProposeAsync(desk.Manager, Watchlist.Statement(desk.Shop));
        var listed = first.Ok()["id"].GetGuid();
        (await LookAlikesAsync(listed)).ShouldBeEmpty("another store's list is another's");
        var other = await Watchlist.ProposeAsync(desk.Manager, Watchlist.Statement(desk.Shop), Photos.Of('B'));
        (await LookAlikesAsync(other.Ok()["id"].GetGuid())).ShouldBeEmpty();

        var again = await Watchlist.ProposeAsync(desk.Manager, Watchlist.Statement(desk.Shop, "Subject 2"), Photos.Of('A', 1));
        var entry = again.Ok()["id"].GetGuid();
        (await LookAlikesAsync(entry)).ShouldBe([listed], "proposed, and not approved yet");

        var approve = $"/api/entries/{entry}/approve";
        (await desk.HeadOffice.PostAsync(approve)).Refused(HttpStatusCode.Conflict, "look-alikes-unjudged");
        (await desk.HeadOffice.PostAsync($"{approve}?lookAlikes=same")).Refused(HttpStatusCode.Conflict, "person-listed");
        (await desk.HeadOffice.PostAsync($"{approve}?lookAlikes=perhaps")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await desk.HeadOffice.PostAsync($"{approve}?lookAlikes=different")).Ok();
        (await desk.HeadOffice.PostAsync($"/api/entries/{other["id"].GetGuid()}/approve")).Ok();

        async Task<List<Guid>> LookAlikesAsync(Guid of)
        {
            var shown = (await desk.HeadOffice.GetAsync($"/api/entries/{of}/look-alikes")).Ok();
            shown.Text.ShouldNotContain("score");
            return [.. shown.Json.EnumerateArray().Select(e => e.GetProperty("id").GetGuid())];
        }

        async Task<Api> Hired() => await (await desk.Retailer.HireUntrainedAsync(Role.StoreManager, elsewhere)).SignInAsync();
    }

    private sealed record Desk(Retailer Retailer, Shop Shop, Api Admin, Api Manager, Api HeadOffice, Func<Task<Api>> Sign);

    private async Task<Desk> OpenAsync()
    {
        var retailer = await Retailer.OpenAsync(Server, isPublished: false);
        var shop = await retailer.OpenShopAsync();
        var manager = await retailer.HireUntrainedAsync(Role.StoreManager, shop);
        var headOffice = await (await retailer.HireUntrainedAsync(Role.HeadOfficeLossPrevention)).SignInAsync();
        return new(retailer, shop, retailer.Admin, await manager.SignInAsync(), headOffice, () => manager.SignInAsync());
    }

    private static JsonObject Theft(Shop shop, int? value)
    {
        var statement = Watchlist.Statement(shop);
        (statement["category"], statement["harmValue"]) = ("highValueTheft", value);
        statement["expiresAt"] = Watchlist.Iso(shop.Retailer.Server.Now.AddMonths(11));
        return statement;
    }

    private static Task<Answer> ProposeAsync(Api proposer, JsonObject statement) =>
        Watchlist.ProposeAsync(proposer, statement, Photos.Of('A'));

    private static Task<Guid> ListAsync(Desk desk, int value) =>
        Watchlist.ListAsync(desk.Shop, desk.Manager, desk.HeadOffice, Photos.Of('A'), Theft(desk.Shop, value));

    private static JsonObject Criteria(JsonElement version, int floor = 500, int months = 12, bool theft = true)
    {
        var criteria = JsonNode.Parse(version.GetProperty("criteria").GetRawText())!.AsObject();
        var category = criteria["categories"]!.AsArray().Single(c => (string?)c!["category"] == "highValueTheft")!;
        (category["leastValue"], category["mostMonths"], category["isEnrolled"]) = (floor, months, theft);
        return criteria;
    }

    private static async Task PublishAsync(Desk desk, int floor, int months, bool theft = true)
    {
        var now = (await desk.HeadOffice.GetAsync("/api/criteria")).Ok()["versions"][0];
        (await desk.HeadOffice.PutAsync("/api/criteria/proposal", Criteria(now, floor, months, theft))).Ok();
        (await PublishAsync(desk.Admin)).Ok();
    }

    private static async Task<string> ProposedAtAsync(Api reader) =>
        (await reader.GetAsync("/api/criteria")).Ok()["proposal"].GetProperty("proposedAt").GetString()!;

    private static async Task<Answer> PublishAsync(Api publisher) =>
        await publisher.PostAsync("/api/criteria/publish", new { proposedAt = await ProposedAtAsync(publisher) });

    private static Task<Answer> ReviewAsync(Api reviewer, Guid entry, bool meets) =>
        reviewer.PostAsync($"/api/entries/{entry}/criteria-review", new { meets, reason = "The file was read again." });

    private static async Task<List<JsonElement>> DueAsync(Api reader, string due) =>
        [.. (await reader.GetAsync($"/api/watchlist?due={due}")).Ok()["entries"].EnumerateArray()];

    private static async Task<string?> SuspensionAsync(Api reader, Guid entry)
    {
        var suspension = (await reader.GetAsync($"/api/entries/{entry}")).Ok()["entry"].GetProperty("suspension");
        return suspension.ValueKind is JsonValueKind.Null ? null : suspension.GetProperty("reason").GetString();
    }

    /// <summary>Subject A walks past, once the list is read.</summary>
    private static async Task<TrackDecision.Types.Verdict> PassAsync(Stage stage)
    {
        var verdict = TrackDecision.Types.Verdict.NotDecided;
        await stage.StepUntilAsync(async () =>
            (verdict = (await stage.PassAsync(Photos.Of('A'))).Verdict) != TrackDecision.Types.Verdict.NotDecided
        );
        return verdict;
    }
}

public sealed class GovernanceOnDisk(OnDisk fixture, FaceReader reader) : GovernanceTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class GovernanceInCloud(InCloud fixture, FaceReader reader) : GovernanceTests(fixture, reader), IClassFixture<InCloud>;
