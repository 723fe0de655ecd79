using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What an operator got wrong is said in one sentence that tells what to do; the exit code is 2.</summary>
public sealed class CannotStartTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task The_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var end = await StartAsync($"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        ShouldSay(end, "port-taken", "choose another address with --urls");
    }

    [Fact]
    public async Task The_data_folder_cannot_be_written()
    {
        var file = Path.Combine(_storage.DataFolder, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        ShouldSay(await StartAsync($"--Storage:DataFolder={file}/data"), "storage-folder", "set Storage:DataFolder");
    }

    [Theory]
    [InlineData("--Proxy:Known=10.0.0.1,proxy.example", "proxy-known", "proxy.example, which is neither an address nor a network")]
    [InlineData("--Operator:Urls=http://127.0.0.1:0", "operator-urls", "a port of its own")]
    [InlineData("--Operator:Urls=nonsense", "operator-urls", "a port of its own")]
    [InlineData("--Telemetry:Otlp=collector", "telemetry-otlp", "is no address")]
    [InlineData("--Drain:Wait=soon", "drain-wait", "number of seconds, 0 to 60")]
    public async Task What_operators_set_is_wrong(string setting, string code, string says) =>
        ShouldSay(await StartAsync(setting), code, says);

    [Theory]
    [InlineData("AAAA", "32 bytes in base64")]
    [InlineData("not base64", "32 bytes in base64")]
    public async Task The_master_key_is_none(string key, string says) =>
        ShouldSay(await StartAsync($"--Storage:MasterKey={key}"), "storage-master-key", says);

    [Fact]
    public async Task The_master_key_file_is_damaged()
    {
        await File.WriteAllBytesAsync(Path.Combine(_storage.DataFolder, "master.key"), new byte[5], TestContext.Current.CancellationToken);
        ShouldSay(await StartAsync(), "storage-master-key", "must hold 32 bytes and holds 5");
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task The_master_key_is_not_the_one_that_sealed_the_data()
    {
        (
            await ServerProgram.CreateTenantAsync(_storage, "first", "First Foods", "admin@first.example", Retailer.Password)
        ).ExitCode.ShouldBe(0);
        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        ShouldSay(await StartAsync($"--Storage:MasterKey={other}"), "storage-master-key", "is not the one that sealed");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=tests;Password=secret-word;Database=none;Timeout=5")]
    [InlineData("Nonsense=127.0.0.1;Password=secret-word")]
    public async Task The_database_cannot_be_reached(string connection)
    {
        var end = await StartAsync($"--Storage:Postgres={connection}");
        ShouldSay(end, "storage-database", "Storage:Postgres");
        end.ToString().ShouldNotContain("secret-word");
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:1/a;")]
    [InlineData("nonsense")]
    public async Task The_vault_cannot_be_reached(string connection) =>
        ShouldSay(await StartAsync($"--Storage:AzureBlobs={connection}"), "storage-vault", "Storage:AzureBlobs");

    [Fact]
    [Trait("Rule", "R53")]
    public async Task A_model_is_not_there() =>
        ShouldSay(await StartWithModelsAsync(packages: false, manifest => manifest), "model-missing", "npm ci");

    [Fact]
    [Trait("Rule", "R53")]
    public async Task A_model_is_not_the_one_that_was_assessed() =>
        ShouldSay(
            await StartWithModelsAsync(packages: true, manifest => manifest.Replace("\"6c0256cc", "\"00000000", StringComparison.Ordinal)),
            "model-hash-wrong",
            "install it again"
        );

    [Fact]
    [Trait("Rule", "R53")]
    public async Task A_model_has_no_approved_licence() =>
        ShouldSay(
            await StartWithModelsAsync(
                packages: true,
                manifest => manifest.Replace("\"MIT\"", "\"CC-BY-NC-4.0\"", StringComparison.Ordinal)
            ),
            "model-licence-unapproved",
            "Use another pack"
        );

    [Fact]
    public async Task There_is_no_models_folder() =>
        ShouldSay(
            await ServerProgram.RunAsync(Settings(), modelsFolder: Path.Combine(_storage.DataFolder, "none")),
            "manifest-missing",
            "Name the folder"
        );

    private static void ShouldSay(ProgramEnd end, string code, string remedy)
    {
        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldStartWith($"Cannot start ({code}): ");
        end.Error.ShouldContain(remedy);
        end.Error.TrimEnd().ShouldNotContain('\n', end.ToString());
        $"{end.Output}{end.Error}".ShouldNotContain("   at ", Case.Sensitive, "no stack trace");
        end.Output.ShouldNotContain("ready");
    }

    private Task<ProgramEnd> StartAsync(params string[] settings) => ServerProgram.RunAsync(Settings(settings));

    /// <summary>Starts with a copy of the checkout's models.</summary>
    private async Task<ProgramEnd> StartWithModelsAsync(bool packages, Func<string, string> change)
    {
        var (from, to) = (Path.Combine(Checkout.Root, "edge-connector", "models"), Path.Combine(_storage.DataFolder, "models"));
        var pack = Path.Combine("packs", "faceplugin");
        Directory.CreateDirectory(Path.Combine(to, pack));
        if (packages)
        {
            Directory.CreateSymbolicLink(Path.Combine(to, "node_modules"), Path.Combine(from, "node_modules"));
        }

        var manifest = await File.ReadAllTextAsync(Path.Combine(from, pack, "manifest.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(to, pack, "manifest.json"), change(manifest), TestContext.Current.CancellationToken);
        return await ServerProgram.RunAsync(Settings(), modelsFolder: to);
    }

    private string[] Settings(params string[] settings) => ["--urls=http://127.0.0.1:0", .. _storage.Settings, .. settings];
}
