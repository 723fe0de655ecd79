namespace RetailGuard.Testing;

/// <summary>The checkout that the tests were built in.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>A package of a folder's <c>node_modules</c>.</summary>
    /// <param name="folder">Within the checkout, for example <c>tests/media</c>.</param>
    /// <param name="package">Name of the npm package.</param>
    public static string NpmPackage(string folder, string package)
    {
        var path = Path.Combine(Root, folder, "node_modules", package);
        return Directory.Exists(path)
            ? path
            : throw new MissingToolException(
                $"The npm package {package} is not installed. Run ./retailguard test, which installs it, or: npm ci --prefix {folder}"
            );
    }

    /// <summary>The setting with which a server takes the sign-ins of hundreds of tests from one address.</summary>
    public const string AnyGuesses = "--Guesses:PerMinute=1000000";

    /// <summary>The server's executable of the same configuration as the running tests; TESTS_SERVER names another, as one published.</summary>
    public static string ServerExecutable
    {
        get
        {
            if (Environment.GetEnvironmentVariable("TESTS_SERVER") is { Length: > 0 } named)
            {
                return named;
            }

            var built = Path.GetRelativePath(FolderOf(AppContext.BaseDirectory, "bin"), AppContext.BaseDirectory);
            return Path.Combine(Root, "services", "RetailGuard.Server", "bin", built, "RetailGuard.Server");
        }
    }

    private static string FindRoot() =>
        Path.GetDirectoryName(FolderOf(AppContext.BaseDirectory, "RetailGuard.sln"))
        ?? throw new InvalidOperationException("The tests run outside of a checkout.");

    /// <summary>The nearest file or folder of a name in one of the folders around a place.</summary>
    private static string FolderOf(string start, string name)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, name);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException($"There is no {name} around {start}.");
    }
}

/// <summary>A program or package that the tests need is not on this machine. Never a reason to skip.</summary>
public sealed class MissingToolException(string message) : Exception(message);
