using System.Net;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>An entry from its proposal to its end: when it matches, when it stops, and what is left of it.</summary>
public abstract class EntryLifeTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R9")]
    public async Task An_entry_matches_once_another_person_has_approved_it()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var entry = await ProposeAsync(stage.Manager, stage);
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Discard);

        (await stage.Manager.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await StateAsync(stage, entry)).ShouldBe("proposed");

        (await stage.HeadOffice.PostAsync($"/api/entries/{entry}/approve")).Ok()["state"].GetString().ShouldBe("active");
        (await PassAsync(stage)).ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await StateAsync(stage, entry)).ShouldBe("active");
        (await stage.HeadOffice.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.Conflict, "entry-decided");
    }

    [Fact]
    public async Task A_removed_entry_matches_nobody_and_its_picture_and_template_are_gone()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await EndAlertAsync(stage, await stage.RaiseAsync());

        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "Trespass notice withdrawn." })).Ok();

        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        await ShouldBeUnreadableAsync(stage, stage.Entry);
        (await StateAsync(stage, stage.Entry)).ShouldBe("removed");
    }

    [Fact]
    public async Task A_refused_entry_keeps_neither_picture_nor_template()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var entry = await ProposeAsync(stage.Manager, stage);
        (await stage.HeadOffice.PostAsync($"/api/entries/{entry}/refuse", new { })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );

        (await stage.HeadOffice.PostAsync($"/api/entries/{entry}/refuse", new { reason = "The evidence shows another person." })).Ok();

        await ShouldBeUnreadableAsync(stage, entry);
        (await stage.HeadOffice.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.Conflict, "entry-decided");
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task An_entry_matches_nobody_from_the_moment_it_expires()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var statement = Watchlist.Statement(stage.Shop, "Subject B");
        statement["expiresAt"] = Watchlist.Iso(Server.Time.GetUtcNow().AddHours(1));
        var entry = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'), statement);
        Later(TimeSpan.FromMinutes(50));
        await stage.LookAsync();
        var raised = new RaisedAlert((await stage.PassAsync(Photos.Of('B'))).UploadPath);

        // Ten minutes later the alert has run out too: nothing but the entry's own end stands in the way of another.
        Later(TimeSpan.FromMinutes(10));
        await stage.StepUntilAsync(async () =>
            (await stage.First.GetAsync($"/api/alerts/{raised.Id}")).Ok()["state"].GetString() == "expired"
        );

        // While the list is read anew nobody is matched either.
        var verdict = TrackDecision.Types.Verdict.NotDecided;
        await stage.StepUntilAsync(async () => (verdict = await PassAsync(stage)) != TrackDecision.Types.Verdict.NotDecided);
        verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await StateAsync(stage, entry)).ShouldBe("expired");
    }

    [Fact]
    public async Task Of_two_people_who_decide_at_once_one_decides()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var entry = await ProposeAsync(stage.Manager, stage);
        var third = await (await stage.Retailer.HireAsync(Role.HeadOfficeLossPrevention)).SignInAsync();

        var answers = await Task.WhenAll(
            stage.HeadOffice.PostAsync($"/api/entries/{entry}/approve"),
            third.PostAsync($"/api/entries/{entry}/refuse", new { reason = "The evidence shows another person." })
        );

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.Code == "entry-decided").ShouldBe(1);
    }

    [Fact]
    public async Task Entries_decided_at_the_same_moment_are_all_in_the_gallery()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var entries = new List<Guid>();
        foreach (var photo in (byte[][])[Photos.Of('B'), Photos.Of('C', 2)])
        {
            var proposed = await Watchlist.ProposeAsync(stage.Manager, Watchlist.Statement(stage.Shop), photo);
            entries.Add(proposed.Ok()["id"].GetGuid());
        }

        var answers = await Task.WhenAll(entries.Select(e => stage.HeadOffice.PostAsync($"/api/entries/{e}/approve")));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await stage.PassAsync(Photos.Of('C', 2))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R17")]
    public async Task An_entry_matches_in_its_own_store_only()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var next = await stage.Retailer.OpenShopAsync("Store 2");
        await stage.Retailer.HireAsync(Role.StoreStaff, next);
        await stage.Retailer.HireAsync(Role.StoreStaff, next);
        await using var connector = await Connector.OpenAsync(await next.PairConnectorAsync(), reader);

        var decision = await connector.AskAsync(
            connector.Probe(next.Cameras[0], reader, reader.Template(Photos.Of('A')), Server.Time.GetUtcNow())
        );

        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task Pictures_and_templates_are_stored_sealed()
    {
        await using var stage = await Stage.SetAsync(Server, reader);

        var row = (
            await Server.QueryAsync("""SELECT "Tenant", "Sealed" FROM "EntryTemplates" WHERE "Entry" = @p0""", stage.Entry)
        ).ShouldHaveSingleItem();
        var blob = await Server.Services.GetRequiredService<IBlobVault>().GetAsync(PictureOf(stage, stage.Entry), CancellationToken.None);

        Bytes.Hold((byte[])row[1]!, Bytes.MarkOf(reader.Template(Photos.Of('A')))).ShouldBeFalse();
        Bytes.Hold(blob.ShouldNotBeNull(), [0xff, 0xd8, 0xff]).ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task A_stolen_template_matches_nowhere_else()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var stranger = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        var (own, theirs) = (await TemplateAsync(stage), await TemplateAsync(stranger));
        var face = reader.Template(Photos.Of('A'));

        // One face; chance level of two 512-value vectors is a cosine of about 0.04.
        ((double)TensorPrimitives.CosineSimilarity(own, theirs)).ShouldBe(0, 0.25);
        ((double)TensorPrimitives.CosineSimilarity(own, face)).ShouldBe(0, 0.25);
        (await stage.PassAsync(Photos.Of('A', 1))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold, "at home it matches");
    }

    /// <summary>What somebody who had all keys would find in the record.</summary>
    private async Task<float[]> TemplateAsync(Stage stage)
    {
        var row = (
            await Server.QueryAsync(
                """
                SELECT "KeyId", "Sealed", "Space" FROM "Entries" JOIN "EntryTemplates" ON "Entry" = "Id" WHERE "Id" = @p0
                """,
                stage.Entry
            )
        ).ShouldHaveSingleItem();
        var keys = Server.Services.GetRequiredService<TenantKeys>();
        var context = $"entry/{stage.Entry}";
        var key = await keys.OpenRecordKeyAsync(new(stage.Retailer.Id), context, Guid.Parse($"{row[0]}"), CancellationToken.None);
        return MemoryMarshal.Cast<byte, float>(Sealing.Open(key.ShouldNotBeNull(), (byte[])row[1]!, $"{context}/{row[2]}")).ToArray();
    }

    private void Later(TimeSpan by) => Server.Time.Sleep(by);

    private static string PictureOf(Stage stage, Guid entry) => $"{stage.Retailer.Id}/entries/{entry}/photo";

    private static async Task<Guid> ProposeAsync(Api proposer, Stage stage) =>
        (await Watchlist.ProposeAsync(proposer, Watchlist.Statement(stage.Shop, "Subject B"), Photos.Of('B'))).Ok()["id"].GetGuid();

    private static async Task<TrackDecision.Types.Verdict> PassAsync(Stage stage) => (await stage.PassAsync(Photos.Of('B'))).Verdict;

    private static async Task<string?> StateAsync(Stage stage, Guid entry)
    {
        var listed = (await stage.Manager.GetAsync($"/api/entries?storeId={stage.Shop.Id}")).Ok();
        return listed.Json.EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == entry).GetProperty("state").GetString();
    }

    private async Task EndAlertAsync(Stage stage, RaisedAlert raised)
    {
        (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
        (await Stage.VoteAsync(stage.First, raised.Id, "different")).Ok();
    }

    private async Task ShouldBeUnreadableAsync(Stage stage, Guid entry)
    {
        (await stage.Manager.GetAsync($"/api/entries/{entry}/photo")).Refused(HttpStatusCode.NotFound, "not-found");
        (await Server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", entry)).Single().ShouldBe([null]);
        (await Server.QueryAsync("""SELECT "Space" FROM "EntryTemplates" WHERE "Entry" = @p0""", entry)).ShouldBeEmpty();
        var blob = await Server.Services.GetRequiredService<IBlobVault>().GetAsync(PictureOf(stage, entry), CancellationToken.None);
        blob.ShouldBeNull();
    }
}

public sealed class EntryLifeOnDisk(OnDisk fixture, FaceReader reader) : EntryLifeTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class EntryLifeInCloud(InCloud fixture, FaceReader reader) : EntryLifeTests(fixture, reader), IClassFixture<InCloud>;
