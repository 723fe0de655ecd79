using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RetailGuard.Storage;

/// <summary>Tells from a bug that somebody else was faster.</summary>
public static class LostRaces
{
    private const int SqlitePrimaryKeyTaken = 1555;
    private const int SqliteUniqueTaken = 2067;

    /// <summary>Whether another save came in between: of a row that was loaded, or of one with the same key.</summary>
    public static bool IsLostRace(this DbUpdateException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is DbUpdateConcurrencyException
            || failure.InnerException
                is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
                    or SqliteException { SqliteExtendedErrorCode: SqlitePrimaryKeyTaken or SqliteUniqueTaken };
    }
}
