using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>A store's entries and their photographs, for those who run the list.</summary>
internal static class ListEntries
{
    /// <param name="Label">Of an entry that is erased the end of its id.</param>
    /// <param name="State">As in <see cref="EntryState"/>, or <c>expired</c>.</param>
    /// <param name="CriteriaVersion">Of the criteria under which it was proposed.</param>
    /// <param name="HarmValue">Whole NZ$; null where the category asks for none, or nobody has said.</param>
    /// <param name="HarmIncidents">As above.</param>
    /// <param name="IsHarmUnknown">Whether the category asks for harm that nobody has stated: somebody may say now that it meets the criteria.</param>
    /// <param name="ReviewBy">By when somebody says whether it meets the criteria of now; null when nothing is to be said.</param>
    /// <param name="RevalidateBy">By when somebody looks at it again; null while it is not on the list.</param>
    /// <param name="HeldSince">Since when what is held of the person is kept for a request or case alone; null where it is not.</param>
    /// <param name="Pictures">How many <c>/api/entries/{entry}/photo?number=</c> gives, from 1 on.</param>
    public sealed record EntryView(
        EntryId Id,
        StoreId StoreId,
        string Label,
        string State,
        EntryCategory Category,
        EntryRole Role,
        EntryBasis Basis,
        DateTimeOffset IncidentAt,
        DateTimeOffset ExpiresAt,
        PersonId EnrolledBy,
        PersonId? DecidedBy,
        int Pictures,
        SuspensionView? Suspension,
        int CriteriaVersion,
        int? HarmValue,
        int? HarmIncidents,
        bool IsHarmUnknown,
        DateTimeOffset? ReviewBy,
        DateTimeOffset? RevalidateBy,
        DateTimeOffset? HeldSince
    );

    /// <summary>Why an entry is suspended, and how far its return is.</summary>
    /// <param name="Detail">For head office: a sentence.</param>
    public sealed record SuspensionView(
        SuspensionReason Reason,
        DateTimeOffset At,
        string Detail,
        int Alerts,
        int Stores,
        PersonId? ReinstateAskedBy,
        string? ReinstateReason
    );

    /// <summary>Those who run the list.</summary>
    public static readonly Role[] Readers = [Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/entries", ListAsync).AllowRoles(Readers);
        routes.MapGet("/api/entries/suspended", SuspendedAsync).AllowRoles(Readers);
        routes.MapGet("/api/entries/{entry}/photo", PhotoAsync).AllowRoles(Readers);
    }

    private static async Task<Answer<Ok<List<EntryView>>>> ListAsync(
        StoreId storeId,
        Caller caller,
        Database database,
        EntryTextReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!await caller.ReachesAsync(db, storeId, cancellation))
        {
            return Refusal.NotFound("store");
        }

