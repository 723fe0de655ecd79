using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Finds alerts that are open, and lets them see at once what has changed around them.</summary>
public sealed partial class OpenAlerts(Database database, IGrainFactory grains, ILogger<OpenAlerts> logger)
{
    private static readonly Expression<Func<Alert, bool>> IsOpen = a =>
        a.State == AlertState.Raised || a.State == AlertState.Voting || a.State == AlertState.Confirmed;

    /// <summary>Over all tenants: what was open when the server last stopped sees whether its time ran out meanwhile.</summary>
    public async Task WakeAllAsync(CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        foreach (var open in await db.Set<Alert>().Where(IsOpen).Select(a => new { a.Tenant, a.Id }).ToListAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            TenantBoundary.ActFor(open.Tenant);
            await WakeAsync(open.Tenant, open.Id);
        }
    }

    internal async Task WakeAsync(TenantId tenant, Expression<Func<Alert, bool>> which)
    {
        foreach (var alert in await IdsAsync(tenant, which))
        {
            await WakeAsync(tenant, alert);
        }
    }

    internal async Task<List<AlertId>> IdsAsync(TenantId tenant, Expression<Func<Alert, bool>> which)
    {
        await using var db = database.Of(tenant);
        return await db.Set<Alert>().Where(IsOpen).Where(which).Select(a => a.Id).ToListAsync();
    }

    private async Task WakeAsync(TenantId tenant, AlertId alert)
    {
        try
        {
            await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Wake();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What changed stands, and the others still get their turn; this one sees it with the next act on it.
            LogNotWoken(e, alert);
        }
    }

    [LoggerMessage(LogLevel.Error, "Alert {Alert} could not be woken.")]
    private partial void LogNotWoken(Exception exception, AlertId alert);
}
