using System.Net;
using Npgsql;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A node is ready while its storage can be written, and says to strangers only whether it is.</summary>
public sealed class HealthTests(CloudMachines machines) : IDisposable
{
    private static readonly TimeSpan NextLook = TimeSpan.FromSeconds(5);

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_vault_that_cannot_be_written_makes_the_node_not_ready_until_it_can()
    {
        await using var operated = await OperatedServer.StartAsync(_storage);
        var ready = (await operated.Operator.GetAsync("/health/ready")).Ok();
        ready["state"].GetString().ShouldBe("ready");
        ready["parts"]
            .EnumerateObject()
            .Select(p => (p.Name, p.Value.GetString()))
            .ShouldBe(
                [("database", "healthy"), ("vault", "healthy"), ("silo", "healthy"), ("galleries", "healthy"), ("clock", "healthy")],
                ignoreOrder: true
            );

        // Where the folder would be there is a file: like a full disk, it takes nothing.
        var place = Path.Combine(_storage.DataFolder, "pictures");
        Directory.Delete(place, recursive: true);
        await File.WriteAllTextAsync(place, "", TestContext.Current.CancellationToken);
        operated.Server.Time.Advance(NextLook);

        var refused = await operated.Operator.GetAsync("/health/ready");
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused["parts"].GetProperty("vault").GetString()!.ShouldStartWith("failed");
        refused["parts"].GetProperty("database").GetString().ShouldBe("healthy");
        var forAnyone = await operated.Server.Anyone.GetAsync("/health/ready");
        (forAnyone.Status, forAnyone.Text).ShouldBe((HttpStatusCode.ServiceUnavailable, "Unhealthy"));
        (await operated.Server.Anyone.GetAsync("/health/live")).Ok();

        File.Delete(place);
        operated.Server.Time.Advance(NextLook);
        (await operated.Server.Anyone.GetAsync("/health/ready")).Ok().Text.ShouldBe("Healthy");
    }

    [Theory]
    [InlineData(
        """ALTER DATABASE "{0}" SET default_transaction_read_only = on""",
        """ALTER DATABASE "{0}" RESET default_transaction_read_only"""
    )]
    [InlineData("""ALTER DATABASE "{0}" ALLOW_CONNECTIONS false""", """ALTER DATABASE "{0}" ALLOW_CONNECTIONS true""")]
    public async Task A_database_that_only_reads_or_is_away_makes_the_node_not_ready_until_it_is_back(string breaks, string mends)
    {
        using var storage = await DataStore.InCloudAsync(machines);
        await using var server = await RunningServer.StartAsync(storage);
        (await server.Anyone.GetAsync("/health/ready")).Ok();

        await AsAdministratorAsync(storage, breaks);
        server.Time.Advance(NextLook);
        (await server.Anyone.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await AsAdministratorAsync(storage, mends);
        server.Time.Advance(NextLook);
        (await server.Anyone.GetAsync("/health/ready")).Ok();
    }

    [Fact]
    public async Task However_often_strangers_ask_storage_is_tried_once()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        (await server.Anyone.GetAsync("/health/ready")).Ok();
        var place = Path.Combine(_storage.DataFolder, "pictures");
        Directory.Delete(place, recursive: true);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.Anyone.GetAsync("/health/ready")));

        Directory.Exists(place).ShouldBeFalse("a look would have made the folder again");
    }

    /// <summary>Changes the database and ends its connections, so that all that come see the change.</summary>
    private static async Task AsAdministratorAsync(DataStore storage, string change)
    {
        var database = new NpgsqlConnectionStringBuilder(storage.Postgres).Database!;
        var postgres = new NpgsqlConnectionStringBuilder(storage.Postgres) { Database = "postgres", Pooling = false };
        await using var source = NpgsqlDataSource.Create(postgres);
        await using var command = source.CreateCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, change, database));
        await command.ExecuteNonQueryAsync();
        await using var end = source.CreateCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1");
        end.Parameters.AddWithValue(database);
        await end.ExecuteNonQueryAsync();
    }
}
