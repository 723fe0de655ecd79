using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>PostgreSQL ends all connections at any moment, recovers, and the server goes on.</summary>
public sealed class DatabaseRestartTests(CloudMachines machines)
{
    private const string WhoHoldsTheLock = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_are_neither_lost_nor_doubled_when_the_database_crashes_in_the_middle_of_them()
    {
        const int Workers = 6;
        const int Each = 40;
        await using var postgres = await PostgresCluster.StartAsync();
        using var folder = DataStore.OnDisk();
        await using var app = Server.ServerHost.Build([.. folder.Settings, $"--Storage:Postgres={await postgres.NewDatabaseAsync()}"]);
        await app.Services.PrepareStorageAsync(cancellation: Cancellation);
        var created = await app
            .Services.GetRequiredService<CreateTenant>()
            .RunAsync("first", "First Foods", "admin@first.example", "second@first.example", Cancellation);
        var (tenant, audit) = (created.Expect().Id, app.Services.GetRequiredService<AuditLog>());
        var store = new StoreId(Unique.Id());
        var saved = 0;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, Cancellation)));

        await using var db = app.Services.GetRequiredService<Database>().Of(tenant);
        var list = await db.Set<StoreList>().SingleAsync(Cancellation);
        list.Version.ShouldBe(Workers * Each);
        list.Revision.ShouldBe(Workers * Each);
        (await db.Set<AuditRow>().CountAsync(row => row.Action == "list.counted", Cancellation)).ShouldBe(Workers * Each);
        (await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], Cancellation)).ShouldAllBe(v => v.Holds);

        async Task WorkAsync()
        {
            for (var done = 0; done < Each; done++)
            {
                while (
                    !(await audit.CommitOrRetryAsync(tenant, db => CountAsync(db, tenant, store), Cancellation)).Succeeded(
                        out _,
                        out var refusal
                    )
                )
                {
                    refusal.Code.ShouldBe("busy", "nothing else stands in the way of a count");
                }

                if (Interlocked.Increment(ref saved) % (Workers * Each / 4) == 0)
                {
                    await postgres.CrashAsync();
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_change_whose_connection_ends_before_any_of_its_statements_is_saved_once(int statement)
    {
        using var data = await DataStore.InCloudAsync(machines);
        await using var app = Server.ServerHost.Build([.. data.Settings]);
        await app.Services.PrepareStorageAsync(cancellation: Cancellation);
        var created = await app
            .Services.GetRequiredService<CreateTenant>()
            .RunAsync("first", "First Foods", "admin@first.example", "second@first.example", Cancellation);
        var (tenant, store) = (created.Expect().Id, new StoreId(Unique.Id()));
        var audit = app.Services.GetRequiredService<AuditLog>();

        using (var cut = new CutConnection(data, statement))
        {
            (await audit.CommitOrRetryAsync(tenant, db => CountAsync(db, tenant, store), Cancellation)).Expect();
            cut.WasMade.ShouldBeTrue("the change has that many statements");
        }

        await using var db = app.Services.GetRequiredService<Database>().Of(tenant);
        (await db.Set<StoreList>().SingleAsync(Cancellation)).Version.ShouldBe(1);
        (await db.Set<AuditRow>().CountAsync(row => row.Action == "list.counted", Cancellation)).ShouldBe(1);
        (await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], Cancellation)).ShouldAllBe(v => v.Holds);
    }

    private static async Task<Decision<Done>> CountAsync(RetailGuardDb db, TenantId tenant, StoreId store)
    {
        var counted = await db.Set<StoreList>().SingleOrDefaultAsync(Cancellation);
        if (counted is null)
        {
            counted = new StoreList { Tenant = tenant, StoreId = store };
            db.Add(counted);
        }

        counted.Version++;
        return new(Done.Instance, new AuditEvent(Actor.System, "list.counted", tenant.ToString()));
    }

    /// <summary>Ends a connection just before its next statement so and so many.</summary>
    private sealed class CutConnection : IDisposable
    {
        private readonly DataStore _data;
        private readonly int _statement;
        private readonly DatabaseEvents _events;
        private int _statements;

        public CutConnection(DataStore data, int statement)
        {
            (_data, _statement) = (data, statement);
            _events = new(Look);
        }

        public bool WasMade { get; private set; }

        public void Dispose() => _events.Dispose();

        private void Look(string name, object? told)
        {
            if (
                name == RelationalEventId.CommandExecuting.Name
                && told is CommandEventData { Command.Connection: NpgsqlConnection connection }
                && connection.Database == new NpgsqlConnectionStringBuilder(_data.Postgres).Database
                && Interlocked.Increment(ref _statements) == _statement
            )
            {
                WasMade = true;
                Task.Run(() => QueryAsync(_data, $"SELECT pg_terminate_backend({connection.ProcessID}, 10000)")).GetAwaiter().GetResult();
            }
        }
    }

    [Fact]
    public async Task A_second_server_on_one_database_is_refused_also_after_the_database_has_ended_the_first_ones_connection()
    {
        using var store = await DataStore.InCloudAsync(machines);
        using var other = DataStore.OnDisk();
        await using var first = await ServerProcess.StartAsync(store);
        var holder = await HolderAsync(store, _ => true);
        await QueryAsync(store, $"SELECT pg_terminate_backend({holder})");
        await HolderAsync(store, pid => pid != holder);

        var second = await ServerProgram.RunAsync(["--urls=http://127.0.0.1:0", .. store.Settings, .. other.Settings]);
        second.ExitCode.ShouldBe(2, second.ToString());
        second.Error.ShouldStartWith("Cannot start (data-in-use): ");
        second.Error.ShouldContain("set Storage:Postgres to another one");
        await first.KillAsync();
        await first.StartAgainAsync();
    }

    [Fact]
    public async Task A_server_stops_when_another_has_taken_its_database_over_meanwhile()
    {
        using var store = await DataStore.InCloudAsync(machines);
        await using var server = await RunningServer.StartAsync(store);
        await server.Services.GetRequiredService<SingleServerLock>().HoldAsync(Cancellation);
        var holder = await HolderAsync(store, _ => true);
        await using var other = new NpgsqlConnection(store.Postgres);
        await other.OpenAsync(Cancellation);
        await using var take = other.CreateCommand();
        take.CommandText = $"""
            SELECT pg_advisory_lock(((classid::bigint << 32) | objid::bigint)) FROM pg_locks WHERE locktype = 'advisory' AND pid = {holder}
            """;
        var taken = take.ExecuteNonQueryAsync(Cancellation);
        await HolderAsync(store, _ => true, "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        await QueryAsync(store, $"SELECT pg_terminate_backend({holder})");
        await taken;

        var stopping = server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var stopped = new TaskCompletionSource();
        await using var told = stopping.Register(stopped.SetResult);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
    }

    private static async Task<int> HolderAsync(DataStore store, Func<int, bool> wanted, string sql = WhoHoldsTheLock)
    {
        for (var looks = 0; looks < 20_000; looks++)
        {
            if (await QueryAsync(store, sql) is int pid && wanted(pid))
            {
                return pid;
            }
        }

        throw new TimeoutException($"Nobody in \"{sql}\" as expected after 20,000 looks.");
    }

    private static async Task<object?> QueryAsync(DataStore store, string sql)
    {
        await using var connection = new NpgsqlConnection(store.Postgres);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"{sql}{(sql.Contains("pg_locks", StringComparison.Ordinal) ? " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())" : "")}";
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
