using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>What the ledger says of entries to those who keep lists and raise alerts.</summary>
internal sealed class ShareLedger(TimeProvider time) : IEntryFamilies, IApprovalGuard, IReinstatementGuard
{
    public async Task<IReadOnlyList<EntryId>> OfAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation)
    {
        var source = await db.Set<Share>()
            .Where(s => s.Received == entry)
            .Select(s => (EntryId?)s.Source)
            .SingleOrDefaultAsync(cancellation);
        var head = source ?? entry;
        return [head, .. await ReceivedFromAsync(db, head, cancellation)];
    }

    public async Task<IReadOnlyList<EntryId>> ReceivedFromAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation) =>
        await db.Set<Share>().Where(s => s.Source == entry && s.Received != null).Select(s => s.Received!.Value).ToListAsync(cancellation);

    public async Task<IReadOnlyList<StoreId>> SharedWithAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation)
    {
        var family = await OfAsync(db, entry, cancellation);
        var own = await db.Set<Entry>().Where(e => e.Id == entry).Select(e => e.StoreId).SingleAsync(cancellation);
        var shares = await db.Set<Share>()
            .Where(s => family.Contains(s.Source))
            .Select(s => new { s.From, s.To })
            .ToListAsync(cancellation);
        return [.. shares.SelectMany(s => (StoreId[])[s.From, s.To]).Distinct().Where(s => s != own)];
    }

    /// <summary>R19: a received entry has an approver of the receiving store, who is independent of the sender, and its source still stands.</summary>
    public async Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, Caller approver, CancellationToken cancellation)
    {
        if (await TiedShare.Of(db).SingleOrDefaultAsync(t => t.Share.Received == entry, cancellation) is not { } tied)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (!(await SharingGrounds.InForceAsync(db, now, cancellation)).Succeeded(out _, out var locked))
        {
            return locked;
        }

        await ClaimAsync(db, tied.Source, cancellation);
        return !TiedShare.IsAlive(tied.Source, now)
                ? Refusal.Conflict("source-not-in-force", "The entry that this one was shared from is suspended or over.")
            : !approver.Roles.Contains(Role.StoreManager) || !approver.Stores.Contains(tied.Share.To)
                ? new(
                    "not-the-receiver",
                    "This entry came from another store: only a manager who works in the receiving store approves it.",
                    RefusalKind.Forbidden
                )
            : !tied.Share.Offerer.IsIndependentOf(await Signatory.OfAsync(db, approver.Person, cancellation)) ? Signatory.NotIndependent
            : null;
    }

    /// <summary>What is in doubt where it comes from stays out of matching where it went.</summary>
    public async Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation)
    {
        if (await TiedShare.Of(db).SingleOrDefaultAsync(t => t.Share.Received == entry, cancellation) is not { } tied)
        {
            return null;
        }

        await ClaimAsync(db, tied.Source, cancellation);
        return TiedShare.IsAlive(tied.Source, time.GetUtcNow())
            ? null
            : Refusal.Conflict(
                "source-not-in-force",
                "The entry that this one was shared from is suspended or over. It comes back only after that one."
            );
    }

    /// <summary>The share's row to be changed; the next save succeeds only while share and source are still as they were read.</summary>
    internal static async Task<Share> ClaimAsync(RetailGuardDb db, TiedShare read, CancellationToken cancellation)
    {
        await ClaimAsync(db, read.Source, cancellation);
        var row = await db.Set<Share>().AsTracking().SingleAsync(s => s.Id == read.Share.Id, cancellation);
        db.Entry(row).Property(s => s.Revision).OriginalValue = read.Share.Revision;
        return row;
    }

    /// <summary>Lets the next save succeed only while an entry is still as it was read.</summary>
    internal static async Task ClaimAsync(RetailGuardDb db, Entry read, CancellationToken cancellation)
    {
        var row = await db.Set<Entry>().AsTracking().SingleAsync(e => e.Id == read.Id, cancellation);
        db.Entry(row).State = EntityState.Modified;
        db.Entry(row).Property(e => e.Revision).OriginalValue = read.Revision;
    }
}
