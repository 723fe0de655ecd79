using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Foundation;

namespace RetailGuard.Server.Gateway;

/// <summary>After a start, lets every alert that was open see whether its time ran out meanwhile.</summary>
internal sealed partial class WakeOpenAlerts(OpenAlerts alerts, IGrainFactory grains, ILogger<WakeOpenAlerts> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (tenant, alert) in await alerts.AllAsync(stoppingToken))
        {
            try
            {
                TenantBoundary.ActFor(tenant);
                await grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Wake();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The others still get their turn; this one wakes with its next visitor.
                LogNotWoken(e, alert);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Alert {Alert} could not be woken.")]
    private partial void LogNotWoken(Exception exception, AlertId alert);
}
