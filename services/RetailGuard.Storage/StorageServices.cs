using Azure.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>What an earlier version's rows need beside the tables' migrations. Safe to repeat.</summary>
public interface IRowMigration
{
    Task RunAsync(CancellationToken cancellation);
}

/// <summary>Wires the database, the vault and the keys.</summary>
public static partial class StorageServices
{
    /// <param name="configuration">The section <c>Storage</c>.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Get<StorageOptions>() ?? new();
        services.TryAddSingleton(options);
        services.AddSingleton<ITables, KeyTables>();
        services.AddSingleton<Database>();
        services.AddSingleton<KeyStore>();
        services.AddSingleton(_ => options.BuildVault());
        services.AddSingleton(_ => options.BuildHeadVault());
        services.AddSingleton(new MasterKeySource(configuration["MasterKey"], configuration["NextMasterKey"], options.DataFolder));
        services.AddSingleton(s => s.GetRequiredService<MasterKeySource>().Load());
        services.AddSingleton<TenantKeys>();
        services.AddSingleton<SingleServerLock>();
        services.AddSingleton(s => new MasterKeyChange(s.GetRequiredService<MasterKeySource>(), options));
        services.AddSingleton<BackUp>();
        services.AddSingleton<Restore>();
        return services;
    }

    /// <summary>For what looks at data or changes it: in a folder that was named wrongly nothing is made, and nothing is found to be in order.</summary>
    /// <exception cref="StorageException"><c>storage-empty</c>: there is none.</exception>
    public static void RefuseWithoutData(this IServiceProvider services)
    {
        var options = services.GetRequiredService<StorageOptions>();
        if (options.IsSqlite && !File.Exists(options.SqliteFile))
        {
            throw new StorageException(
                "storage-empty",
                $"There is no data in {Path.GetFullPath(options.DataFolder)}. Name the server's folder with --Storage:DataFolder=DIR, or its database with Storage:Postgres."
            );
        }
    }

    /// <summary>Makes the data folder, the schema and the vault ready, or says why they cannot be.</summary>
    /// <param name="migrates">Brings an earlier schema up to date; otherwise it is refused, for nodes that share one database.</param>
    /// <exception cref="StorageException">The folder, the database or the vault cannot be used.</exception>
    public static async Task PrepareStorageAsync(
        this IServiceProvider services,
        bool migrates = true,
        CancellationToken cancellation = default
    )
    {
        var options = services.GetRequiredService<StorageOptions>();
        PrepareFolder(options.DataFolder);
        RefuseOpen(options.DataFolder, "700");
        Restore.RefuseUnfinished(options.DataFolder);
        if (services.GetRequiredService<MasterKeySource>() is { HasKey: true } source)
        {
            RefuseOpen(source.File, "600");

            // One that is none is refused before anything is made.
            _ = services.GetRequiredService<MasterKey>();
        }

        var database = services.GetRequiredService<Database>();
        await ReachedAsync(options, () => migrates ? database.MigrateAsync(cancellation) : database.CheckSchemaAsync(cancellation));
        if (options.KeyFile is { } keys)
        {
            RefuseOpen(keys, "600");
        }

        await ReachedAsync(options, () => services.PairKeysAsync(migrates, cancellation), "Storage:Keys");
        await TenantKeys.RefuseNewMasterKeyAsync(database, services.GetRequiredService<MasterKeySource>(), cancellation);
        var master = services.GetRequiredService<MasterKey>();
        if (migrates)
        {
            await TenantKeys.CheckMasterKeyAsync(database, master, cancellation);
            foreach (var rows in services.GetServices<IRowMigration>())
            {
                await ReachedAsync(options, () => rows.RunAsync(cancellation));
            }
        }

        try
        {
            var vault = services.GetRequiredService<IBlobVault>();
            await vault.PrepareAsync(cancellation);
            if (await vault.KeptOfDeletedAsync(cancellation) is { } kept)
            {
                LogKept(services.GetRequiredService<ILogger<IBlobVault>>(), kept);
            }
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AuthenticationFailedException or IOException or AggregateException)
        {
            var where = string.IsNullOrWhiteSpace(options.AzureBlobs) ? "the folder pictures in Storage:DataFolder" : "Storage:AzureBlobs";
            throw new StorageException("storage-vault", $"The picture vault cannot be used: {FirstLine(e)} Check {where}.", e);
        }
    }

    /// <summary>Makes the key store ready, and sees that it is the one that has this record's keys.</summary>
    /// <param name="makes">Makes one where neither record nor store knows of any; otherwise that is refused.</param>
    /// <exception cref="StorageException"><c>storage-keys</c>: there is none, or it is another record's.</exception>
    private static async Task PairKeysAsync(this IServiceProvider services, bool makes, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<KeyStore>();
        await using var db = services.GetRequiredService<Database>().AcrossTenants();
        var paired = (await db.Set<PairedKeyStore>().AsNoTracking().SingleOrDefaultAsync(cancellation))?.Id;
        var found = await store.FindIdAsync(cancellation);
        if (paired is not null && found != paired)
        {
            throw new StorageException(
                "storage-keys",
                $"The keys of this record are not in {store.Place}{(found is null ? "" : ", which has those of another record")}. "
                    + "Put the key store back, or name it with Storage:Keys; without it every picture and template would count as erased. "
                    + "If it is lost for good: RetailGuard.Server key lost."
            );
        }

        if (paired is null)
        {
            await PairAsync(services, store, db, makes, cancellation);
        }
        else if (makes)
        {
            // One that was put back from a copy has no log yet.
            await store.CreateAsync(paired.Value, cancellation);
        }
    }

    private static async Task PairAsync(
        IServiceProvider services,
        KeyStore store,
        RetailGuardDb db,
        bool makes,
        CancellationToken cancellation
    )
    {
        if (!makes)
        {
            throw new StorageException("storage-keys", "The record has no key store yet. Run RetailGuard.Server migrate once.");
        }

        var id = await store.CreateAsync(services.GetRequiredService<IIds>().Next(), cancellation);
        db.Add(new PairedKeyStore { Id = id });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.IsLostRace())
        {
            // Another process paired the same store at the same moment.
        }
    }

    /// <summary>Sees that no change of the master key was cut off: then one key alone does not open everything.</summary>
    /// <exception cref="StorageException"><c>key-unfinished</c>.</exception>
    public static void RefuseUnfinishedKeyChange(this IServiceProvider services) =>
        services.GetRequiredService<MasterKeySource>().RefuseUnfinished();

    /// <summary>Gives up a key store that is lost: the next <see cref="PrepareStorageAsync"/> makes an empty one, and all that was sealed counts as erased.</summary>
    /// <exception cref="StorageException"><c>key-not-lost</c>: it is there.</exception>
    public static async Task AbandonKeysAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<KeyStore>();
        await using var db = services.GetRequiredService<Database>().AcrossTenants();
        var paired = await db.Set<PairedKeyStore>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (paired is null || await store.FindIdAsync(cancellation) is { })
        {
            throw new StorageException(
                "key-not-lost",
                $"{store.Place} holds a key store. Only where there is none, a new one can take the place of one that is lost."
            );
        }

        await db.Set<PairedKeyStore>().ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Copies the key store's file, also while a server works with it, over an earlier copy.</summary>
    /// <exception cref="StorageException"><c>key-copy</c>: it is no file, or the copy cannot be written; an earlier copy is as it was.</exception>
    public static async Task CopyKeysAsync(this IServiceProvider services, string to, CancellationToken cancellation)
    {
        var options = services.GetRequiredService<StorageOptions>();
        var store = services.GetRequiredService<KeyStore>();
        if (options.KeyFile is not { } file || !File.Exists(file))
        {
            throw new StorageException(
                "key-copy",
                options.KeyFile is null
                    ? $"The keys are in PostgreSQL: copy them with its own tools, pg_dump --schema={KeyDb.PostgresSchema}."
                    : $"There is no key store in {store.Place}. Name it with Storage:Keys."
            );
        }

        var partial = $"{to}.partial";
        try
        {
            File.Delete(partial);
            await store.CopyAsync(partial, cancellation);
            File.Move(partial, to, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new StorageException("key-copy", $"The copy {Path.GetFullPath(to)} could not be written: {FirstLine(e)}", e);
        }
    }

    /// <summary>Puts a backup into a new data folder and the vault. Everything that can be refused is refused before anything is written.</summary>
    /// <param name="from">The backup's folder, of which <see cref="BackupManifest.ReadAsync"/> has found the manifest and all files to be whole.</param>
    /// <param name="keys">The key store's file or a copy of it, which is copied to the new record; null takes the one that is configured.</param>
    /// <param name="keysLost">There is no key store any more: everything counts as erased.</param>
    /// <param name="tell">Hears how far it is.</param>
    /// <exception cref="StorageException"><c>restore-…</c>, or what the record itself would be refused for; nothing was written.</exception>
    public static Task RestoreAsync(
        this IServiceProvider services,
        string from,
        BackupManifest manifest,
        string? keys,
        bool keysLost,
        Action<string> tell,
        CancellationToken cancellation
    ) => services.GetRequiredService<Restore>().RunAsync(from, manifest, keys, keysLost, tell, cancellation);

    /// <summary>Sees that the database is there and of this version, for what only reads it: no key is needed, and nothing is made.</summary>
    /// <exception cref="StorageException">It is not.</exception>
    public static Task CheckRecordAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        services.RefuseWithoutData();
        var database = services.GetRequiredService<Database>();
        return ReachedAsync(services.GetRequiredService<StorageOptions>(), () => database.CheckSchemaAsync(cancellation));
    }

    /// <summary>Says in a sentence that the database cannot be used.</summary>
    /// <param name="setting">What leads to it; null for the record itself.</param>
    internal static async Task ReachedAsync(StorageOptions options, Func<Task> use, string? setting = null)
    {
        try
        {
            await use();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or ArgumentException)
        {
            var where = setting ?? (options.IsSqlite ? "the files in Storage:DataFolder" : "Storage:Postgres and its server");
            throw new StorageException(
                "storage-database",
                $"The database cannot be opened or brought up to date: {FirstLine(e)} Check {where}.",
                e
            );
        }
    }

    /// <exception cref="StorageException"><c>storage-open</c>: others than the owner may read or change what is there.</exception>
    private static void RefuseOpen(string path, string mode)
    {
        const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        const UnixFileMode Other = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var full = Path.GetFullPath(path);
        if (Path.Exists(full) && (File.GetUnixFileMode(full) & (Group | Other)) != 0)
        {
            throw new StorageException("storage-open", $"Others on this machine can reach {full}. Run: chmod {mode} {full}");
        }
    }

    /// <summary>What a library says, without the pages that some add, as a sentence.</summary>
    private static string FirstLine(Exception e) => $"{e.Message.Split('\n')[0].Trim().TrimEnd('.')}.";

    [LoggerMessage(LogLevel.Warning, "{Kept}")]
    private static partial void LogKept(ILogger logger, string kept);

    /// <param name="setting">Names the folder.</param>
    internal static void PrepareFolder(string folder, string setting = "Storage:DataFolder")
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(folder, ".writable");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StorageException(
                "storage-folder",
                $"The {(setting == "Storage:DataFolder" ? "data folder" : "folder")} {Path.GetFullPath(folder)} cannot be written: {e.Message} Give the account that runs RetailGuard the right, or set {setting}.",
                e
            );
        }
    }
}
