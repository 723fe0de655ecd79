using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RetailGuard.Storage;

/// <summary>SQLite writes zeros over what is deleted, instead of leaving it until the place is used again (R12).</summary>
internal sealed class SecureDelete : DbConnectionInterceptor
{
    // It holds for the connection that it is said on, and a pool may hand out a new one.
    private const string Pragma = "PRAGMA secure_delete=ON;";

    public static SecureDelete Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
