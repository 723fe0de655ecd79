using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Vision;

namespace RetailGuard.Watchlists;

/// <summary>
/// A retailer's move from one embedding space to another: how far it is, which pictures must be taken anew, cutting over and back,
/// and dropping a space for good. Each step is asked for by one person and agreed to by another (R44).
/// </summary>
internal static class ManageSpaces
{
    /// <param name="Pack">That makes its templates; null when this server does not run it.</param>
    /// <param name="Entries">On the retailer's lists, or waiting to be.</param>
    /// <param name="Ready">Those with a template.</param>
    /// <param name="Refused">Those whose pictures the pack refused.</param>
    /// <param name="Pending">Those that the pack has not seen yet.</param>
    public sealed record SpaceView(
        string Space,
        string? Pack,
        SpaceStanding Standing,
        int Entries,
        int Ready,
        int Refused,
        int Pending,
        AskedView? Asked
    );

    /// <summary>A step that waits for the second person.</summary>
    public sealed record AskedView(SpaceStanding Standing, PersonId By, string Reason)
    {
        /// <summary>As <see cref="Signatory.Issuers"/> of the one who asked, at that moment; not for clients.</summary>
        internal IReadOnlyList<PersonId> Issuers { get; init; } = [];
    }

    /// <param name="Reason">For people: what the pack's gate found.</param>
    public sealed record RefusedEntry(EntryId Id, StoreId StoreId, string Label, string Reason);

