using System.Globalization;

namespace RetailGuard.Bench.Matching;

/// <summary>The request cannot be served; the message says what to do.</summary>
internal sealed class BenchmarkRefusedException(string message) : Exception(message);

/// <param name="Peers">Folder of the programs that run other libraries; none to leave them out.</param>
/// <param name="Json">File for the result besides the standard output.</param>
/// <param name="UpTo">Largest gallery, in templates.</param>
internal sealed record Options(string? Peers, string? Json, int UpTo)
{
    public static Options Parse(string[] args)
    {
        if (args is not ["matching", ..])
        {
            throw new BenchmarkRefusedException("There is one benchmark: bench matching [--peers] [--json FILE] [--up-to N]");
        }

        var options = new Options(null, null, 1_000_000);
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--peers" => options with { Peers = Path.Combine(AppContext.BaseDirectory, "peers") },
                "--json" when i + 1 < args.Length => options with { Json = args[++i] },
                "--up-to" when i + 1 < args.Length => options with { UpTo = Count(args[++i]) },
                _ => throw new BenchmarkRefusedException($"{args[i]} is no option of bench matching, or lacks its value."),
            };
        }

        if (options.Json is { } file && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            throw new BenchmarkRefusedException($"--json: the folder of {file} does not exist.");
        }

        return options;
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 72
            ? count
            : throw new BenchmarkRefusedException($"--up-to is {text}; it must be a number of templates, 72 or more.");
}
