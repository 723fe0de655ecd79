using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>R7: how often one entry may alert before something must be wrong with it.</summary>
internal static class EntryRate
{
    public const int MostAlerts = 5;
    public const int MostStores = 3;
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <param name="earlier">Stores of the alerts within the window, one per alert.</param>
    /// <param name="next">Where the entry matches now.</param>
    /// <returns>Alerts and stores with the next one, when these are too many; else null.</returns>
    public static (int Alerts, int Stores)? Exceeded(IReadOnlyCollection<StoreId> earlier, StoreId next)
    {
        var (alerts, stores) = (earlier.Count + 1, earlier.Append(next).Distinct().Count());
        return alerts > MostAlerts || stores > MostStores ? (alerts, stores) : null;
    }
}

/// <summary>One entry's alerts over all stores: raises them one after the other, so that none slips past the rate (R7). Key: tenant/entry.</summary>
[Alias("RetailGuard.IEntryGrain")]
public interface IEntryGrain : IGrainWithStringKey
{
    /// <summary>Raises an alert and gives the secret of its upload address; null when the entry was frozen instead.</summary>
    [Alias("Raise")]
    Task<string?> Raise(AlertId alert, RaiseAlert match);
}

internal sealed partial class EntryGrain(
    Database database,
    Entries entries,
    SuspendEntry suspend,
    AuditLog audit,
    OpenAlerts openAlerts,
    TimeProvider time,
    ILogger<EntryGrain> logger
) : Grain, IEntryGrain
{
    private const int Attempts = 5;

    public async Task<string?> Raise(AlertId alert, RaiseAlert match)
    {
        var (tenant, _, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        if (EntryRate.Exceeded(await EarlierAsync(tenant, match.Entry), match.Store) is not { } rate)
        {
            return await GrainFactory.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert)).Raise(match);
        }

        await FreezeAsync(tenant, match.Entry, rate);
        return null;
    }

    private async Task<List<StoreId>> EarlierAsync(TenantId tenant, EntryId entry)
    {
        var since = time.GetUtcNow() - EntryRate.Window;
        if (await entries.ReinstatedAtAsync(tenant, entry, CancellationToken.None) is { } reinstated && reinstated > since)
        {
            since = reinstated;
        }

        await using var db = database.Of(tenant);
        return await db.Set<Alert>().Where(a => a.EntryId == entry && a.RaisedAt > since).Select(a => a.StoreId).ToListAsync();
    }

    private async Task FreezeAsync(TenantId tenant, EntryId entry, (int Alerts, int Stores) rate)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = database.Of(tenant);
                var e = await suspend.PrepareAsync(db, entry, SuspensionReason.AlertRate, rate, Actor.System, CancellationToken.None);
                if (e is null)
                {
                    return;
                }

                await audit.CommitAsync(db, tenant, [e], CancellationToken.None);
                LogFrozen(entry, rate.Alerts, rate.Stores);
                await suspend.TellAsync(db, entry, CancellationToken.None);
                await openAlerts.WakeAsync(tenant, a => a.EntryId == entry);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // The list changed in between; nothing was saved.
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Entry {Entry} is frozen: {Alerts} alerts in {Stores} stores within a day.")]
    private partial void LogFrozen(EntryId entry, int alerts, int stores);
}
