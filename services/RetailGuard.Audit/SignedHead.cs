using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>How a tenant's chain ended at a moment, signed (R49): whoever has it can tell later whether events were removed or rewritten.</summary>
/// <param name="Hash">Of the chain's last link, lower-case hex.</param>
/// <param name="Key">SHA-256 of the public key that the signature is by, lower-case hex.</param>
/// <param name="Signature">ECDSA over P-256 and SHA-256, of <see cref="Signed"/>; base64.</param>
internal sealed record SignedHead(TenantId Tenant, long Sequence, string Hash, DateTimeOffset At, string Key, string Signature)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What is signed. The first words keep it apart from whatever else the key may sign.</summary>
    public byte[] Signed =>
        Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"retailguard audit head\n{Tenant}\n{Sequence}\n{Hash}\n{At:O}")
        );

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Tenant}/{Sequence:D12}-{Hash[..12]}.json");

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is none.</exception>
    public static SignedHead Read(byte[] json) => JsonSerializer.Deserialize<SignedHead>(json, Json) ?? throw new JsonException("Nothing.");
}

/// <summary>The key that signs heads: derived from the master key, so that it is nowhere in the database and no secret more to keep.</summary>
internal sealed class HeadSigner(MasterKey master) : IDisposable
{
    private readonly Lazy<ECDsa> _key = new(() => Derive(master));

    // Many retailers' keepers sign at once, and a key object promises nothing for that.
    private readonly Lock _turn = new();

    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>The head, signed, and the PEM of the public key.</summary>
    public (SignedHead Head, string PublicKey) Sign(TenantId tenant, long sequence, byte[] hash, DateTimeOffset at)
    {
        lock (_turn)
        {
            var key = _key.Value;
            var head = new SignedHead(tenant, sequence, Convert.ToHexStringLower(hash), at, IdOf(key), "");
            var signature = Convert.ToBase64String(key.SignData(head.Signed, HashAlgorithmName.SHA256));
            return (head with { Signature = signature }, key.ExportSubjectPublicKeyInfoPem());
        }
    }

    /// <summary>Signs that another key follows this one, for those who were given this one's public key.</summary>
    /// <returns>The file's name beside the public keys, and its content.</returns>
    public (string Name, string Signature) Vouch(HeadSigner next)
    {
        lock (_turn)
        {
            var (id, followed) = (IdOf(_key.Value), next._key.Value);
            var signature = _key.Value.SignData(Succession(followed), HashAlgorithmName.SHA256);
            return ($"key-{IdOf(followed)[..12]}.by-{id[..12]}", Convert.ToBase64String(signature));
        }
    }

    /// <summary>What is signed when a key follows another.</summary>
    public static byte[] Succession(ECDsa next) => Encoding.UTF8.GetBytes($"retailguard audit key\n{IdOf(next)}");

    public string PublicKey => _key.Value.ExportSubjectPublicKeyInfoPem();

    public string FileName => $"key-{IdOf(_key.Value)[..12]}.pem";

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static ECDsa Derive(MasterKey master)
    {
        // One in four billion numbers is no private key of this curve: the next one is taken.
        for (byte attempt = 0; ; attempt++)
        {
            var secret = master.Derive("audit-heads", [attempt]);
            try
            {
                return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
            }
            catch (CryptographicException) when (attempt < byte.MaxValue)
            {
                // The next one.
            }
            finally
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }
}
