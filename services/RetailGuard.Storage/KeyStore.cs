using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>A record's key, sealed by its tenant's.</summary>
internal sealed class RecordKeyRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required byte[] Sealed { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long MadeAt { get; init; }
}

/// <summary>Which key store this is: one row, whose id the record knows.</summary>
internal sealed class KeyStoreRow
{
    public required Guid Id { get; init; }
}

internal sealed class KeyDb(DbContextOptions<KeyDb> options) : DbContext(options)
{
    /// <summary>In PostgreSQL; a dump of the record leaves it out.</summary>
    public const string PostgresSchema = "retailguard_keys";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var schema = Database.IsNpgsql() ? PostgresSchema : null;
        modelBuilder.Entity<RecordKeyRow>().ToTable("RecordKeys", schema).HasKey(k => new { k.Tenant, k.Id });
        modelBuilder.Entity<KeyStoreRow>().ToTable("Store", schema).HasKey(s => s.Id);
    }
}

/// <summary>
/// The records' keys, apart from the records: a file or a schema of its own, which no copy of the record takes along. What is deleted
/// here is unreadable in every copy of the record (R12).
/// </summary>
public sealed class KeyStore(StorageOptions options, TimeProvider time)
{
    /// <summary>How many are named in one statement.</summary>
    private const int AtOnce = 500;

    private readonly DbContextOptions<KeyDb> _options = options.BuildKeys(waits: true);
    private readonly DbContextOptions<KeyDb> _atOnce = options.BuildKeys(waits: false);

    /// <summary>Where it is, in words for an operator; without a secret.</summary>
    public string Place =>
        options.KeyFile is { } file ? Path.GetFullPath(file)
        : string.IsNullOrWhiteSpace(options.Keys) ? $"the schema {KeyDb.PostgresSchema} of the database"
        : $"the schema {KeyDb.PostgresSchema} of the database that Storage:Keys names";

