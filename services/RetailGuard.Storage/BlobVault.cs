using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace RetailGuard.Storage;

/// <summary>Keeps sealed pictures by name. Names are ids separated by slashes; the vault never sees what a blob means.</summary>
public interface IBlobVault
{
    /// <summary>Stores or replaces; when the task ends the bytes are durable.</summary>
    /// <exception cref="IOException">The bytes could not be stored: no room, or the service is away.</exception>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The bytes, or null when there are none by this name.</summary>
    Task<byte[]?> GetAsync(string name, CancellationToken cancellation);

    /// <summary>Deletes; a missing blob is no error, so that a purge can be repeated.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);

    /// <summary>The names of all blobs; of one that comes or goes meanwhile it may say so or not.</summary>
    IAsyncEnumerable<string> NamesAsync(CancellationToken cancellation);

    /// <summary>What the vault keeps of blobs that are deleted, as a sentence; null where it keeps nothing.</summary>
    Task<string?> KeptOfDeletedAsync(CancellationToken cancellation);

    /// <summary>Fails with a clear message when the vault cannot be used.</summary>
    Task PrepareAsync(CancellationToken cancellation);
}

/// <summary>Keeps what proves later how the audit chains ended, apart from pictures and database. What is there is never written again.</summary>
public sealed class HeadVault : IDisposable
{
    private readonly IBlobVault _vault;

    // All retailers' keepers write the same key's file.
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isPrepared;

    internal HeadVault(IBlobVault vault) => _vault = vault;

    public void Dispose() => _turn.Dispose();

    internal IAsyncEnumerable<string> NamesAsync(CancellationToken cancellation) => _vault.NamesAsync(cancellation);

    internal Task<byte[]?> GetAsync(string name, CancellationToken cancellation) => _vault.GetAsync(name, cancellation);

    /// <summary>Does nothing where there is something by this name.</summary>
    /// <exception cref="IOException">As <see cref="IBlobVault.PutAsync"/>.</exception>
    public async Task PutNewAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_isPrepared)
            {
                await _vault.PrepareAsync(cancellation);
                _isPrepared = true;
            }

            if (await _vault.GetAsync(name, cancellation) is null)
            {
                await _vault.PutAsync(name, content, cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>A folder on this machine.</summary>
internal sealed class FolderVault(string root) : IBlobVault
{
    private const string Partial = ".partial";

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Written beside and moved, so that a crash leaves the old blob or the new one, never half of either.
        var partial = path + Partial;
        await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(content, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(name), cancellation);

            // One that is being deleted at this moment.
            return content.Length > 0 && content.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? null : content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Zeroes are written over the bytes before their name goes: a deleted file alone leaves them on the disk.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        try
        {
            await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                await file.WriteAsync(new byte[file.Length], cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Delete(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing was ever stored there, or an earlier try deleted it.
        }
    }

    public IAsyncEnumerable<string> NamesAsync(CancellationToken cancellation) =>
        (Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories) : [])
            .Where(path => !path.EndsWith(Partial, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(root, path))
            .ToAsyncEnumerable();

    public Task<string?> KeptOfDeletedAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public Task PrepareAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(root);
        return Task.CompletedTask;
    }

    private string PathOf(string name)
    {
        if (name.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new ArgumentException("A blob's name is ids separated by slashes.", nameof(name));
        }

        return Path.Combine(root, name);
    }
}

/// <summary>A container of Azure Blob Storage.</summary>
internal sealed class AzureBlobVault(BlobContainerClient container) : IBlobVault
{
    private const string Probe = "probe";

    public static BlobClientOptions ClientOptions() =>
        new(BlobClientOptions.ServiceVersion.V2021_12_02)
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 4,
                Delay = TimeSpan.FromMilliseconds(200),
            },
        };

    public async Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        try
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            // An aggregate is a service that did not answer, however often it was asked.
            throw new IOException(
                $"The blob container did not take a picture: {(e as RequestFailedException)?.ErrorCode ?? "no answer"}.",
                e
            );
        }
    }

    public async Task<byte[]?> GetAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var blob = await container.GetBlobClient(name).DownloadContentAsync(cancellation);
            return blob.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellation) =>
        await container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellation);

    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (await container.ExistsAsync(cancellation))
        {
            await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellation))
            {
                yield return blob.Name;
            }
        }
    }

    public async Task<string?> KeptOfDeletedAsync(CancellationToken cancellation)
    {
        var probe = container.GetBlobClient($"{Probe}/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");
        var written = await probe.UploadAsync(BinaryData.FromBytes(new byte[1]), overwrite: true, cancellation);
        await probe.DeleteIfExistsAsync(cancellationToken: cancellation);
        var kept = (written.Value.VersionId is not null, await KeepsDeletedAsync(probe.Name, cancellation)) switch
        {
            (true, true) => "earlier versions of blobs, and deleted blobs",
            (true, false) => "earlier versions of blobs",
            (false, true) => "deleted blobs",
            (false, false) => null,
        };
        return kept is null
            ? null
            : $"The storage account keeps {kept}: pictures of people who were erased stay there for as long, sealed under keys that are destroyed. Turn versioning and soft delete off for them to be gone.";
    }

    /// <summary>By the account's settings; for an identity that may not read those, by what became of a blob.</summary>
    private async Task<bool> KeepsDeletedAsync(string deleted, CancellationToken cancellation)
    {
        try
        {
            var account = await container.GetParentBlobServiceClient().GetPropertiesAsync(cancellation);
            return account.Value.DeleteRetentionPolicy is { Enabled: true };
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            var options = new GetBlobsOptions { States = BlobStates.Deleted, Prefix = deleted };
            return await container.GetBlobsAsync(options, cancellation).AnyAsync(cancellation);
        }
    }

    public async Task PrepareAsync(CancellationToken cancellation) =>
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
}
