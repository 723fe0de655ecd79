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

/// <summary>One entry as a file: what it rests on, and its story, each change with who made it.</summary>
internal static class ShowEntry
{
    private const string Viewed = "entry.viewed";

    /// <param name="Evidence">Where the evidence lies; null once the entry is erased.</param>
    /// <param name="Summary">What happened, for the people who act on a confirmed alert; null once the entry is erased.</param>
    /// <param name="Statements">What the person says is wrong with it, where the store did not correct it (R41); stands beside the entry as long as it lasts.</param>
    /// <param name="Reviews">Each time that somebody looked at it again, the first one first; none once the entry is erased.</param>
    /// <param name="Story">Everything that was done to the entry, the first thing first; who looked at it is in the audit log.</param>
    public sealed record EntryFile(
        ListEntries.EntryView Entry,
        string? Evidence,
        string? Summary,
        IReadOnlyList<string> Statements,
        IReadOnlyList<EntryReviewView> Reviews,
        Named EnrolledBy,
        Named? DecidedBy,
        IReadOnlyList<EntryEvent> Story
    );

    /// <summary>That somebody looked at the entry again, and it stayed.</summary>
    /// <param name="Version">Of the criteria then.</param>
    public sealed record EntryReviewView(ReviewKind Kind, DateTimeOffset At, Named By, int Version, string Grounds);

    /// <param name="Action">As in the audit log: <c>entry.approved</c>.</param>
    /// <param name="By">Null for what the system did.</param>
    public sealed record EntryEvent(DateTimeOffset At, string Action, Named? By);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/entries/{entry}", RunAsync).AllowRoles(ListEntries.Readers);

    private static async Task<Answer<Ok<EntryFile>>> RunAsync(
        EntryId entry,
        Caller caller,
        Database database,
        EntryTextReader reader,
        AuditLog audit,
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

        var subject = entry.ToString();
        var story = await db.Set<AuditRow>()
            .AsNoTracking()
            .Where(r => r.Subject == subject && r.Action != Viewed && r.Action != "entry.photo-viewed")
            .OrderBy(r => r.Sequence)
            .Select(r => new
            {
                r.At,
                r.Action,
                r.ActorKind,
                r.ActorId,
            })
            .ToListAsync(cancellation);
        var names = await db.Set<Person>().Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);

        // R49: who looked is on record.
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, Viewed, subject)], cancellation);
        var now = time.GetUtcNow();
        var texts = await reader.ReadAsync(
            caller.Tenant,
            ListEntries.MayRead(found, caller, now) ? [(found.Id, found.KeyId, found.SealedTexts)] : [],
            cancellation
        );
        var words = texts.GetValueOrDefault(found.Id);
        var versions = await CriteriaVersions.ReadAsync(db, cancellation);
        return TypedResults.Ok(
            new EntryFile(
                ListEntries.View(found, EntryTexts.LabelOf(found.Id, texts), versions, now),
                words?.Evidence,
                words?.Summary,
                words?.Statements ?? [],
                [.. words?.Reviews.Select(r => new EntryReviewView(r.Kind, r.At, NameOf(r.By), r.Version, r.Grounds)) ?? []],
                NameOf(found.EnrolledBy),
                found.DecidedBy is { } decider ? NameOf(decider) : null,
                [.. story.Select(r => new EntryEvent(r.At, r.Action, ActorOf(r.ActorKind, r.ActorId)))]
            )
        );

        Named NameOf(PersonId id) => new(id.Value, names[id]);

        Named? ActorOf(string kind, string id) =>
            kind == "person" && PersonId.TryParse(id, out var person) && names.ContainsKey(person) ? NameOf(person) : null;
    }
}
