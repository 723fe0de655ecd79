using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RetailGuard.Tools.Simulator;

/// <summary>A program of ours that the demo starts and ends. Its output goes to a log file, and to whoever waits for a line.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(string name, Process process, StreamWriter log)
    {
        (Name, _process, _log) = (name, process, log);
        Ended = process.WaitForExitAsync();
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>Ends when the process has ended.</summary>
    public Task Ended { get; }

    /// <summary>Starts a program; with <paramref name="ready"/> waits for a line of its output that contains it.</summary>
    /// <exception cref="CommandRefusedException">It ended before; the message is what it said last.</exception>
    public static async Task<ChildProcess> StartAsync(string name, string assembly, string logFolder, string? ready, string[] args)
    {
        var info = new ProcessStartInfo("dotnet", [assembly, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        var log = new StreamWriter(Path.Combine(logFolder, $"{name}.log"), append: true) { AutoFlush = true };
        var process = Process.Start(info) ?? throw new CommandRefusedException($"{name} did not start.");
        var child = new ChildProcess(name, process, log);
        process.OutputDataReceived += (_, e) => child.Read(e.Data, ready);
        process.ErrorDataReceived += (_, e) => child.Read(e.Data, ready);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        if (ready is not null && await Task.WhenAny(child._seen.Task, child.Ended) == child.Ended)
        {
            throw new CommandRefusedException($"{name} ended at once: {string.Join(' ', child._said.TakeLast(5))}");
        }

        return child;
    }

    /// <summary>Runs a program to its end; its exit code must be 0.</summary>
    /// <returns>What it said, line by line.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(string name, string assembly, string logFolder, string[] args)
    {
        await using var child = await StartAsync(name, assembly, logFolder, ready: null, args);
        await child.Ended;
        if (child._process.ExitCode != 0)
        {
            throw new CommandRefusedException($"{name} failed; its log is {Path.Combine(logFolder, $"{name}.log")}");
        }

        return child._said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            if (await Task.WhenAny(Ended, Task.Delay(StopsWithin, TimeProvider.System)) != Ended)
            {
                _process.Kill(entireProcessTree: true);
                await Ended;
            }
        }

        _process.Dispose();
        await _log.DisposeAsync();
    }

    private void Read(string? line, string? ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Add(line);
            _log.WriteLine(line);
        }

        if (ready is not null && line.Contains(ready, StringComparison.Ordinal))
        {
            _seen.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
