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

    private static Task<Answer<Ok<Decided>>> ApproveAsync(
        EntryId entry,
        Caller caller,
        Decisions decisions,
        CancellationToken cancellation
    ) => decisions.DecideAsync(entry, caller, EntryState.Active, cancellation);

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
            EntryState.Active or EntryState.Refused when entry.State is not EntryState.Proposed => Refusal.Conflict(
                "entry-decided",
                $"This entry is {entry.State.ToString().ToLowerInvariant()} already."
            ),
            // R9: enroller and approver are two people.
            EntryState.Active when entry.EnrolledBy == decider.Person => Refusal.Invalid(
                "same-person",
                "The person who proposed an entry cannot approve it. Another manager must look at it."
            ),
            EntryState.Active when !entry.Enroller.IsIndependentOf(decider) => Signatory.NotIndependent,
            EntryState.Active when entry.ExpiresAt <= now => Refusal.Invalid("expiry-passed", "The entry's time is over. Propose it anew."),
            EntryState.Removed when entry.State is not (EntryState.Active or EntryState.Proposed or EntryState.Suspended) =>
                Refusal.Conflict("entry-decided", $"This entry is {entry.State.ToString().ToLowerInvariant()} already."),
            EntryState.Active or EntryState.Refused or EntryState.Removed or EntryState.Proposed or EntryState.Suspended => null,
        };

    /// <summary>Checks and saves with the audit event, and tells the store's gallery.</summary>
    internal sealed class Decisions(IBlobVault vault, TenantKeys keys, AuditLog audit, Galleries galleries, TimeProvider time)
    {
        public async Task<Answer<Ok<Decided>>> DecideAsync(EntryId id, Caller caller, EntryState wanted, CancellationToken cancellation)
        {
            // Decisions on two entries of one list meet at its row: the later one looks again.
            var saved = await audit.CommitOrRetryAsync(
                caller.Tenant,
                db => ChangeAsync(db, id, caller, wanted, cancellation),
                cancellation
            );
            if (!saved.Succeeded(out var changed, out var refusal))
            {
                return refusal;
            }

            var (entry, ended) = changed;
            await FinishAsync(entry, ended, cancellation);
            return TypedResults.Ok(new Decided(id, wanted));
        }

        /// <summary>What follows from the commit.</summary>
        public async Task FinishAsync(Entry entry, Guid? ended, CancellationToken cancellation)
        {
            // Without its key, pictures and templates are unreadable in every copy, backups included (R12).
            await keys.DestroyRecordKeyAsync(entry.Tenant, ended, cancellation);
            foreach (var picture in entry.State is EntryState.Active ? [] : entry.PictureNames)
            {
                await vault.DeleteAsync(picture, cancellation);
            }

            await galleries.TellAsync(entry.Tenant, entry.StoreId);
        }

        public async Task<Decision<(Entry Entry, Guid? EndedKey)>> ChangeAsync(
            RetailGuardDb db,
            EntryId id,
            Caller caller,
            EntryState wanted,
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

            Guid? ended = null;
            entry.State = wanted;
            entry.DecidedBy = caller.Person;
            if (wanted is EntryState.Active)
            {
                await StoreList.PlaceAsync(db, entry, time.GetUtcNow(), cancellation);
            }
            else
            {
                (ended, entry.KeyId, entry.SealedTexts) = (entry.KeyId, null, null);
                db.RemoveRange(await db.Set<EntryTemplate>().Where(t => t.Entry == id).ToListAsync(cancellation));
            }

            var list = await StoreList.NumberAsync(db, entry, cancellation);
            var action = $"entry.{wanted.ToString().ToLowerInvariant()}";
            return new((entry, ended), new AuditEvent(caller.Actor, action, id.ToString(), new { list }));
        }
    }
}
