using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A database of an earlier version is brought up to date with everything in it.</summary>
public abstract class UpgradeTests(FaceReader reader)
{
    private const string Roles = """SELECT "PersonId", "Role" FROM "PersonRoles" ORDER BY 1, 2""";
    private const string Stores = """SELECT "PersonId", "StoreId" FROM "PersonStores" ORDER BY 1, 2""";

    /// <summary>Where the server keeps its data, and the settings that replace its database by an empty one.</summary>
    protected abstract Task<(DataStore Storage, DataStore Other, IReadOnlyList<string> Settings)> StoresAsync();

    [Fact]
    [Trait("Rule", "R52")]
    public async Task Entries_of_an_earlier_version_match_after_the_upgrade_and_are_brought_into_the_present_form()
    {
        var (storage, other, settings) = await StoresAsync();
        using var own = storage;
        using var empty = other;
        var time = TestTime.Clock();
        var before = await RunningServer.StartAsync(storage, time);
        var stage = await Stage.SetAsync(before, reader);
        var plain = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        var deputy = await stage.Retailer.HireUnknownAsync(Role.TenantAdmin, [stage.Shop]);
        var issued = await stage.Retailer.HireUnknownAsync(Role.StoreStaff, [stage.Shop], by: await deputy.SignInAsync());
        var administrator = (await stage.Retailer.Admin.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();
        var (roles, stores) = (await before.QueryAsync(Roles), await before.QueryAsync(Stores));
        roles.Count.ShouldBeGreaterThan(3);
        stores.Count.ShouldBeGreaterThan(1);
        var lossPrevention = (await stage.HeadOffice.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();
        await stage.DisposeAsync();
        await before.DisposeAsync();
        var faces = new Dictionary<Guid, float[]> { [plain] = reader.Template(Photos.Of('B')) };
        await EarlierDatabase.WriteAsync(storage.Settings, [.. storage.Settings, .. settings], faces);

        await using var server = await RunningServer.StartAsync(storage, time, settings);
        (await server.QueryAsync(Roles)).ShouldBe(roles, new SameRow());
        (await server.QueryAsync(Stores)).ShouldBe(stores, new SameRow());
        (await IssuersAsync("""SELECT "Issuers" FROM "People" WHERE "Id" = @p0""", issued.Id)).ShouldBe(
            [administrator, deputy.Id],
            ignoreOrder: true
        );
        (await IssuersAsync("""SELECT "EnrollerIssuers" FROM "Entries" WHERE "Id" = @p0""", plain)).ShouldBe([administrator]);
        // Passwords of before, which somebody may have given, open nothing; while no administrator has one, the operator's code opens at once.
        var email = (string)(await server.QueryAsync("""SELECT "Email" FROM "People" WHERE "Id" = @p0""", lossPrevention))[0][0]!;
        (await Retailer.SignInAsync(server, stage.Retailer.Slug, email, Retailer.Password, null)).Code.ShouldBe("sign-in-wrong");
        var operators = server.Services.GetRequiredService<OperatorInvitations>();
        var invited = await operators.RunAsync(stage.Retailer.Slug, email, TestContext.Current.CancellationToken);
        var first = await operators.RunAsync(stage.Retailer.Slug, stage.Retailer.AdminEmail, TestContext.Current.CancellationToken);

        // R13, R14: what was listed before there were criteria is held to the first, and looked at within 90 days.
        (
            await server.QueryAsync(
                """SELECT "Id" FROM "Entries" WHERE "CriteriaVersion" = 1 AND "MeetsVersion" = 1 AND "RevalidateBy" IS NOT NULL"""
            )
        ).Count.ShouldBe(2);

        var second = await operators.RunAsync(
            stage.Retailer.Slug,
            Retailer.SecondOf(stage.Retailer.AdminEmail),
            TestContext.Current.CancellationToken
        );

        // R33, R44: an earlier version knew no notices and no assessment, so nobody is matched before there is one of each.
        var admin = await Retailer.EnterAsync(server, first.Expect().Code);
        var headOffice = await Retailer.EnterAsync(server, invited.Expect().Code);
        await Assessed.ApproveAsync(headOffice, admin, await Retailer.EnterAsync(server, second.Expect().Code));
        await Posters.PublishAsync(admin);
        await Posters.HangAsync(admin, stage.Shop.Id);
        await using var connector = await Connector.OpenAsync(stage.Paired with { Server = server }, reader);
        (await PassAsync('A')).ShouldBe(TrackDecision.Types.Verdict.Hold, "stored transformed");
        (await PassAsync('B')).ShouldBe(TrackDecision.Types.Verdict.Hold, "stored as it was");

        var renewed = 0;
        for (var looks = 0; looks < 5_000 && renewed < 2; looks++)
        {
            renewed = (await server.QueryAsync("""SELECT "Entry" FROM "EntryTemplates" WHERE "Form" = 'Bound' """)).Count;
        }

        renewed.ShouldBe(2);

        var check = (await headOffice.PostAsync($"/api/stores/{stage.Shop.Id}/gallery/check")).Ok();
        check["differences"].GetInt32().ShouldBe(0);
        check["status"].GetProperty("count").GetInt32().ShouldBe(2);
        (await server.QueryAsync("""SELECT "Pictures" FROM "Entries" """)).ShouldAllBe(row => Convert.ToInt32(row[0]) == 1);
        (await headOffice.GetAsync($"/api/entries/{plain}/photo")).Ok();
        (await server.QueryAsync("""SELECT "Refusal" FROM "EntryTemplates" WHERE "Refusal" IS NOT NULL""")).ShouldBeEmpty();
        server.Log.Errors.ShouldBeEmpty();

        // R12: keys that were in the rows are in the key store, and in no row any more.
        (await server.QueryAsync("""SELECT "Id" FROM "Entries" WHERE "SealedKey" IS NOT NULL OR "KeyId" IS NULL""")).ShouldBeEmpty();
        (await server.QueryAsync("""SELECT "Sequence" FROM "Audit" WHERE "Action" = 'keys.moved' """)).ShouldHaveSingleItem();
        (await server.QueryAsync("""SELECT "Id" FROM "Entries" WHERE "Label" IS NOT NULL OR "SealedTexts" IS NULL""")).ShouldBeEmpty();
        var listed = (await headOffice.GetAsync($"/api/entries?storeId={stage.Shop.Id}")).Ok();
        listed.Json.EnumerateArray().ShouldAllBe(e => e.GetProperty("label").GetString() == EarlierDatabase.Label);

        // R49: what the earlier version left is on record as it was found, and whatever came later agrees with it.
        (await server.QueryAsync("""SELECT "Sequence" FROM "Audit" WHERE "Action" = 'record.rows-taken' """)).Count.ShouldBe(1);
        var verdicts = await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], TestContext.Current.CancellationToken);
        verdicts.ShouldAllBe(v => v.Holds && v.Rows > 50);

        async Task<IEnumerable<Guid>> IssuersAsync(string sql, Guid id) =>
            ((string)(await server.QueryAsync(sql, id)).Single()[0]!).Split(',').Select(Guid.Parse);

        async Task<TrackDecision.Types.Verdict> PassAsync(char subject)
        {
            var probe = connector.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of(subject)), time.GetUtcNow());
            return (await connector.AskAsync(probe)).Verdict;
        }
    }
}

