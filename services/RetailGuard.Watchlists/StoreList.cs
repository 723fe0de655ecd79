using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Counts the changes of a store's gallery; its row is the lock under which the list changes.</summary>
internal sealed class StoreList : ITenantOwned, IRevised
{
    /// <summary>A shard of so many is ready within a second after a crash, and is searched in a fraction of a millisecond.</summary>
    public const int EntriesPerShard = 5_000;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required StoreId StoreId { get; init; }

    public long Version { get; set; }

    /// <summary>1 and up; never fewer than before.</summary>
    public int Shards { get; set; } = 1;

    /// <summary>Numbers an entry's change, so that the gallery takes it in. Two changes at once meet here: the later one must look again.</summary>
    public static async Task<long> NumberAsync(RetailGuardDb db, Entry entry, CancellationToken cancellation) =>
        entry.ListVersion = ++(await OfAsync(db, entry, cancellation)).Version;

    /// <summary>
    /// Gives an entry the shard that it keeps for life: the emptiest, or a new one when all are full. That the choice is on the
    /// entry's row, and never made again, is what lets a gallery grow without missing or doubling anybody.
    /// </summary>
    public static async Task PlaceAsync(RetailGuardDb db, Entry entry, DateTimeOffset now, CancellationToken cancellation)
    {
        if (entry.Shard is not null)
        {
            return;
        }

        var list = await OfAsync(db, entry, cancellation);
        var filled = await db.Set<Entry>()
            .Where(e => e.StoreId == entry.StoreId && e.Shard != null && e.ExpiresAt > now)
            .Where(e => e.State == EntryState.Active || e.State == EntryState.Suspended)
            .GroupBy(e => e.Shard!.Value)
            .ToDictionaryAsync(shard => shard.Key, shard => shard.Count(), cancellation);
        entry.Shard = Choose(filled, list.Shards);
        list.Shards = Math.Max(list.Shards, entry.Shard.Value + 1);
    }

    /// <param name="filled">Entries by shard; a shard that is missing is empty.</param>
    internal static int Choose(IReadOnlyDictionary<int, int> filled, int shards)
    {
        var emptiest = Enumerable.Range(0, shards).MinBy(shard => filled.GetValueOrDefault(shard));
        return filled.GetValueOrDefault(emptiest) < EntriesPerShard ? emptiest : shards;
    }

    private static async Task<StoreList> OfAsync(RetailGuardDb db, Entry entry, CancellationToken cancellation)
    {
        var lists = db.Set<StoreList>();
        var list =
            lists.Local.FirstOrDefault(l => l.StoreId == entry.StoreId)
            ?? await lists.AsTracking().SingleOrDefaultAsync(l => l.StoreId == entry.StoreId, cancellation);
        if (list is null)
        {
            list = new StoreList { Tenant = entry.Tenant, StoreId = entry.StoreId };
            db.Add(list);
        }

        return list;
    }
}
