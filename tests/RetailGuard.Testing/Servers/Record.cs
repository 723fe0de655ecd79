using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Storage;

namespace RetailGuard.Testing;

/// <summary>The database behind a server, past the server's own rules: for looking at what is stored and for tampering with it.</summary>
public static class Record
{
    /// <param name="services">Of a built server.</param>
    /// <param name="sql">Parameters are <c>@p0</c>, <c>@p1</c> …; names in double quotes mean the same on both databases.</param>
    public static async Task<IReadOnlyList<object?[]>> QueryAsync(IServiceProvider services, string sql, params object[] values)
    {
        await using var db = services.GetRequiredService<Database>().AcrossTenants();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", values[i]);
            command.Parameters.Add(parameter);
        }

        List<object?[]> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add(Array.ConvertAll(row, value => value is DBNull ? null : value));
        }

        return rows;
    }
}
