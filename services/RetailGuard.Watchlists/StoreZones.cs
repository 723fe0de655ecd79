using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

internal static class StoreZones
{
    /// <summary>The zone in which a store's dates are; New Zealand's for one that the tenant does not have.</summary>
    public static async Task<TimeZoneInfo> OfAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation)
    {
        var name = await db.Set<Store>().Where(s => s.Id == store).Select(s => s.TimeZone).SingleOrDefaultAsync(cancellation);
        return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : NewZealand.Zone;
    }
}
