using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailGuard.Tools.Simulator;

/// <summary>The running product: a server and one store's edge connector, as processes of their own.</summary>
public sealed class Product : IAsyncDisposable
{
    private readonly string _root;
    private readonly ProductFolder _folder;
    private readonly HttpClient _statusPage;
    private readonly ChildProcess _server;
    private ChildProcess? _edge;

    private Product(string root, ProductFolder folder, Uri address, ChildProcess server)
    {
        (_root, _folder, Address, _server) = (root, folder, address, server);
        _statusPage = new() { BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}"), Timeout = TimeSpan.FromSeconds(2) };
    }

    public Uri Address { get; }

    public int ServerProcess => _server.Id;

    /// <summary>Ends when the server or the connector has ended by itself.</summary>
    public async Task<string> BrokenAsync()
    {
        ChildProcess[] parts = [_server, .. _edge is null ? Array.Empty<ChildProcess>() : [_edge]];
        var ended = await Task.WhenAny(parts.Select(p => p.Ended));
        return parts.First(p => p.Ended == ended).Name;
    }

    /// <param name="settings">Beside the address and the folder.</param>
    public static async Task<Product> StartServerAsync(string root, ProductFolder folder, int port, params IReadOnlyList<string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        var server = await ChildProcess.StartAsync(
            "server",
            ServerAssembly(root),
            folder.Logs,
            "RetailGuard is ready",
            [$"--Urls={address}", DataSetting(folder), .. settings]
        );
        return new(root, folder, address, server);
    }

    /// <returns>The codes with which its two administrators choose their passwords.</returns>
    public static async Task<InvitedAdministrators> CreateTenantAsync(string root, ProductFolder folder)
    {
        var said = await ChildProcess.RunAsync(
            "tenant",
            ServerAssembly(root),
            folder.Logs,
            [
                "tenant",
                "create",
                "--slug",
                RetailerSeed.Tenant,
                "--name",
                "Demo Grocers",
                "--admin-email",
                RetailerSeed.AdminEmail,
                "--second-admin-email",
                RetailerSeed.SecondAdminEmail,
                DataSetting(folder),
            ]
        );
        return InvitedAdministrators.In(said);
    }

    /// <summary>Recomputes the audit chain; the server need not run.</summary>
    public static async Task<bool> AuditHoldsAsync(string root, ProductFolder folder)
    {
        try
        {
            await ChildProcess.RunAsync("audit", ServerAssembly(root), folder.Logs, ["audit", "verify", DataSetting(folder)]);
            return true;
        }
        catch (CommandRefusedException)
        {
            return false;
        }
    }

    /// <summary>Pairs the connector with a store and points its two cameras at the clip and the picture folder.</summary>
    public async Task PairEdgeAsync(string code, string clip)
    {
        await ChildProcess.RunAsync(
            "edge-pair",
            EdgeAssembly(_root),
            _folder.Logs,
            ["pair", "--server", Address.ToString(), "--code", code, "--config", _folder.EdgeConfig]
        );
        var config = JsonNode.Parse(await File.ReadAllTextAsync(_folder.EdgeConfig))!;
        foreach (var camera in config["cameras"]!.AsArray())
        {
            var video = camera!["name"]!.GetValue<string>().Contains("video", StringComparison.Ordinal);
            camera["source"] = video
                ? new JsonObject
                {
                    ["kind"] = "video",
                    ["path"] = clip,
                    ["loop"] = true,
                }
                : new JsonObject
                {
                    ["kind"] = "folder",
                    ["path"] = _folder.Pictures,
                    ["loop"] = true,
                    ["framesPerSecond"] = 10,
                };
        }

        await File.WriteAllTextAsync(_folder.EdgeConfig, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    /// <summary>Starts the connector and waits until both cameras give frames and the server accepts them.</summary>
    public async Task StartEdgeAsync(TimeProvider time, CancellationToken cancellation)
    {
        var config = JsonNode.Parse(await File.ReadAllTextAsync(_folder.EdgeConfig, cancellation))!;
        config["server"] = Address.ToString();
        await File.WriteAllTextAsync(
            _folder.EdgeConfig,
            config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }),
            cancellation
        );
        _edge = await ChildProcess.StartAsync(
            "edge",
            EdgeAssembly(_root),
            _folder.Logs,
            ready: null,
            ["run", "--config", _folder.EdgeConfig, "--status-port", _statusPage.BaseAddress!.Port.ToString()]
        );
        while (true)
        {
            if (await StatusAsync() is { } status && status.GetProperty("connected").GetBoolean())
            {
                var cameras = status.GetProperty("cameras").EnumerateArray();
                if (
                    cameras.All(c =>
                        c.GetProperty("state").GetString() == "live" && c.GetProperty("notMatching").ValueKind is JsonValueKind.Null
                    )
                )
                {
                    return;
                }
            }

            if (_edge.Ended.IsCompleted)
            {
                throw new CommandRefusedException($"The connector ended; its log is {Path.Combine(_folder.Logs, "edge.log")}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellation);
        }
    }

    /// <summary>The connector's own numbers; null while it does not answer.</summary>
    public async Task<JsonElement?> StatusAsync()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await _statusPage.GetStringAsync(new Uri("/status", UriKind.Relative)));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }

        await _server.DisposeAsync();
        _statusPage.Dispose();
    }

    private static string DataSetting(ProductFolder folder) => $"--Storage:DataFolder={folder.Data}";

    private static string ServerAssembly(string root) => Built(root, "services/RetailGuard.Server", "RetailGuard.Server.dll");

    private static string EdgeAssembly(string root) => Built(root, "edge-connector/RetailGuard.Edge", "RetailGuard.Edge.dll");

    /// <summary>Built in the same configuration as this program.</summary>
    private static string Built(string root, string project, string assembly)
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        while (bin is not { Name: "bin" })
        {
            bin = bin.Parent ?? throw new DirectoryNotFoundException("This command runs only where it was built: run it by ./retailguard.");
        }

        return Path.Combine(root, project, "bin", Path.GetRelativePath(bin.FullName, AppContext.BaseDirectory), assembly);
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
