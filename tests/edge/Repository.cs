namespace RetailGuard.Tests.Edge;

/// <summary>Where the repository's files lie.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>The connector as it was built with these tests, with all that it needs beside it.</summary>
    public static string Connector { get; } =
        Path.Combine(
            Folder,
            "edge-connector",
            "RetailGuard.Edge",
            Path.GetRelativePath(Path.Combine(Folder, "tests", "edge"), AppContext.BaseDirectory),
            "RetailGuard.Edge.dll"
        );

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RetailGuard.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("These tests run within the repository.");
        }

        return folder.FullName;
    }
}
