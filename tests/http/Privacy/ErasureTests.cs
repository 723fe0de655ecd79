using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever is erased is erased in every copy of the record: their key is in none of them (R12).</summary>
[Trait("Rule", "R12")]
public abstract class ErasureTests(FaceReader reader)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<DataStore> StoreAsync();

    /// <summary>Copies the record and its pictures, as a backup does: without the key store.</summary>
    /// <returns>The copy, and settings with which a server finds it and the key store that there is.</returns>
    protected abstract Task<(DataStore Copy, IReadOnlyList<string> Settings)> CopyAsync(DataStore storage);

    [Fact]
    public async Task Who_was_erased_after_a_copy_was_taken_is_not_in_it()
    {
        using var storage = await StoreAsync();
        var time = TestTime.Clock();
        Stage stage;
        Guid kept;
        await using (var server = await RunningServer.StartAsync(storage, time))
        {
            await using (stage = await Stage.SetAsync(server, reader))
            {
                kept = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
            }
        }

        var (copy, settings) = await CopyAsync(storage);
        using var second = copy;
        await using (var server = await RunningServer.StartAsync(storage, time))
        {
            var manager = server.Anyone.SignedIn(stage.Manager.Token);
            (await manager.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The notice was withdrawn." })).Ok();
        }

        var name = $"{stage.Retailer.Id}/entries/{stage.Entry}/photo";
        var tenant = new TenantId(stage.Retailer.Id);
        await using (var looked = Server.ServerHost.Build([.. copy.Settings, .. settings]))
        {
            // The copy has all but the key: its row, its template, and where the vault is copied its picture.
            await looked.Services.PrepareStorageAsync(cancellation: Cancellation);
            await using var db = looked.Services.GetRequiredService<Database>().Of(tenant);
            var entry = await db.Set<Entry>().SingleAsync(e => e.Id == new EntryId(stage.Entry), Cancellation);
            (await db.Set<EntryTemplate>().AnyAsync(t => t.Entry == entry.Id && t.Sealed != null, Cancellation)).ShouldBeTrue();
            entry.KeyId.ShouldNotBeNull();
            var keys = looked.Services.GetRequiredService<TenantKeys>();
            (await keys.OpenRecordKeyAsync(tenant, entry.KeyContext, entry.KeyId, Cancellation)).ShouldBeNull();
            (await looked.Services.GetRequiredService<Entries>().PhotoAsync(tenant, entry.Id, forCase: true, Cancellation)).ShouldBeNull();
        }

        await using var restored = await RunningServer.StartAsync(copy, time, settings);
        var vault = restored.Services.GetRequiredService<IBlobVault>();
        await restored.Services.GetRequiredService<KeptKeys>().CheckAllAsync(Cancellation);
        (await vault.GetAsync(name, Cancellation)).ShouldBeNull();
        (await restored.QueryAsync("""SELECT "State", "KeyId" FROM "Entries" WHERE "Id" = @p0""", stage.Entry))
            .Single()
            .ShouldBe(["Removed", null]);
        (await restored.QueryAsync("""SELECT "Space" FROM "EntryTemplates" WHERE "Entry" = @p0""", stage.Entry)).ShouldBeEmpty();
        (
            await restored.QueryAsync(
                """SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'entry.erased'""",
                $"{stage.Entry}"
            )
        ).ShouldHaveSingleItem();
        var headOffice = restored.Anyone.SignedIn(stage.HeadOffice.Token);
        (await headOffice.GetAsync($"/api/entries/{kept}/photo")).Ok();
        var verdicts = await restored.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], Cancellation);
        verdicts.ShouldAllBe(v => v.Holds);
        verdicts.SelectMany(v => v.Differing ?? []).ShouldBeEmpty();
    }

    /// <summary>A process dies at each point between record and key store.</summary>
    [Fact]
    public async Task A_crash_between_record_and_key_store_loses_no_record_and_leaves_no_key()
    {
        using var storage = await StoreAsync();
        var time = TestTime.Clock();
        await using var server = await RunningServer.StartAsync(storage, time);
        await using var stage = await Stage.SetAsync(server, reader);
        var tenant = new TenantId(stage.Retailer.Id);
        var services = server.Services;
        var (keys, store, check) = (
            services.GetRequiredService<TenantKeys>(),
            services.GetRequiredService<KeyStore>(),
            services.GetRequiredService<KeptKeys>()
        );
        Guid living;
        var before = (await KeptAsync()).ToList();
        await using (var db = services.GetRequiredService<Database>().Of(tenant))
        {
            living = (await db.Set<Entry>().SingleAsync(e => e.Id == new EntryId(stage.Entry), Cancellation)).KeyId!.Value;
            before.ShouldContain(living);
        }

        // After the key, before its record: a proposal that died.
        var early = await keys.NewRecordKeyAsync(tenant, "entry/that-never-came", Cancellation);

        // After the record has let go of it, before the key is destroyed: a removal that died.
        var late = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        Guid? left = null;
        (
            await services
                .GetRequiredService<AuditLog>()
                .CommitOrRetryAsync(
                    tenant,
                    async db =>
                    {
                        var entry = await db.Set<Entry>().AsTracking().SingleAsync(e => e.Id == new EntryId(late), Cancellation);
                        (left, entry.KeyId, entry.State) = (entry.KeyId, null, EntryState.Removed);
                        await StoreList.NumberAsync(db, entry, Cancellation);
                        return new Decision<int>(1, new AuditEvent(Actor.System, "test.died", $"{late}"));
                    },
                    Cancellation
                )
        ).Expect();
        (await KeptAsync()).ShouldBe([.. before, early.Id, left!.Value], ignoreOrder: true);

        // While it serves: a key that is new may be about to get its record.
        await check.DoAsync(tenant, Cancellation);
        (await KeptAsync()).ShouldBe([.. before, early.Id, left.Value], ignoreOrder: true);
        time.Sleep(TimeSpan.FromHours(1.1));
        await check.DoAsync(tenant, Cancellation);
        (await KeptAsync()).ShouldBe(before, ignoreOrder: true);

        // At a start nobody is about to.
        await keys.NewRecordKeyAsync(tenant, "entry/that-never-came", Cancellation);
        await check.CheckAllAsync(Cancellation);
        (await KeptAsync()).ShouldBe(before, ignoreOrder: true);
        (await stage.Manager.GetAsync($"/api/entries/{stage.Entry}/photo")).Ok();
        (await StateOfAsync(stage.Entry)).ShouldBe("Active");

        async Task<IEnumerable<Guid>> KeptAsync() => await store.MadeBeforeAsync(tenant, DateTimeOffset.MaxValue, Cancellation);

        async Task<object?> StateOfAsync(Guid entry) =>
            (await server.QueryAsync("""SELECT "State" FROM "Entries" WHERE "Id" = @p0""", entry)).Single()[0];
    }
}

