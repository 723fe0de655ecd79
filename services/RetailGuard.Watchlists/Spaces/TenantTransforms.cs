using System.Security.Cryptography;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Makes the rotations under which a tenant's templates are stored and compared (R52), one for each space.</summary>
internal sealed class TenantTransforms(TenantKeys keys)
{
    /// <summary>The tenant's rotation of a space. The caller disposes of it.</summary>
    public async Task<TemplateTransform> OfAsync(TenantId tenant, EmbeddingSpace space, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(tenant, "templates", cancellation);
        try
        {
            return new(key, space);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
