using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Suspends entries that nobody has looked at in time: after 90 days (R14), or after the criteria changed (R13).</summary>
internal sealed class SuspendLapsed(Database database, AuditLog audit, Galleries galleries, TimeProvider time) : IDueWork
{
    private const int AtOnce = 100;

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var now = time.GetUtcNow();
        var overdue = (await CriteriaVersions.ReadAsync(db, cancellation)).OverdueBefore(now);
        var lapsed = await db.Set<Entry>()
            .Where(e => e.State == EntryState.Active && e.ExpiresAt > now)
            .Where(e => e.RevalidateBy <= now || e.MeetsVersion < overdue)
            .OrderBy(e => e.StoreId)
            .Select(e => new { e.Id, e.StoreId })
            .ToListAsync(cancellation);
        foreach (var some in lapsed.Chunk(AtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            var ids = some.Select(e => e.Id).ToList();
            _ = (await audit.CommitOrRetryAsync(tenant, saving => SuspendAsync(saving, ids, now, cancellation), cancellation)).Expect();
            await Task.WhenAll(some.Select(e => e.StoreId).Distinct().Select(store => galleries.TellAsync(tenant, store)));
        }
    }

    private static async Task<Decision<Done>> SuspendAsync(
        RetailGuardDb db,
        List<EntryId> ids,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var versions = await CriteriaVersions.ReadAsync(db, cancellation);
        List<AuditEvent> events = [];
        foreach (var entry in await db.Set<Entry>().AsTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellation))
        {
            // Somebody may have looked at it meanwhile.
            if (entry.State is not EntryState.Active || Lapses.Of(entry, versions, now) is not { } reason)
            {
                continue;
            }

            (entry.State, entry.Suspension, entry.SuspendedAt) = (EntryState.Suspended, reason, now);
            (entry.SuspendedAlerts, entry.SuspendedStores) = (0, 0);
            entry.AskToReinstate(null, null);
            var list = await StoreList.NumberAsync(db, entry, cancellation);
            events.Add(new(Actor.System, "entry.suspended", entry.Id.ToString(), new { reason, list }));
        }

        return new(Done.Instance, [.. events]);
    }
}
