using System.Diagnostics;
using Npgsql;

namespace RetailGuard.Testing;

/// <summary>A PostgreSQL of the tests' own, in a temporary folder, reached by a Unix socket only. What it holds dies with it.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Missing =
        "PostgreSQL is not installed: initdb is neither on the PATH nor below /usr/lib/postgresql."
        + " Install the Debian package postgresql.";

    private readonly string _folder;
    private readonly TiedProcess _server;
    private readonly NpgsqlDataSource _admin;

    private PostgresCluster(string folder, TiedProcess server) =>
        (_folder, _server, _admin) = (folder, server, NpgsqlDataSource.Create(ConnectionString(folder, "postgres")));

    public static async Task<PostgresCluster> StartAsync()
    {
        var binaries = FindBinaries() ?? throw new MissingToolException(Missing);
        var folder = Directory.CreateTempSubdirectory("rg-pg-").FullName;
        var data = Path.Combine(folder, "data");
        var asOwner = await GiveAwayAsync(folder);
        await RunAsync([
            .. asOwner,
            Path.Combine(binaries, "initdb"),
            $"--pgdata={data}",
            "--username=tests",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        var (server, _) = await TiedProcess.StartAsync(
            [
                .. asOwner,
                Path.Combine(binaries, "postgres"),
                "-D",
                data,
                "-k",
                folder,
                // Nothing outlives the tests, so nothing needs to reach the disk.
                .. Settings("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200", "lc_messages=C"),
            ],
            line => line.Contains("ready to accept connections", StringComparison.Ordinal)
        );
        return new(folder, server);
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"t_{Unique.Name()}";
        await using var create = _admin.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return ConnectionString(_folder, name);
    }

    /// <summary>
    /// Kills one of its processes with -9: it ends every connection, forgets what was not committed, and recovers by itself.
    /// </summary>
    public async Task CrashAsync()
    {
        await using var connection = await _admin.OpenConnectionAsync();
        await RunAsync(["kill", "-KILL", $"{connection.ProcessID}"]);
        await connection.CloseAsync();
        _admin.Clear();
    }

    /// <summary>Stops all its processes where they are, until the handle is disposed of: connections stay, and nothing answers.</summary>
    public async Task<IAsyncDisposable> HangAsync()
    {
        // The first line is the process that starts all others; stopped first, it starts no more.
        var pid = (await File.ReadAllLinesAsync(Path.Combine(_folder, "data", "postmaster.pid")))[0];
        await RunAsync(["kill", "-STOP", pid]);
        var all = ChildrenOf(pid).Append(pid).ToList();
        await RunAsync(["kill", "-STOP", .. all]);
        return new Hanging(all);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ConnectionString(string folder, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = "tests",
            Database = database,
            MaxPoolSize = 30,

            // Servers of tests that are over leave their connections: one cluster serves them all.
            ConnectionIdleLifetime = 5,
            ConnectionPruningInterval = 1,
        }.ToString();

    private static IEnumerable<string> Settings(params string[] settings) => settings.SelectMany(s => (string[])["-c", s]);

    /// <summary>PostgreSQL refuses to run as root: then the folder and the processes belong to another account.</summary>
    /// <returns>What to put before a command so that it runs as the folder's owner.</returns>
    private static async Task<string[]> GiveAwayAsync(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        // name:password:user:group:…
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToLookup(fields => fields[0], StringComparer.Ordinal);
        var account = accounts["postgres"].Concat(accounts["nobody"]).First();
        await RunAsync(["chown", $"{account[2]}:{account[3]}", folder]);
        return ["setpriv", $"--reuid={account[2]}", $"--regid={account[3]}", "--clear-groups", "--"];
    }

    private static string? FindBinaries()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(v => Path.Combine(v, "bin"))
            : [];
        return onPath
            .Concat(debian)
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")));
    }

    private static IEnumerable<string> ChildrenOf(string pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task RunAsync(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed:\n{string.Concat(await output)}");
        }
    }

    private sealed class Hanging(IReadOnlyList<string> processes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RunAsync(["kill", "-CONT", .. processes]);
    }
}
