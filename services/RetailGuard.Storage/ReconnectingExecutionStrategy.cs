using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace RetailGuard.Storage;

/// <summary>Runs a statement or a commit again while PostgreSQL restarts.</summary>
/// <remarks>About 14 s in all: less than the 30 s after which a grain's caller gives up.</remarks>
internal sealed class ReconnectingExecutionStrategy(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(
        dependencies,
        maxRetryCount: 5,
        maxRetryDelay: TimeSpan.FromSeconds(5),
        [PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown]
    )
{
    // A connection that breaks between two statements of a transaction disposes of the transaction, and keeps the cause within.
    protected override bool ShouldRetryOn(Exception? exception) =>
        base.ShouldRetryOn(exception)
        || (exception is ObjectDisposedException { InnerException: NpgsqlException cause } && base.ShouldRetryOn(cause));
}
