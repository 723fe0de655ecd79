using System.Security.Cryptography;

namespace RetailGuard.Vision;

/// <summary>Brings one model file into the cache: bounded in size, checked by hash, put in place in one step.</summary>
internal static class ModelDownload
{
    /// <returns>Whether the file was downloaded; false when the cache had it.</returns>
    /// <exception cref="ModelPackException"><c>model-download-failed</c> or <c>model-hash-wrong</c>.</exception>
    public static async Task<bool> FetchAsync(
        ModelFile file,
        string cacheFolder,
        HttpClient http,
        long maxBytes,
        CancellationToken cancellation
    )
    {
        var target = file.Locate(manifestFolder: "", new(PackagesFolder: "", cacheFolder));
        if (File.Exists(target))
        {
            return false;
        }

        Directory.CreateDirectory(cacheFolder);
        var partial = Path.Combine(cacheFolder, Path.GetRandomFileName());
        try
        {
            var found = await SaveAsync(file.Url!, partial, http, maxBytes, cancellation);
            if (found != file.Sha256)
            {
                throw new ModelPackException(
                    "model-hash-wrong",
                    $"{file.Url} gave a file with the SHA-256 {found}, but the manifest names {file.Sha256}. It was not kept."
                );
            }

            File.Move(partial, target, overwrite: true);
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw Failed(file.Url!, fault.Message, fault);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw Failed(file.Url!, "the server took too long.", fault);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <returns>SHA-256 of what was saved.</returns>
    private static async Task<string> SaveAsync(Uri url, string path, HttpClient http, long maxBytes, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await using var from = await response.Content.ReadAsStreamAsync(cancellation);
        await using var to = File.Create(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        long total = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0; )
        {
            // The header's length may lie or be absent, so what arrives is counted.
            total += read;
            if (total > maxBytes)
            {
                throw Failed(url, $"the file is larger than {maxBytes / 1048576.0:0.#} MB.");
            }

            hash.AppendData(buffer.AsSpan(0, read));
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ModelPackException Failed(Uri url, string reason, Exception? inner = null) =>
        new("model-download-failed", $"{url} could not be downloaded: {reason}", inner);
}
