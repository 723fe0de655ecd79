using RetailGuard.Testing;

namespace RetailGuard.Tests.Infra;

/// <summary>The files that describe where the product runs.</summary>
internal static class InfraFiles
{
    private static readonly string[] Folders = ["container", "compose", "bicep", "runbooks"];

    /// <summary>All of them, by their path in the checkout; not what an operator has made beside them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "infra/README.md",
        .. Folders
            .SelectMany(folder => Directory.GetFiles(PathOf($"infra/{folder}"), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(file => !file.Contains("/secrets/", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) is not (".env" or "main.bicepparam"))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string file) => Path.Combine(Checkout.Root, file);

    public static string Text(string file) => File.ReadAllText(PathOf(file));
}
