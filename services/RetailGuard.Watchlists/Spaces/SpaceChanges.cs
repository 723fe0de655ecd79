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
    DeleteTemplates delete,
    TimeProvider time
)
{
    /// <summary>What a person's word was: the first of two, or the second.</summary>
    private enum Step
    {
        Asked,
        Agreed,
    }

    public async Task<Answer<Ok<ManageSpaces.SpaceView>>> ChangeAsync(
        string space,
        SpaceStanding wanted,
        string reason,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        var saved = await audit.CommitOrRetryAsync(
            caller.Tenant,
            db => DecideAsync(db, space, wanted, reason, caller, now, cancellation),
            cancellation
        );
        if (!saved.Succeeded(out var step, out var refusal))
        {
            return refusal;
        }

        await using var db = database.Of(caller.Tenant);
        if (step is Step.Agreed && wanted is SpaceStanding.Dropped)
        {
            await ForgetAsync(db, caller.Tenant, space, cancellation);
        }

        var after = await ManageSpaces.ViewsAsync(db, packs, spaces, now, cancellation);
        return TypedResults.Ok(after.Single(v => v.Space == space));
    }

    private async Task<Decision<Step>> DecideAsync(
        RetailGuardDb db,
        string space,
        SpaceStanding wanted,
        string reason,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var views = await ManageSpaces.ViewsAsync(db, packs, spaces, now, cancellation);
        if (views.Find(v => v.Space == space) is not { } view)
        {
            return Refusal.NotFound("embedding space");
        }

        var lost = wanted is SpaceStanding.Dropped ? await LostAsync(db, space, now, cancellation) : 0;
        var person = await Signatory.OfAsync(db, caller.Person, cancellation);
        if (ManageSpaces.Check(view, wanted, person, lost) is { } refusal)
        {
            return refusal;
        }

        var step = view.Asked?.Standing == wanted ? Step.Agreed : Step.Asked;
        if (step is Step.Agreed)
        {
            foreach (var former in views.Where(v => v.Standing is SpaceStanding.Current && wanted is SpaceStanding.Current))
            {
                await SetStandingAsync(db, caller.Tenant, former.Space, SpaceStanding.Beside, cancellation);
            }

            await SetStandingAsync(db, caller.Tenant, space, wanted, cancellation);
        }
        else
        {
            var row = await RowAsync(db, caller.Tenant, view.Space, view.Standing, cancellation);
            row.Ask(wanted, person, reason.Trim());
        }

        var change = wanted is SpaceStanding.Current ? "cut-over" : "drop";
        var action = $"space.{change}-{step.ToString().ToLowerInvariant()}";
        return new(step, new AuditEvent(caller.Actor, action, space, new { view.Ready, view.Refused }));
    }

    /// <summary>R12, R52: what a dropped space had is gone from record and memory. Should this end half way, the next sweep goes on.</summary>
    private async Task ForgetAsync(RetailGuardDb db, TenantId tenant, string space, CancellationToken cancellation)
    {
        await delete.RunAsync(tenant, space, cancellation);
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

    private static async Task SetStandingAsync(
        RetailGuardDb db,
        TenantId tenant,
        string space,
        SpaceStanding standing,
        CancellationToken cancellation
    )
    {
        var row = await RowAsync(db, tenant, space, standing, cancellation);
        row.Decide(standing);
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
