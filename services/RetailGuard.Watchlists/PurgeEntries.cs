using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Destroys what is held of people whose entries' time is over (R12), and what was kept for a request or case once that is over. While it
/// is kept it matches nobody.
/// </summary>
internal sealed class PurgeEntries(Database database, AuditLog audit, EndEntry ending, Holds holds, TimeProvider time) : IDueWork
{
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var over = await db.Set<Entry>().AsNoTracking().Where(IsOver(time.GetUtcNow())).ToListAsync(cancellation);
        if (over.Count == 0)
        {
            return;
        }

        var held = await holds.ReadAsync(db, cancellation);
        foreach (var entry in over.Where(e => e.HeldSince is null || By(held, e).Count == 0))
        {
            cancellation.ThrowIfCancellationRequested();
            var saved = await audit.CommitOrRetryAsync(tenant, again => PurgeAsync(again, entry.Id, cancellation), cancellation);
            if (saved.Succeeded(out var ended, out _) && ended.Stores.Count > 0)
            {
                await ending.ForgetAsync(tenant, ended, cancellation);
            }
        }
    }

    private static IReadOnlyList<string> By(HeldRecords held, Entry entry) =>
        held.By(entry.Id, entry.StoreId, entry.EndedAt ?? entry.ExpiresAt);

    /// <summary>Off their lists, or past their time, and something is still held of them.</summary>
    internal static System.Linq.Expressions.Expression<Func<Entry, bool>> IsOver(DateTimeOffset now) =>
        e => e.KeyId != null && (e.ExpiresAt <= now || e.State == EntryState.Removed || e.State == EntryState.Refused);

    private async Task<Decision<EndedEntries>> PurgeAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await db.Set<Entry>().AsTracking().Where(IsOver(now)).SingleOrDefaultAsync(e => e.Id == id, cancellation) is not { } entry)
        {
            return new(EndedEntries.None);
        }

        List<AuditEvent> events = [];
        var heldBy = By(await holds.ReadAsync(db, cancellation), entry);
        if (heldBy.Count > 0)
        {
            if (entry.HeldSince is null)
            {
                entry.HeldSince = now;
                events.Add(new(Actor.System, "entry.held", id.ToString(), new { heldBy }));
            }

            return new(EndedEntries.None, events);
        }

        if (EndEntry.IsKept(entry.State))
        {
            // Who decided on it stays on its row: nobody did that it ends.
            (entry.State, entry.EndedAt) = (EntryState.Expired, entry.ExpiresAt);
            var list = await StoreList.NumberAsync(db, entry, cancellation);
            events.Add(new(Actor.System, "entry.expired", id.ToString(), new { list, entry.ExpiresAt }));
        }

        if (entry.HeldSince is { } since)
        {
            events.Add(new(Actor.System, "entry.released", id.ToString(), new { heldSince = since }));
        }

        var order = await ending.LetGoAsync(db, entry, cancellation);
        return new(new EndedEntries(events, [entry.StoreId], [order]), events);
    }
}
