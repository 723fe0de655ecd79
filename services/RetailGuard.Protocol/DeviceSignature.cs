using System.Security.Cryptography;

namespace RetailGuard.Protocol;

/// <summary>
/// How a device proves that it holds the key given at pairing: ECDSA P-256 over SHA-256 of the cloud's nonce, IEEE P1363 form.
/// </summary>
public static class DeviceSignature
{
    public const int SignatureBytes = 64;

    /// <summary>A new device key; it never leaves the device.</summary>
    public static ECDsa CreateKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The public half as SubjectPublicKeyInfo (DER), the form that pairing sends.</summary>
    public static byte[] PublicKey(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>True for the SubjectPublicKeyInfo of a P-256 key; pairing refuses anything else.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey)
    {
        using var key = Import(publicKey);
        return key is not null;
    }

    /// <returns>64 bytes.</returns>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignData(nonce, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>False for a wrong signature, and for a key that is not a P-256 SubjectPublicKeyInfo. Never throws.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> signature)
    {
        using var key = Import(publicKey);
        return key is not null
            && signature.Length == SignatureBytes
            && key.VerifyData(nonce, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static ECDsa? Import(ReadOnlySpan<byte> publicKey)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            var curve = key.ExportParameters(includePrivateParameters: false).Curve;
            if (read == publicKey.Length && curve.IsNamed && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (CryptographicException)
        {
            // Not a public key: the same answer as a key of another curve.
        }

        key.Dispose();
        return null;
    }
}
