using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy;

/// <summary>While somebody's request to correct an entry is open, nobody brings the entry back (R40); while any is, what it asks about is kept.</summary>
internal sealed class OpenRequests(IEntryFamilies families) : IReinstatementGuard, IHolds
{
    public async Task<IReadOnlyList<Hold>> OpenAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var requests = await db.Set<PersonRequest>().AsTracking().Where(r => r.State == RequestState.Open).ToListAsync(cancellation);
        return [.. requests.Where(r => r.State is RequestState.Open).Select(r => new Hold(r.Number, r.EntryId, r.StoreId, r.ReceivedAt))];
    }

    public async Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation)
    {
        var family = await families.OfAsync(db, entry, cancellation);
        return
            await db.Set<PersonRequest>()
                .Where(r => r.EntryId != null && family.Contains(r.EntryId.Value) && r.Ground != null && r.State == RequestState.Open)
                .Select(r => r.Number)
                .FirstOrDefaultAsync(cancellation)
                is { } number
            ? Refusal.Conflict("request-open", $"Request {number} asks to correct this person's entry. Decide it first.")
            : null;
    }
}

/// <summary>Lets go of the texts of requests that a copy of the record brought back, and that were erased after it was taken.</summary>
internal sealed class ErasedRequests : IErasedRecords
{
    public async Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation)
    {
        List<AuditEvent> events = [];
        foreach (
            var request in await db.Set<PersonRequest>()
                .AsTracking()
                .Where(r => r.KeyId != null && gone.Contains(r.KeyId.Value))
                .ToListAsync(cancellation)
        )
        {
            request.LetGo();
            events.Add(new(Actor.System, "request.erased", request.Number));
        }

        return new(events, []);
    }
}
