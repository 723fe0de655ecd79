using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>Opens contexts on the configured database.</summary>
public sealed class Database(StorageOptions options, IEnumerable<ITables> tables)
{
    /// <summary>PostgreSQL's lock while tables change, "RGTables" in ASCII.</summary>
    private const long MigrationLock = 0x5247_5461_626C_6573;

    private const int SqliteBusy = 5;

    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    private readonly ITables[] _tables = [.. tables];
    private readonly DbContextOptions _options = options.Build(waits: true);
    private readonly DbContextOptions _atOnce = options.Build(waits: false);

    /// <summary>A context that sees and writes one tenant's rows only.</summary>
    public RetailGuardDb Of(TenantId tenant) => Open(_options, tenant);

    /// <summary>A context over all tenants: for sign-in, pairing and start-up, which must find the tenant first.</summary>
    public RetailGuardDb AcrossTenants() => Open(_options, null);

    private RetailGuardDb Open(DbContextOptions how, TenantId? tenant) =>
        how switch
        {
            DbContextOptions<SqliteDb> sqlite => new SqliteDb(sqlite, _tables) { Tenant = tenant },
            DbContextOptions<PostgresDb> postgres => new PostgresDb(postgres, _tables) { Tenant = tenant },
            _ => throw new InvalidOperationException("Unknown database."),
        };

    /// <summary>Brings the schema up to date. Safe to repeat; of several that begin at once, one does it and the others wait for the database's lock.</summary>
    /// <exception cref="StorageException"><c>storage-schema-unknown</c>: it is none of this version or of one before.</exception>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = Open(_atOnce, null);
        if (await Schema.FindAsync(db, cancellation) is Schema.State.Older)
        {
            await OneAtATimeAsync(
                db,
                async () =>
                {
                    await Schema.BridgeAsync(db, cancellation);
                    await db.Database.MigrateAsync(cancellation);
                },
                cancellation
            );
        }

        if (db is SqliteDb)
        {
            // Readers go on while one writes; a commit is on disk before it is acknowledged.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellation);
        }
    }

    /// <summary>
    /// On PostgreSQL Entity Framework's own lock ends with each migration, and whoever waited for it repeats the next one; SQLite's lasts
    /// for all of them.
    /// </summary>
    private async Task OneAtATimeAsync(RetailGuardDb db, Func<Task> migrate, CancellationToken cancellation)
    {
        if (db is not PostgresDb)
        {
            await migrate();
            return;
        }

        await CreateIfMissingAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        db.Database.SetCommandTimeout(LongestMigration);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellation);
        try
        {
            await migrate();
        }
        finally
        {
            // A pooled connection would keep it.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    /// <summary>Takes what was deleted out of SQLite's log too; PostgreSQL has none that we could reach.</summary>
    /// <returns>False when somebody was reading or writing meanwhile: then it may still be there.</returns>
    public async Task<bool> TruncateLogAsync(CancellationToken cancellation)
    {
        await using var db = AcrossTenants();
        return await TruncateLogAsync(db, cancellation);
    }

    internal static async Task<bool> TruncateLogAsync(DbContext db, CancellationToken cancellation)
    {
        if (!db.Database.IsSqlite())
        {
            return true;
        }

        // A grain's thread must not wait here: the reader that is in the way may go on only on that thread.
        var place = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false, DefaultTimeout = 1 };
        return await Task.Run(() => Truncate(place.ToString()), cancellation);
    }

    private static bool Truncate(string place)
    {
        using var connection = new SqliteConnection(place);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";

            // Its first column says whether it had to leave something.
            return command.ExecuteScalar() is 0L;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteBusy)
        {
            return false;
        }
    }

    /// <summary>Writes tables anew from which secrets were taken, so that no trace of them is left between the rows.</summary>
    public async Task WriteAnewAsync(CancellationToken cancellation)
    {
        await using var db = Open(_atOnce, null);
        db.Database.SetCommandTimeout(LongestMigration);
        if (db is SqliteDb)
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM", cancellation);
            await TruncateLogAsync(db, cancellation);
            return;
        }

        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandTimeout = (int)LongestMigration.TotalSeconds;
        command.CommandText = $"VACUUM FULL {string.Join(", ", KeyedRows.TableNames(db))}";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sees that the schema is this version's, and changes nothing.</summary>
    /// <exception cref="StorageException"><c>storage-schema-older</c> or <c>storage-schema-unknown</c>: it is not.</exception>
    public async Task CheckSchemaAsync(CancellationToken cancellation)
    {
        await using var db = Open(_atOnce, null);
        if (await Schema.FindAsync(db, cancellation) is Schema.State.Older)
        {
            throw new StorageException(
                "storage-schema-older",
                "The database's tables are those of an earlier version. Stop the nodes of that version, then run RetailGuard.Server migrate once."
            );
        }
    }

    /// <summary>Makes an empty database where PostgreSQL has none by the configured name.</summary>
    internal async Task CreateIfMissingAsync(CancellationToken cancellation)
    {
        await using var db = Open(_atOnce, null);
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation))
        {
            await creator.CreateAsync(cancellation);
        }
    }
}
