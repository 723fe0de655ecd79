using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>The ways into each store, and whether the poster hangs outside them (R33).</summary>
internal static class ManageEntrances
{
    private const int Most = 40;

    public sealed record EntranceRequest([property: MaxLength(60)] string Name);

    /// <param name="PosterAddress">What the square code on its poster holds; null while nothing is published.</param>
    /// <param name="AttestedAt">When the poster of now was last photographed; null when it never was.</param>
    /// <param name="ValidUntil">Until when that counts.</param>
    public sealed record EntranceView(
        Guid Id,
        StoreId StoreId,
        string Name,
        PosterState State,
        string? PosterAddress,
        DateTimeOffset? AttestedAt,
        DateTimeOffset? ValidUntil
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/entrances", ListAsync).AllowAllRoles();
        routes.MapPost("/api/stores/{store}/entrances", AddAsync).AllowRoles(WriteNotice.Writers);
        routes.MapPatch("/api/entrances/{entrance:guid}", RenameAsync).AllowRoles(WriteNotice.Writers);
        routes.MapPost("/api/entrances/{entrance:guid}/close", CloseAsync).AllowRoles(WriteNotice.Writers);
    }

    /// <summary>An entrance of a store that the person reaches, closed ones too; null otherwise.</summary>
    public static async Task<Entrance?> FindAsync(RetailGuardDb db, Caller caller, Guid entrance, CancellationToken cancellation) =>
        await db.Set<Entrance>().AsTracking().SingleOrDefaultAsync(e => e.Id == entrance, cancellation) is { } found
        && caller.Reaches(found.StoreId)
            ? found
            : null;

    /// <summary>Those of the stores that the person reaches, or of one of them.</summary>
    private static async Task<Answer<Ok<List<EntranceView>>>> ListAsync(
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        TimeProvider time,
        CancellationToken cancellation,
        StoreId? storeId = null
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (storeId is { } wanted && !await caller.ReachesAsync(db, wanted, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var now = time.GetUtcNow();
        var notices = await StoreNotices.ReadAsync(db, addresses, cancellation);
        return TypedResults.Ok(
            notices
                .Stores.Where(s => storeId is null ? caller.Reaches(s.Id) : s.Id == storeId)
                .SelectMany(s => notices.Entrances[s.Id])
                .Select(e => new EntranceView(
                    e.Entrance.Id,
                    e.Entrance.StoreId,
                    e.Entrance.Name,
                    e.StateAt(now),
                    e.Code is null ? null : addresses.Of(e.Code),
                    e.HangsUntil is null ? null : e.Latest!.At,
                    e.HangsUntil
                ))
                .ToList()
        );
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        StoreId store,
        EntranceRequest request,
        Caller caller,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        var id = ids.Next();
        var added = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return added.ToHttp(done => TypedResults.Created($"/api/entrances/{done.Id}", done));

        async Task<Decision<Added>> DecideAsync(RetailGuardDb db)
        {
            if (!await caller.ReachesAsync(db, store, cancellation))
            {
                return Refusal.NotFound("store");
            }

            if (await db.Set<Entrance>().CountAsync(e => e.StoreId == store && e.ClosedAt == null, cancellation) >= Most)
            {
                return Refusal.Conflict("entrances-too-many", $"A store has at most {Most} entrances. Close one that is not used.");
            }

            if (await NameTakenAsync(db, store, request.Name.Trim(), cancellation) is { } taken)
            {
                return taken;
            }

            db.Add(
                new Entrance
                {
                    Tenant = caller.Tenant,
                    Id = id,
                    StoreId = store,
                    Name = request.Name.Trim(),
                    Code = PosterCode.NewEntrance(),
                }
            );
            return new(new Added(id), new AuditEvent(caller.Actor, "entrance.added", id.ToString(), new { Store = store.Value }));
        }
    }

    private static Task<Answer<NoContent>> RenameAsync(
        Guid entrance,
        EntranceRequest request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            entrance,
            caller,
            audit,
            async (db, found) =>
            {
                if (
                    found.Name != request.Name.Trim()
                    && await NameTakenAsync(db, found.StoreId, request.Name.Trim(), cancellation) is { } taken
                )
                {
                    return taken;
                }

                found.Name = request.Name.Trim();
                return "entrance.renamed";
            },
            cancellation
        );

    /// <summary>Nobody comes in by it any more, so that no poster is asked for there. A new one takes its place when it opens again.</summary>
    private static Task<Answer<NoContent>> CloseAsync(
        Guid entrance,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            entrance,
            caller,
            audit,
            (_, found) =>
            {
                found.ClosedAt = time.GetUtcNow();
                return Task.FromResult<Result<string>>("entrance.closed");
            },
            cancellation
        );

    /// <param name="change">Changes the entrance and says what that is called, or refuses.</param>
    private static async Task<Answer<NoContent>> ChangeAsync(
        Guid entrance,
        Caller caller,
        AuditLog audit,
        Func<RetailGuardDb, Entrance, Task<Result<string>>> change,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await FindAsync(db, caller, entrance, cancellation) is not { } found)
            {
                return Refusal.NotFound("entrance");
            }

            if (found.ClosedAt is not null)
            {
                return Refusal.Conflict("entrance-closed", "This entrance was closed.");
            }

            return (await change(db, found)).Succeeded(out var action, out var refusal)
                ? new Decision<Done>(Done.Instance, new AuditEvent(caller.Actor, action, entrance.ToString()))
                : refusal;
        }
    }

    private static async Task<Refusal?> NameTakenAsync(RetailGuardDb db, StoreId store, string name, CancellationToken cancellation) =>
        await db.Set<Entrance>().AnyAsync(e => e.StoreId == store && e.Name == name && e.ClosedAt == null, cancellation)
            ? WrongFields.One("name", "name-taken", "name belongs to another entrance of this store.")
            : null;
}
