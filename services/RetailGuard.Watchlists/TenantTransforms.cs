using System.Security.Cryptography;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>Makes the rotation under which a tenant's templates are stored and compared (R52).</summary>
internal sealed class TenantTransforms(TenantKeys keys, ModelPack pack)
{
    /// <summary>The tenant's rotation of the pack's space. The caller disposes of it.</summary>
    public async Task<TemplateTransform> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        var key = await keys.DeriveAsync(tenant, "templates", cancellation);
        try
        {
            return new(key, pack.Space);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
