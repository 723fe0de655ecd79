using System.Text.RegularExpressions;

namespace RetailGuard.Testing;

/// <summary>Azure Blob Storage's emulator, in memory, on a free loopback port.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    // The emulator's published account; it opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TiedProcess _server;

    private Azurite(TiedProcess server, string address)
    {
        _server = server;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={address}/{Account};";
    }

    public string ConnectionString { get; }

    public static async Task<Azurite> StartAsync()
    {
        var package = Checkout.NpmPackage("tests/azurite", "azurite");
        var (server, line) = await TiedProcess.StartAsync(
            [
                "node",
                Path.Combine(package, "dist/src/blob/main.js"),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent",
            ],
            line => Address().IsMatch(line)
        );
        return new(server, Address().Match(line).Groups["address"].Value);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [GeneratedRegex(@"successfully listens on (?<address>http://[\d.:]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
