using System.Net;
using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Foundation;
using RetailGuard.Protocol.V1;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>A retailer moves from one model to another: prepared beside the old one, cut over, back, and for good.</summary>
public abstract class SpacesTests(FaceReader reader, NextPack next) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = TestTime.Clock();
    private DataStore? _storage;
    private RunningServer? _server;

    private RunningServer Server => _server!;

    private string First => reader.Pack.Space.Id;

    public async ValueTask InitializeAsync()
    {
        _storage = await StoreAsync();
        _server = await RunningServer.StartAsync(_storage, _time);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server.Log.Errors.ShouldBeEmpty();
        }

        _storage?.Dispose();
    }

    protected abstract Task<DataStore> StoreAsync();

    [Fact]
    [Trait("Rule", "R44")]
    [Trait("Rule", "R52")]
    [Trait("Rule", "R49")]
    public async Task A_retailer_moves_to_another_model_and_nobody_is_missed_on_the_way()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await StartNextAsync();
        var (headOffice, admin) = (As(stage.HeadOffice), As(stage.Retailer.Admin));
        await PreparedAsync(headOffice);

        // Both are searched, each connector in its own space.
        await using var old = await Connector.OpenAsync(stage.Paired with { Server = Server }, reader);
        await using var upgraded = await Connector.OpenAsync(stage.Paired with { Server = Server }, next.Reader);
        (await NearestAsync(stage, reader)).ShouldBe(stage.Entry);
        (await NearestAsync(stage, next.Reader)).ShouldBe(stage.Entry);
        var policy = (await upgraded.NextAsync(CloudFrame.BodyOneofCase.Policy)).Policy;
        policy.Space.ShouldBe(next.Space);
        (await PassAsync(upgraded, stage, next.Reader, 'A')).ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await Server.QueryAsync("""SELECT "Match_Space" FROM "Alerts" WHERE "EntryId" = @p0""", stage.Entry))
            .Single()
            .ShouldBe([next.Space]);

        // New enrolments are made for both.
        var entry = await Watchlist.ListAsync(stage.Shop, As(stage.Manager), headOffice, Photos.Of('B'), Statement(stage));
        (await SpacesOfAsync(entry)).ShouldBe([First, next.Space], ignoreOrder: true);
        (await PassAsync(old, stage, reader, 'B')).ShouldBe(TrackDecision.Types.Verdict.Hold);

        // Two people cut over; two people go back.
        foreach (var (to, from) in ((string, string)[])[(next.Space, First), (First, next.Space), (next.Space, First)])
        {
            var asked = (await ChangeAsync(headOffice, to, "cut-over")).Ok();
            (asked["standing"].GetString(), asked["asked"].GetProperty("standing").GetString()).ShouldBe(("beside", "current"));
            (await ChangeAsync(headOffice, to, "cut-over")).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
            (await ChangeAsync(admin, to, "cut-over")).Ok()["standing"].GetString().ShouldBe("current");
            (await ViewAsync(headOffice, from)).GetProperty("standing").GetString().ShouldBe("beside");
            (await ChangeAsync(headOffice, to, "drop")).Refused(HttpStatusCode.Conflict, "space-current");
        }

        // Nobody has assessed the other model yet.
        (await headOffice.GetAsync("/api/assessment"))
            .Ok()["standing"]
            .GetString()
            .ShouldBe("stale");
        await Assessed.ApproveAsync(headOffice, admin, As(stage.Retailer.SecondAdmin));
        (await headOffice.GetAsync("/api/assessment")).Ok()["standing"].GetString().ShouldBe("inForce");

        // Two people drop the old one, for good.
        (await ChangeAsync(admin, First, "drop")).Ok();
        (await ChangeAsync(headOffice, First, "drop")).Ok()["standing"].GetString().ShouldBe("dropped");
        (await ChangeAsync(headOffice, First, "cut-over")).Refused(HttpStatusCode.Conflict, "space-decided");
        (await SpacesOfAsync(stage.Entry)).ShouldBe([next.Space]);
        (await RefusalAsync(stage, reader)).ShouldBe("space-unknown");
        (await PassAsync(old, stage, reader, 'A')).ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        (await NearestAsync(stage, next.Reader)).ShouldBe(stage.Entry);
        (await HelloAsync(stage, reader)).ShouldContain("has left the embedding space");
        await using var again = await Connector.OpenAsync(stage.Paired with { Server = Server }, next.Reader);

        var steps = await Server.QueryAsync("""SELECT "Action" FROM "Audit" WHERE "Action" LIKE 'space.%' ORDER BY "Sequence" """);
        string[] once = ["space.cut-over-asked", "space.cut-over-agreed"];
        steps
            .Select(s => (string)s[0]!)
            .ShouldBe([.. once, .. once, .. once, "space.drop-asked", "space.drop-agreed", "space.templates-deleted"]);
        (await Server.QueryAsync("""SELECT "Subject" FROM "Audit" WHERE "Action" = 'entry.re-embedded' """))
            .ShouldHaveSingleItem()
            .ShouldBe([$"{stage.Entry}"]);
        (await headOffice.PostAsync($"/api/stores/{stage.Shop.Id}/gallery/check")).Ok()["differences"].GetInt32().ShouldBe(0);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task A_picture_that_the_new_gate_refuses_is_listed_and_goes_on_matching_in_the_old_space()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await BlurAsync(stage, stage.Entry, "photo");
        await StartNextAsync();
        var (headOffice, admin) = (As(stage.HeadOffice), As(stage.Retailer.Admin));
        await PreparedAsync(headOffice);

        var redo = (await headOffice.GetAsync($"/api/spaces/{next.Space}/refused")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();
        redo.GetProperty("id").GetGuid().ShouldBe(stage.Entry);
        redo.GetProperty("reason").GetString()!.ShouldContain("blurred");
        (await As(stage.Manager).GetAsync($"/api/spaces/{next.Space}/refused")).Ok().Json.GetArrayLength().ShouldBe(1);
        (await NearestAsync(stage, reader)).ShouldBe(stage.Entry);
        (await NearestAsync(stage, next.Reader)).ShouldBeNull();

        (await ChangeAsync(headOffice, next.Space, "cut-over")).Ok();
        (await ChangeAsync(admin, next.Space, "cut-over")).Ok();
        (await ChangeAsync(headOffice, First, "drop")).Refused(HttpStatusCode.Conflict, "space-needed");

        // Somebody enrols the person anew; the old entry goes.
        var anew = await Watchlist.ListAsync(stage.Shop, As(stage.Manager), headOffice, Photos.Of('A', 1), Statement(stage));
        (await headOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "Enrolled anew." })).Ok();
        (await ChangeAsync(headOffice, First, "drop")).Ok();
        (await ChangeAsync(admin, First, "drop")).Ok();
        (await NearestAsync(stage, next.Reader)).ShouldBe(anew);
    }

    [Fact]
    [Trait("Rule", "R4")]
    public async Task Several_pictures_are_re_embedded_as_the_new_model_would_enrol_them_without_those_that_it_refuses()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var (both, half) = (
            await ProposeAsync(stage.Manager, Photos.Of('B'), Photos.Of('B', 1)),
            await ProposeAsync(stage.Manager, Photos.Of('B'), Photos.Of('B', 1))
        );
        var first = (await stage.Manager.GetAsync($"/api/entries/{both}/photo?number=1")).Ok().Body;
        var second = (await stage.Manager.GetAsync($"/api/entries/{both}/photo?number=2")).Ok().Body;
        await BlurAsync(stage, half, "photo-2");
        await StartNextAsync();
        await PreparedAsync(As(stage.HeadOffice));

        // Re-embedding sees what was kept, so that is what the new model is given directly.
        var ofBoth = await TemplateAsync(await ProposeAsync(As(stage.Manager), first, second));
        var ofFirst = await TemplateAsync(await ProposeAsync(As(stage.Manager), first));

        TensorPrimitives.Dot<float>(await TemplateAsync(both), ofBoth).ShouldBeGreaterThan(0.9999f);
        TensorPrimitives.Dot<float>(await TemplateAsync(half), ofFirst).ShouldBeGreaterThan(0.9999f);
        TensorPrimitives.Dot<float>(ofFirst, ofBoth).ShouldBeLessThan(0.99f);

        async Task<Guid> ProposeAsync(Api proposer, params byte[][] photos) =>
            (await Watchlist.ProposeAsync(proposer, Statement(stage), photos)).Ok()["id"].GetGuid();

        Task<float[]> TemplateAsync(Guid entry) => StoredTemplates.OfAsync(Server, stage.Retailer.Id, entry, next.Reader.Pack.Space);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task Until_all_are_seen_the_new_space_answers_nobody_and_a_restart_goes_on_where_it_ended()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        var proposed = (await Watchlist.ProposeAsync(stage.Manager, Statement(stage), Photos.Of('C', 2))).Ok()["id"].GetGuid();

        // The clock stands still: after the first picture it pauses for ever.
        await StartNextAsync();
        var headOffice = As(stage.HeadOffice);
        await UntilAsync(async () => (await ViewAsync(headOffice, next.Space)).GetProperty("pending").GetInt32() == 2);
        (await ChangeAsync(headOffice, next.Space, "cut-over")).Refused(HttpStatusCode.Conflict, "space-not-ready");
        (await RefusalAsync(stage, next.Reader)).ShouldBe("space-not-ready");
        (await NearestAsync(stage, reader)).ShouldBe(stage.Entry, "the old space goes on");

        await StartNextAsync();
        headOffice = As(stage.HeadOffice);
        await PreparedAsync(headOffice);

        (await NearestAsync(stage, next.Reader)).ShouldBe(stage.Entry);
        var made = await Server.QueryAsync("""SELECT "Subject" FROM "Audit" WHERE "Action" = 'entry.re-embedded' """);
        made.Select(row => row[0]).ShouldBeUnique();
        made.Count.ShouldBe(3);

        (await headOffice.PostAsync($"/api/entries/{proposed}/refuse", new { reason = "Another person." })).Ok();
        (await headOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "Withdrawn." })).Ok();
        (await SpacesOfAsync(proposed)).ShouldBeEmpty();
        (await SpacesOfAsync(stage.Entry)).ShouldBeEmpty();
    }

    /// <summary>Ends the server and starts one that runs the next pack as well.</summary>
    private async Task StartNextAsync()
    {
        var before = Server;
        await before.DisposeAsync();
        before.Log.Errors.ShouldBeEmpty();
        _server = await RunningServer.StartAsync(_storage!, _time, next.Settings);
    }

    private Api As(Api person) => Server.Anyone.SignedIn(person.Token);

    /// <summary>A statement that does not depend on the server that the store was opened on.</summary>
    private static System.Text.Json.Nodes.JsonObject Statement(Stage stage) => Watchlist.Statement(stage.Shop, "Subject B");

    private static Task<Answer> ChangeAsync(Api person, string space, string step) =>
        person.PostAsync($"/api/spaces/{space}/{step}", new { reason = "The new model was assessed." });

    private static async Task<JsonElement> ViewAsync(Api person, string space) =>
        (await person.GetAsync("/api/spaces")).Ok().Json.EnumerateArray().Single(s => s.GetProperty("space").GetString() == space);

    private Task PreparedAsync(Api person) =>
        UntilAsync(async () =>
        {
            Server.Time.Step(TimeSpan.FromMilliseconds(250));
            return (await ViewAsync(person, next.Space)).GetProperty("pending").GetInt32() == 0;
        });

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        // So many looks over the network take long enough for any machine.
        for (var looks = 0; looks < 5_000; looks++)
        {
            if (await isSo())
            {
                return;
            }
        }

        Assert.Fail("The entries were not all seen by the next pack.");
    }

    private async Task<IEnumerable<string>> SpacesOfAsync(Guid entry) =>
        (await Server.QueryAsync("""SELECT "Space" FROM "EntryTemplates" WHERE "Entry" = @p0""", entry)).Select(row => (string)row[0]!);

    private async Task<Result<GalleryAnswers>> SearchAsync(Stage stage, FaceReader by)
    {
        var (tenant, store) = (new TenantId(stage.Retailer.Id), new StoreId(stage.Shop.Id));
        TenantBoundary.ActFor(tenant);
        var galleries = Server.Services.GetRequiredService<Galleries>();
        await galleries.RefreshAsync(tenant, store);
        return await galleries.SearchAsync(tenant, store, new(by.Pack.Space.Id, [new(by.Template(Photos.Of('A')))]));
    }

    private async Task<Guid?> NearestAsync(Stage stage, FaceReader by) =>
        (await SearchAsync(stage, by)).Expect().Nearest[0].Where(n => n.Cosine > 0.61).Select(n => (Guid?)n.Entry.Value).FirstOrDefault();

    private async Task<string?> RefusalAsync(Stage stage, FaceReader by) =>
        (await SearchAsync(stage, by)).Succeeded(out _, out var refusal) ? null : refusal.Code;

    private async Task<TrackDecision.Types.Verdict> PassAsync(Connector connector, Stage stage, FaceReader by, char subject)
    {
        var probe = connector.Probe(stage.Shop.Cameras[0], by, by.Template(Photos.Of(subject)), Server.Time.GetUtcNow());
        return (await connector.AskAsync(probe)).Verdict;
    }

    private async Task<string> HelloAsync(Stage stage, FaceReader by)
    {
        await using var connector = await Connector.DialAsync(Server.Address);
        var challenge = (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        var hello = (stage.Paired with { Server = Server }).Answer(challenge, by.Pack.Space.Id, by.Pack.Space.Dimension);
        await connector.SendAsync(new EdgeFrame { Hello = hello });
        var problem = await connector.RefusedAsync();
        problem.Code.ShouldBe("space-unknown");
        return problem.Detail;
    }

    /// <summary>Makes an enrolled picture one that no gate lets pass, as an older, laxer gate might have left it.</summary>
    private async Task BlurAsync(Stage stage, Guid entry, string picture)
    {
        var (tenant, context) = (new TenantId(stage.Retailer.Id), $"entry/{entry}");
        var name = $"{stage.Retailer.Id}/entries/{entry}/{picture}";
        var id = (await Server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", entry)).Single()[0];
        var keys = Server.Services.GetRequiredService<TenantKeys>();
        var vault = Server.Services.GetRequiredService<IBlobVault>();
        var key = await keys.OpenRecordKeyAsync(tenant, context, Guid.Parse($"{id}"), CancellationToken.None);
        var kept = await vault.GetAsync(name, CancellationToken.None);
        var blurred = PhotoChanges.Blurred(Sealing.Open(key.ShouldNotBeNull(), kept!, name), 15);
        await vault.PutAsync(name, Sealing.Seal(key, blurred, name), CancellationToken.None);
    }
}

public sealed class SpacesOnDisk(FaceReader reader, NextPack next) : SpacesTests(reader, next)
{
    protected override Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());
}

public sealed class SpacesInCloud(CloudMachines machines, FaceReader reader, NextPack next) : SpacesTests(reader, next)
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);
}