public sealed class ErasureOnDisk(FaceReader reader) : ErasureTests(reader)
{
    private readonly FaceReader _reader = reader;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_erased_leaves_its_bytes_in_neither_database_nor_their_logs()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        await using var stage = await Stage.SetAsync(server, _reader);
        var entry = (await server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", stage.Entry)).Single();
        var id = Guid.Parse($"{entry[0]}");
        var found = await server.Services.GetRequiredService<KeyStore>().FindAsync(new(stage.Retailer.Id), [id], Cancellation);
        var template = (byte[])
            (await server.QueryAsync("""SELECT "Sealed" FROM "EntryTemplates" WHERE "Entry" = @p0""", stage.Entry)).Single()[0]!;
        string[] words = ["Marked label", "Marked evidence", "Marked account of what happened"];
        var statement = Watchlist.Statement(stage.Shop);
        (statement["label"], statement["evidence"], statement["summary"]) = (words[0], words[1], words[2]);
        var told = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'), statement);
        (await LabelAsync(told)).ShouldBe(words[0]);
        var texts = (byte[])(await server.QueryAsync("""SELECT "SealedTexts" FROM "Entries" WHERE "Id" = @p0""", told)).Single()[0]!;
        Holding(texts).ShouldNotBeEmpty();

        var photo = Path.Combine(storage.DataFolder, "pictures", $"{stage.Retailer.Id}", "entries", $"{stage.Entry}", "photo");
        var link = Path.Combine(storage.DataFolder, "what-the-disk-holds");
        await LinkAsync(photo, link);

        // A backup of the record takes what begins with its name.
        Holding(found[id]).ShouldAllBe(file => Path.GetFileName(file).StartsWith("keys.db"));
        Holding(found[id]).ShouldNotBeEmpty();
        Holding(template.AsSpan(50, 64).ToArray()).ShouldNotBeEmpty();
        words.SelectMany(word => Holding(System.Text.Encoding.UTF8.GetBytes(word))).ShouldBeEmpty("texts are sealed as pictures are");

        (await stage.Manager.PostAsync($"/api/entries/{told}/remove", new { reason = "The notice was withdrawn." })).Ok();
        (await stage.Manager.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The notice was withdrawn." })).Ok();
        await server.Services.GetRequiredService<KeptKeys>().DoAsync(new(stage.Retailer.Id), Cancellation);

        Holding(found[id]).ShouldBeEmpty();
        Holding(texts).ShouldBeEmpty();
        (await LabelAsync(told)).ShouldBe($"\u2026{told.ToString()[^6..]}");
        Holding(template.AsSpan(50, 64).ToArray()).ShouldBeEmpty();
        (await File.ReadAllBytesAsync(link, Cancellation)).ShouldAllBe(b => b == 0);

        async Task<string?> LabelAsync(Guid listed)
        {
            var list = (await stage.Manager.GetAsync($"/api/entries?storeId={stage.Shop.Id}")).Ok();
            return list.Json.EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == listed).GetProperty("label").GetString();
        }

        IReadOnlyList<string> Holding(byte[] mark) => Bytes.FilesHolding(storage.DataFolder, mark);
    }

