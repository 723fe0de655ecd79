namespace RetailGuard.Testing;

/// <summary>Where one server keeps its record and its pictures.</summary>
/// <param name="Settings">The server's settings, as <c>--Section:Name=value</c>.</param>
/// <param name="DataFolder">Deleted when the storage is disposed of.</param>
public sealed record DataStore(string DataFolder, IReadOnlyList<string> Settings) : IDisposable
{
    /// <summary>Connection string of the database; null for a file.</summary>
    public string? Postgres { get; private init; }

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

    public void Dispose() => Directory.Delete(DataFolder, recursive: true);

    private static DataStore Create(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("rg-data-").FullName;
        return new(folder, [$"--Storage:DataFolder={folder}", .. settings]);
    }
}

/// <summary>The one PostgreSQL and the one Azurite of a test run; they start when first asked for.</summary>
public sealed class CloudMachines : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresCluster>> _postgres = new(PostgresCluster.StartAsync);
    private readonly Lazy<Task<Azurite>> _azurite = new(Azurite.StartAsync);

    public async Task<(PostgresCluster Postgres, Azurite Azurite)> StartedAsync()
    {
        await Task.WhenAll(_postgres.Value, _azurite.Value);
        return (await _postgres.Value, await _azurite.Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite.IsValueCreated)
        {
            await (await _azurite.Value).DisposeAsync();
        }

        if (_postgres.IsValueCreated)
        {
            await (await _postgres.Value).DisposeAsync();
        }
    }
}
