using System.Diagnostics;
using System.Globalization;

namespace RetailGuard.Tests.Infra;

/// <summary>How a program ended.</summary>
internal sealed record ToolOutput(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">More variables for it.</param>
    /// <exception cref="TimeoutException">It was still running when nobody believes in its end any more.</exception>
    public static async Task<ToolOutput> OfAsync(
        string program,
        IEnumerable<string> args,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Programs of .NET that are not ours need no ICU either.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}\n{Output}\n{Error}");
}
