namespace RetailGuard.Testing;

/// <summary>Azure Storage's emulator, one service of it, in memory, on a free loopback port.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // The emulator's published account; it opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TiedProcess _server;

    private Azurite(TiedProcess server, string service, string address)
    {
        _server = server;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};{service}Endpoint={address}/{Account};";
    }

    public string ConnectionString { get; }

    public static Task<Azurite> BlobsAsync() => StartAsync("Blob");

    public static Task<Azurite> TablesAsync() => StartAsync("Table");

    private static async Task<Azurite> StartAsync(string service)
    {
        // The service for tables does not tell which port it was given.
        var (name, port) = (service.ToLowerInvariant(), FreePort.Next());
        var package = Checkout.NpmPackage("tests/azurite", "azurite");
        var (server, _) = await TiedProcess.StartAsync(
            [
                "node",
                Path.Combine(package, $"dist/src/{name}/main.js"),
                $"--{name}Host",
                "127.0.0.1",
                $"--{name}Port",
                $"{port}",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent",
            ],
            line => line.Contains("service successfully", StringComparison.Ordinal)
        );
        return new(server, service, $"http://127.0.0.1:{port}");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
