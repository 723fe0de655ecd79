using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Server;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A record is copied while its server runs, and comes back without those who were erased meanwhile (R12).</summary>
public sealed class BackupTests(FaceReader reader) : IAsyncLifetime
{
    private readonly DataStore _storage = DataStore.OnDisk();
    private readonly DataStore _elsewhere = DataStore.OnDisk();
    private readonly System.Collections.Concurrent.ConcurrentQueue<DataStore> _targets = new();
    private RunningServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_elsewhere.DataFolder, "backup");

    private string Keys => Path.Combine(_elsewhere.DataFolder, "keys.copy");

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_storage);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var folder in _targets.Concat([_storage, _elsewhere]))
        {
            folder.Dispose();
        }
    }

    [Fact]
    [Trait("Rule", "R12")]
    [Trait("Rule", "R49")]
    public async Task Who_was_erased_after_the_backup_does_not_come_back_and_all_else_does()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        var kept = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        var backup = await ServerProgram.RunAsync(["backup", "--to", Backup, .. _storage.Settings]);
        backup.ExitCode.ShouldBe(0, backup.ToString());
        backup.Output.ShouldContain("is a whole backup");
        Directory
            .GetFiles(Backup, "*", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .ShouldNotContain(n => n!.StartsWith("keys.db") || n.EndsWith(".key"));

        (await stage.Manager.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The notice was withdrawn." })).Ok();
        var copied = await ServerProgram.RunAsync(["key", "copy", "--to", Keys, .. _storage.Settings]);
        copied.ExitCode.ShouldBe(0, copied.ToString());
        File.GetUnixFileMode(Keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var target = Target();
        var restored = await ServerProgram.RunAsync(["restore", "--from", Backup, "--keys", Keys, .. target.Settings]);
        restored.ExitCode.ShouldBe(0, restored.ToString());
        restored.Output.ShouldContain("1 entries were erased since.");
        restored.Output.ShouldContain("rows are as they say");

        await using var server = await RunningServer.StartAsync(target, _server.Time);
        var headOffice = server.Anyone.SignedIn(stage.HeadOffice.Token);
        (await headOffice.GetAsync($"/api/entries/{kept}/photo")).Ok();
        (await headOffice.GetAsync($"/api/entries/{stage.Entry}/photo")).Refused(System.Net.HttpStatusCode.NotFound, "not-found");
        (await server.QueryAsync("""SELECT "State", "KeyId" FROM "Entries" WHERE "Id" = @p0""", stage.Entry))
            .Single()
            .ShouldBe(["Removed", null]);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task Without_any_key_store_everything_counts_as_erased_and_only_when_that_is_said()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await BackUpAsync();
        var target = Target();
        (await RefusedAsync(target)).ShouldContain("Name the key store");
        var restored = await ServerProgram.RunAsync(["restore", "--from", Backup, "--keys-lost", .. target.Settings]);
        restored.ExitCode.ShouldBe(0, restored.ToString());
        restored.Output.ShouldContain("1 entries were erased since.");
        await using var server = await RunningServer.StartAsync(target, _server.Time);
        (await server.QueryAsync("""SELECT "State" FROM "Entries" WHERE "Id" = @p0""", stage.Entry)).Single().ShouldBe(["Removed"]);
        var proposed = await Watchlist.ListAsync(
            stage.Shop,
            server.Anyone.SignedIn(stage.Manager.Token),
            server.Anyone.SignedIn(stage.HeadOffice.Token),
            Photos.Of('B')
        );
        (await server.Anyone.SignedIn(stage.Manager.Token).GetAsync($"/api/entries/{proposed}/photo")).Ok();
    }

    [Fact]
    public async Task A_backup_that_is_not_whole_is_refused_before_anything_is_written()
    {
        await Retailer.OpenAsync(_server);
        await _server.Services.GetRequiredService<IBlobVault>().PutAsync("tenant/picture", new byte[] { 1, 2, 3 }, Cancellation);
        await BackUpAsync();
        (await BackupRefusedAsync()).ShouldContain("is not empty");

        var manifest = Path.Combine(Backup, "manifest.json");
        var text = await File.ReadAllTextAsync(manifest, Cancellation);
        var picture = Path.Combine(Backup, "pictures", "tenant", "picture");
        await ShouldRefuseAsync("is not what the manifest says", () => File.WriteAllBytesAsync(picture, [1, 2, 4], Cancellation));
        await ShouldRefuseAsync("is missing", () => Delete(picture));
        await ShouldRefuseAsync("was changed or cut off", () => File.WriteAllTextAsync(manifest, text[..^20], Cancellation));
        await ShouldRefuseAsync("or one that was cut off", () => Delete(manifest));
        await ShouldRefuseAsync("a later version's form", () => ChangeAsync(json => json["format"] = 2));
        await ShouldRefuseAsync("lies outside", () => ChangeAsync(json => json["files"]![0]!["name"] = "../picture"));
        await File.WriteAllBytesAsync(picture, [1, 2, 3], Cancellation);
        await ShouldRefuseAsync(
            "of a later version, whose tables",
            () => ChangeAsync(json => json["migrations"]!.AsArray().Add("29990101000000_Later"))
        );

        static Task Delete(string file)
        {
            File.Delete(file);
            return Task.CompletedTask;
        }

        Task ChangeAsync(Action<JsonNode> change)
        {
            var json = JsonNode.Parse(text)!;
            change(json);
            return File.WriteAllTextAsync(manifest, json.ToJsonString(), Cancellation);
        }

        async Task ShouldRefuseAsync(string says, Func<Task> damage)
        {
            await damage();
            var target = Target();
            (await RefusedAsync(target, Path.Combine(_storage.DataFolder, "keys.db"))).ShouldContain(says);
            Directory.GetFileSystemEntries(target.DataFolder).Select(Path.GetFileName).ShouldBe(["master.key"]);
        }
    }

    [Fact]
    public async Task A_restore_needs_the_keys_of_this_record_and_a_folder_without_data()
    {
        await Retailer.OpenAsync(_server);
        await BackUpAsync();
        var keys = Path.Combine(_storage.DataFolder, "keys.db");

        using var stranger = DataStore.OnDisk();
        await using (var other = await RunningServer.StartAsync(stranger))
        {
            await Retailer.OpenAsync(other);
        }

        (await RefusedAsync(Target(), Path.Combine(stranger.DataFolder, "keys.db"))).ShouldContain("does not have this backup's keys");
        (await RefusedAsync(stranger, keys)).ShouldContain("a restore is not written over anything");

        var target = Target();
        File.Copy(Path.Combine(stranger.DataFolder, "master.key"), Path.Combine(target.DataFolder, "master.key"), overwrite: true);
        (await RefusedAsync(target, keys)).ShouldContain("is not the one that sealed");
        File.Delete(Path.Combine(target.DataFolder, "master.key"));
        (await RefusedAsync(target, keys)).ShouldContain("A backup never holds the master key");

        // Cut off: the folder is no data folder.
        await File.WriteAllTextAsync(Path.Combine(target.DataFolder, "restore.unfinished"), "", Cancellation);
        (await Should.ThrowAsync<StorageException>(() => RunningServer.StartAsync(target))).Code.ShouldBe("restore-unfinished");
    }

    private async Task BackUpAsync() => await _server.Services.GetRequiredService<BackUp>().RunAsync(Backup, _ => { }, Cancellation);

    private async Task<string> BackupRefusedAsync() => (await Should.ThrowAsync<StorageException>(BackUpAsync)).Message;

    /// <summary>What a restore is refused for.</summary>
    private async Task<string> RefusedAsync(DataStore target, string? keys = null)
    {
        await using var app = ServerHost.Build([.. target.Settings]);
        var refused = await Should.ThrowAsync<StorageException>(async () =>
            await app.Services.RestoreAsync(
                Backup,
                await BackupManifest.ReadAsync(Backup, Cancellation),
                keys,
                keysLost: false,
                _ => { },
                Cancellation
            )
        );
        return refused.Message;
    }

    /// <summary>A new data folder with the record's master key.</summary>
    private DataStore Target()
    {
        var target = DataStore.OnDisk();
        _targets.Enqueue(target);
        File.Copy(Path.Combine(_storage.DataFolder, "master.key"), Path.Combine(target.DataFolder, "master.key"));
        return target;
    }
}
