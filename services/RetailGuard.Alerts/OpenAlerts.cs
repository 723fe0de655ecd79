using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Finds alerts that are open, and lets them see at once what has changed around them.</summary>
internal sealed partial class OpenAlerts(Database database, IGrainFactory grains, ILogger<OpenAlerts> logger) : IDueWork
{
    private static readonly Expression<Func<Alert, bool>> IsOpen = a =>
        a.State == AlertState.Raised || a.State == AlertState.Voting || a.State == AlertState.Confirmed;

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public bool AfterChangesOnly => false;

    /// <summary>Whose node died or was stopped sees whether its time ran out meanwhile, and has its deadline again.</summary>
    public Task DoAsync(TenantId tenant, CancellationToken cancellation) => WakeAsync(tenant, _ => true, cancellation);

    public async Task WakeAsync(TenantId tenant, Expression<Func<Alert, bool>> which, CancellationToken cancellation)
    {
        foreach (var alert in await IdsAsync(tenant, which))
        {
            cancellation.ThrowIfCancellationRequested();
            await WakeAsync(tenant, alert, cancellation);
        }
    }

    public async Task<List<AlertId>> IdsAsync(TenantId tenant, Expression<Func<Alert, bool>> which)
    {
        await using var db = database.Of(tenant);
        return await db.Set<Alert>().Where(IsOpen).Where(which).Select(a => a.Id).ToListAsync();
    }

    private async Task WakeAsync(TenantId tenant, AlertId alert, CancellationToken cancellation)
    {
        try
        {
            await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Wake();
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // What changed stands, and the others still get their turn; this one sees it with the next act on it.
            LogNotWoken(e, alert);
        }
    }

    [LoggerMessage(LogLevel.Error, "Alert {Alert} could not be woken.")]
    private partial void LogNotWoken(Exception exception, AlertId alert);
}
