using System.Diagnostics;
using System.Text;

namespace RetailGuard.Testing;

/// <summary>The server's executable at a terminal, where somebody types what it asks for.</summary>
public static class Terminal
{
    /// <param name="args">Command and settings; no quotes in them.</param>
    /// <param name="typed">Waits for each text, then types a line.</param>
    /// <returns>All that the terminal showed.</returns>
    public static async Task<string> RunAsync(IEnumerable<string> args, params (string Asked, string Line)[] typed)
    {
        var command = string.Join(' ', args.Prepend(Checkout.ServerExecutable).Select(a => $"'{a}'"));
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        try
        {
            var shown = new StringBuilder();
            foreach (var (asked, line) in typed)
            {
                await ReadUntilAsync(process.StandardOutput, shown, asked);
                await process.StandardInput.WriteAsync($"{line}\r");
                await process.StandardInput.FlushAsync();
            }

            await ReadUntilAsync(process.StandardOutput, shown, null);
            return shown.ToString();
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <param name="asked">Null for the end.</param>
    private static async Task ReadUntilAsync(StreamReader terminal, StringBuilder shown, string? asked)
    {
        var (from, one) = (shown.Length, new char[1]);
        await WaitLimit.WaitAsync(
            async limit =>
            {
                while (asked is null || !shown.ToString(from, shown.Length - from).Contains(asked, StringComparison.Ordinal))
                {
                    if (await terminal.ReadAsync(one, limit) == 0)
                    {
                        return asked is null ? true : throw new EndOfStreamException(shown.ToString());
                    }

                    shown.Append(one);
                }

                return true;
            },
            asked ?? "the end",
            shown.ToString
        );
    }
}