        var entries = await db.Set<Entry>().AsNoTracking().Where(e => e.StoreId == storeId).OrderBy(e => e.Id).ToListAsync(cancellation);
        var views = await ViewsAsync(db, entries, caller, reader, time.GetUtcNow(), cancellation);
        return TypedResults.Ok(views.OrderBy(e => e.Label, StringComparer.Ordinal).ToList());
    }

    /// <summary>R7: head office sees what is frozen everywhere, and why; a store's manager sees it for the store.</summary>
    private static async Task<Ok<List<EntryView>>> SuspendedAsync(
        Caller caller,
        Database database,
        EntryTextReader reader,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var entries = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e => e.State == EntryState.Suspended)
            .OrderBy(e => e.SuspendedAt)
            .ToListAsync(cancellation);
        var reached = entries.FindAll(e => caller.Reaches(e.StoreId));
        return TypedResults.Ok(await ViewsAsync(db, reached, caller, reader, time.GetUtcNow(), cancellation));
    }

    internal static async Task<List<EntryView>> ViewsAsync(
        RetailGuardDb db,
        List<Entry> entries,
        Caller caller,
        EntryTextReader reader,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var readable = entries.FindAll(e => MayRead(e, caller, now)).ConvertAll(e => (e.Id, e.KeyId, e.SealedTexts));
        var texts = await reader.ReadAsync(caller.Tenant, readable, cancellation);
        var versions = await CriteriaVersions.ReadAsync(db, cancellation);
        return entries.ConvertAll(e => View(e, EntryTexts.LabelOf(e.Id, texts), versions, now));
    }

    /// <summary>What is kept of an entry that is over is kept for a request or case, and for nothing else.</summary>
    internal static bool MayRead(Entry entry, Caller caller, DateTimeOffset now) =>
        !entry.IsOverAt(now) || caller.Roles.Contains(Role.PrivacyOfficer);

    internal static EntryView View(Entry e, string label, CriteriaVersions versions, DateTimeOffset now) =>
        new(
            e.Id,
            e.StoreId,
            label,
            e.State is EntryState.Active or EntryState.Suspended && e.ExpiresAt <= now ? "expired" : e.State.ToString().ToLowerInvariant(),
            e.Category,
            e.Role,
            e.Basis,
            e.IncidentAt,
            e.ExpiresAt,
            e.EnrolledBy,
            e.DecidedBy,
            e.Pictures,
            e is { State: EntryState.Suspended, Suspension: { } reason }
                ? new(
                    reason,
                    e.SuspendedAt!.Value,
                    Describe(e, reason),
                    e.SuspendedAlerts,
                    e.SuspendedStores,
                    e.ReinstateAskedBy,
                    e.ReinstateReason
                )
                : null,
            e.CriteriaVersion ?? CriteriaVersions.First,
            e.HarmValue,
            e.HarmIncidents,
            e.IsHarmUnknown,
            e.IsOnListAt(now) ? versions.ReviewBy(e) : null,
            e.IsOnListAt(now) ? e.RevalidateBy : null,
            e.HeldSince
        );

    private static string Describe(Entry e, SuspensionReason reason) =>
        reason switch
        {
            SuspensionReason.AlertRate => string.Create(
                CultureInfo.InvariantCulture,
                $"Matched {e.SuspendedAlerts} times at {e.SuspendedStores} {(e.SuspendedStores == 1 ? "store" : "stores")} within a day, which is more than one person does. Compare the alerts' pictures with the entry before bringing it back."
            ),
            SuspensionReason.Disputed =>
                "Somebody disputed an alert on this entry, or asked to have it corrected. It stays out of matching until that case or request is closed and two people bring it back.",
            SuspensionReason.NotRevalidated =>
                $"Nobody has looked at this entry for {Lapses.RevalidateDays} days. It matches again once somebody has re-validated it.",
            SuspensionReason.NotReviewed =>
                $"The criteria have changed, and nobody has said within {CriteriaVersions.ReviewDays} days whether this entry still meets them. It matches again once somebody has.",
            SuspensionReason.Doubted =>
                "Another store doubts that this is an adult who is not vulnerable. Take the entry off the list unless two people can rule that out.",
        };

    /// <param name="number">Which of the entry's pictures, 1 and up; without it the first.</param>
    private static async Task<Answer<JpegImage>> PhotoAsync(
        EntryId entry,
        int? number,
        Caller caller,
        Database database,
        Entries entries,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var which = number ?? 1;
        await using var db = database.Of(caller.Tenant);
        var found = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancellation);
        if (
            found is null
            || !caller.Reaches(found.StoreId)
            || !MayRead(found, caller, time.GetUtcNow())
            || await entries.PhotoAsync(found, which, cancellation) is not { } photo
        )
        {
            return Refusal.NotFound("photograph");
        }

        await audit.CommitAsync(
            db,
            caller.Tenant,
            [new(caller.Actor, "entry.photo-viewed", entry.ToString(), new { number = which })],
            cancellation
        );
        return new JpegImage(photo);
    }
}
