using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>Takes the steps of a move between embedding spaces: loads, checks, saves with the audit event, tells the galleries.</summary>
internal sealed class SpaceChanges(
    Database database,
    ModelPacks packs,
    TenantSpaces spaces,
    Galleries galleries,
    AuditLog audit,
    TimeProvider time
)
{
    public async Task<Answer<Ok<ManageSpaces.SpaceView>>> ChangeAsync(
        string space,
        SpaceStanding wanted,
        string reason,
        Caller caller,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var now = time.GetUtcNow();
        var views = await ManageSpaces.ViewsAsync(db, packs, spaces, now, cancellation);
        if (views.Find(v => v.Space == space) is not { } view)
        {
            return Refusal.NotFound("embedding space");
        }

        var lost = wanted is SpaceStanding.Dropped ? await LostAsync(db, space, now, cancellation) : 0;
        if (ManageSpaces.Check(view, wanted, caller.Person, lost) is { } refusal)
        {
            return refusal;
        }

        var agreed = view.Asked?.Standing == wanted;
        if (agreed)
        {
            foreach (var former in views.Where(v => v.Standing is SpaceStanding.Current && wanted is SpaceStanding.Current))
            {
                await StandAsync(db, caller.Tenant, former.Space, SpaceStanding.Beside, cancellation);
            }

            await StandAsync(db, caller.Tenant, space, wanted, cancellation);
        }
        else
        {
            var row = await RowAsync(db, caller.Tenant, view.Space, view.Standing, cancellation);
            (row.Asked, row.AskedBy, row.AskedReason) = (wanted, caller.Person, reason.Trim());
        }

        var step = wanted is SpaceStanding.Current ? "cut-over" : "drop";
        var done = new AuditEvent(caller.Actor, $"space.{step}-{(agreed ? "agreed" : "asked")}", space, new { view.Ready, view.Refused });
        try
        {
            await audit.CommitAsync(db, caller.Tenant, [done], cancellation);
        }
        catch (DbUpdateException)
        {
            return Refusal.Conflict("space-decided", "Somebody else changed this embedding space just now. Look at it again.");
        }

        if (agreed && wanted is SpaceStanding.Dropped)
        {
            await ForgetAsync(db, caller.Tenant, space, cancellation);
        }

        var after = await ManageSpaces.ViewsAsync(db, packs, spaces, now, cancellation);
        return TypedResults.Ok(after.Single(v => v.Space == space));
    }

    /// <summary>R12, R52: what a dropped space had is gone from record and memory. Should this end half way, the next sweep goes on.</summary>
    private async Task ForgetAsync(RetailGuardDb db, TenantId tenant, string space, CancellationToken cancellation)
    {
        await db.Set<EntryTemplate>().Where(t => t.Space == space).ExecuteDeleteAsync(cancellation);
        foreach (var store in await db.Set<StoreList>().Select(l => l.StoreId).ToListAsync(cancellation))
        {
            await galleries.TellAsync(tenant, store);
        }
    }

    private async Task<int> LostAsync(RetailGuardDb db, string space, DateTimeOffset now, CancellationToken cancellation)
    {
        var others = (await spaces.OfAsync(db, cancellation)).Packs.Select(p => p.Space.Id).Where(id => id != space).ToList();
        var templates = db.Set<EntryTemplate>().Where(t => t.Sealed != null);
        return await db.Set<Entry>()
            .Where(Entry.IsKept(now))
            .Where(e => templates.Any(t => t.Tenant == e.Tenant && t.Entry == e.Id && t.Space == space))
            .CountAsync(e => !templates.Any(t => t.Tenant == e.Tenant && t.Entry == e.Id && others.Contains(t.Space)), cancellation);
    }

    private static async Task StandAsync(
        RetailGuardDb db,
        TenantId tenant,
        string space,
        SpaceStanding standing,
        CancellationToken cancellation
    )
    {
        var row = await RowAsync(db, tenant, space, standing, cancellation);
        (row.Standing, row.Asked, row.AskedBy, row.AskedReason) = (standing, null, null, null);
    }

    private static async Task<TenantSpace> RowAsync(
        RetailGuardDb db,
        TenantId tenant,
        string space,
        SpaceStanding standing,
        CancellationToken cancellation
    )
    {
        var row = await db.Set<TenantSpace>().AsTracking().SingleOrDefaultAsync(s => s.Space == space, cancellation);
        if (row is null)
        {
            row = new TenantSpace
            {
                Tenant = tenant,
                Space = space,
                Standing = standing,
            };
            db.Add(row);
        }

        return row;
    }
}
