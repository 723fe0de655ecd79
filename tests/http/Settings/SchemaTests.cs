using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Server;
using RetailGuard.Storage;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>The tables of the record: made by one, looked at by many.</summary>
public abstract class SchemaTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<DataStore> StoreAsync();

    [Fact]
    public async Task Nodes_that_share_a_database_refuse_its_earlier_tables_until_they_are_migrated()
    {
        using var store = await StoreAsync();
        await using var node = ServerHost.Build([.. store.Settings]);
        var refused = await Should.ThrowAsync<StorageException>(() => node.Services.PrepareStorageAsync(migrates: false, Cancellation));
        refused.Code.ShouldBe("storage-schema-older");
        refused.Message.ShouldContain("run RetailGuard.Server migrate");

        var migrated = await ServerProgram.RunAsync(["migrate", .. store.Settings]);
        migrated.ExitCode.ShouldBe(0, migrated.ToString());
        await node.Services.PrepareStorageAsync(migrates: false, Cancellation);
    }

    [Fact]
    public async Task Several_that_migrate_an_earlier_database_at_once_leave_the_tables_that_a_new_one_has()
    {
        using var earlier = await StoreAsync();
        using var fresh = await StoreAsync();
        await using (var server = ServerHost.Build([.. earlier.Settings]))
        {
            await using var db = server.Services.GetRequiredService<Database>().AcrossTenants();
            await db.Database.OpenConnectionAsync(Cancellation);
            await EarlierDatabase.MakeTablesAsync(db);
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => MigrateAsync(earlier)));
        await MigrateAsync(fresh);
        var tables = await TablesAsync(fresh);
        tables.Count.ShouldBeGreaterThan(100);
        (await TablesAsync(earlier)).ShouldBe(tables);
    }

    [Fact]
    public async Task A_database_from_before_the_last_development_version_is_refused_and_left_alone()
    {
        using var store = await StoreAsync();
        await using var server = ServerHost.Build([.. store.Settings]);
        await using (var db = server.Services.GetRequiredService<Database>().AcrossTenants())
        {
            await db.Database.OpenConnectionAsync(Cancellation);
            await EarlierDatabase.MakeTablesAsync(db);
        }

        await Record.QueryAsync(server.Services, """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '%_Pictures'""");
        var before = await TablesAsync(store);
        var refused = await Should.ThrowAsync<StorageException>(() => server.Services.PrepareStorageAsync(migrates: true, Cancellation));
        refused.Code.ShouldBe("storage-schema-unknown");
        (await TablesAsync(store)).ShouldBe(before);
    }

    private static async Task MigrateAsync(DataStore store)
    {
        await using var server = ServerHost.Build([.. store.Settings]);
        await server.Services.PrepareStorageAsync(migrates: true, Cancellation);
    }

    /// <summary>Each column with its type, and each index.</summary>
    private static async Task<List<string>> TablesAsync(DataStore store)
    {
        await using var server = ServerHost.Build([.. store.Settings]);
        var rows = await Record.QueryAsync(
            server.Services,
            store.Postgres is null
                ? """
                SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\'
                UNION ALL SELECT tbl_name, name, sql, 0, 0 FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL
                """
                : """
                SELECT table_name, column_name, data_type, is_nullable, 0 FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
                UNION ALL SELECT tablename, indexname, indexdef, '', 0 FROM pg_indexes WHERE schemaname = 'public'
                """
        );
        return [.. rows.Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal)];
    }
}

public sealed class SchemaOnDisk : SchemaTests
{
    protected override Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());
}

public sealed class SchemaInCloud(CloudMachines machines) : SchemaTests
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);
}
