using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>How a chain ends, signed.</summary>
/// <param name="Sequence">Of its last event.</param>
/// <param name="Hash">Of that, lower-case hex.</param>
/// <param name="Document">The signed head: JSON on one line.</param>
/// <param name="Name">Of the document in the store of heads.</param>
/// <param name="KeyName">Of the public key there.</param>
/// <param name="PublicKey">PEM of the key that signed.</param>
public sealed record ChainHead(long Sequence, string Hash, string Document, string Name, string KeyName, string PublicKey);

/// <summary>Signs how chains end, for whoever keeps that where the server does not reach.</summary>
public sealed class ChainHeads
{
    private readonly HeadSigner _signer;
    private readonly TimeProvider _time;

    internal ChainHeads(HeadSigner signer, TimeProvider time) => (_signer, _time) = (signer, time);

    /// <summary>As the chain ends now; null before its first event.</summary>
    public async Task<ChainHead?> SignAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancellation) is not { Sequence: > 0 } head)
        {
            return null;
        }

        var (signed, publicKey) = _signer.Sign(tenant, head.Sequence, head.Hash, _time.GetUtcNow());
        return new(
            signed.Sequence,
            signed.Hash,
            Encoding.UTF8.GetString(signed.Write()),
            signed.Name,
            $"key-{signed.Key[..12]}.pem",
            publicKey
        );
    }
}
