using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace RetailGuard.Storage;

/// <summary>How a database's tables stand to those that this build knows, by the migrations that made them.</summary>
/// <remarks>
/// The migrations of development versions were made one before the first release. A script in the migrations' assembly, named after
/// the last of them, brings a database that ended there to where this build's migrations begin.
/// </remarks>
internal static class Schema
{
    public enum State
    {
        Current,
        Older,
    }

    /// <exception cref="StorageException"><c>storage-schema-unknown</c>.</exception>
    public static async Task<State> FindAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellation)).ToList();
        if (applied.Except(known).Any() && FindBridge(db, applied[^1]) is null)
        {
            throw new StorageException(
                "storage-schema-unknown",
                "The database's tables are those of a version that this one does not know: a newer one, or one from before the first release. "
                    + "Run the version that made them, or set Storage:DataFolder or Storage:Postgres to another database."
            );
        }

        return applied.SequenceEqual(known) ? State.Current : State.Older;
    }

    /// <summary>Takes a database of the last development version to the first migration; any other is left as it is.</summary>
    public static async Task BridgeAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        if (await FindScriptAsync() is null)
        {
            return;
        }

        // SQLite's transaction is a lock already. Whoever had to wait looks again.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (db is PostgresDb)
        {
            await db.Database.ExecuteSqlRawAsync("""LOCK TABLE "__EFMigrationsHistory" IN ACCESS EXCLUSIVE MODE""", cancellation);
        }

        if (await FindScriptAsync() is { } script)
        {
            await db.Database.ExecuteSqlRawAsync(script, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        async Task<string?> FindScriptAsync() =>
            (await db.Database.GetAppliedMigrationsAsync(cancellation)).LastOrDefault() is { } last ? FindBridge(db, last) : null;
    }

    private static string? FindBridge(RetailGuardDb db, string last)
    {
        using var stream = db.GetService<IMigrationsAssembly>().Assembly.GetManifestResourceStream($"{last}.sql");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
