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

/// <summary>Approving or refusing a proposal, by somebody other than its enroller (R9); taking an entry off the list.</summary>
internal static class DecideEntry
{
    public sealed record ReasonRequest([property: MaxLength(400)] string Reason);

    public sealed record Decided(EntryId Id, EntryState State);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Role[] deciders = [Role.StoreManager, Role.HeadOfficeLossPrevention];
        routes.MapPost("/api/entries/{entry}/approve", ApproveAsync).AllowRoles(deciders);
        routes.MapPost("/api/entries/{entry}/refuse", RefuseAsync).AllowRoles(deciders);
        routes.MapPost("/api/entries/{entry}/remove", RemoveAsync).AllowRoles([.. deciders, Role.PrivacyOfficer]);
    }

    /// <param name="lookAlikes">
    /// <c>different</c> or <c>same</c>: what the approver says of those on the list who look like the person (R15). Left out where nobody does.
    /// </param>
    private static async Task<Answer<Ok<Decided>>> ApproveAsync(
        EntryId entry,
        string? lookAlikes,
        Caller caller,
        Decisions decisions,
        CancellationToken cancellation
    ) =>
        QueryWord.Read<LookAlikeFinding>("lookAlikes", lookAlikes).Succeeded(out var finding, out var unknown)
            ? await decisions.DecideAsync(entry, caller, EntryState.Active, cancellation, finding.Value)
            : unknown;

    private static Task<Answer<Ok<Decided>>> RefuseAsync(
        EntryId entry,
        ReasonRequest request,
        Caller caller,
        Decisions decisions,
        CancellationToken cancellation
    ) => decisions.DecideAsync(entry, caller, EntryState.Refused, cancellation);

    private static Task<Answer<Ok<Decided>>> RemoveAsync(
        EntryId entry,
        ReasonRequest request,
        Caller caller,
        Decisions decisions,
        CancellationToken cancellation
    ) => decisions.DecideAsync(entry, caller, EntryState.Removed, cancellation);

    /// <summary>The rules of a decision; null when it may be made.</summary>
    internal static Refusal? Check(Entry entry, EntryState wanted, Signatory decider, DateTimeOffset now) =>
        wanted switch
        {
            EntryState.Active or EntryState.Refused when entry.State is not EntryState.Proposed => DecidedAlready(entry.State),
            // R9: enroller and approver are two people.
            EntryState.Active when entry.EnrolledBy == decider.Person => Refusal.Invalid(
                "same-person",
                "The person who proposed an entry cannot approve it. Another manager must look at it."
            ),
            EntryState.Active when !entry.Enroller.IsIndependentOf(decider) => Signatory.NotIndependent,
            EntryState.Active when entry.ExpiresAt <= now => Refusal.Invalid("expiry-passed", "The entry's time is over. Propose it anew."),
            EntryState.Removed when !EndEntry.IsKept(entry.State) => DecidedAlready(entry.State),
            EntryState.Active
            or EntryState.Refused
            or EntryState.Removed
            or EntryState.Proposed
            or EntryState.Suspended
            or EntryState.Expired => null,
        };

    private static Refusal DecidedAlready(EntryState state) =>
        Refusal.Conflict("entry-decided", $"This entry is {state.ToString().ToLowerInvariant()} already.");

    /// <summary>Checks and saves with the audit event, and tells the store's gallery.</summary>
    internal sealed class Decisions(
        AuditLog audit,
        Galleries galleries,
        EndEntry ending,
        FalseAlertOutlooks outlooks,
        LookAlikes lookAlikes,
        IEnumerable<IApprovalGuard> guards,
        TimeProvider time
    )
    {
        /// <param name="finding">Of the look-alikes, where the entry is approved.</param>
        public async Task<Answer<Ok<Decided>>> DecideAsync(
            EntryId id,
            Caller caller,
            EntryState wanted,
            CancellationToken cancellation,
            LookAlikeFinding? finding = null
        )
        {
            // Decisions on two entries of one list meet at its row: the later one looks again.
            var saved = await audit.CommitOrRetryAsync(
                caller.Tenant,
                db => ChangeAsync(db, id, caller, wanted, finding, cancellation),
                cancellation
            );
            if (!saved.Succeeded(out var changed, out var refusal))
            {
                return refusal;
            }

            if (changed.Ended is { } ended)
            {
                await ending.ForgetAsync(caller.Tenant, ended, cancellation);
            }
            else
            {
                await galleries.TellAsync(caller.Tenant, changed.Store);
            }

            return TypedResults.Ok(new Decided(id, wanted));
        }

        private async Task<Decision<(StoreId Store, EndedEntries? Ended)>> ChangeAsync(
            RetailGuardDb db,
            EntryId id,
            Caller caller,
            EntryState wanted,
            LookAlikeFinding? finding,
            CancellationToken cancellation
        )
        {
            var entry = await db.Set<Entry>().SingleOrDefaultAsync(e => e.Id == id, cancellation);
            if (entry is null || !caller.Reaches(entry.StoreId))
            {
                return Refusal.NotFound("entry");
            }

            if (Check(entry, wanted, await Signatory.OfAsync(db, caller.Person, cancellation), time.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            if (wanted is not EntryState.Active)
            {
                var ended = await ending.PrepareAsync(db, entry, wanted, caller, cancellation);
                return new((entry.StoreId, ended), ended.Events);
            }

            // R13: what was proposed under earlier criteria is approved only where it would be proposed today.
            var criteria = await CriteriaVersions.ReadAsync(db, cancellation);
            var wrong = new WrongFields();
            if (entry.CriteriaVersion < criteria.Version)
            {
                criteria.Current.CheckHarm(entry.Category, entry.HarmValue, entry.HarmIncidents, wrong);
            }

            // R3: what has been proposed beside it counts too, so that none of several is approved past the budget.
            if ((wrong.Refusal ?? await outlooks.WhyNotAsync(db, entry.StoreId, added: 0, cancellation)) is { } unmet)
            {
                return unmet;
            }

            foreach (var guard in guards)
            {
                if (await guard.WhyNotAsync(db, id, caller, cancellation) is { } held)
                {
                    return held;
                }
            }

            // R15: looked for again, since the list may have grown.
            if (!(await lookAlikes.OfAsync(db, entry, cancellation)).Succeeded(out var near, out var unknown))
            {
                // Whoever refused it meanwhile has taken its template away.
                var state = await db.Set<Entry>().Where(e => e.Id == id).Select(e => e.State).SingleAsync(cancellation);
                return state is EntryState.Proposed ? unknown : DecidedAlready(state);
            }

            if (LookAlikes.WhyNot(near, finding) is { } unjudged)
            {
                return unjudged;
            }

            var now = time.GetUtcNow();
            (entry.State, entry.DecidedBy) = (EntryState.Active, caller.Person);
            entry.RevalidateBy = now.AddDays(Lapses.RevalidateDays);
            await StoreList.PlaceAsync(db, entry, now, cancellation);
            var list = await StoreList.NumberAsync(db, entry, cancellation);
            return new((entry.StoreId, null), new AuditEvent(caller.Actor, "entry.active", id.ToString(), new { list, lookAlikes = near }));
        }
    }
}
