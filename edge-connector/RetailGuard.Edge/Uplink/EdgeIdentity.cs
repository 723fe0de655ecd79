using System.Reflection;
using System.Security.Cryptography;
using Google.Protobuf;
using RetailGuard.Edge.Setup;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Uplink;

/// <summary>Who this box is to the cloud.</summary>
internal sealed class EdgeIdentity(EdgeConfig config, EmbeddingSpace space, TimeProvider time) : IDisposable
{
    private static readonly string Software =
        "RetailGuard.Edge "
        + typeof(EdgeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly ECDsa _key = DeviceKey.Load(config.Resolve(config.DeviceKey));

    public Uri Server { get; } = new(config.Server!);

    /// <summary>The answer to a challenge.</summary>
    public Hello Answer(Challenge challenge) =>
        new()
        {
            DeviceId = WireId.From(config.DeviceId!.Value),
            Signature = ByteString.CopyFrom(DeviceSignature.Sign(_key, challenge.Nonce.Span)),
            DeviceUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Software = Software,
            Space = space.Id,
            Dimension = (uint)space.Dimension,
        };

    public void Dispose() => _key.Dispose();
}
