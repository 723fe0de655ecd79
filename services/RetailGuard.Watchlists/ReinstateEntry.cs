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

/// <summary>Says whether something outside the list holds an entry back.</summary>
public interface IReinstatementGuard
{
    /// <summary>Why the entry may not come back yet; null when it may.</summary>
    Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation);
}

/// <summary>Brings a suspended entry back into matching: one person asks, another agrees (R7).</summary>
internal static class ReinstateEntry
{
    public sealed record Request([property: MaxLength(400)] string Reason);

    public sealed record Reinstated(EntryId Id, EntryState State, PersonId? ReinstateAskedBy);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/entries/{entry}/reinstate", RunAsync).AllowRoles(Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);

    private static async Task<Answer<Ok<Reinstated>>> RunAsync(
        EntryId entry,
        Request request,
        Caller caller,
        IEnumerable<IReinstatementGuard> guards,
        AuditLog audit,
        Galleries galleries,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var saved = await audit.CommitOrRetryAsync(
            caller.Tenant,
            db => DecideAsync(db, entry, request.Reason.Trim(), caller, guards, time.GetUtcNow(), cancellation),
            cancellation
        );
        if (!saved.Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await galleries.TellAsync(caller.Tenant, found.StoreId);
        return TypedResults.Ok(new Reinstated(entry, found.State, found.ReinstateAskedBy));
    }

    private static async Task<Decision<Entry>> DecideAsync(
        RetailGuardDb db,
        EntryId entry,
        string reason,
        Caller caller,
        IEnumerable<IReinstatementGuard> guards,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var found = await db.Set<Entry>().AsTracking().SingleOrDefaultAsync(e => e.Id == entry, cancellation);
        if (found is null || !caller.Reaches(found.StoreId))
        {
            return Refusal.NotFound("entry");
        }

        var person = await Signatory.OfAsync(db, caller.Person, cancellation);
        if (Check(found, person, now) is { } refusal)
        {
            return refusal;
        }

        // What nobody has looked at in time does not come back by two who settle something else.
        if (Lapses.Of(found, await CriteriaVersions.ReadAsync(db, cancellation), now) is { } lapse)
        {
            return lapse is SuspensionReason.NotRevalidated
                ? Refusal.Conflict(
                    "revalidation-due",
                    $"Nobody has looked at this entry for {Lapses.RevalidateDays} days. Re-validate it first."
                )
                : Refusal.Conflict(
                    "review-due",
                    "The criteria have changed since somebody last looked at this entry. Say first whether it still meets them."
                );
        }

        foreach (var guard in guards)
        {
            if (await guard.WhyNotAsync(db, entry, cancellation) is { } held)
            {
                return held;
            }
        }

        if (found.ReinstateAskedBy is null)
        {
            found.AskToReinstate(person, reason);
            return new(found, new AuditEvent(caller.Actor, "entry.reinstatement-asked", entry.ToString()));
        }

        (found.State, found.Suspension, found.SuspendedAt) = (EntryState.Active, null, null);
        found.AskToReinstate(null, null);
        found.ReinstatedAt = now;
        var list = await StoreList.NumberAsync(db, found, cancellation);
        return new(found, new AuditEvent(caller.Actor, "entry.reinstated", entry.ToString(), new { list }));
    }

    /// <summary>The rules of bringing an entry back; null when this person may take the next step.</summary>
    internal static Refusal? Check(Entry entry, Signatory person, DateTimeOffset now) =>
        entry.State is not EntryState.Suspended ? Refusal.Conflict("entry-decided", "This entry is not suspended.")
        : entry.ExpiresAt <= now ? Refusal.Invalid("expiry-passed", "The entry's time is over. Propose it anew.")
        : entry.ReinstateAskedBy == person.Person
            ? Refusal.Invalid("same-person", "You asked for this entry to come back. Somebody else must agree.")
        : entry.ReinstateAsker?.IsIndependentOf(person) is false ? Signatory.NotIndependent
        : null;
}
