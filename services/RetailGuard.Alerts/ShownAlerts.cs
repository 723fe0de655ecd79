using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>How far an alert has come on record.</summary>
/// <param name="Votes">A vote alone raises no version (R24).</param>
internal readonly record struct AlertProgress(AlertId Id, int Version, int Votes);

/// <summary>The alerts that tablets may show, as the record has them: what a feed compares itself with, for it is told by one node only.</summary>
internal sealed class ShownAlerts
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly UntilChanged<ILookup<StoreId, AlertProgress>> _byStore;

    public ShownAlerts(Database database, ITenantChanges changes, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _byStore = new(changes, ReadAsync, time);
    }

    /// <summary>Those that a feed knows of: open, just closed, without an outcome, or pausing their entry (R16).</summary>
    public static Expression<Func<Alert, bool>> At(DateTimeOffset now)
    {
        var since = now - AlertFeed.ShowClosed;
        return a => a.ClosedAt == null || a.ClosedAt > since || a.SuppressedUntil > now || (a.ConfirmedAt != null && a.Outcome == null);
    }

    /// <summary>A store's, at most a second old.</summary>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<IReadOnlyCollection<AlertProgress>> OfAsync(TenantId tenant, StoreId store) =>
        [.. (await _byStore.OfAsync(tenant)).Seen[store]];

    private async Task<ILookup<StoreId, AlertProgress>> ReadAsync(TenantId tenant)
    {
        await using var db = _database.Of(tenant);
        var alerts = await db.Set<Alert>()
            .Where(At(_time.GetUtcNow()))
            .Select(a => new
            {
                a.StoreId,
                a.Id,
                a.Version,
                Votes = a.Votes.Count,
            })
            .ToListAsync();
        return alerts.ToLookup(a => a.StoreId, a => new AlertProgress(a.Id, a.Version, a.Votes));
    }
}
