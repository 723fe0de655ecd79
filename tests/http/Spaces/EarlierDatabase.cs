using System.Data;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Server;
using RetailGuard.Storage;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>
/// A database as the last version before the first release left it: its tables from a dump, holding the rows that a server wrote, with
/// roles and stores in the person's row, and each template in a form of even earlier versions.
/// </summary>
internal static class EarlierDatabase
{
    /// <summary>Of every entry.</summary>
    public const string Label = "A label in the clear";

    /// <param name="from">Holds a record of the present version; no server runs on it.</param>
    /// <param name="to">Settings of the same data with an empty database.</param>
    /// <param name="plain">Templates by entry that the first version stored untransformed.</param>
    public static async Task WriteAsync(IReadOnlyList<string> from, IReadOnlyList<string> to, IReadOnlyDictionary<Guid, float[]> plain)
    {
        await using var present = ServerHost.Build([.. from]);
        await using var earlier = ServerHost.Build([.. to]);
        await using var source = present.Services.GetRequiredService<Database>().AcrossTenants();
        await using var target = earlier.Services.GetRequiredService<Database>().AcrossTenants();
        await source.Database.OpenConnectionAsync();
        await target.Database.OpenConnectionAsync();
        await MakeTablesAsync(target);
        foreach (var table in await TablesAsync(target))
        {
            await CopyAsync(present, source, target, table, plain);
        }

        await RelinkedChain.MakeAsync(earlier.Services, withRows: false);
    }

    /// <summary>The tables alone, empty.</summary>
    public static async Task MakeTablesAsync(RetailGuardDb target)
    {
        var dump = Path.Combine(Checkout.Root, "tests", "http", "Spaces", "Earlier", target is SqliteDb ? "sqlite.sql" : "postgres.sql");
        await using var command = target.Database.GetDbConnection().CreateCommand();
        command.CommandText = await File.ReadAllTextAsync(dump);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task CopyAsync(
        WebApplication present,
        RetailGuardDb source,
        RetailGuardDb target,
        string table,
        IReadOnlyDictionary<Guid, float[]> plain
    )
    {
        string[] moved = table switch
        {
            "People" => ["Roles", "Stores"],
            "Votes" => ["AccountIssuedBy"],
            _ => [],
        };
        var kept = (await ColumnsAsync(target, table)).Except(moved).ToList();
        foreach (var row in await RowsAsync(source, $"SELECT {List(kept)} FROM \"{table}\""))
        {
            var values = kept.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second);
            if (table == "Secrets" && $"{values["Kind"]}" is "Passkey" or "Authenticator")
            {
                // There were no second factors.
                continue;
            }

            if (table == "People")
            {
                values["Roles"] = await JoinedAsync(source, """SELECT "PersonId", "Role" FROM "PersonRoles" """, values["Id"]);
                values["Stores"] = await JoinedAsync(source, """SELECT "PersonId", "StoreId" FROM "PersonStores" """, values["Id"]);
            }
            else if (table == "Votes")
            {
                values["AccountIssuedBy"] = DBNull.Value;
            }
            else if (table is "Entries" or "Alerts" or "Volunteers")
            {
                await HoldKeyAsync(present, source, table, values);
                if (table is "Entries")
                {
                    // Texts were in the clear.
                    (values["Label"], values["Evidence"], values["Summary"]) = (Label, "incident 4711", "Struck a checkout operator.");
                }
            }
            else if (table == "EntryTemplates")
            {
                await SealAsBeforeAsync(present, source, values, plain);
            }

            await InsertAsync(target, table, values);
        }
    }

    /// <summary>Ids were written in small letters in these lists, whatever the database does with its own.</summary>
    private static async Task<string> JoinedAsync(RetailGuardDb source, string sql, object person) =>
        string.Join(
            ',',
            (await RowsAsync(source, sql))
                .Where(row => Equals(row[0], person))
                .Select(row => Guid.TryParse($"{row[1]}", out var id) ? $"{id}" : row[1])
        );

    /// <summary>Keys were in the rows themselves.</summary>
    private static async Task HoldKeyAsync(WebApplication present, RetailGuardDb source, string table, Dictionary<string, object> row)
    {
        var id = (await RowsAsync(source, $"""SELECT "Id", "KeyId" FROM "{table}" """)).Single(e => Equals(e[0], row["Id"]))[1];
        if (id is not DBNull)
        {
            var key = Guid.Parse($"{id}");
            var keys = present.Services.GetRequiredService<TenantKeys>();
            var found = await keys.FindRecordKeysAsync(new(Guid.Parse($"{row["Tenant"]}")), [key], CancellationToken.None);
            row["SealedKey"] = found[key];
        }
    }

    private static async Task SealAsBeforeAsync(
        WebApplication present,
        RetailGuardDb source,
        Dictionary<string, object> row,
        IReadOnlyDictionary<Guid, float[]> plain
    )
    {
        var (entry, tenant) = (Guid.Parse($"{row["Entry"]}"), new TenantId(Guid.Parse($"{row["Tenant"]}")));
        var context = $"entry/{entry}";
        var id = (await RowsAsync(source, """SELECT "Id", "KeyId" FROM "Entries" """)).Single(e => Equals(e[0], row["Entry"]))[1];
        var keys = present.Services.GetRequiredService<TenantKeys>();
        var key = (await keys.OpenRecordKeyAsync(tenant, context, Guid.Parse($"{id}"), CancellationToken.None)).ShouldNotBeNull();
        var isPlain = plain.TryGetValue(entry, out var face);
        var template = isPlain
            ? MemoryMarshal.AsBytes(face.AsSpan()).ToArray()
            : Sealing.Open(key, (byte[])row["Sealed"], $"{context}/{row["Space"]}");
        row["Sealed"] = Sealing.Seal(key, template, context);
        row["Form"] = isPlain ? "Plain" : "Transformed";
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
