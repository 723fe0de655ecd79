using Microsoft.EntityFrameworkCore;

namespace RetailGuard.Storage;

/// <summary>Puts a backup into a new data folder. Everything that can be refused is refused before anything is written.</summary>
internal sealed class Restore(
    StorageOptions options,
    Database database,
    IEnumerable<ITables> tables,
    KeyStore store,
    MasterKeySource master,
    IBlobVault vault,
    HeadVault heads,
    TimeProvider time
)
{
    /// <summary>In a data folder as long as a restore into it has not ended.</summary>
    private const string Unfinished = "restore.unfinished";

    private const int TellEvery = 1_000;

    /// <inheritdoc cref="StorageServices.RestoreAsync"/>
    public async Task RunAsync(
        string from,
        BackupManifest manifest,
        string? keys,
        bool keysLost,
        Action<string> tell,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(tell);
        await CheckTargetAsync(manifest, cancellation);
        await CheckMasterKeyAsync(from, cancellation);
        await CheckKeysAsync(manifest, keys, keysLost, cancellation);

        StorageServices.PrepareFolder(options.DataFolder);
        var unfinished = Path.Combine(options.DataFolder, Unfinished);
        await File.WriteAllTextAsync(unfinished, "", cancellation);
        await vault.PrepareAsync(cancellation);
        var done = 0;
        foreach (var name in manifest.NamesIn(BackupManifest.Pictures))
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(from, BackupManifest.Pictures, name), cancellation);
            await vault.PutAsync(name, content, cancellation);
            if (++done % TellEvery == 0)
            {
                tell($"{done} pictures restored.");
            }
        }

        foreach (var name in manifest.NamesIn(BackupManifest.Heads))
        {
            await heads.PutNewAsync(
                name,
                await File.ReadAllBytesAsync(Path.Combine(from, BackupManifest.Heads, name), cancellation),
                cancellation
            );
        }

        if (keys is not null)
        {
            await StoreIn(keys).CopyAsync(options.KeyFile!, cancellation);
        }

        CopyForOwner(Path.Combine(from, BackupManifest.Database), options.SqliteFile);
        if (keysLost)
        {
            await using var db = database.AcrossTenants();
            await db.Set<PairedKeyStore>().ExecuteDeleteAsync(cancellation);
        }

        File.Delete(unfinished);
    }

    /// <exception cref="StorageException"><c>restore-unfinished</c>.</exception>
    internal static void RefuseUnfinished(string dataFolder)
    {
        if (File.Exists(Path.Combine(dataFolder, Unfinished)))
        {
            throw new StorageException(
                "restore-unfinished",
                $"A restore into {Path.GetFullPath(dataFolder)} was cut off. Empty the folder, but for master.key, and restore again."
            );
        }
    }

    private async Task CheckTargetAsync(BackupManifest manifest, CancellationToken cancellation)
    {
        if (!options.IsSqlite)
        {
            throw new StorageException(
                "restore-postgres",
                "A backup is of a record on SQLite, and Storage:Postgres is set. Unset it, or see infra/runbooks/restore.md."
            );
        }

        RefuseUnfinished(options.DataFolder);
        if (
            Directory.Exists(options.DataFolder)
            && Directory.EnumerateFileSystemEntries(options.DataFolder).FirstOrDefault(e => Path.GetFileName(e) != "master.key")
                is { } there
        )
        {
            throw new StorageException(
                "restore-folder",
                $"{Path.GetFullPath(there)} is there already, and a restore is not written over anything. Name a new folder with --Storage:DataFolder=DIR; only master.key may be in it."
            );
        }

        await using var db = database.AcrossTenants();
        if (manifest.Migrations.Except(db.Database.GetMigrations()).Any())
        {
            throw new StorageException(
                "storage-schema-unknown",
                "The backup is of a later version, whose tables this one does not know. Restore it with the version that made it."
            );
        }
    }

    private async Task CheckMasterKeyAsync(string from, CancellationToken cancellation)
    {
        if (!master.HasKey)
        {
            throw new StorageException(
                "restore-master-key",
                $"A backup never holds the master key. Put it into {Path.GetFullPath(master.File)} (mode 600), or set Storage:MasterKey."
            );
        }

        // The backup's own file, which nothing changes: it is no database with a log.
        var there = new Database(new StorageOptions { DataFolder = from }, tables);
        await StorageServices.ReachedAsync(options, () => TenantKeys.CheckMasterKeyAsync(there, master.Load(), cancellation), "--from DIR");
    }

    private async Task CheckKeysAsync(BackupManifest manifest, string? keys, bool keysLost, CancellationToken cancellation)
    {
        if (keysLost)
        {
            if (keys is not null || await store.FindIdAsync(cancellation) is not null)
            {
                throw new StorageException(
                    "restore-keys",
                    $"--keys-lost is for when there is no key store any more, and there is one{(keys is null ? $" in {store.Place}" : ": --keys")}."
                );
            }

            return;
        }

        if (keys is not null && (options.KeyFile is null || File.Exists(options.KeyFile)))
        {
            throw new StorageException(
                "restore-keys",
                $"--keys would be copied to {store.Place}, which {(options.KeyFile is null ? "is no file" : "is there already")}. Leave it out, or leave Storage:Keys out."
            );
        }

        var found = keys is null ? store : StoreIn(keys);
        if (await found.FindIdAsync(cancellation) != manifest.KeyStore)
        {
            throw new StorageException(
                "restore-keys",
                $"{found.Place} does not have this backup's keys, and the backup itself holds none. Name the key store, or your newest copy of it, with --keys FILE; if all are lost, say --keys-lost: then every picture and template counts as erased."
            );
        }
    }

    private KeyStore StoreIn(string file) => new(new StorageOptions { Keys = Path.GetFullPath(file) }, time);

    private static void CopyForOwner(string from, string to)
    {
        using var source = File.OpenRead(from);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var target = new FileStream(to, options);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }
}
