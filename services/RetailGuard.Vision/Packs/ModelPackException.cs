namespace RetailGuard.Vision;

/// <summary>A model pack cannot be used. The message says why and what to do.</summary>
public sealed class ModelPackException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// <c>manifest-missing</c>, <c>manifest-invalid</c>, <c>model-missing</c>, <c>model-hash-wrong</c>,
    /// <c>model-licence-unapproved</c>, <c>model-download-failed</c>, <c>model-invalid</c> or <c>model-packs-alike</c>.
    /// </summary>
    public string Code { get; } = code;

    internal static ModelPackException ManifestInvalid(string path, string fault, Exception? inner = null) =>
        new("manifest-invalid", $"The model manifest {path} is not valid: {fault}", inner);
}
