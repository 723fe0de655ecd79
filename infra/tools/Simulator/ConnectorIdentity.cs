using System.Security.Cryptography;
using Google.Protobuf;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tools.Simulator;

/// <summary>A connector that is paired with a store.</summary>
/// <param name="Key">Signs challenges; the server knows its public half.</param>
public sealed record ConnectorIdentity(Guid Device, ECDsa Key)
{
    /// <summary>Pairs with a store by a code that its administrator made.</summary>
    public static async Task<ConnectorIdentity> PairAsync(ApiClient anyone, string code)
    {
        var key = DeviceSignature.CreateKey();
        var publicKey = Convert.ToBase64String(DeviceSignature.PublicKey(key));
        var paired = await anyone.PostAsync("/edge/pair", new { code, publicKey });
        return new(paired.GetProperty("deviceId").GetGuid(), key);
    }

    /// <summary>The answer to a challenge that a sound connector gives.</summary>
    public Hello Answer(Challenge challenge, EmbeddingSpace space, DateTimeOffset now) =>
        new()
        {
            DeviceId = WireId.From(Device),
            Signature = ByteString.CopyFrom(DeviceSignature.Sign(Key, challenge.Nonce.Span)),
            DeviceUnixMs = now.ToUnixTimeMilliseconds(),
            Software = "retailguard simulator",
            Space = space.Id,
            Dimension = (uint)space.Dimension,
        };
}