    [Fact]
    public async Task Another_key_store_is_refused_and_none_is_made_in_its_place()
    {
        using var storage = DataStore.OnDisk();
        await using (var server = await RunningServer.StartAsync(storage))
        {
            await Retailer.OpenAsync(server);
        }

        var other = Path.Combine(storage.DataFolder, "elsewhere", "keys.db");
        var refused = await Should.ThrowAsync<StorageException>(() =>
            RunningServer.StartAsync(storage, settings: [$"--Storage:Keys={other}"])
        );
        (refused.Code, Path.Exists(other)).ShouldBe(("storage-keys", false));
        refused.Message.ShouldContain("Put the key store back");

        using var stranger = DataStore.OnDisk();
        await using (var server = await RunningServer.StartAsync(stranger))
        {
            await Retailer.OpenAsync(server);
        }

        var theirs = Path.Combine(stranger.DataFolder, "keys.db");
        refused = await Should.ThrowAsync<StorageException>(() =>
            RunningServer.StartAsync(storage, settings: [$"--Storage:Keys={theirs}"])
        );
        refused.Message.ShouldContain("has those of another record");
    }

    protected override Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());

    protected override async Task<(DataStore Copy, IReadOnlyList<string> Settings)> CopyAsync(DataStore storage)
    {
        var copy = DataStore.OnDisk();
        await using (
            var connection = new SqliteConnection($"Data Source={Path.Combine(storage.DataFolder, "retailguard.db")};Pooling=False")
        )
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO @p0";
            command.Parameters.AddWithValue("p0", Path.Combine(copy.DataFolder, "retailguard.db"));
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        foreach (var file in Directory.GetFiles(Path.Combine(storage.DataFolder, "pictures"), "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy.DataFolder, Path.GetRelativePath(storage.DataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        File.Copy(Path.Combine(storage.DataFolder, "master.key"), Path.Combine(copy.DataFolder, "master.key"));
        return (copy, [$"--Storage:Keys={Path.Combine(storage.DataFolder, "keys.db")}"]);
    }

    /// <summary>Another name for the same bytes on the disk: they stay when the first name is gone.</summary>
    private static async Task LinkAsync(string file, string name)
    {
        using var ln = System.Diagnostics.Process.Start("ln", [file, name]);
        await ln.WaitForExitAsync(Cancellation);
        ln.ExitCode.ShouldBe(0);
    }
}

public sealed class ErasureInCloud(CloudMachines machines, FaceReader reader) : ErasureTests(reader)
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);

    /// <summary>What a dump without the keys' schema gives, and a restore of it into a database of its own; the vault is the same.</summary>
    protected override async Task<(DataStore Copy, IReadOnlyList<string> Settings)> CopyAsync(DataStore storage)
    {
        var copy = await DataStore.InCloudAsync(machines);
        NpgsqlConnection.ClearAllPools();
        var (from, to) = (new NpgsqlConnectionStringBuilder(storage.Postgres), new NpgsqlConnectionStringBuilder(copy.Postgres));
        var name = $"copy_{Unique.Name()}".Replace('-', '_');
        await RunAsync(
            new NpgsqlConnectionStringBuilder(to.ToString()) { Database = "postgres" },
            $"CREATE DATABASE {name} TEMPLATE \"{from.Database}\""
        );
        to.Database = name;
        await RunAsync(to, "DROP SCHEMA retailguard_keys CASCADE");
        File.Copy(Path.Combine(storage.DataFolder, "master.key"), Path.Combine(copy.DataFolder, "master.key"));
        return (
            copy,
            [
                .. storage.Settings.Where(s => s.StartsWith("--Storage:Azure", StringComparison.Ordinal)),
                $"--Storage:Postgres={to}",
                $"--Storage:Keys={from}",
            ]
        );
    }

    private static async Task RunAsync(NpgsqlConnectionStringBuilder where, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(where.ToString()) { Pooling = false }.ToString()
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
