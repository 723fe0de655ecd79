using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What ended with one decision: to be forgotten once that is committed.</summary>
/// <param name="Events">To be committed with it.</param>
/// <param name="Stores">Whose lists are shorter.</param>
/// <param name="Purges">What is let go of, unless something holds it.</param>
public sealed record EndedEntries(IReadOnlyList<AuditEvent> Events, IReadOnlyList<StoreId> Stores, IReadOnlyList<PurgeOrder> Purges)
{
    public static readonly EndedEntries None = new([], [], []);
}

/// <summary>Takes an entry off its list for good, and with it those that other stores enrolled from it (R20).</summary>
public sealed class EndEntry(Purges purges, Holds holds, Galleries galleries, IEntryFamilies families, TimeProvider time)
{
    /// <summary>Whether there is something to end.</summary>
    public static bool IsKept(EntryState state) => state is EntryState.Proposed or EntryState.Active or EntryState.Suspended;

    /// <summary>Ends the entry in the context, and gives what to commit and to forget. What a request or case still needs is kept until that is over.</summary>
    /// <param name="state"><see cref="EntryState.Refused"/> or <see cref="EntryState.Removed"/>.</param>
    /// <remarks>The commit may meet another change of the same list: see <see cref="AuditLog.CommitOrRetryAsync"/>.</remarks>
    public async Task<EndedEntries> PrepareAsync(RetailGuardDb db, Entry entry, EntryState state, Caller by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(by);
        List<AuditEvent> events = [];
        List<StoreId> stores = [];
        List<PurgeOrder> orders = [];
        var (now, held) = (time.GetUtcNow(), await holds.ReadAsync(db, cancellation));
        await EndAsync(entry, state);
        var received = await families.ReceivedFromAsync(db, entry.Id, cancellation);
        foreach (var heir in await db.Set<Entry>().AsTracking().Where(e => received.Contains(e.Id)).ToListAsync(cancellation))
        {
            if (IsKept(heir.State))
            {
                await EndAsync(heir, EntryState.Removed);
            }
        }

        return new(events, stores, orders);

        async Task EndAsync(Entry one, EntryState how)
        {
            stores.Add(one.StoreId);
            (one.State, one.DecidedBy, one.EndedAt) = (how, by.Person, now);
            var heldBy = held.By(one.Id, one.StoreId, now);
            if (heldBy.Count == 0)
            {
                orders.Add(await LetGoAsync(db, one, cancellation));
            }
            else
            {
                one.HeldSince = now;
            }

            var list = await StoreList.NumberAsync(db, one, cancellation);
            events.Add(new(by.Actor, $"entry.{how.ToString().ToLowerInvariant()}", one.Id.ToString(), new { list, heldBy }));
        }
    }

    /// <summary>After the commit: the galleries of all stores drop the templates at once (R20), and what was let go of is destroyed (R12).</summary>
    public async Task ForgetAsync(TenantId tenant, EndedEntries ended, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ended);
        await Task.WhenAll(ended.Stores.Distinct().Select(store => galleries.TellAsync(tenant, store)));
        await purges.CarryOutAsync(ended.Purges, cancellation);
    }

    /// <summary>Everything that is held of the person; without their key, pictures, texts and templates are unreadable in every copy.</summary>
    internal async Task<PurgeOrder> LetGoAsync(RetailGuardDb db, Entry entry, CancellationToken cancellation)
    {
        var order = purges.Order(db, entry.Tenant, "entry", entry.Id.ToString(), entry.KeyId, entry.PictureNames);
        (entry.KeyId, entry.SealedTexts, entry.HeldSince) = (null, null, null);
        db.RemoveRange(await db.Set<EntryTemplate>().Where(t => t.Entry == entry.Id).ToListAsync(cancellation));
        return order;
    }
}
