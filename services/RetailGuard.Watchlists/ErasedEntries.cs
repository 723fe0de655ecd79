using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>Takes entries off their lists that a copy of the record brought back, and that were erased after it was taken (R12).</summary>
internal sealed class ErasedEntries : IErasedRecords
{
    public async Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation)
    {
        List<AuditEvent> events = [];
        List<string> pictures = [];
        foreach (
            var entry in await db.Set<Entry>()
                .AsTracking()
                .Where(e => e.KeyId != null && gone.Contains(e.KeyId.Value))
                .ToListAsync(cancellation)
        )
        {
            (entry.State, entry.KeyId, entry.SealedTexts) = (EntryState.Removed, null, null);
            db.RemoveRange(await db.Set<EntryTemplate>().Where(t => t.Entry == entry.Id).ToListAsync(cancellation));
            var list = await StoreList.NumberAsync(db, entry, cancellation);
            events.Add(new(Actor.System, "entry.erased", entry.Id.ToString(), new { list }));
            pictures.AddRange(entry.PictureNames);
        }

        return new(events, pictures);
    }
}
