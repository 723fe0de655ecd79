using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace RetailGuard.Vision;

/// <summary>
/// One file of a pack and where it comes from: <c>npm</c> (package@version) with <c>path</c> in it, <c>url</c>, or <c>path</c> alone,
/// in the manifest's folder. Its SHA-256 (64 lower-case hex digits) is checked at every load; its licence is an SPDX id.
/// </summary>
internal sealed partial record ModelFile(string Sha256, string Licence, string? Path = null, string? Npm = null, Uri? Url = null)
{
    /// <summary>Largest network that is read or downloaded, bytes.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    public string? Fault() =>
        !Sha256Pattern.IsMatch(Sha256) ? "sha256 must be 64 lower-case hex digits."
        : (Url is null) == (Path is null) ? "a file needs either url, or path, or npm with path."
        : Url is not null && Npm is not null ? "a file cannot have both npm and url."
        : Npm is not null && !NpmPattern.IsMatch(Npm) ? $"npm is '{Npm}'; it must be package@version with an exact version."
        : Path is not null && (System.IO.Path.IsPathRooted(Path) || Path.Split('/', '\\').Contains(".."))
            ? $"path '{Path}' must stay within its folder."
        : Url is not null
        && !(Url.IsAbsoluteUri && (Url.Scheme == Uri.UriSchemeHttps || (Url.Scheme == Uri.UriSchemeHttp && Url.IsLoopback)))
            ? $"url '{Url}' must be https."
        : null;

    /// <summary>Where the file should lie on this machine.</summary>
    public string Locate(string manifestFolder, ModelPackOptions options) =>
        this switch
        {
            { Url: not null } => System.IO.Path.Combine(options.CacheFolder, $"{Sha256}.onnx"),
            { Npm: { } npm } => System.IO.Path.Combine(options.PackagesFolder, npm[..npm.LastIndexOf('@')], Path!),
            _ => System.IO.Path.Combine(manifestFolder, Path!),
        };

    /// <summary>The file's bytes, which the caller may trust to be the ones that the manifest means.</summary>
    /// <exception cref="ModelPackException"><c>model-missing</c> or <c>model-hash-wrong</c>.</exception>
    public byte[] Read(string manifestFolder, ModelPackOptions options)
    {
        var path = Locate(manifestFolder, options);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var remedy = this switch
            {
                { Url: not null } => "Download it: retailguard vision fetch.",
                { Npm: { } npm } => $"Install {npm}: npm ci --prefix edge-connector/models.",
                _ => "Put the file beside the manifest.",
            };
            throw new ModelPackException("model-missing", $"The model file {path} is not there or cannot be read. {remedy}", fault);
        }

        var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return found == Sha256
            ? bytes
            : throw new ModelPackException(
                "model-hash-wrong",
                $"The model file {path} has the SHA-256 {found}, but the manifest names {Sha256}. Delete it and install it again; if it"
                    + " stays so, do not use it: it is not the file that was assessed."
            );
    }

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Sha256Pattern { get; }

    [GeneratedRegex(@"^(?:@[a-z0-9-]+/)?[a-z0-9.-]+@\d+\.\d+\.\d+$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex NpmPattern { get; }
}
