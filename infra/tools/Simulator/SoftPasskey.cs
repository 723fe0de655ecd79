using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailGuard.Tools.Simulator;

/// <summary>A passkey as a person's phone keeps it (WebAuthn level 3, ES256, no attestation).</summary>
/// <param name="Key">PKCS#8 of its P-256 key, base64.</param>
/// <param name="Id">Of the credential, base64url.</param>
/// <param name="UserHandle">Whose it is on the server, base64url.</param>
public sealed record SoftPasskey(string Key, string Id, string UserHandle)
{
    private const int IdBytes = 16;
    private const byte PresentAndVerified = 0b0000_0101;
    private const byte WithCredential = 0b0100_0000;

    /// <summary>Makes a passkey for the server's options.</summary>
    /// <returns>The passkey, and the credential that a browser would send.</returns>
    public static (SoftPasskey Passkey, JsonObject Credential) Create(JsonElement options, Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = RandomNumberGenerator.GetBytes(IdBytes);
        var passkey = new SoftPasskey(
            Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            Base64Url.EncodeToString(id),
            options.GetProperty("user").GetProperty("id").GetString()!
        );
        var host = options.GetProperty("rp").GetProperty("id").GetString()!;
        var lengthOfId = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(lengthOfId, IdBytes);
        byte[] authenticator =
        [
            .. About(host, PresentAndVerified | WithCredential),
            .. new byte[16],
            .. lengthOfId,
            .. id,
            .. CosePublicKey(key),
        ];
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(authenticator);
        attestation.WriteEndMap();
        return (
            passkey,
            passkey.Credential(
                new JsonObject
                {
                    ["attestationObject"] = Base64Url.EncodeToString(attestation.Encode()),
                    ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", options, host, server)),
                }
            )
        );
    }

    /// <summary>Answers the server's challenge.</summary>
    public JsonObject Sign(JsonElement options, Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var host = options.GetProperty("rpId").GetString()!;
        var authenticator = About(host, PresentAndVerified);
        var client = ClientData("webauthn.get", options, host, server);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(Key), out _);
        byte[] signed = [.. authenticator, .. SHA256.HashData(client)];
        return Credential(
            new JsonObject
            {
                ["authenticatorData"] = Base64Url.EncodeToString(authenticator),
                ["clientDataJSON"] = Base64Url.EncodeToString(client),
                ["signature"] = Base64Url.EncodeToString(
                    key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ),
                ["userHandle"] = UserHandle,
            }
        );
    }

    private JsonObject Credential(JsonObject response) =>
        new()
        {
            ["id"] = Id,
            ["rawId"] = Id,
            ["type"] = "public-key",
            ["response"] = response,
            ["clientExtensionResults"] = new JsonObject(),
        };

    /// <summary>Authenticator data without a credential: the host's hash, flags, a counter that counts nothing.</summary>
    private static byte[] About(string host, byte flags) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(host)), flags, 0, 0, 0, 0];

    // A server with a public address is reached past it here; a browser is at that address.
    private static byte[] ClientData(string type, JsonElement options, string host, Uri server) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = options.GetProperty("challenge").GetString(),
                origin = host == server.Host ? server.GetLeftPart(UriPartial.Authority) : $"https://{host}",
                crossOrigin = false,
            }
        );

    private static byte[] CosePublicKey(ECDsa key)
    {
        const int keyType = 1;
        const int ellipticCurve = 2;
        const int algorithm = 3;
        const int es256 = -7;
        const int curve = -1;
        const int p256 = 1;
        const int x = -2;
        const int y = -3;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        cose.WriteInt32(keyType);
        cose.WriteInt32(ellipticCurve);
        cose.WriteInt32(algorithm);
        cose.WriteInt32(es256);
        cose.WriteInt32(curve);
        cose.WriteInt32(p256);
        cose.WriteInt32(x);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(y);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        return cose.Encode();
    }
}
