namespace RetailGuard.Vision;

/// <summary>Where the files of model packs lie.</summary>
/// <param name="PackagesFolder">The <c>node_modules</c> that npm sources refer to.</param>
/// <param name="CacheFolder">Holds downloaded files, each named by its SHA-256.</param>
public sealed record ModelPackOptions(string PackagesFolder, string CacheFolder)
{
    /// <summary>Names a models folder that is neither beside the program nor in a checkout around it.</summary>
    public const string FolderVariable = "RETAILGUARD_MODELS";

    /// <summary>
    /// The models folder, which holds <c>packs/</c>, <c>node_modules/</c> and <c>cache/</c>: <see cref="FolderVariable"/>, else
    /// <c>models/</c> beside the program, else <c>edge-connector/models</c> of the checkout that the program was built in.
    /// </summary>
    /// <exception cref="ModelPackException"><c>manifest-missing</c>: there is no such folder.</exception>
    public static string ModelsFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            {
                return named;
            }

            var candidates = Ancestors(AppContext.BaseDirectory)
                .Select(folder => Path.Combine(folder, "edge-connector", "models"))
                .Prepend(Path.Combine(AppContext.BaseDirectory, "models"));
            return candidates.FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "packs")))
                ?? throw new ModelPackException(
                    "manifest-missing",
                    $"No models folder was found beside the program or above it. Set {FolderVariable} to the folder that holds packs/."
                );
        }
    }

    /// <summary>Both folders within the models folder.</summary>
    public static ModelPackOptions Default => new(Path.Combine(ModelsFolder, "node_modules"), Path.Combine(ModelsFolder, "cache"));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
