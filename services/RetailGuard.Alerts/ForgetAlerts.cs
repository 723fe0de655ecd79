using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Destroys the pictures of alerts that nobody needs any more: confirmed ones after the retailer's days, disputed ones when their case is closed (R29, R30).</summary>
internal sealed partial class ForgetAlerts(Database database, IGrainFactory grains, TimeProvider time, ILogger<ForgetAlerts> logger)
    : IDueWork
{
    /// <summary>Forgets one alert now. A failure is logged: the next run finds the alert again.</summary>
    public async Task TryAsync(TenantId tenant, AlertId alert, CancellationToken cancellation)
    {
        try
        {
            var forgotten = await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Forget();
            if (!forgotten.Succeeded(out _, out var refusal))
            {
                LogNotForgottenNow(alert, refusal.Code);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            LogNotForgotten(e, alert);
        }
    }

    public TimeSpan Every => TimeSpan.FromHours(1);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var since = time.GetUtcNow() - TimeSpan.FromDays(await AlertRetention.ConfirmedDaysAsync(db, cancellation));
        var cases = db.Set<Case>();
        var due = await db.Set<Alert>()
            .Where(a => a.ClosedAt != null && (a.KeyId != null || (a.CaseNumber != null && a.Votes.Count > 0)))
            .Where(a =>
                a.CaseNumber == null
                    ? a.ClosedAt < since
                    : cases.Any(c => c.Tenant == a.Tenant && c.Number == a.CaseNumber && c.ClosedAt != null)
            )
            .Select(a => a.Id)
            .ToListAsync(cancellation);
        foreach (var alert in due)
        {
            cancellation.ThrowIfCancellationRequested();
            await TryAsync(tenant, alert, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Error, "The pictures of alert {Alert} are due to be destroyed and are not yet.")]
    private partial void LogNotForgotten(Exception exception, AlertId alert);

    [LoggerMessage(LogLevel.Warning, "The pictures of alert {Alert} are due to be destroyed and are not yet: {Code}.")]
    private partial void LogNotForgottenNow(AlertId alert, string code);
}
