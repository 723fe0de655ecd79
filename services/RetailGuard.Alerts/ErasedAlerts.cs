using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>Lets go of pictures of alerts, and of volunteers, that a copy of the record brought back and that were erased after it was taken (R30, R35).</summary>
internal sealed class ErasedAlerts : IErasedRecords
{
    public async Task<ClosedRecords> CloseAsync(RetailGuardDb db, IReadOnlySet<Guid> gone, CancellationToken cancellation)
    {
        List<AuditEvent> events = [];
        List<string> pictures = [];
        foreach (
            var alert in await db.Set<Alert>()
                .AsTracking()
                .Where(a => a.KeyId != null && gone.Contains(a.KeyId.Value))
                .ToListAsync(cancellation)
        )
        {
            alert.KeyId = null;
            events.Add(new(Actor.System, "alert.erased", alert.Id.ToString()));
            pictures.AddRange([alert.PictureName, alert.LatestName]);
        }

        var volunteers = db.Set<Volunteer>().AsTracking().Where(v => v.KeyId != null && gone.Contains(v.KeyId.Value));
        foreach (var volunteer in await volunteers.ToListAsync(cancellation))
        {
            db.Remove(volunteer);
            events.Add(new(Actor.System, "volunteer.erased", volunteer.Id.ToString()));
            pictures.AddRange(Enumerable.Range(0, volunteer.Pictures).Select(volunteer.PictureName));
        }

        return new(events, pictures);
    }
}
