using System.Security.Cryptography;
using RetailGuard.Protocol;

namespace RetailGuard.Edge.Setup;

/// <summary>The device's private key in its file (PKCS#8 PEM), which only its owner may read.</summary>
internal static class DeviceKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Writes a key; the file is never readable by others, not even while it is written.</summary>
    public static void Save(ECDsa key, string file)
    {
        var fresh = file + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(fresh, options))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        }

        File.Move(fresh, file, overwrite: true);
    }

    /// <exception cref="EdgeSetupException">The file is missing, open to others, or holds no P-256 key.</exception>
    public static ECDsa Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new EdgeSetupException("key-missing", $"deviceKey: there is no file {file}. Pair this box again.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
        {
            throw new EdgeSetupException("key-open", $"deviceKey: others can read {file}. Run: chmod 600 {file}");
        }

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
