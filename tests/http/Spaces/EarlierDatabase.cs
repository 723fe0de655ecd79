using System.Data;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Server;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Http;

/// <summary>
/// A database as the version before embedding spaces left it: made by that version's own migrations, holding the rows that a server
/// wrote, with each template in the entry's row as that version sealed it.
/// </summary>
internal static class EarlierDatabase
{
    private const string LastMigration = "KeyedTemplates";

    /// <param name="from">Holds a record of the present version; no server runs on it.</param>
    /// <param name="to">Settings of the same data with an empty database.</param>
    /// <param name="plain">Templates by entry that the version before that one stored untransformed.</param>
    public static async Task WriteAsync(IReadOnlyList<string> from, IReadOnlyList<string> to, IReadOnlyDictionary<Guid, float[]> plain)
    {
        await using var present = ServerHost.Build([.. from]);
        await using var earlier = ServerHost.Build([.. to]);
        await using var source = present.Services.GetRequiredService<Database>().AcrossTenants();
        await using var target = earlier.Services.GetRequiredService<Database>().AcrossTenants();
        await target.GetService<IMigrator>().MigrateAsync(LastMigration);
        await source.Database.OpenConnectionAsync();
        await target.Database.OpenConnectionAsync();
        foreach (var table in await TablesAsync(target))
        {
            await CopyAsync(present, source, target, table, plain);
        }
    }

    private static async Task CopyAsync(
        WebApplication present,
        RetailGuardDb source,
        RetailGuardDb target,
        string table,
        IReadOnlyDictionary<Guid, float[]> plain
    )
    {
        string[] moved = table == "Entries" ? ["Space", "SealedTemplate", "IsTransformed"] : [];
        var columns = await ColumnsAsync(target, table);
        var kept = columns.Except(moved).ToList();
        foreach (var row in await RowsAsync(source, $"SELECT {List(kept)} FROM \"{table}\""))
        {
            var values = kept.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);
            if (moved.Length > 0)
            {
                await AddTemplateAsync(present, source, values, plain);
            }

            await InsertAsync(target, table, values);
        }
    }

    /// <summary>Puts the template back into the entry's row.</summary>
    private static async Task AddTemplateAsync(
        WebApplication present,
        RetailGuardDb source,
        Dictionary<string, object> entry,
        IReadOnlyDictionary<Guid, float[]> plain
    )
    {
        var (id, tenant) = (Guid.Parse($"{entry["Id"]}"), new TenantId(Guid.Parse($"{entry["Tenant"]}")));
        var row = (await RowsAsync(source, $"SELECT \"Space\", \"Sealed\", \"Entry\" FROM \"EntryTemplates\"")).Single(r =>
            Guid.Parse($"{r[2]}") == id
        );
        var context = $"entry/{id}";
        var keys = present.Services.GetRequiredService<TenantKeys>();
        var key = await keys.OpenRecordKeyAsync(tenant, context, (byte[])entry["SealedKey"], CancellationToken.None);
        var isPlain = plain.TryGetValue(id, out var face);
        var template = isPlain ? MemoryMarshal.AsBytes(face.AsSpan()).ToArray() : Sealing.Open(key, (byte[])row[1], $"{context}/{row[0]}");
        entry["Space"] = row[0];
        entry["SealedTemplate"] = Sealing.Seal(key, template, context);
        entry["IsTransformed"] = !isPlain;
    }

    private static async Task<List<string>> TablesAsync(RetailGuardDb db)
    {
        var names = await RowsAsync(
            db,
            db is SqliteDb
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        );
        return [.. names.Select(row => (string)row[0]).Where(name => !name.StartsWith("__EF", StringComparison.Ordinal))];
    }

    private static async Task<List<string>> ColumnsAsync(RetailGuardDb db, string table)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task<List<object[]>> RowsAsync(RetailGuardDb db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<object[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static async Task InsertAsync(RetailGuardDb db, string table, Dictionary<string, object> values)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var names = values.Keys.ToList();
        command.CommandText = $"INSERT INTO \"{table}\" ({List(names)}) VALUES ({string.Join(", ", names.Select((_, i) => $"@p{i}"))})";
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", values[name]);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));
}
