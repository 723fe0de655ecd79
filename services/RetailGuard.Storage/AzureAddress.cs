using Azure.Identity;
using Azure.Storage.Blobs;

namespace RetailGuard.Storage;

/// <summary>An Azure service by its address alone: it holds no secret, and the machine's own identity opens it.</summary>
public static class AzureAddress
{
    /// <summary>Whether a setting means an address; otherwise it is a connection string.</summary>
    public static bool IsMeant(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Contains("://", StringComparison.Ordinal) && !setting.Split("://")[0].Contains('=');
    }

    /// <summary>Reads the address of an account's service, for example <c>https://account.blob.core.windows.net/</c>.</summary>
    /// <exception cref="FormatException">
    /// It is none; the message begins after the setting's name, and repeats nothing of it, since it may hold a signature.
    /// </exception>
    public static Uri Read(string setting) =>
        !Uri.TryCreate(setting, UriKind.Absolute, out var address) ? throw new FormatException("is no address.")
        // The identity's token would cross the network in the clear.
        : address.Scheme != Uri.UriSchemeHttps ? throw new FormatException("must be an https address.")
        : address.Query.Length + address.UserInfo.Length > 0
            ? throw new FormatException("must be an address without a signature or a password: the machine's own identity opens it.")
        : address.AbsolutePath != "/" || address.Fragment.Length > 0
            ? throw new FormatException("must be the address of the account's service, without a path.")
        : address;
}

/// <summary>Where <c>Storage:AzureBlobs</c> and <c>Storage:AzureBlobContainer</c> lead.</summary>
internal static class PictureContainer
{
    /// <exception cref="StorageException"><c>storage-vault</c>: one of them cannot be understood.</exception>
    public static BlobContainerClient Open(string account, string container)
    {
        if (!IsName(container))
        {
            throw Refused("Storage:AzureBlobContainer must have 3 to 63 lower-case letters and digits, with single hyphens between them.");
        }

        var options = AzureBlobVault.ClientOptions();
        try
        {
            return AzureAddress.IsMeant(account)
                ? new BlobServiceClient(AzureAddress.Read(account), new DefaultAzureCredential(), options).GetBlobContainerClient(container)
                : new BlobContainerClient(account, container, options);
        }
        catch (FormatException e) when (AzureAddress.IsMeant(account))
        {
            throw Refused($"Storage:AzureBlobs {e.Message}");
        }
        // What the library says may repeat the secret.
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw Refused("Storage:AzureBlobs must be a connection string of Azure Storage or the https address of its blobs.");
        }
    }

    private static bool IsName(string container) =>
        container.Length is >= 3 and <= 63
        && container.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && !container.StartsWith('-')
        && !container.EndsWith('-')
        && !container.Contains("--", StringComparison.Ordinal);

    private static StorageException Refused(string message) => new("storage-vault", message);
}
