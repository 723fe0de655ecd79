using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>What embedding spaces a retailer uses, of those that this server has packs for.</summary>
/// <param name="Packs">The current one first; without those whose space the retailer has dropped.</param>
/// <param name="Dropped">Spaces that the retailer has dropped.</param>
internal sealed record PacksInUse(IReadOnlyList<ModelPack> Packs, IReadOnlyList<string> Dropped)
{
    /// <summary>The pack whose gate decides on new pictures.</summary>
    public Result<ModelPack> Current =>
        Packs.Count > 0
            ? Packs[0]
            : new Refusal(
                "space-dropped",
                "This server runs only a model pack that this retailer has left. Start it with the retailer's pack.",
                RefusalKind.Unavailable
            );
}

/// <summary>The retailers' choices of embedding spaces.</summary>
public sealed class TenantSpaces(Database database, ModelPacks packs)
{
    /// <summary>The pack for a connector that makes templates of a space, or why its probes are not searched for.</summary>
    public async Task<Result<ModelPack>> AdmitAsync(TenantId tenant, string space, int dimension, CancellationToken cancellation)
    {
        var used = await OfAsync(tenant, cancellation);
        var install = used.Current.Succeeded(out var current, out var none) ? $"Install the model pack {current.Name}." : none.Detail;
        return used.Dropped.Contains(space)
                ? Refusal.Invalid(
                    "space-dropped",
                    $"This retailer has left the embedding space {space} and deleted its templates. {install}"
                )
            : used.Packs.FirstOrDefault(p => p.Space.Id == space && p.Space.Dimension == dimension) is { } pack ? pack
            : Refusal.Invalid(
                "space-unknown",
                $"This connector makes templates of {space} with {dimension} values; the service matches {string.Join(" and ", used.Packs.Select(p => p.Space.Id))}. {install}"
            );
    }

    internal async Task<PacksInUse> OfAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return await OfAsync(db, cancellation);
    }

    internal async Task<PacksInUse> OfAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        var chosen = await db.Set<TenantSpace>().AsNoTracking().ToListAsync(cancellation);
        var dropped = chosen.FindAll(s => s.Standing is SpaceStanding.Dropped).ConvertAll(s => s.Space);
        var current = chosen.Find(s => s.Standing is SpaceStanding.Current)?.Space;
        return new([.. packs.All.Where(p => !dropped.Contains(p.Space.Id)).OrderBy(p => p.Space.Id != current)], dropped);
    }
}
