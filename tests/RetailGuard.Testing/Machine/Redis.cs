using System.Security.Cryptography;
using StackExchange.Redis;

namespace RetailGuard.Testing;

/// <summary>A Redis of the tests' own, on a free loopback port, with a password. What it holds dies with it.</summary>
public sealed class Redis : IAsyncDisposable
{
    private const string Missing = "Redis is not installed: there is no redis-server on the PATH. Install the Debian package redis-server.";

    private readonly string _folder;
    private readonly TiedProcess _server;

    private Redis(string folder, TiedProcess server, string connection) =>
        (_folder, _server, ConnectionString) = (folder, server, connection);

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; }

    public static async Task<Redis> StartAsync()
    {
        var binary = FindBinary() ?? throw new MissingToolException(Missing);
        var (folder, port) = (Directory.CreateTempSubdirectory("rg-redis-").FullName, FreePort.Next());
        var password = RandomNumberGenerator.GetHexString(32);
        var settings = Path.Combine(folder, "redis.conf");
        await File.WriteAllLinesAsync(
            settings,
            [
                "bind 127.0.0.1",
                $"port {port}",
                $"requirepass {password}",
                $"dir {folder}",
                // Nothing outlives the tests, so nothing needs to reach the disk.
                "save \"\"",
                "appendonly no",
            ]
        );
        var (server, _) = await TiedProcess.StartAsync(
            [binary, settings],
            line => line.Contains("Ready to accept connections", StringComparison.Ordinal)
        );
        return new(folder, server, $"127.0.0.1:{port},password={password}");
    }

    /// <summary>Waits until it holds a key of the cluster with these words in its name.</summary>
    /// <param name="cluster">As <c>Cluster:Id</c>.</param>
    public Task HoldsAsync(string cluster, string words)
    {
        var seen = "";
        return WaitLimit.WaitAsync(
            async limit =>
            {
                await using var redis = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
                while (!seen.Contains(words, StringComparison.Ordinal))
                {
                    limit.ThrowIfCancellationRequested();
                    seen = string.Join(", ", redis.GetServers().Single().Keys(pattern: $"{cluster}/*"));
                }

                return true;
            },
            $"a key of {cluster} with {words}",
            () => seen
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinary() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            // Debian's is there whether or not the tests' PATH is an administrator's.
            .Append("/usr/bin")
            .Select(folder => Path.Combine(folder, "redis-server"))
            .FirstOrDefault(File.Exists);
}
