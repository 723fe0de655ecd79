using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RetailGuard.Testing;

/// <summary>The real server as a process of its own, which can be killed at any moment and started again on the same data and port.</summary>
public sealed class ServerProcess : IServer, IAsyncDisposable
{
    // The end of our end of the pipe is the kill, so that the server dies with the tests too; a word asks it to leave by itself.
    private const string Script = """
        "$@" <&- & child=$!
        echo "process $child"
        if read -r word; then kill -TERM "$child"; else kill -KILL "$child" 2>/dev/null; fi
        wait "$child"
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly DataStore _storage;
    private readonly StringBuilder _output = new();

    // No connection outlives its request, so that none leads to a server that has been killed.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.Zero,
        }
    )
    {
        Timeout = Limit,
    };

    private Process? _shell;

    private ServerProcess(DataStore storage)
    {
        _storage = storage;
        Address = new($"http://127.0.0.1:{FreePort.Next()}");
        TemporaryFolder = Path.Combine(storage.DataFolder, "tmp");
        Directory.CreateDirectory(TemporaryFolder);
    }

    public Uri Address { get; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Api Anyone => new(Address, _http);

    /// <summary>Its working, home and temporary folder, within the data folder.</summary>
    public string TemporaryFolder { get; }

    /// <summary>Of the server, not of the shell that watches it.</summary>
    public int Id { get; private set; }

    /// <summary>All that it has said since the first start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="more">Settings for this start.</param>
    public static async Task<ServerProcess> StartAsync(DataStore storage, params IReadOnlyList<string> more)
    {
        var server = new ServerProcess(storage);
        await server.StartAgainAsync(more);
        return server;
    }

    /// <param name="more">Settings for this start.</param>
    public async Task StartAgainAsync(params IReadOnlyList<string> more)
    {
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", Script, "sh", Checkout.ServerExecutable, $"--urls={Address}", Checkout.AnyGuesses, .. _storage.Settings, .. more]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = TemporaryFolder,
        };
        (start.Environment["TMPDIR"], start.Environment["HOME"]) = (TemporaryFolder, TemporaryFolder);
        // The runtime's own debugging sockets would lie in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _shell = Process.Start(start)!;
        _shell.OutputDataReceived += (_, line) => Keep(line.Data, ready);
        _shell.ErrorDataReceived += (_, line) => Keep(line.Data, ready);
        _shell.BeginOutputReadLine();
        _shell.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(Limit, TimeProvider.System);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"The server is not ready. It said:\n{Output}", e);
        }
    }

    /// <summary><c>kill -9</c>; the server is gone when this returns.</summary>
    public async Task KillAsync()
    {
        _shell!.StandardInput.Close();
        await _shell.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        _shell.Dispose();
        _shell = null;
    }

    /// <summary>Asks the server to leave, as a service manager does (SIGTERM). It may go on for a while.</summary>
    public async Task AskToStopAsync()
    {
        await _shell!.StandardInput.WriteLineAsync("stop");
        await _shell.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a server that was asked to stop is gone.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StoppedAsync()
    {
        await _shell!.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        var code = _shell.ExitCode;
        _shell.Dispose();
        _shell = null;
        return code;
    }

    public async Task<NewTenant> CreateTenantAsync(string slug, string name, string adminEmail)
    {
        var end = await ServerProgram.CreateTenantAsync(_storage, slug, name, adminEmail);
        return end.ExitCode == 0 ? NewTenant.In(end.Output) : throw new InvalidOperationException($"No tenant was created: {end}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_shell is not null)
        {
            await KillAsync();
        }
    }

    private void Keep(string? line, TaskCompletionSource ready)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith("process ", StringComparison.Ordinal) is true)
        {
            Id = int.Parse(line.AsSpan("process ".Length), CultureInfo.InvariantCulture);
        }

        if (line?.StartsWith("RetailGuard is ready", StringComparison.Ordinal) is true)
        {
            ready.TrySetResult();
        }
    }
}
