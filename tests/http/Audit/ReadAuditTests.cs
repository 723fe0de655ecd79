using System.Text.Json;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

public sealed class ReadAuditOnDisk(OnDisk fixture) : ReadAuditTests(fixture), IClassFixture<OnDisk>;

public sealed class ReadAuditInCloud(InCloud fixture) : ReadAuditTests(fixture), IClassFixture<InCloud>;

/// <summary>R49: who answers for the retailer reads its audit log, and no other retailer's.</summary>
[Trait("Rule", "R49")]
public abstract class ReadAuditTests(ServerFixture fixture)
{
    [Fact]
    public async Task The_log_reads_backwards_page_by_page_without_a_gap()
    {
        var retailer = await Retailer.OpenAsync(fixture.Server);
        for (var i = 0; i < 101; i++)
        {
            (await retailer.Admin.PostAsync("/api/stores", Store(i))).Ok();
        }

        var first = (await retailer.Admin.GetAsync("/api/audit")).Ok();
        var second = (await retailer.Admin.GetAsync($"/api/audit?before={first["next"].GetInt64()}")).Ok();

        var numbers = EventsOf(first).Concat(EventsOf(second)).Select(e => e.GetProperty("sequence").GetInt64()).ToList();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count).Select(i => (long)i).Reverse());
        second["next"].ValueKind.ShouldBe(JsonValueKind.Null);
        EventsOf(first).ShouldAllBe(e => e.GetProperty("hash").GetString()!.Length == 64);
    }

    [Fact]
    public async Task Events_are_found_by_what_happened_to_what_by_whom_and_when()
    {
        var retailer = await Retailer.OpenAsync(fixture.Server);
        var store = (await retailer.Admin.PostAsync("/api/stores", Store(1))).Ok()["id"].GetGuid();
        (await retailer.SecondAdmin.PostAsync("/api/stores", Store(2))).Ok();
        Task<List<JsonElement>> Find(string filters) => FindAsync(retailer.Admin, filters);

        (await Find("?action=store.")).Count.ShouldBe(2);
        var found = (await Find($"?subject={store}")).ShouldHaveSingleItem();
        found.GetProperty("action").GetString().ShouldBe("store.added");
        var actor = found.GetProperty("actor").GetProperty("id").GetGuid();
        (await Find($"?action=store.added&actor={actor}")).ShouldHaveSingleItem();
        var later = Uri.EscapeDataString(Watchlist.Iso(fixture.Server.Time.GetUtcNow().AddHours(1)));
        (await Find($"?from={later}")).ShouldBeEmpty();
        (await Find($"?to={later}&action=store.")).Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task Nobody_reads_another_retailers()
    {
        var (one, other) = (await Retailer.OpenAsync(fixture.Server), await Retailer.OpenAsync(fixture.Server));
        var store = (await one.Admin.PostAsync("/api/stores", Store(1))).Ok()["id"].GetGuid();

        (await FindAsync(other.Admin, $"?subject={store}")).ShouldBeEmpty();
    }

    private static object Store(int number) =>
        new
        {
            name = $"Store {number}",
            address = "1 Example Street",
            timeZone = "Pacific/Auckland",
        };

    private static IEnumerable<JsonElement> EventsOf(Answer page) => page["events"].EnumerateArray();

    private static async Task<List<JsonElement>> FindAsync(Api person, string filters) =>
        [.. EventsOf((await person.GetAsync($"/api/audit{filters}")).Ok())];
}
