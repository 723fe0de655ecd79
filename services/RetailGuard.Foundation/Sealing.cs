using System.Security.Cryptography;
using System.Text;

namespace RetailGuard.Foundation;

/// <summary>
/// Authenticated encryption of one value: AES-256-GCM (NIST SP 800-38D).
/// Form: version byte 1, nonce 12 bytes, tag 16 bytes, ciphertext.
/// The context says where the value belongs; opening it anywhere else fails.
/// </summary>
public static class Sealing
{
    public const int KeyBytes = 32;
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes + TagBytes;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string context)
    {
        var sealedBytes = new byte[HeaderBytes + plain.Length];
        sealedBytes[0] = Version;
        var nonce = sealedBytes.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(HeaderBytes),
            sealedBytes.AsSpan(1 + NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(context)
        );
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">The bytes were changed, moved, or sealed with another key.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, string context)
    {
        if (sealedBytes.Length < HeaderBytes || sealedBytes[0] != Version)
        {
            throw new CryptographicException("Not a sealed value of a known version.");
        }

        var plain = new byte[sealedBytes.Length - HeaderBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            sealedBytes.Slice(1, NonceBytes),
            sealedBytes[HeaderBytes..],
            sealedBytes.Slice(1 + NonceBytes, TagBytes),
            plain,
            Encoding.UTF8.GetBytes(context)
        );
        return plain;
    }
}
