using Microsoft.Extensions.Diagnostics.HealthChecks;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>Whether this node can do its work now.</summary>
internal sealed class DatabaseHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.AcrossTenants();
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
