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

namespace RetailGuard.Watchlists;

/// <summary>Why somebody looked at an entry again.</summary>
public enum ReviewKind
{
    /// <summary>The criteria have changed (R13).</summary>
    Criteria,

    /// <summary>90 days were over (R14).</summary>
    Revalidation,
}

/// <summary>That somebody looked at an entry again and found that it stays. Sealed with the entry's texts.</summary>
/// <param name="Version">Of the criteria then.</param>
/// <param name="Grounds">Why it stays.</param>
internal sealed record EntryReview(ReviewKind Kind, DateTimeOffset At, PersonId By, int Version, string Grounds);

/// <summary>Looking at live entries again: against new criteria (R13), and every 90 days (R14).</summary>
internal static class EntryReviews
{
    /// <param name="Meets">Whether the entry still is one that the criteria list; if not, it is taken off the list.</param>
    /// <param name="HarmValue">Whole NZ$; to put on record what is not known yet.</param>
    public sealed record ReviewRequest(
        bool Meets,
        [property: MaxLength(400)] string Reason,
        [property: Range(0, 1_000_000)] int? HarmValue = null,
        [property: Range(0, 1_000)] int? HarmIncidents = null
    );

    public sealed record RevalidateRequest([property: MaxLength(400)] string Grounds);

    public sealed record Reviewed(EntryId Id, EntryState State, DateTimeOffset ExpiresAt, DateTimeOffset? RevalidateBy);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] reviewers = [Role.StoreManager, Role.HeadOfficeLossPrevention];
        routes.MapPost("/api/entries/{entry}/criteria-review", ReviewAsync).AllowRoles(reviewers);
        routes.MapPost("/api/entries/{entry}/revalidate", RevalidateAsync).AllowRoles(reviewers);
    }

    private static Task<Answer<Ok<Reviewed>>> ReviewAsync(
        EntryId entry,
        ReviewRequest request,
        Caller caller,
        Reviews reviews,
        CancellationToken cancellation
    ) =>
        reviews.CommitAsync(
            entry,
            caller,
            (db, found, versions) =>
                request.Meets
                    ? reviews.MeetsAsync(db, found, versions, request, caller, cancellation)
                    : reviews.EndAsync(db, found, versions, caller, cancellation),
            cancellation
        );

    private static Task<Answer<Ok<Reviewed>>> RevalidateAsync(
        EntryId entry,
        RevalidateRequest request,
        Caller caller,
        Reviews reviews,
        CancellationToken cancellation
    ) =>
        reviews.CommitAsync(
            entry,
            caller,
            (db, found, versions) => reviews.RevalidateAsync(db, found, versions, request.Grounds.Trim(), caller, cancellation),
            cancellation
        );

    /// <summary>Saves what somebody found, and tells the galleries.</summary>
    internal sealed class Reviews(
        AuditLog audit,
        Galleries galleries,
        EndEntry ending,
        TenantKeys keys,
        IEntryFamilies families,
        TimeProvider time
    )
    {
        /// <summary>An entry is looked at a good dozen times in its two years.</summary>
        private const int MostReviews = 30;

        /// <param name="Stores">Whose lists have changed.</param>
        /// <param name="Ended">What is to be forgotten; null when nothing is.</param>
        internal sealed record Found(Entry Entry, IReadOnlyCollection<StoreId> Stores, EndedEntries? Ended = null);

        public async Task<Answer<Ok<Reviewed>>> CommitAsync(
            EntryId id,
            Caller caller,
            Func<RetailGuardDb, Entry, CriteriaVersions, Task<Decision<Found>>> decide,
            CancellationToken cancellation
        )
        {
            var saved = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
            if (!saved.Succeeded(out var found, out var refusal))
            {
                return refusal;
            }

            if (found.Ended is { } ended)
            {
                await ending.ForgetAsync(caller.Tenant, ended, cancellation);
            }

            await Task.WhenAll(found.Stores.Select(store => galleries.TellAsync(caller.Tenant, store)));
            return TypedResults.Ok(new Reviewed(id, found.Entry.State, found.Entry.ExpiresAt, found.Entry.RevalidateBy));

            async Task<Decision<Found>> DecideAsync(RetailGuardDb db)
            {
                var entry = await db.Set<Entry>().AsTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
                if (entry is null || !caller.Reaches(entry.StoreId))
                {
                    return Refusal.NotFound("entry");
                }

                return entry.IsOnListAt(time.GetUtcNow())
                    ? await decide(db, entry, await CriteriaVersions.ReadAsync(db, cancellation))
                    : Refusal.Conflict("entry-not-live", "This entry is not on the list, so there is nothing to look at again.");
            }
        }

        /// <summary>The entry still is one that the criteria list; where they let it last less long now, it ends sooner.</summary>
        public async Task<Decision<Found>> MeetsAsync(
            RetailGuardDb db,
            Entry entry,
            CriteriaVersions versions,
            ReviewRequest request,
            Caller caller,
            CancellationToken cancellation
        )
        {
            var now = time.GetUtcNow();
            var zone = await StoreZones.OfAsync(db, entry.StoreId, cancellation);
            var latest = versions.Current.LatestEnd(entry.Category, entry.Role, entry.IncidentAt, zone);
            var (value, incidents) = (request.HarmValue ?? entry.HarmValue, request.HarmIncidents ?? entry.HarmIncidents);
            if (Check(entry, versions, value, incidents, latest, now) is { } refusal)
            {
                return refusal;
            }

            (entry.MeetsVersion, entry.HarmValue, entry.HarmIncidents) = (versions.Version, value, incidents);
            if (
                !await NoteAsync(entry, new(ReviewKind.Criteria, now, caller.Person, versions.Version, request.Reason.Trim()), cancellation)
            )
            {
                return CorrectEntry.Gone;
            }

            List<AuditEvent> events = [new(caller.Actor, "entry.reviewed", entry.Id.ToString(), new { versions.Version, latest })];
            HashSet<StoreId> stores = [];
            if (Lapses.Lift(entry, versions, now))
            {
                await NumberAsync(entry, "entry.reinstated");
            }

            // A share never outlives its source (R19).
            var received = entry.ExpiresAt > latest ? await families.ReceivedFromAsync(db, entry.Id, cancellation) : [];
            var later = await db.Set<Entry>().AsTracking().Where(e => received.Contains(e.Id)).ToListAsync(cancellation);
            foreach (var one in later.Append(entry).Where(e => e.ExpiresAt > latest && EndEntry.IsKept(e.State)))
            {
                one.ExpiresAt = latest;
                await NumberAsync(one, "entry.shortened");
            }

            return new(new Found(entry, stores), [.. events]);

            async Task NumberAsync(Entry one, string action)
            {
                stores.Add(one.StoreId);
                var list = await StoreList.NumberAsync(db, one, cancellation);
                events.Add(new(caller.Actor, action, one.Id.ToString(), new { list }));
            }
        }

        /// <summary>The entry is none that the criteria list any more.</summary>
        public async Task<Decision<Found>> EndAsync(
            RetailGuardDb db,
            Entry entry,
            CriteriaVersions versions,
            Caller caller,
            CancellationToken cancellation
        )
        {
            if (!versions.MayReview(entry))
            {
                return NotDue(versions);
            }

            var ended = await ending.PrepareAsync(db, entry, EntryState.Removed, caller, cancellation);
            var found = new AuditEvent(caller.Actor, "entry.criteria-not-met", entry.Id.ToString(), new { versions.Version });
            return new(new Found(entry, [], ended), [found, .. ended.Events]);
        }

        /// <summary>R14: somebody has looked at the entry, and it stays for another 90 days.</summary>
        public async Task<Decision<Found>> RevalidateAsync(
            RetailGuardDb db,
            Entry entry,
            CriteriaVersions versions,
            string grounds,
            Caller caller,
            CancellationToken cancellation
        )
        {
            var now = time.GetUtcNow();
            entry.RevalidateBy = now.AddDays(Lapses.RevalidateDays);
            if (!await NoteAsync(entry, new(ReviewKind.Revalidation, now, caller.Person, entry.MeetsVersion ?? 1, grounds), cancellation))
            {
                return CorrectEntry.Gone;
            }

            List<AuditEvent> events = [new(caller.Actor, "entry.revalidated", entry.Id.ToString(), new { entry.RevalidateBy })];
            if (!Lapses.Lift(entry, versions, now))
            {
                return new(new Found(entry, []), [.. events]);
            }

            var list = await StoreList.NumberAsync(db, entry, cancellation);
            events.Add(new(caller.Actor, "entry.reinstated", entry.Id.ToString(), new { list }));
            return new(new Found(entry, [entry.StoreId]), [.. events]);
        }

        /// <summary>Why an entry does not still meet the criteria in force; null when it may.</summary>
        internal static Refusal? Check(
            Entry entry,
            CriteriaVersions versions,
            int? value,
            int? incidents,
            DateTimeOffset latest,
            DateTimeOffset now
        )
        {
            if (!versions.MayReview(entry))
            {
                return NotDue(versions);
            }

            var wrong = new WrongFields();
            versions.Current.CheckHarm(entry.Category, value, incidents, wrong);
            if (latest <= now)
            {
                wrong.Add(
                    "meets",
                    "expiry-passed",
                    $"By your criteria an entry for {EnrolmentCriteria.NameOf(entry.Category)} would have ended on {NewZealand.DayOf(latest):d MMMM yyyy}."
                );
            }

            return wrong.Refusal;
        }

        private static Refusal NotDue(CriteriaVersions versions) =>
            Refusal.Conflict("review-not-due", $"This entry was looked at under version {versions.Version} of the criteria already.");

        /// <returns>Whether there still is something to write it beside.</returns>
        private async Task<bool> NoteAsync(Entry entry, EntryReview review, CancellationToken cancellation)
        {
            if (await EntryTexts.ReadAsync(keys, entry, cancellation) is not { } opened)
            {
                return false;
            }

            var texts = opened.Texts with { Reviews = [.. opened.Texts.Reviews.TakeLast(MostReviews - 1), review] };
            entry.SealedTexts = texts.Seal(opened.Key, entry.Id);
            return true;
        }
    }
}