    public sealed record Request([property: MaxLength(400)] string Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] governors = [Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.TenantAdmin];
        routes.MapGet("/api/spaces", ListAsync).AllowRoles([.. governors, Role.Auditor]);
        routes
            .MapGet("/api/spaces/{space}/refused", RefusedAsync)
            .AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);
        routes.MapPost("/api/spaces/{space}/cut-over", CutOverAsync).AllowRoles(governors);
        routes.MapPost("/api/spaces/{space}/drop", DropAsync).AllowRoles(governors);
    }

    private static async Task<Ok<List<SpaceView>>> ListAsync(
        Caller caller,
        Database database,
        ModelPacks packs,
        TenantSpaces spaces,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        return TypedResults.Ok(await ViewsAsync(db, packs, spaces, time.GetUtcNow(), cancellation));
    }

    private static async Task<Ok<List<RefusedEntry>>> RefusedAsync(
        string space,
        Caller caller,
        Database database,
        EntryTextReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var refused = await db.Set<Entry>()
            .Where(Entry.IsKept(time.GetUtcNow()))
            .Join(
                db.Set<EntryTemplate>().Where(t => t.Space == space && t.Refusal != null),
                e => new { e.Tenant, Entry = e.Id },
                t => new { t.Tenant, t.Entry },
                (e, t) => new { Entry = e, Refusal = t.Refusal! }
            )
            .AsNoTracking()
            .ToListAsync(cancellation);
        var reached = refused.FindAll(r => caller.Reaches(r.Entry.StoreId));
        var texts = await reader.ReadAsync(
            caller.Tenant,
            reached.ConvertAll(r => (r.Entry.Id, r.Entry.KeyId, r.Entry.SealedTexts)),
            cancellation
        );
        return TypedResults.Ok(
            reached
                .Select(r => new RefusedEntry(r.Entry.Id, r.Entry.StoreId, EntryTexts.LabelOf(r.Entry.Id, texts), r.Refusal))
                .OrderBy(e => e.Label, StringComparer.Ordinal)
                .ToList()
        );
    }

    private static Task<Answer<Ok<SpaceView>>> CutOverAsync(
        string space,
        Request request,
        Caller caller,
        SpaceChanges changes,
        CancellationToken cancellation
    ) => changes.ChangeAsync(space, SpaceStanding.Current, request.Reason, caller, cancellation);

    private static Task<Answer<Ok<SpaceView>>> DropAsync(
        string space,
        Request request,
        Caller caller,
        SpaceChanges changes,
        CancellationToken cancellation
    ) => changes.ChangeAsync(space, SpaceStanding.Dropped, request.Reason, caller, cancellation);

    /// <summary>The rules of a step; null when this person may take it.</summary>
    /// <param name="space">As it stands.</param>
    /// <param name="lost">Entries that only this space still has a template of.</param>
    internal static Refusal? Check(SpaceView space, SpaceStanding wanted, Signatory person, int lost) =>
        space.Standing == wanted || space.Standing is SpaceStanding.Dropped
            ? Refusal.Conflict(
                "space-decided",
                $"The embedding space {space.Space} is {space.Standing.ToString().ToLowerInvariant()} already."
            )
        : wanted is SpaceStanding.Current && space.Pack is null
            ? Refusal.Conflict("space-not-ready", $"This server runs no model pack that makes templates of {space.Space}.")
        : wanted is SpaceStanding.Current && space.Pending > 0
            ? Refusal.Conflict("space-not-ready", $"{space.Pending} entries were not seen by {space.Pack} yet. Wait until none is left.")
        : wanted is SpaceStanding.Dropped && space.Standing is SpaceStanding.Current
            ? Refusal.Conflict("space-current", $"{space.Space} is in use. Cut over to another space first.")
        : wanted is SpaceStanding.Dropped && lost > 0
            ? Refusal.Conflict(
                "space-needed",
                $"{lost} entries have a template in {space.Space} only. Enrol these people anew with better pictures, or remove the entries."
            )
        // R9's way of two: who asks does not agree.
        : space.Asked is { } asked && asked.Standing == wanted && asked.By == person.Person
            ? Refusal.Invalid("same-person", "You asked for this. Somebody else must agree.")
        : space.Asked is { } first && first.Standing == wanted && !new Signatory(first.By, first.Issuers).IsIndependentOf(person)
            ? Signatory.NotIndependent
        : null;

    internal static async Task<List<SpaceView>> ViewsAsync(
        RetailGuardDb db,
        ModelPacks packs,
        TenantSpaces spaces,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var used = await spaces.OfAsync(db, cancellation);
        var chosen = await db.Set<TenantSpace>().AsNoTracking().ToListAsync(cancellation);
        var kept = db.Set<Entry>().Where(Entry.IsKept(now));
        var total = await kept.CountAsync(cancellation);
        var seen = await kept.Join(
                db.Set<EntryTemplate>(),
                e => new { e.Tenant, Entry = e.Id },
                t => new { t.Tenant, t.Entry },
                (_, t) => new { t.Space, IsReady = t.Sealed != null }
            )
            .GroupBy(t => t)
            .Select(group => new
            {
                group.Key.Space,
                group.Key.IsReady,
                Count = group.Count(),
            })
            .ToListAsync(cancellation);
        var known = packs.All.Select(p => p.Space.Id).Concat(chosen.Select(s => s.Space)).Concat(seen.Select(s => s.Space)).Distinct();
        return [.. known.Select(View)];

        SpaceView View(string space)
        {
            var ready = seen.Where(s => s.Space == space && s.IsReady).Sum(s => s.Count);
            var refused = seen.Where(s => s.Space == space && !s.IsReady).Sum(s => s.Count);
            var row = chosen.Find(s => s.Space == space);
            var standing =
                row?.Standing is SpaceStanding.Dropped ? SpaceStanding.Dropped
                : used.Packs.Count > 0 && used.Packs[0].Space.Id == space ? SpaceStanding.Current
                : SpaceStanding.Beside;
            var isDropped = standing is SpaceStanding.Dropped;
            var asked = row is { Asked: { } step, AskedBy: { } by }
                ? new AskedView(step, by, row.AskedReason!) { Issuers = row.AskerIssuers }
                : null;
            var pack = packs.TryFind(space, out var found) ? found.Name : null;
            return new(space, pack, standing, total, ready, refused, isDropped ? 0 : total - ready - refused, asked);
        }
    }
}
