using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace RetailGuard.Storage;

/// <summary>What a backup says of itself; written last, so that one that was cut off has none.</summary>
/// <param name="Format">1.</param>
/// <param name="KeyStore">Which key store has its keys; they are not in the backup.</param>
/// <param name="Migrations">Of its database, in order.</param>
/// <param name="Files">All others in the folder.</param>
public sealed record BackupManifest(
    int Format,
    DateTimeOffset At,
    Guid KeyStore,
    IReadOnlyList<string> Migrations,
    IReadOnlyList<BackupFile> Files
)
{
    internal const string Name = "manifest.json";
    internal const string Database = "retailguard.db";
    internal const string Pictures = "pictures";
    internal const string Heads = "audit-heads";

    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <summary>Sees that a backup is whole: its manifest, and each file's length and hash.</summary>
    /// <exception cref="StorageException"><c>restore-backup</c>: it is none, or was cut off, or changed.</exception>
    public static async Task<BackupManifest> ReadAsync(string from, CancellationToken cancellation)
    {
        var place = Path.GetFullPath(from);
        BackupManifest manifest;
        try
        {
            await using var file = File.OpenRead(Path.Combine(from, Name));
            manifest = (await JsonSerializer.DeserializeAsync<BackupManifest>(file, Json, cancellation))!;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refused($"{place} has no {Name}: it is no backup, or one that was cut off. Take another one.", e);
        }
        catch (JsonException e)
        {
            throw Refused($"{place}/{Name} cannot be understood: it was changed or cut off. Take another backup.", e);
        }

        if (manifest is not { Format: 1 })
        {
            throw Refused($"{place} is a backup of a later version's form. Restore it with that version.");
        }

        foreach (var listed in manifest.Files)
        {
            await CheckAsync(from, listed, cancellation);
        }

        return manifest;
    }

    private static async Task CheckAsync(string from, BackupFile listed, CancellationToken cancellation)
    {
        if (listed.Name.Split('/').Any(part => part is "" or "." or "..") || Path.IsPathRooted(listed.Name))
        {
            throw Refused($"The manifest names {listed.Name}, which lies outside of the backup.");
        }

        var path = Path.Combine(from, listed.Name);
        if (!File.Exists(path))
        {
            throw Refused($"{Path.GetFullPath(path)} is missing. Take another backup.");
        }

        await using var file = File.OpenRead(path);
        if (file.Length != listed.Bytes || Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)) != listed.Sha256)
        {
            throw Refused($"{Path.GetFullPath(path)} is not what the manifest says: it was changed or cut off. Take another backup.");
        }
    }

    private static StorageException Refused(string message, Exception? inner = null) => new("restore-backup", message, inner);

    internal IEnumerable<string> NamesIn(string folder) =>
        Files.Where(f => f.Name.StartsWith($"{folder}/", StringComparison.Ordinal)).Select(f => f.Name[(folder.Length + 1)..]);
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">Relative, with slashes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>
/// Copies a record on SQLite with its pictures and signed heads, also while a server works on it. The key store is never in it: who is
/// erased afterwards is erased in the backup too (R12).
/// </summary>
public sealed class BackUp(StorageOptions options, Database database, IBlobVault vault, HeadVault heads, TimeProvider time)
{
    private const int TellEvery = 1_000;

    /// <param name="to">A folder that is empty or not there.</param>
    /// <param name="tell">Hears how far it is.</param>
    /// <exception cref="StorageException"><c>backup-…</c>: it cannot be made; nothing counts as a backup then.</exception>
    public async Task<BackupManifest> RunAsync(string to, Action<string> tell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (!options.IsSqlite)
        {
            throw new StorageException(
                "backup-postgres",
                $"This record is on PostgreSQL: copy it with the database's own tools and without the keys (pg_dump --exclude-schema={KeyDb.PostgresSchema}), then the vault. infra/runbooks/restore.md says how."
            );
        }

        var keyStore = await CheckAsync(cancellation);
        MakeFolder(to);
        var made = new List<BackupFile>();
        try
        {
            // Heads before the database, the database before pictures: a head that is in the backup is in its chain, and what its rows
            // name was in the vault before them.
            await foreach (var name in heads.NamesAsync(cancellation))
            {
                await KeepAsync($"{BackupManifest.Heads}/{name}", await heads.GetAsync(name, cancellation));
            }

            tell("Copying the database.");
            made.Add(await CopyDatabaseAsync(to, cancellation));
            var pictures = 0;
            await foreach (var name in vault.NamesAsync(cancellation))
            {
                await KeepAsync($"{BackupManifest.Pictures}/{name}", await vault.GetAsync(name, cancellation));
                if (++pictures % TellEvery == 0)
                {
                    tell(string.Create(CultureInfo.InvariantCulture, $"{pictures} pictures copied."));
                }
            }

            await using var db = database.AcrossTenants();
            var manifest = new BackupManifest(1, time.GetUtcNow(), keyStore, [.. db.Database.GetMigrations()], made);
            await WriteAsync(
                Path.Combine(to, BackupManifest.Name),
                JsonSerializer.SerializeToUtf8Bytes(manifest, BackupManifest.Json),
                cancellation
            );
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            throw new StorageException(
                "backup-failed",
                $"The backup could not be finished, and {Path.GetFullPath(to)} is none: {e.Message.TrimEnd('.')}. Empty the folder and try again.",
                e
            );
        }

        async Task KeepAsync(string name, byte[]? content)
        {
            // One that was erased meanwhile is in no backup.
            if (content is not null)
            {
                await WriteAsync(Path.Combine(to, name), content, cancellation);
                made.Add(new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
            }
        }
    }

    private async Task<Guid> CheckAsync(CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var paired = await db.Set<PairedKeyStore>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        return paired is not null && (await KeyedRows.WithKeyInsideAsync(db, 1, cancellation)) is []
            ? paired.Id
            : throw new StorageException(
                "backup-keys",
                "Keys of an earlier version still lie in the record, and a backup may hold none. Run RetailGuard.Server migrate once, or start the server."
            );
    }

    private static void MakeFolder(string to)
    {
        try
        {
            Directory.CreateDirectory(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (Directory.EnumerateFileSystemEntries(to).Any())
            {
                throw new StorageException(
                    "backup-folder",
                    $"{Path.GetFullPath(to)} is not empty, and a backup is not written over anything. Name a new folder with --to DIR."
                );
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                "backup-folder",
                $"{Path.GetFullPath(to)} cannot be written: {e.Message} Name another folder with --to DIR.",
                e
            );
        }
    }

    /// <summary>As it is at one moment, without what lies between its rows.</summary>
    private async Task<BackupFile> CopyDatabaseAsync(string to, CancellationToken cancellation)
    {
        var file = Path.Combine(to, BackupManifest.Database);
        await using (var db = database.AcrossTenants())
        {
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", cancellation);
        }

        await using var copy = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellation));
        copy.Flush(flushToDisk: true);
        return new(BackupManifest.Database, copy.Length, hash);
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.partial";
        await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(content, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
    }
}
