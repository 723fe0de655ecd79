using Microsoft.Extensions.Hosting;

namespace RetailGuard.Alerts;

/// <summary>After a start, lets every alert that was open see whether its time ran out meanwhile.</summary>
internal sealed class WakeOpenAlerts(OpenAlerts alerts) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => alerts.WakeAllAsync(stoppingToken);
}
