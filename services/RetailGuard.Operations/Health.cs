using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Operations;

/// <summary>The database takes a row: one that only reads cannot raise an alert.</summary>
internal sealed class DatabaseHealth(Database database, IIds ids) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.AcrossTenants();
        await db.Database.OpenConnectionAsync(cancellationToken);

        // By hand: the context's own transactions are tried again for longer than a balancer waits.
        await using var undone = await db.Database.GetDbConnection().BeginTransactionAsync(cancellationToken);
        await using var insert = undone.Connection!.CreateCommand();
        insert.Transaction = undone;
        insert.CommandText =
            $"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('probe-{ids.Next()}', '0')""";
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await undone.RollbackAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>The vault takes a blob, gives it back and deletes it.</summary>
internal sealed class VaultHealth(IBlobVault vault, IIds ids) : IHealthCheck
{
    // Its own name on each node, so that two nodes do not take each other's away.
    private readonly string _name = $"health/{ids.Next()}";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var written = RandomNumberGenerator.GetBytes(64);
        await vault.PutAsync(_name, written, cancellationToken);
        var read = await vault.GetAsync(_name, cancellationToken);
        await vault.DeleteAsync(_name, cancellationToken);
        return read.AsSpan().SequenceEqual(written)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The vault gave back other bytes than it was given.");
    }
}

/// <summary>This node's silo takes part in the cluster.</summary>
internal sealed class SiloHealth(ISiloStatusOracle silo) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            silo.CurrentStatus is SiloStatus.Active
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The silo is {silo.CurrentStatus}.")
        );
}

/// <summary>The galleries in this node's memory keep up with the record (R20).</summary>
internal sealed class GalleryHealth(GalleryWatch galleries) : IHealthCheck
{
    /// <summary>As long as a list that could not be checked goes on matching.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(60);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            galleries.Now().LatestFor is var late && late < LateAfter
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"A gallery has not read the record for {late.TotalSeconds:0} s.")
        );
}
