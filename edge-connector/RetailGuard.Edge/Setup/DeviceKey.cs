using System.Security.Cryptography;
using RetailGuard.Protocol;

namespace RetailGuard.Edge.Setup;

/// <summary>The device's private key in its file (PKCS#8 PEM), which only its owner may read.</summary>
internal static class DeviceKey
{
    public static void Save(ECDsa key, string file) => OwnerOnly.Write(file, key.ExportPkcs8PrivateKeyPem());

    /// <exception cref="EdgeSetupException">The file is missing, open to others, or holds no P-256 key.</exception>
    public static ECDsa Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new EdgeSetupException("key-missing", $"deviceKey: there is no file {file}. Pair this box again.");
        }

        OwnerOnly.Require(file, "key-open", "deviceKey");

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (DeviceSignature.IsPublicKey(DeviceSignature.PublicKey(key)))
            {
                return key;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Told below, without the file's content.
        }

        key.Dispose();
        throw new EdgeSetupException("key-invalid", $"deviceKey: {file} holds no P-256 private key. Pair this box again.");
    }
}