    /// <summary>Keeps sealed keys, all of them or none; when the task ends they are durable. Safe to repeat.</summary>
    /// <param name="keys">As <see cref="Sealing.Seal"/> gives them.</param>
    public async Task PutAsync(TenantId tenant, IReadOnlyList<(Guid Id, byte[] Sealed)> keys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await using var db = new KeyDb(_options);
        var (owner, at) = (tenant.Value, time.GetUtcNow().ToUnixTimeMilliseconds());
        await db
            .Database.CreateExecutionStrategy()
            .ExecuteAsync(
                async again =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(again);
                    foreach (var (id, sealedKey) in keys)
                    {
                        await db.Database.ExecuteSqlAsync(Insert(owner, id, sealedKey, at), again);
                    }

                    await transaction.CommitAsync(again);
                },
                cancellation
            );
    }

    // A commit whose answer was lost is tried again.
    private FormattableString Insert(Guid tenant, Guid id, byte[] sealedKey, long at) =>
        options.KeyFile is null
            ? (FormattableString)
                $"""INSERT INTO retailguard_keys."RecordKeys" VALUES ({tenant}, {id}, {sealedKey}, {at}) ON CONFLICT DO NOTHING"""
            : $"""INSERT INTO "RecordKeys" VALUES ({tenant}, {id}, {sealedKey}, {at}) ON CONFLICT DO NOTHING""";

    /// <summary>Those of the named keys that are here, still sealed.</summary>
    public async Task<IReadOnlyDictionary<Guid, byte[]>> FindAsync(TenantId tenant, IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        await using var db = new KeyDb(_options);
        Dictionary<Guid, byte[]> found = [];
        foreach (var some in ids.Chunk(AtOnce))
        {
            var rows = await db.Set<RecordKeyRow>()
                .AsNoTracking()
                .Where(k => k.Tenant == tenant.Value && some.Contains(k.Id))
                .ToListAsync(cancellation);
            rows.ForEach(row => found[row.Id] = row.Sealed);
        }

        return found;
    }

    /// <summary>Ids of a tenant's keys that were made before a moment.</summary>
    public async Task<IReadOnlyList<Guid>> MadeBeforeAsync(TenantId tenant, DateTimeOffset moment, CancellationToken cancellation)
    {
        await using var db = new KeyDb(_options);
        var before = moment.ToUnixTimeMilliseconds();
        return await db.Set<RecordKeyRow>()
            .Where(k => k.Tenant == tenant.Value && k.MadeAt < before)
            .Select(k => k.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>Destroys keys; one that is not here is no error, so that it can be repeated.</summary>
    public async Task DestroyAsync(TenantId tenant, IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        await using var db = new KeyDb(_options);
        foreach (var some in ids.Chunk(AtOnce))
        {
            await db.Set<RecordKeyRow>().Where(k => k.Tenant == tenant.Value && some.Contains(k.Id)).ExecuteDeleteAsync(cancellation);
        }
    }

    /// <summary>Takes what was deleted out of SQLite's log too.</summary>
    /// <returns>False when somebody was reading meanwhile: then it is still there.</returns>
    public async Task<bool> TruncateLogAsync(CancellationToken cancellation)
    {
        await using var db = new KeyDb(_options);
        return await Database.TruncateLogAsync(db, cancellation);
    }

    /// <summary>Copies the store's file as it is at one moment, also while a server works with it.</summary>
    /// <param name="to">A file that is not there.</param>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    internal async Task CopyAsync(string to, CancellationToken cancellation)
    {
        StorageServices.PrepareFolder(Path.GetDirectoryName(Path.GetFullPath(to))!, "Storage:Keys");
        MakeForOwnerOnly(to, FileMode.CreateNew);
        await using var db = new KeyDb(_options);
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {to}", cancellation);
    }

    /// <summary>Which store this is; null where there is none yet. Makes nothing.</summary>
    internal async Task<Guid?> FindIdAsync(CancellationToken cancellation)
    {
        if (options.KeyFile is { } file && !File.Exists(file))
        {
            return null;
        }

        await using var db = new KeyDb(_atOnce);
        try
        {
            return (await db.Set<KeyStoreRow>().AsNoTracking().SingleOrDefaultAsync(cancellation))?.Id;
        }
        catch (PostgresException e)
            when (e.SqlState
                    is PostgresErrorCodes.UndefinedTable
                        or PostgresErrorCodes.InvalidSchemaName
                        or PostgresErrorCodes.InvalidCatalogName
            )
        {
            return null;
        }
        catch (SqliteException e) when (e.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>SQLite gives its logs the rights of the file.</summary>
    private static void MakeForOwnerOnly(string file, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var made = new FileStream(file, options);
    }

    /// <summary>Makes an empty store where there is none. Safe to repeat, and at the same time by several.</summary>
    /// <returns>Which store is there then.</returns>
    internal async Task<Guid> CreateAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = new KeyDb(_atOnce);
        if (options.KeyFile is { } file)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            StorageServices.PrepareFolder(folder, "Storage:Keys");
            MakeForOwnerOnly(file, FileMode.OpenOrCreate);
            await db.Database.ExecuteSqlRawAsync(
                """
                PRAGMA journal_mode=WAL;
                CREATE TABLE IF NOT EXISTS "Store" ("Id" TEXT NOT NULL PRIMARY KEY);
                CREATE TABLE IF NOT EXISTS "RecordKeys" (
                    "Tenant" TEXT NOT NULL, "Id" TEXT NOT NULL, "Sealed" BLOB NOT NULL, "MadeAt" INTEGER NOT NULL,
                    PRIMARY KEY ("Tenant", "Id")
                ) WITHOUT ROWID;
                """,
                cancellation
            );
            await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO "Store" SELECT {id} WHERE NOT EXISTS (SELECT 1 FROM "Store")""",
                cancellation
            );
        }
        else
        {
            var creator = db.GetService<IRelationalDatabaseCreator>();
            if (!await creator.ExistsAsync(cancellation))
            {
                await creator.CreateAsync(cancellation);
            }

            // One transaction: "if not exists" of two at the same moment fails for the later one. The lock's name is "RGKeys" in ASCII.
            await db.Database.ExecuteSqlRawAsync(
                """
                SELECT pg_advisory_xact_lock(x'52474B657973'::bigint);
                CREATE SCHEMA IF NOT EXISTS retailguard_keys;
                CREATE TABLE IF NOT EXISTS retailguard_keys."Store" ("Id" uuid NOT NULL PRIMARY KEY);
                CREATE TABLE IF NOT EXISTS retailguard_keys."RecordKeys" (
                    "Tenant" uuid NOT NULL, "Id" uuid NOT NULL, "Sealed" bytea NOT NULL, "MadeAt" bigint NOT NULL,
                    PRIMARY KEY ("Tenant", "Id")
                );
                """,
                cancellation
            );
            await db.Database.ExecuteSqlAsync(
                $"""INSERT INTO retailguard_keys."Store" SELECT {id} WHERE NOT EXISTS (SELECT 1 FROM retailguard_keys."Store")""",
                cancellation
            );
        }

        return (await db.Set<KeyStoreRow>().AsNoTracking().SingleAsync(cancellation)).Id;
    }
}
