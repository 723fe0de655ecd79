using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>Opens contexts on the configured database.</summary>
public sealed class Database(StorageOptions options, IEnumerable<ITables> tables)
{
    private readonly ITables[] _tables = [.. tables];
    private readonly DbContextOptions _options = options.Build();

    /// <summary>A context that sees and writes one tenant's rows only.</summary>
    public RetailGuardDb Of(TenantId tenant) => Open(tenant);

    /// <summary>A context over all tenants: for sign-in, pairing and start-up, which must find the tenant first.</summary>
    public RetailGuardDb AcrossTenants() => Open(null);

    private RetailGuardDb Open(TenantId? tenant) =>
        _options switch
        {
            DbContextOptions<SqliteDb> sqlite => new SqliteDb(sqlite, _tables) { Tenant = tenant },
            DbContextOptions<PostgresDb> postgres => new PostgresDb(postgres, _tables) { Tenant = tenant },
            _ => throw new InvalidOperationException("Unknown database."),
        };

    /// <summary>Brings the schema up to date. Safe to repeat.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var db = AcrossTenants();
        await db.Database.MigrateAsync(cancellation);
        if (db is SqliteDb)
        {
            // Readers go on while one writes; a commit is on disk before it is acknowledged.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellation);
        }
    }
}
