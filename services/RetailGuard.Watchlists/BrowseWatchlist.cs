using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>The entries of all stores that somebody reaches, those that end soonest first.</summary>
internal static class BrowseWatchlist
{
    /// <summary>How an entry stands today.</summary>
    private enum EntryStanding
    {
        Proposed,
        Active,
        Suspended,
        Expired,
        Refused,
        Removed,
    }

    /// <summary>What somebody still has to do about a live entry.</summary>
    private enum EntryDue
    {
        /// <summary>To say whether it meets the criteria of now (R13).</summary>
        Review,

        /// <summary>To re-validate it within two weeks (R14).</summary>
        Revalidation,
    }

    /// <param name="Next">The cursor of the next page; null on the last one.</param>
    public sealed record WatchlistPage(IReadOnlyList<ListEntries.EntryView> Entries, string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/watchlist", RunAsync).AllowRoles(ListEntries.Readers);

    /// <param name="state"><c>proposed</c>, <c>active</c>, <c>suspended</c>, <c>expired</c>, <c>refused</c> or <c>removed</c>.</param>
    /// <param name="category">As of an entry.</param>
    /// <param name="endsBefore">Only entries that end before this.</param>
    /// <param name="due"><c>review</c> or <c>revalidation</c>: only live entries that wait for that.</param>
    private static async Task<Answer<Ok<WatchlistPage>>> RunAsync(
        StoreId? storeId,
        string? state,
        string? category,
        DateTimeOffset? endsBefore,
        string? due,
        string? cursor,
        Caller caller,
        Database database,
        EntryTextReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (storeId is { } store && !await caller.ReachesAsync(db, store, cancellation))
        {
            return Refusal.NotFound("store");
        }

        if (!PageCursor.Read(cursor, DateTimeOffset.MinValue).Succeeded(out var from, out var unreadable))
        {
            return unreadable;
        }

        if (
            !QueryWord.Read<EntryStanding>("state", state).Succeeded(out var standing, out var unknown)
            || !QueryWord.Read<EntryCategory>("category", category).Succeeded(out var wanted, out unknown)
            || !QueryWord.Read<EntryDue>("due", due).Succeeded(out var waiting, out unknown)
        )
        {
            return unknown;
        }

        var now = time.GetUtcNow();
        var entries = db.Set<Entry>().AsNoTracking().Where(e => e.ExpiresAt >= from.At);
        if (storeId is not null)
        {
            entries = entries.Where(e => e.StoreId == storeId);
        }
        else
        {
            var reached = await db.Set<Store>().Select(s => s.Id).ToListAsync(cancellation);
            reached.RemoveAll(s => !caller.Reaches(s));
            entries = entries.Where(e => reached.Contains(e.StoreId));
        }

        if (wanted.Value is { } one)
        {
            entries = entries.Where(e => e.Category == one);
        }

        if (waiting.Value is EntryDue.Review)
        {
            var version = await CriteriaVersions.LatestAsync(db, cancellation);
            entries = entries.Where(Entry.IsLive(now)).Where(e => e.MeetsVersion < version);
        }
        else if (waiting.Value is EntryDue.Revalidation)
        {
            var soon = now.AddDays(Lapses.WarnDays);
            entries = entries.Where(Entry.IsLive(now)).Where(e => e.RevalidateBy <= soon);
        }

        if (endsBefore?.ToUniversalTime() is { } end)
        {
            entries = entries.Where(e => e.ExpiresAt < end);
        }

        var rows = await Standing(entries, standing.Value, now)
            .OrderBy(e => e.ExpiresAt)
            .ThenBy(e => e.Id)
            .Skip(from.Seen)
            .Take(PageCursor.Size + 1)
            .ToListAsync(cancellation);
        var (page, next) = from.Cut(rows, e => e.ExpiresAt);
        return TypedResults.Ok(new WatchlistPage(await ListEntries.ViewsAsync(db, [.. page], caller, reader, now, cancellation), next));
    }

    private static IQueryable<Entry> Standing(IQueryable<Entry> entries, EntryStanding? standing, DateTimeOffset now) =>
        standing is not { } one
            ? entries
            : one switch
            {
                EntryStanding.Expired => entries.Where(e =>
                    e.State == EntryState.Expired
                    || (e.ExpiresAt <= now && (e.State == EntryState.Active || e.State == EntryState.Suspended))
                ),
                EntryStanding.Proposed => entries.Where(e => e.State == EntryState.Proposed),
                EntryStanding.Active => entries.Where(e => e.State == EntryState.Active && e.ExpiresAt > now),
                EntryStanding.Suspended => entries.Where(e => e.State == EntryState.Suspended && e.ExpiresAt > now),
                EntryStanding.Refused => entries.Where(e => e.State == EntryState.Refused),
                EntryStanding.Removed => entries.Where(e => e.State == EntryState.Removed),
            };
}
