using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>What a saved alert means to others; follows from the record and may be repeated.</summary>
internal sealed class AlertEffects(Database database, SuspendEntry suspend, OpenAlerts openAlerts)
{
    /// <summary>A suspended entry leaves the gallery's memory, and its other open alerts end.</summary>
    public async Task FollowAsync(SavedAlert saved)
    {
        if (!saved.Suspended)
        {
            return;
        }

        var alert = saved.Alert;
        await using var db = database.Of(alert.Tenant);
        await suspend.TellAsync(db, alert.EntryId, CancellationToken.None);
        await openAlerts.WakeAsync(alert.Tenant, a => a.EntryId == alert.EntryId && a.Id != alert.Id);
    }
}
