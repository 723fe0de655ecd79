using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>The ledger of shares (R21): who offered what to whom, why, and what became of it; and what a receiving store is shown before it answers.</summary>
internal static class BrowseShares
{
    /// <param name="Kilometres">By road, between the two stores.</param>
    /// <param name="LapsesAt">When nobody answers an offer.</param>
    /// <param name="Received">The receiver's own entry, for those who may look at that store.</param>
    /// <param name="HasReached">Whether the receiving store's gallery is as the record wants it; null when there is nothing to reach, or nobody knows.</param>
    public sealed record ShareView(
        ShareId Id,
        Named From,
        Named To,
        ShareStanding Standing,
        EntryCategory Category,
        DateTimeOffset IncidentAt,
        int Kilometres,
        OffendingPattern Pattern,
        LawfulGround Ground,
        Named OfferedBy,
        DateTimeOffset OfferedAt,
        DateTimeOffset LapsesAt,
        Named? AnsweredBy,
        DateTimeOffset? AnsweredAt,
        DeclineReason? Declined,
        IndirectNotice? Notice,
        RecallReason? Recalled,
        DateTimeOffset? RecalledAt,
        EntryId? Received,
        bool? HasReached
    );

    /// <param name="Next">The cursor of the next page; null on the last one.</param>
    public sealed record SharePage(IReadOnlyList<ShareView> Shares, string? Next);

    /// <summary>All that leaves the sending store: no template, and no id of its entry (R18).</summary>
    /// <param name="ExpiresAt">No answer may set a later end (R19).</param>
    /// <param name="Statements">Of the person, to be read before the picture is looked at (R41).</param>
    /// <param name="Pictures">How many <c>/api/shares/{share}/photo?number=</c> gives, from 1 on.</param>
    public sealed record SentFile(
        EntryRole Role,
        EntryBasis Basis,
        DateTimeOffset ExpiresAt,
        string Evidence,
        string Summary,
        IReadOnlyList<string> Statements,
        int Pictures
    );

    /// <param name="Warnings">What has gone wrong with this person's entries anywhere, the newest first: to be read before the picture is looked at.</param>
    /// <param name="Sent">Null once the offer is answered or over.</param>
    public sealed record ShareFile(ShareView Share, IReadOnlyList<EntryWarning> Warnings, SentFile? Sent);

    public static readonly Role[] Readers = [Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/shares", ListAsync).AllowRoles(Readers);
        routes.MapGet("/api/entries/{entry}/shares", OfEntryAsync).AllowRoles(Readers);
        routes.MapGet("/api/shares/{share}", OneAsync).AllowRoles(Readers);
        routes.MapGet("/api/shares/{share}/photo", PhotoAsync).AllowRoles(Readers);
    }

    /// <summary>The newest first.</summary>
    /// <param name="state">As answered: <c>offered</c>, <c>accepted</c>, <c>declined</c> or <c>recalled</c>.</param>
    /// <param name="storeId">Only shares from or to this store.</param>
    private static async Task<Answer<Ok<SharePage>>> ListAsync(
        string? state,
        StoreId? storeId,
        string? cursor,
        Caller caller,
        Database database,
        Galleries galleries,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (storeId is { } store && !await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        if (!PageCursor.Read(cursor, DateTimeOffset.MaxValue).Succeeded(out var from, out var unreadable))
        {
            return unreadable;
        }

        if (!QueryWord.Read<ShareState>("state", state).Succeeded(out var wanted, out var unknown))
        {
            return unknown;
        }

        var reached = storeId is { } one ? [one] : await ReachedAsync(db, caller, cancellation);
        var tied = TiedShare
            .Of(db)
            .Where(t => t.Share.OfferedAt <= from.At)
            .Where(t => reached.Contains(t.Share.From) || reached.Contains(t.Share.To));
        if (wanted.Value is { } answer)
        {
            tied = tied.Where(t => t.Share.State == answer);
        }

        var rows = await tied.OrderByDescending(t => t.Share.OfferedAt)
            .ThenBy(t => t.Share.Id)
            .Skip(from.Seen)
            .Take(PageCursor.Size + 1)
            .ToListAsync(cancellation);
        var (page, next) = from.Cut(rows, t => t.Share.OfferedAt);
        return TypedResults.Ok(new SharePage(await ViewsAsync(db, page, caller, galleries, time, cancellation), next));
    }

    private static async Task<Answer<Ok<List<ShareView>>>> OfEntryAsync(
        EntryId entry,
        Caller caller,
        Database database,
        Galleries galleries,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var found = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancellation);
        if (found is null || !caller.Reaches(found.StoreId))
        {
            return Refusal.NotFound("entry");
        }

        var tied = await TiedShare
            .Of(db)
            .Where(t => t.Share.Source == entry || t.Share.Received == entry)
            .OrderBy(t => t.Share.OfferedAt)
            .ToListAsync(cancellation);
        return TypedResults.Ok(await ViewsAsync(db, tied, caller, galleries, time, cancellation));
    }

    private static async Task<Answer<Ok<ShareFile>>> OneAsync(
        ShareId share,
        Caller caller,
        Database database,
        Entries entries,
        Galleries galleries,
        IEntryFamilies families,
        IEnumerable<IEntryWarnings> warnings,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await FindAsync(db, share, caller, cancellation) is not { } tied)
        {
            return Refusal.NotFound("share");
        }

