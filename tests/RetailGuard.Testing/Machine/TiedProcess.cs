using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RetailGuard.Testing;

/// <summary>A server that the tests run for themselves. It ends with them, even when they are killed.</summary>
internal sealed class TiedProcess : IAsyncDisposable
{
    // The shell holds our end of its standard input; when we are gone, reading it ends and so does the child.
    private const string Script = """
        "$@" <&- & child=$!
        cat >/dev/null
        kill -INT "$child" 2>/dev/null
        wait "$child"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _shell;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TiedProcess(Process shell) => _shell = shell;

    /// <summary>Starts a program and waits for the line that says that it is ready.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="isReady">Recognises that line.</param>
    /// <returns>The process and the line.</returns>
    public static async Task<(TiedProcess Process, string Line)> StartAsync(IReadOnlyList<string> command, Func<string, bool> isReady)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])["-c", Script, "sh", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        var tied = new TiedProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        tied._shell.OutputDataReceived += (_, line) => tied.Read(line.Data, isReady);
        tied._shell.ErrorDataReceived += (_, line) => tied.Read(line.Data, isReady);
        tied._shell.Exited += (_, _) => tied._ready.TrySetException(tied.Failure("ended"));
        tied._shell.Start();
        tied._shell.BeginOutputReadLine();
        tied._shell.BeginErrorReadLine();
        try
        {
            return (tied, await tied._ready.Task.WaitAsync(StartLimit, TimeProvider.System));
        }
        catch (Exception e)
        {
            await tied.DisposeAsync();
            throw e is TimeoutException ? tied.Failure($"did not say that it is ready within {StartLimit.TotalSeconds:0} s") : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
        try
        {
            await _shell.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill(entireProcessTree: true);
        }

        _shell.Dispose();
    }

    private void Read(string? line, Func<string, bool> isReady)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (isReady(line))
        {
            _ready.TrySetResult(line);
        }
    }

    private InvalidOperationException Failure(string what)
    {
        lock (_output)
        {
            return new(
                string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', _shell.StartInfo.ArgumentList.Skip(3))} {what}:\n{_output}")
            );
        }
    }
}
