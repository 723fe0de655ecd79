using RetailGuard.Matching;

namespace RetailGuard.Vision;

/// <summary>A detector, a landmark finder and an embedder that belong together, described by a manifest and verified by hash.</summary>
public sealed class ModelPack
{
    /// <summary>The pack that is used unless another is named.</summary>
    public const string DefaultName = "faceplugin";

    private ModelPack(ModelManifest manifest, string folder, ModelPackOptions options)
    {
        Manifest = manifest;
        Space = new(manifest.Space.Id, manifest.Space.Dimension);
        Scale = manifest.Calibration.Scale();
        Detector = manifest.Detector.File.Read(folder, options);
        Landmarks = manifest.Landmarks.File?.Read(folder, options);
        Embedder = manifest.Embedder.File.Read(folder, options);
    }

    /// <summary>Short name, for example <c>faceplugin</c>.</summary>
    public string Name => Manifest.Name;

    /// <summary>SPDX ids of the files, each an approved one (R53), joined by <c>AND</c>.</summary>
    public string Licence => string.Join(" AND ", Manifest.Files.Select(f => f.Licence).Distinct(StringComparer.Ordinal));

    /// <summary>The space of the templates that this pack makes.</summary>
    public EmbeddingSpace Space { get; }

    /// <summary>The product's 0–100 scale for that space.</summary>
    public ScoreScale Scale { get; }

    /// <summary>
    /// Cosine to take off a comparison with a fused template before it is scored: a mean of frames lies nearer to strangers too.
    /// </summary>
    public double FusedPenalty => Manifest.Calibration.FusedPenalty;

    /// <summary>
    /// At most so often, per comparison, did the measurement find two people alike at a score: the upper end of its interval. Null where
    /// nothing was measured at that score or below it.
    /// </summary>
    /// <param name="score">70 to 100.</param>
    public double? MostFalseMatchRate(double score)
    {
        // A rounding of the scale's own points is no lower threshold.
        var cosine = Scale.Cosine(score) + 1e-6;
        return Manifest.Calibration.Measured?.Where(m => m.Cosine <= cosine).Select(m => (double?)m.FalseMatchRate).Min();
    }

    /// <summary>How <see cref="Scale"/> was found: sources, what was measured and what derived.</summary>
    public string Evidence => Manifest.Calibration.Evidence;

    /// <summary>Origin, training data, measured accuracy and limits.</summary>
    public ModelCard Card => Manifest.Card;

    internal ModelManifest Manifest { get; }

    internal byte[] Detector { get; }

    internal byte[]? Landmarks { get; }

    internal byte[] Embedder { get; }

    /// <summary>Reads a manifest and every file it names, checking each SHA-256.</summary>
    /// <param name="manifestPath">A manifest.json, or the folder that holds one.</param>
    /// <param name="options">Where files from packages and downloads lie; null takes <see cref="ModelPackOptions.Default"/>.</param>
    /// <exception cref="ModelPackException">The pack cannot be used; the message says why and what to do.</exception>
    public static ModelPack Load(string manifestPath, ModelPackOptions? options = null)
    {
        var (path, manifest) = ReadManifest(manifestPath);
        return new(manifest, Path.GetDirectoryName(path)!, options ?? ModelPackOptions.Default);
    }

    /// <summary>Loads the pack <c>packs/NAME</c> of the models folder.</summary>
    /// <exception cref="ModelPackException">The pack cannot be used; the message says why and what to do.</exception>
    public static ModelPack LoadNamed(string name = DefaultName) => Load(FolderOf(name));

    /// <summary>The folder of a pack's manifest within the models folder.</summary>
    public static string FolderOf(string name) => Path.Combine(ModelPackOptions.ModelsFolder, "packs", name);

    /// <summary>
    /// Downloads the files of a pack that have a URL and are not in the cache yet. Nothing that fails its hash is kept.
    /// </summary>
    /// <param name="manifestPath">A manifest.json, or the folder that holds one.</param>
    /// <param name="http">Sends the requests; its timeout holds.</param>
    /// <param name="options">Where to put them; null takes <see cref="ModelPackOptions.Default"/>.</param>
    /// <param name="cancellation">Stops the download and deletes what came.</param>
    /// <returns>Number of files downloaded.</returns>
    /// <exception cref="ModelPackException">
    /// <c>model-download-failed</c>, <c>model-hash-wrong</c>, or the manifest cannot be used.
    /// </exception>
    public static async Task<int> FetchAsync(
        string manifestPath,
        HttpClient http,
        ModelPackOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(http);
        var (_, manifest) = ReadManifest(manifestPath);
        var cache = (options ?? ModelPackOptions.Default).CacheFolder;
        var fetched = 0;
        foreach (var file in manifest.Files.Where(f => f.Url is not null))
        {
            fetched += await ModelDownload.FetchAsync(file, cache, http, ModelFile.MaxBytes, cancellation) ? 1 : 0;
        }

        return fetched;
    }

    private static (string Path, ModelManifest Manifest) ReadManifest(string manifestPath)
    {
        var path = Path.GetFullPath(Directory.Exists(manifestPath) ? Path.Combine(manifestPath, ModelManifest.FileName) : manifestPath);
        var manifest = ModelManifest.Read(path);
        foreach (var file in manifest.Files)
        {
            ModelLicences.Require(file.Licence, manifest.Name); // R53
        }

        return (path, manifest);
    }
}
