using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailGuard.Storage;

/// <summary>What an earlier version's rows need beside the tables' migrations. Safe to repeat.</summary>
public interface IRowMigration
{
    Task RunAsync(CancellationToken cancellation);
}

/// <summary>Wires the database, the vault and the keys.</summary>
public static class StorageServices
{
    /// <param name="configuration">The section <c>Storage</c>.</param>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.Get<StorageOptions>() ?? new();
        services.TryAddSingleton(options);
        services.AddSingleton<ITables, KeyTables>();
        services.AddSingleton<Database>();
        services.AddSingleton(_ => options.BuildVault());
        services.AddSingleton(_ => options.BuildHeadVault());
        services.AddSingleton(new MasterKeySource(configuration["MasterKey"], options.DataFolder));
        services.AddSingleton(s => s.GetRequiredService<MasterKeySource>().Load());
        services.AddSingleton<TenantKeys>();
        services.AddSingleton<SingleServerLock>();
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
        if (services.GetRequiredService<MasterKeySource>() is { HasKey: true } source)
        {
            RefuseOpen(source.File, "600");

            // One that is none is refused before anything is made.
            _ = services.GetRequiredService<MasterKey>();
        }

        var database = services.GetRequiredService<Database>();
        await ReachedAsync(options, () => migrates ? MigrateAsync() : database.CheckSchemaAsync(cancellation));
        await TenantKeys.RefuseNewMasterKeyAsync(database, services.GetRequiredService<MasterKeySource>(), cancellation);
        _ = services.GetRequiredService<MasterKey>();

        try
        {
            await services.GetRequiredService<IBlobVault>().PrepareAsync(cancellation);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AuthenticationFailedException or IOException or AggregateException)
        {
            var where = string.IsNullOrWhiteSpace(options.AzureBlobs) ? "the folder pictures in Storage:DataFolder" : "Storage:AzureBlobs";
            throw new StorageException("storage-vault", $"The picture vault cannot be used: {FirstLine(e)} Check {where}.", e);
        }

        async Task MigrateAsync()
        {
            await database.MigrateAsync(cancellation);
            foreach (var rows in services.GetServices<IRowMigration>())
            {
                await rows.RunAsync(cancellation);
            }
        }
    }

    /// <summary>Sees that the database is there and of this version, for what only reads it: no key is needed, and nothing is made.</summary>
    /// <exception cref="StorageException">It is not.</exception>
    public static Task CheckRecordAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        services.RefuseWithoutData();
        var database = services.GetRequiredService<Database>();
        return ReachedAsync(services.GetRequiredService<StorageOptions>(), () => database.CheckSchemaAsync(cancellation));
    }

    /// <summary>Says in a sentence that the database cannot be used.</summary>
    internal static async Task ReachedAsync(StorageOptions options, Func<Task> use)
    {
        try
        {
            await use();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or ArgumentException)
        {
            var where = options.IsSqlite ? "the files in Storage:DataFolder" : "Storage:Postgres and its server";
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

    internal static void PrepareFolder(string folder)
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
                $"The data folder {Path.GetFullPath(folder)} cannot be written: {e.Message} Give the account that runs RetailGuard the right, or set Storage:DataFolder.",
                e
            );
        }
    }
}
