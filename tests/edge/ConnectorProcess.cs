using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RetailGuard.Tests.Edge;

/// <summary>The connector as a process of its own, whose files and memory a test can search.</summary>
internal sealed class ConnectorProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <param name="workFolder">Its working, home and temporary folder.</param>
    /// <param name="arguments">Its command line.</param>
    public ConnectorProcess(string workFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Connector, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workFolder,
        };
        start.Environment["TMPDIR"] = workFolder;
        start.Environment["HOME"] = workFolder;
        // Some libraries write less when they believe to be tested.
        start.Environment.Remove("CI");
        // The runtime's own debugging sockets would lie in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

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

    public string Limits => File.ReadAllText($"/proc/{_process.Id}/limits");

    /// <summary>Regular files that are open for writing.</summary>
    public IReadOnlyList<string> FilesOpenForWriting =>
        [
            .. Directory
                .GetFiles($"/proc/{_process.Id}/fd")
                .Where(descriptor => File.Exists(new FileInfo(descriptor).LinkTarget) && IsWritable(descriptor))
                .Select(descriptor => new FileInfo(descriptor).LinkTarget!)
                .Where(target =>
                    !target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/memfd:", StringComparison.Ordinal)
                ),
        ];

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>How often a byte sequence lies in the process's writable memory.</summary>
    public int CountInMemory(ReadOnlySpan<byte> mark)
    {
        var count = 0;
        using var memory = File.OpenRead($"/proc/{_process.Id}/mem");
        var buffer = new byte[1 << 22];
        foreach (
            var line in File.ReadLines($"/proc/{_process.Id}/maps")
                .Where(line => line.Split(' ')[1].StartsWith("rw", StringComparison.Ordinal))
        )
        {
            var range = line.Split(' ')[0].Split('-');
            var at = Address(range[0]);
            var end = Address(range[1]);
            while (at < end)
            {
                var length = ReadSome(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
                for (var rest = buffer.AsSpan(0, length); rest.IndexOf(mark) is var found and >= 0; rest = rest[(found + 1)..])
                {
                    count++;
                }

                // The next part begins early enough to see a mark on the border.
                at += length == buffer.Length ? length - mark.Length : Math.Max(length, 4096);
            }
        }

        return count;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static long Address(string hex) => long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int ReadSome(FileStream memory, long at, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, buffer, at);
        }
        catch (IOException)
        {
            return 0; // Unmapped since, or not readable: guard pages.
        }
    }

    private bool IsWritable(string descriptor)
    {
        var flags = File.ReadLines($"/proc/{_process.Id}/fdinfo/{Path.GetFileName(descriptor)}")
            .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & 0b11) != 0;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
