using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>How far a store's list and the retailer's choice of spaces have come; a gallery that was read at the same state is up to date.</summary>
/// <param name="Version">Changes of the list so far; 0 where there was none.</param>
/// <param name="Spaces">The retailer's decisions on embedding spaces, as one text.</param>
public readonly record struct ListState(long Version, string Spaces);

/// <summary>The states of all lists of a retailer.</summary>
public sealed class ListStates(Database database)
{
    /// <summary>By store; one that is missing has the state <paramref name="tenant"/>'s other lists have, at version 0.</summary>
    public async Task<Func<StoreId, ListState>> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var versions = await db.Set<StoreList>().ToDictionaryAsync(l => l.StoreId, l => l.Version, cancellation);
        var chosen = await db.Set<TenantSpace>().OrderBy(s => s.Space).Select(s => new { s.Space, s.Standing }).ToListAsync(cancellation);
        var spaces = string.Join(' ', chosen.Select(s => $"{s.Space}={s.Standing}"));
        return store => new(versions.GetValueOrDefault(store), spaces);
    }
}