        var views = await ViewsAsync(db, [tied], caller, galleries, time, cancellation);
        var family = await families.OfAsync(db, tied.Share.Source, cancellation);
        List<EntryWarning> known = [];
        foreach (var source in warnings)
        {
            known.AddRange(await source.OfAsync(db, family, cancellation));
        }

        SentFile? sent = null;
        if (
            tied.Standing(time.GetUtcNow()) is ShareStanding.Waiting
            && await entries.FileAsync(db, tied.Share.Source, cancellation) is { } file
        )
        {
            sent = new(
                file.Entry.Role,
                file.Entry.Basis,
                file.Entry.ExpiresAt,
                file.Evidence,
                file.Summary,
                file.Statements,
                file.Entry.Pictures
            );

            // R49: who looked is on record.
            await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "share.viewed", share.ToString())], cancellation);
        }

        return TypedResults.Ok(new ShareFile(views[0], [.. known.OrderByDescending(w => w.At)], sent));
    }

    /// <param name="number">Which of the pictures, 1 and up; without it the first.</param>
    private static async Task<Answer<JpegImage>> PhotoAsync(
        ShareId share,
        int? number,
        Caller caller,
        Database database,
        Entries entries,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var which = number ?? 1;
        if (
            await FindAsync(db, share, caller, cancellation) is not { } tied
            || tied.Standing(time.GetUtcNow()) is not ShareStanding.Waiting
            || await entries.PhotoAsync(db, tied.Share.Source, which, cancellation) is not { } photo
        )
        {
            return Refusal.NotFound("photograph");
        }

        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "share.photo-viewed", share.ToString(), new { number = which })],
            cancellation
        );
        return new JpegImage(photo);
    }

    /// <summary>A share from or to a store that the caller reaches; to others it does not exist.</summary>
    internal static async Task<TiedShare?> FindAsync(RetailGuardDb db, ShareId id, Caller caller, CancellationToken cancellation) =>
        await TiedShare.Of(db).SingleOrDefaultAsync(t => t.Share.Id == id, cancellation) is { } tied
        && (caller.Reaches(tied.Share.From) || caller.Reaches(tied.Share.To))
            ? tied
            : null;

    private static async Task<List<StoreId>> ReachedAsync(RetailGuardDb db, Caller caller, CancellationToken cancellation)
    {
        var stores = await db.Set<Store>().Select(s => s.Id).ToListAsync(cancellation);
        stores.RemoveAll(s => !caller.Reaches(s));
        return stores;
    }

    private static async Task<List<ShareView>> ViewsAsync(
        RetailGuardDb db,
        IReadOnlyList<TiedShare> tied,
        Caller caller,
        Galleries galleries,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var stores = await db.Set<Store>().ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        var people = tied.SelectMany(t => (PersonId?[])[t.Share.OfferedBy, t.Share.AnsweredBy]).OfType<PersonId>().ToHashSet();
        var names = await db.Set<Person>().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var versions = await VersionsAsync(tied, galleries);
        var now = time.GetUtcNow();
        return [.. tied.Select(View)];

        ShareView View(TiedShare t) =>
            new(
                t.Share.Id,
                new(t.Share.From.Value, stores[t.Share.From]),
                new(t.Share.To.Value, stores[t.Share.To]),
                t.Standing(now),
                t.Source.Category,
                t.Source.IncidentAt,
                t.Share.Kilometres,
                t.Share.Pattern,
                t.Share.Ground,
                NameOf(t.Share.OfferedBy),
                t.Share.OfferedAt,
                t.Share.LapsesAt,
                t.Share.AnsweredBy is { } answerer ? NameOf(answerer) : null,
                t.Share.AnsweredAt,
                t.Share.Declined,
                t.Share.Notice,
                t.Share.Recalled,
                t.Share.RecalledAt,
                t.Received is { } received && caller.Reaches(received.StoreId) ? received.Id : null,
                t.Received is { ListVersion: > 0 } listed && versions.TryGetValue(listed.StoreId, out var version)
                    ? version >= listed.ListVersion
                    : null
            );

        Named NameOf(PersonId id) => new(id.Value, names[id]);
    }

    /// <summary>How far the galleries of the receiving stores have come; of one that does not answer, nothing.</summary>
    private static async Task<Dictionary<StoreId, long>> VersionsAsync(IReadOnlyList<TiedShare> tied, Galleries galleries)
    {
        var stores = tied.Where(t => t.Received is { ListVersion: > 0 }).Select(t => (t.Share.Tenant, t.Share.To)).Distinct();
        var answers = await Task.WhenAll(stores.Select(AskAsync));
        return answers.OfType<(StoreId Store, long Version)>().ToDictionary(a => a.Store, a => a.Version);

        async Task<(StoreId Store, long Version)?> AskAsync((TenantId Tenant, StoreId To) store)
        {
            try
            {
                return (store.To, (await galleries.StatusAsync(store.Tenant, store.To)).ListVersion);
            }
            catch (Exception broken) when (broken is TimeoutException or Orleans.Runtime.OrleansException)
            {
                return null;
            }
        }
    }
}
