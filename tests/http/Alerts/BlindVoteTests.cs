using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Until both have said yes, nobody learns who the entry is, how near the match was, or that the other has voted.</summary>
[Trait("Rule", "R24")]
[Trait("Rule", "R25")]
public sealed class BlindVoteTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    private const string Label = "Label of the entry";
    private const string Summary = "Summary of the incident";
    private const string Evidence = "Reference of the evidence";

    [Fact]
    public async Task Nothing_sent_before_confirmation_tells_of_the_entry_or_of_a_vote()
    {
        await using var stage = await Stage.SetAsync(fixture.Server, reader);
        var shop = await stage.Retailer.OpenShopAsync("Store 2");
        var statement = Watchlist.Statement(shop, Label);
        (statement["summary"], statement["evidence"]) = (Summary, Evidence);
        var entry = await Watchlist.ListAsync(shop, stage.HeadOffice, await ApproverAsync(stage), Photos.Of('B'), statement);
        var (first, second) = (await StaffAsync(stage, shop), await StaffAsync(stage, shop));
        await using var connector = await Connector.OpenAsync(await shop.PairConnectorAsync(), reader);
        await using var line = await RawLine.OpenAsync(second.Api);
        string[] secrets = [Label, Summary, Evidence, entry.ToString(), "violence", "trespassNotice", "score", "threshold", "cosine"];

        var probe = connector.Probe(shop.Cameras[0], reader, reader.Template(Photos.Of('B')), fixture.Server.Time.GetUtcNow());
        var raised = new RaisedAlert((await connector.AskAsync(probe)).UploadPath);
        (await fixture.Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
        await line.UntilAsync(r => r.Contains("\"voting\"", StringComparison.Ordinal), "the alert with its picture");
        var before = (await second.Api.GetAsync($"/api/alerts/{raised.Id}")).Ok().Text;

        var ownVote = (await Stage.VoteAsync(first.Api, raised.Id)).Ok().Text;

        // Who may read the audit log may be the one who votes next.
        var log = (await stage.Retailer.Admin.GetAsync("/api/audit")).Ok().Text;
        log.ShouldContain("device.paired");
        log.ShouldNotContain(raised.Id.ToString());
        (await stage.Retailer.Admin.GetAsync($"/api/audit?subject={raised.Id}")).Ok()["events"].GetArrayLength().ShouldBe(0);

        var told = line.All.Length;
        (await second.Api.GetAsync($"/api/alerts/{raised.Id}")).Ok().Text.ShouldBe(before);
        await using var again = await RawLine.OpenAsync(second.Api);
        fixture.Server.Time.Step(TimeSpan.FromSeconds(2));
        await line.UntilAsync(r => r.Contains("\"pulse\"", StringComparison.Ordinal), "a pulse after the vote");
        line.All[told..].ShouldNotContain("delta");
        foreach (var text in (string[])[before, ownVote, line.All, again.All])
        {
            secrets.ShouldAllBe(secret => !text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }

        again.All.ShouldNotContain(first.Id.ToString());
        line.All.ShouldNotContain(first.Id.ToString());
        again.All.ShouldContain("\"voted\":false");
        again.All.ShouldNotContain("\"voted\":true");

        // The same texts are told once both have said yes: the search above would have found them.
        (await Stage.VoteAsync(second.Api, raised.Id))
            .Ok()
            .Text.ShouldContain(Label);
        var confirmed = await line.UntilAsync(r => r.Contains("\"confirmed\"", StringComparison.Ordinal), "the confirmed alert");
        confirmed.ShouldContain(Summary);
        confirmed.ShouldContain("\"score\"");
        var read = (await stage.Retailer.Admin.GetAsync($"/api/audit?subject={raised.Id}")).Ok()["events"].EnumerateArray();
        read.Count(e => e.GetProperty("action").GetString() == "alert.vote-cast").ShouldBe(2);
    }

    private static async Task<(Guid Id, Api Api)> StaffAsync(Stage stage, Shop shop)
    {
        var person = await stage.Retailer.HireAsync(RetailGuard.Identity.Role.StoreStaff, shop);
        return (person.Id, await person.SignInAsync());
    }

    private static async Task<Api> ApproverAsync(Stage stage) =>
        await (await stage.Retailer.HireAsync(RetailGuard.Identity.Role.HeadOfficeLossPrevention)).SignInAsync();
}