/// <summary>Rows are the same when their columns are.</summary>
internal sealed class SameRow : IEqualityComparer<object?[]>
{
    public bool Equals(object?[]? x, object?[]? y) => x!.SequenceEqual(y!);

    public int GetHashCode(object?[] obj) => obj.Length;
}

public sealed class UpgradeOnDiskSpaces(FaceReader reader) : UpgradeTests(reader)
{
    protected override Task<(DataStore Storage, DataStore Other, IReadOnlyList<string> Settings)> StoresAsync()
    {
        var (storage, other) = (DataStore.OnDisk(), DataStore.OnDisk());

        // The same folder, so that key and pictures stay; only the database lies elsewhere.
        Directory.CreateSymbolicLink(Path.Combine(other.DataFolder, "pictures"), Path.Combine(storage.DataFolder, "pictures"));
        File.CreateSymbolicLink(Path.Combine(other.DataFolder, "master.key"), Path.Combine(storage.DataFolder, "master.key"));
        return Task.FromResult((storage, other, other.Settings));
    }
}

public sealed class UpgradeInCloudSpaces(CloudMachines machines, FaceReader reader) : UpgradeTests(reader)
{
    protected override async Task<(DataStore Storage, DataStore Other, IReadOnlyList<string> Settings)> StoresAsync()
    {
        var (storage, other) = (await DataStore.InCloudAsync(machines), await DataStore.InCloudAsync(machines));
        return (storage, other, [$"--Storage:Postgres={other.Postgres}"]);
    }
}
