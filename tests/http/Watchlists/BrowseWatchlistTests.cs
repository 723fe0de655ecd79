using System.Net;
using System.Text.Json;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

public sealed class BrowseWatchlistOnDisk(OnDisk fixture, FaceReader reader) : BrowseWatchlistTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class BrowseWatchlistInCloud(InCloud fixture, FaceReader reader)
    : BrowseWatchlistTests(fixture, reader),
        IClassFixture<InCloud>;

/// <summary>Head office reads all lists, and each entry as a file.</summary>
public abstract class BrowseWatchlistTests(ServerFixture fixture, FaceReader reader)
{
    [Fact]
    public async Task The_list_is_narrowed_by_store_state_category_and_end()
    {
        await using var stage = await StageAsync();
        var other = await stage.Retailer.OpenShopAsync("Store 2");
        var proposed = await ProposeAsync(stage, other);
        Task<Guid[]> Find(string filters) => FindAsync(stage.HeadOffice, filters);

        (await Find("")).ShouldBe([stage.Entry, proposed], ignoreOrder: true);
        (await Find($"?storeId={other.Id}")).ShouldBe([proposed]);
        (await Find("?state=proposed")).ShouldBe([proposed]);
        (await Find("?state=active")).ShouldBe([stage.Entry]);
        (await Find("?state=suspended")).ShouldBeEmpty();
        (await Find("?category=weapon")).ShouldBeEmpty();
        (await Find($"?endsBefore={Uri.EscapeDataString(Watchlist.Iso(fixture.Server.Time.GetUtcNow()))}")).ShouldBeEmpty();
        (await Find($"?endsBefore={Uri.EscapeDataString(Watchlist.Iso(fixture.Server.Time.GetUtcNow().AddYears(3)))}")).Length.ShouldBe(2);
        (await stage.HeadOffice.GetAsync("/api/watchlist?state=Active")).Refused(HttpStatusCode.UnprocessableEntity, "state-unknown");
        (await stage.HeadOffice.GetAsync("/api/watchlist?cursor=x")).Refused(HttpStatusCode.UnprocessableEntity, "cursor-invalid");
    }

    [Fact]
    [Trait("Rule", "R31")]
    public async Task A_stores_manager_reads_the_list_of_that_store_and_no_other()
    {
        await using var stage = await StageAsync();
        var other = await stage.Retailer.OpenShopAsync("Store 2");
        await ProposeAsync(stage, other);

        (await FindAsync(stage.Manager, "")).ShouldBe([stage.Entry]);
        (await stage.Manager.GetAsync($"/api/watchlist?storeId={other.Id}")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R9")]
    [Trait("Rule", "R49")]
    public async Task An_entry_tells_what_it_rests_on_and_who_did_what_and_each_look_is_on_record()
    {
        await using var stage = await StageAsync();
        (await stage.HeadOffice.GetAsync($"/api/entries/{stage.Entry}")).Ok();

        var file = (await stage.HeadOffice.GetAsync($"/api/entries/{stage.Entry}")).Ok();

        file["evidence"].GetString().ShouldNotBeNullOrEmpty();
        file["summary"].GetString().ShouldNotBeNullOrEmpty();
        var story = file["story"].EnumerateArray().ToList();
        story.Select(e => e.GetProperty("action").GetString()).ShouldBe(["entry.proposed", "entry.active"]);
        var (enroller, approver) = (IdOf(file["enrolledBy"]), IdOf(file["decidedBy"]));
        enroller.ShouldNotBe(approver);
        story.Select(e => IdOf(e.GetProperty("by"))).ShouldBe([enroller, approver]);
        var looks = await fixture.Server.QueryAsync(
            """SELECT COUNT(*) FROM "Audit" WHERE "Action" = 'entry.viewed' AND "Subject" = @p0""",
            stage.Entry.ToString()
        );
        Convert.ToInt32(looks[0][0], System.Globalization.CultureInfo.InvariantCulture).ShouldBe(2);
    }

    private static Guid IdOf(JsonElement named) => named.GetProperty("id").GetGuid();

    private static async Task<Guid> ProposeAsync(Stage stage, Shop shop) =>
        (await Watchlist.ProposeAsync(stage.HeadOffice, Watchlist.Statement(shop, "Subject B"), Photos.Of('B'))).Ok()["id"].GetGuid();

    /// <summary>Of a retailer that no other test changes.</summary>
    private async Task<Stage> StageAsync() => await Stage.SetAsync(fixture.Server, reader, await Retailer.OpenAsync(fixture.Server));

    private static async Task<Guid[]> FindAsync(Api person, string filters)
    {
        var page = (await person.GetAsync($"/api/watchlist{filters}")).Ok();
        page["next"].ValueKind.ShouldBe(JsonValueKind.Null);
        return [.. page["entries"].EnumerateArray().Select(IdOf)];
    }
}
