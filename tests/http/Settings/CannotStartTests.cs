using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RetailGuard.Testing;
using Record = RetailGuard.Testing.Record;

namespace RetailGuard.Tests.Http;

/// <summary>What an operator got wrong is said in one sentence that tells what to do; the exit code is 2.</summary>
public sealed class CannotStartTests(CloudMachines machines) : IDisposable
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
        Directory.EnumerateFileSystemEntries(_storage.DataFolder).ShouldBeEmpty("nothing is made before");
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
    [InlineData("--Guesses:PerMinute=0", "guesses-per-minute", "a number, 1 to 1000000")]
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
        var file = Path.Combine(_storage.DataFolder, "master.key");
        await File.WriteAllBytesAsync(file, new byte[5], TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ShouldSay(await StartAsync(), "storage-master-key", "must hold 32 bytes and holds 5");
    }

    [Theory]
    [InlineData("", UnixFileMode.GroupRead | UnixFileMode.GroupExecute, "700")]
    [InlineData("", UnixFileMode.OtherExecute, "700")]
    [InlineData("master.key", UnixFileMode.GroupRead, "600")]
    [InlineData("master.key", UnixFileMode.OtherWrite, "600")]
    public async Task Others_on_the_machine_can_reach_data_or_key(string name, UnixFileMode open, string mode)
    {
        (await CreateTenantAsync()).ExitCode.ShouldBe(0);
        var path = Path.TrimEndingDirectorySeparator(Path.Combine(_storage.DataFolder, name));
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | open);
        ShouldSay(await StartAsync(), "storage-open", $"Run: chmod {mode} {path}");
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task The_master_key_is_gone_and_no_other_is_made_in_its_place()
    {
        (await CreateTenantAsync()).ExitCode.ShouldBe(0);
        var file = Path.Combine(_storage.DataFolder, "master.key");
        File.Delete(file);
        ShouldSay(await StartAsync(), "storage-master-key", $"Put it back as {file}");
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task The_master_key_is_not_the_one_that_sealed_the_data()
    {
        (await CreateTenantAsync()).ExitCode.ShouldBe(0);
        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        ShouldSay(await StartAsync($"--Storage:MasterKey={other}"), "storage-master-key", "is not the one that sealed");
    }

    [Fact]
    public async Task The_clock_is_earlier_than_the_record_unless_that_is_accepted()
    {
        var later = TestTime.Clock(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        await using (var server = await RunningServer.StartAsync(_storage, later))
        {
            await Retailer.OpenAsync(server);
        }

        ShouldSay(await StartAsync(), "clock-behind", "--Clock:BehindRecord=accept");
        ShouldSay(await StartAsync("--Clock:BehindRecord=perhaps"), "setting-invalid", "refuse or accept");
        await using var accepted = await ServerProcess.StartAsync(_storage, "--Clock:BehindRecord=accept");
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
    public async Task A_node_that_shares_nothing_hears_all_that_it_must_share()
    {
        var end = await StartAsync("--Cluster:Kind=azureTables", "--Cluster:SiloPort=0", "--Cluster:AdvertisedAddress=nowhere.invalid");
        ShouldSay(end, "cluster-settings", "set Storage:Postgres");
        end.Error.ShouldContain("set Storage:AzureBlobs");
        end.Error.ShouldContain("set Storage:MasterKey");
        end.Error.ShouldContain("set PublicAddress");
        end.Error.ShouldContain("Cluster:Connection must be");
        end.Error.ShouldContain("Cluster:SiloPort must lie between 1 and 65535");
        end.Error.ShouldContain("Cluster:AdvertisedAddress must be");
    }

    [Theory]
    [InlineData("--Cluster:Kind=zookeeper", "Cluster:Kind must be none, azureTables or redis")]
    [InlineData("--Cluster:Kind=1", "Cluster:Kind must be none, azureTables or redis")]
    [InlineData("--Cluster:SiloPort=many", "must be whole numbers")]
    public async Task The_cluster_is_of_no_kind_that_there_is(string setting, string says) =>
        ShouldSay(await StartAsync(setting), "cluster-settings", says);

    [Theory]
    [InlineData("redis", "127.0.0.1:1,password=secret-word,connectRetry=1,connectTimeout=500")]
    [InlineData(
        "azureTables",
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=c2VjcmV0LXdvcmQ=;TableEndpoint=http://127.0.0.1:1/a;"
    )]
    public async Task The_nodes_meeting_place_cannot_be_reached(string kind, string connection)
    {
        var node = (await DataStore.OfClusterAsync(machines, 1)).Single();
        using (node)
        {
            await ServerProgram.MigrateAsync(node);
            var end = await ServerProgram.RunAsync([
                "--urls=http://127.0.0.1:0",
                .. node.Settings,
                $"--Cluster:Kind={kind}",
                $"--Cluster:Connection={connection}",
            ]);
            ShouldSay(end, "cluster-store", "Check Cluster:Connection");
            end.ToString().ShouldNotContain("secret-word");
        }
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task A_node_lacks_one_of_the_files_that_prove_it()
    {
        var node = (await DataStore.OfClusterAsync(machines, 1, "--Cluster:Tls:CertificateFile=/nowhere.pem")).Single();
        using (node)
        {
            ShouldSay(await ServerProgram.RunAsync(node.Settings), "cluster-settings", "all three or none");
        }
    }

    [Fact]
    public async Task There_is_no_models_folder() =>
        ShouldSay(
            await ServerProgram.RunAsync(Settings(), modelsFolder: Path.Combine(_storage.DataFolder, "none")),
            "manifest-missing",
            "Name the folder"
        );

    [Fact]
    public async Task A_server_works_on_the_data_folder_already()
    {
        await using var first = await ServerProcess.StartAsync(_storage);
        ShouldSay(await StartAsync(), "data-in-use", "set Storage:DataFolder to another one");
        (await CreateTenantAsync()).ExitCode.ShouldBe(0, "an operator's command may run beside it");
        await first.KillAsync();
        await first.StartAgainAsync();
    }

    [Fact]
    public async Task The_tables_are_those_of_a_later_version()
    {
        (await CreateTenantAsync()).ExitCode.ShouldBe(0);
        await using (var app = Server.ServerHost.Build([.. _storage.Settings]))
        {
            await Record.QueryAsync(app.Services, """INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99')""");
        }

        ShouldSay(await StartAsync(), "storage-schema-unknown", "Run the version that made them");
        ShouldSay(await ServerProgram.VerifyAuditAsync(_storage), "storage-schema-unknown", "Run the version that made them");
        ShouldSay(
            await ServerProgram.RunAsync(["migrate", .. _storage.Settings]),
            "storage-schema-unknown",
            "Run the version that made them"
        );
    }

    private Task<ProgramEnd> CreateTenantAsync() =>
        ServerProgram.CreateTenantAsync(_storage, "first", "First Foods", "admin@first.example");

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
