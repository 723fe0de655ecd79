using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>What follows from a commit that suspended an entry; may be repeated.</summary>
public interface IEntrySuspended
{
    /// <summary>A suspended entry and its family leave the galleries' memory, and their open alerts end.</summary>
    Task EntrySuspendedAsync(TenantId tenant, EntryId entry);
}

/// <summary>What saved alerts mean to others; follows from the record and may be repeated.</summary>
internal sealed class AlertEffects(Database database, SuspendEntry suspend, OpenAlerts openAlerts) : IEntrySuspended
{
    public async Task EntrySuspendedAsync(TenantId tenant, EntryId entry)
    {
        await using var db = database.Of(tenant);
        var family = await suspend.TellAsync(db, entry, CancellationToken.None);
        await openAlerts.WakeAsync(tenant, a => family.Contains(a.EntryId), CancellationToken.None);
    }
}
