using RetailGuard.Matching;

namespace RetailGuard.Vision;

/// <summary>A detector, a landmark finder and an embedder that belong together, described by a manifest and verified by hash.</summary>
public sealed class ModelPack
{
    private ModelPack() => throw new NotSupportedException();

    /// <summary>Short name, for example <c>faceplugin</c>.</summary>
    public string Name { get; }

    /// <summary>SPDX id of the strictest licence among the files, always an approved one (R53).</summary>
    public string Licence { get; }

    /// <summary>The space of the templates that this pack makes.</summary>
    public EmbeddingSpace Space { get; }

    /// <summary>The product's 0–100 scale for that space.</summary>
    public ScoreScale Scale { get; }

    /// <summary>
    /// Cosine to take off a comparison with a fused template before scoring it: a mean of frames also lies nearer to strangers.
    /// </summary>
    public double FusedPenalty { get; }

    /// <summary>Reads a manifest and every file it names, checking each SHA-256.</summary>
    /// <param name="manifestPath">A manifest.json, or the folder that holds one.</param>
    /// <param name="options">Where files from packages and downloads lie; null takes <see cref="ModelPackOptions.Default"/>.</param>
    /// <exception cref="ModelPackException">The pack cannot be used; the message says why and what to do.</exception>
    public static ModelPack Load(string manifestPath, ModelPackOptions? options = null) => throw new NotSupportedException();

    /// <summary>Loads the pack <c>packs/NAME</c> of the models folder.</summary>
    /// <exception cref="ModelPackException">As for <see cref="Load"/>.</exception>
    public static ModelPack LoadNamed(string name = DefaultName) => throw new NotSupportedException();

    /// <summary>The pack that is used unless another is named.</summary>
    public const string DefaultName = "faceplugin";
}

/// <summary>Where a pack's files lie.</summary>
/// <param name="PackagesFolder">The <c>node_modules</c> that npm sources refer to.</param>
/// <param name="CacheFolder">Holds downloaded files, each named by its SHA-256.</param>
public sealed record ModelPackOptions(string PackagesFolder, string CacheFolder)
{
    /// <summary>Both folders within the models folder.</summary>
    public static ModelPackOptions Default => throw new NotSupportedException();
}

/// <summary>A model pack cannot be used.</summary>
public sealed class ModelPackException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// <c>manifest-missing</c>, <c>manifest-invalid</c>, <c>model-missing</c>, <c>model-hash-wrong</c>,
    /// <c>model-licence-unapproved</c>, <c>model-download-failed</c> or <c>model-invalid</c>.
    /// </summary>
    public string Code { get; } = code;
}
