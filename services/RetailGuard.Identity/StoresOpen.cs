using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Nobody is matched in a store that was closed.</summary>
internal sealed class StoresOpen(Database database) : IReadinessRule
{
    public string Title => "Open";

    public Mend MendOf(string code) => new("An administrator", "reopen the store", "a minute", "/stores");

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var closed = await db.Set<Store>().Where(s => s.ClosedAt != null).Select(s => s.Id).ToListAsync(cancellation);
        return closed.ConvertAll(store => new Disarmed("store-closed", "This store was closed; matching is off in it.", store));
    }
}
