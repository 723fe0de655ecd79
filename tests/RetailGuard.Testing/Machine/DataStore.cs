using System.Security.Cryptography;

namespace RetailGuard.Testing;

/// <summary>Where one server keeps its record and its pictures.</summary>
/// <param name="Settings">The server's settings, as <c>--Section:Name=value</c>.</param>
/// <param name="DataFolder">Deleted when the storage is disposed of.</param>
public sealed record DataStore(string DataFolder, IReadOnlyList<string> Settings) : IDisposable
{
    /// <summary>Connection string of the database; null for a file.</summary>
    public string? Postgres { get; private init; }

    /// <summary>Of a node: its <c>Cluster:Id</c>.</summary>
    public string ClusterId { get; private init; } = "";

    /// <summary>Where other nodes reach the server; 0 where it has none.</summary>
    public int SiloPort { get; private init; }

    /// <summary>A database file and a picture folder.</summary>
    public static DataStore OnDisk() => Create();

    /// <summary>A database and a container of their own.</summary>
    public static async Task<DataStore> InCloudAsync(CloudMachines machines)
    {
        var (postgres, azurite) = await machines.StartedAsync();
        var database = await postgres.NewDatabaseAsync();
        return Create(
            $"--Storage:Postgres={database}",
            $"--Storage:AzureBlobs={azurite.ConnectionString}",
            $"--Storage:AzureBlobContainer=t-{Unique.Name()}"
        ) with
        {
            Postgres = database,
        };
    }

    /// <summary>For each node of one cluster: the same record, vault and meeting place, and a folder of its own.</summary>
    /// <param name="settings">More settings of every node.</param>
    public static Task<DataStore[]> OfClusterAsync(CloudMachines machines, int nodes, params string[] settings) =>
        OfClusterAsync(machines, MeetingPlace.AzureTables, nodes, settings);

    /// <inheritdoc cref="OfClusterAsync(CloudMachines, int, string[])"/>
    /// <param name="place">Where the nodes find one another.</param>
    public static async Task<DataStore[]> OfClusterAsync(CloudMachines machines, MeetingPlace place, int nodes, params string[] settings)
    {
        var (postgres, azurite) = await machines.StartedAsync();
        var database = await postgres.NewDatabaseAsync();
        var cluster = $"t-{Unique.Name()}";
        string[] shared =
        [
            $"--Storage:Postgres={database}",
            $"--Storage:AzureBlobs={azurite.ConnectionString}",
            $"--Storage:AzureBlobContainer=t-{Unique.Name()}",
            $"--Storage:MasterKey={Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            "--PublicAddress=https://retailguard.example",
            $"--Cluster:Kind={place}",
            $"--Cluster:Id={cluster}",
            $"--Cluster:Connection={await machines.MeetingAsync(place)}",
            "--Cluster:AdvertisedAddress=127.0.0.1",
            .. settings,
        ];
        return
        [
            .. Enumerable
                .Range(0, nodes)
                .Select(_ => FreePort.Next())
                .Select(port =>
                    Create([.. shared, $"--Cluster:SiloPort={port}"]) with
                    {
                        Postgres = database,
                        ClusterId = cluster,
                        SiloPort = port,
                    }
                ),
        ];
    }

    public void Dispose() => Directory.Delete(DataFolder, recursive: true);

    private static DataStore Create(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("rg-data-").FullName;
        return new(folder, [$"--Storage:DataFolder={folder}", .. settings]);
    }
}

/// <summary>Where the nodes of a cluster find one another and keep reminders; the words of <c>Cluster:Kind</c>.</summary>
public enum MeetingPlace
{
    AzureTables,
    Redis,
}

/// <summary>The one PostgreSQL, the one Redis and the one Azurite of each kind in a test run; they start when first asked for.</summary>
public sealed class CloudMachines : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> _postgres = new(PostgresCluster.StartAsync);
    private readonly Lazy<Task<Azurite>> _azurite = new(Azurite.BlobsAsync);
    private readonly Lazy<Task<Azurite>> _tables = new(Azurite.TablesAsync);
    private readonly Lazy<Task<Redis>> _redis = new(Redis.StartAsync);

    public async Task<(PostgresCluster Postgres, Azurite Azurite)> StartedAsync()
    {
        await Task.WhenAll(_postgres.Value, _azurite.Value);
        return (await _postgres.Value, await _azurite.Value);
    }

    /// <summary>What leads nodes to their meeting place.</summary>
    public async Task<string> MeetingAsync(MeetingPlace place) =>
        place is MeetingPlace.Redis ? (await RedisAsync()).ConnectionString : (await _tables.Value).ConnectionString;

    public Task<Redis> RedisAsync() => _redis.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var azurite in new[] { _azurite, _tables }.Where(a => a.IsValueCreated))
        {
            await (await azurite.Value).DisposeAsync();
        }

        if (_redis.IsValueCreated)
        {
            await (await _redis.Value).DisposeAsync();
        }

        if (_postgres.IsValueCreated)
        {
            await (await _postgres.Value).DisposeAsync();
        }
    }
}
