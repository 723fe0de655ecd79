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
using RetailGuard.Watchlists;

namespace RetailGuard.Sharing;

/// <summary>The receiving store's own answer (R19): it declines, or enrols the person anew on its own list (R18).</summary>
internal static class AnswerShare
{
    /// <summary>The receiver's own answers. None is taken over from the sender.</summary>
    /// <param name="Label">What this store's staff call the person.</param>
    /// <param name="HarmHere">What harm the person has done here, or why they are expected.</param>
    /// <param name="ExpiresAt">At most the sender's end.</param>
    public sealed record AcceptShareRequest(
        [property: MaxLength(80)] string Label,
        [property: MaxLength(400)] string HarmHere,
        Attestation Adult,
        Attestation Vulnerable,
        EntryBasis Basis,
        DateTimeOffset ExpiresAt,
        IndirectNotice Notice
    );

    public sealed record DeclineShareRequest(DeclineReason Reason);

    /// <param name="Entry">On this store's list, and waiting for its approver.</param>
    public sealed record AcceptedShare(EntryId Entry, IReadOnlyList<double> Qualities);

    public static void Map(IEndpointRouteBuilder routes)
    {
        // No accept-all, and head office does not answer its own offers.
        routes.MapPost("/api/shares/{share}/accept", AcceptAsync).AllowRoles(Role.StoreManager);
        routes.MapPost("/api/shares/{share}/decline", DeclineAsync).AllowRoles(Role.StoreManager);
    }

    private static async Task<Answer<Created<AcceptedShare>>> AcceptAsync(
        ShareId share,
        AcceptShareRequest request,
        Caller caller,
        Database database,
        Entries entries,
        IEntryProposals proposals,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!(await ReceivedAsync(db, share, caller, time.GetUtcNow(), cancellation)).Succeeded(out var tied, out var refusal))
        {
            return refusal;
        }

        if (await CheckAsync(db, tied, request, caller, time.GetUtcNow(), cancellation) is { } wrong)
        {
            return wrong;
        }

        if (await entries.FileAsync(db, tied.Share.Source, cancellation) is not { } file)
        {
            return Refusal.NotFound("share");
        }

        List<byte[]> photos = [];
        for (var number = 1; number <= file.Entry.Pictures; number++)
        {
            if (await entries.PhotoAsync(db, tied.Share.Source, number, cancellation) is { } photo)
            {
                photos.Add(photo);
            }
        }

        var statement = new EntryRequest(
            tied.Share.To,
            request.Label,
            file.Entry.Category,
            file.Entry.Role,
            file.Entry.IncidentAt,
            file.Evidence,
            request.Basis,
            $"{file.Summary}\n\nHere: {request.HarmHere.Trim()}",
            request.ExpiresAt,
            request.Adult,
            request.Vulnerable,
            file.Entry.HarmValue,
            file.Entry.HarmIncidents
        );
        var made = await proposals.ProposeAsync(caller, statement, photos, file.Statements, AnswerAsync, cancellation);
        return made.ToHttp(entry => TypedResults.Created($"/api/entries/{entry.Id}", new AcceptedShare(entry.Id, entry.Qualities)));

        // Asked again where it is saved: it may have been recalled while the pictures were looked at.
        async Task<Result<AuditEvent>> AnswerAsync(RetailGuardDb saving, Entry entry)
        {
            var now = time.GetUtcNow();
            if (!(await ReceivedAsync(saving, share, caller, now, cancellation)).Succeeded(out var again, out var gone))
            {
                return gone;
            }

            if (await CheckAsync(saving, again, request, caller, now, cancellation) is { } late)
            {
                return late;
            }

            // Neither a recall nor the source's end can come in between and leave this entry behind.
            var row = await ShareLedger.ClaimAsync(saving, again, cancellation);
            (row.State, row.AnsweredBy, row.AnsweredAt, row.Received, row.Notice) = (
                ShareState.Accepted,
                caller.Person,
                now,
                entry.Id,
                request.Notice
            );
            return new AuditEvent(caller.Actor, "share.accepted", share.ToString(), new { request.Notice, request.Basis });
        }
    }

    private static async Task<Answer<NoContent>> DeclineAsync(
        ShareId share,
        DeclineShareRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        SuspendEntry suspend,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var saved = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        if (saved.Succeeded(out var answered, out _) && answered.Doubted is { } source)
        {
            await using var db = database.Of(caller.Tenant);
            await suspend.TellAsync(db, source, cancellation);
        }

        return saved.ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<DeclinedShare>> DecideAsync(RetailGuardDb db)
        {
            var now = time.GetUtcNow();
            if (!(await ReceivedAsync(db, share, caller, now, cancellation)).Succeeded(out var tied, out var refusal))
            {
                return refusal;
            }

            var row = await ShareLedger.ClaimAsync(db, tied, cancellation);
            (row.State, row.AnsweredBy, row.AnsweredAt, row.Declined) = (ShareState.Declined, caller.Person, now, request.Reason);
            var declined = new AuditEvent(caller.Actor, "share.declined", share.ToString(), new { request.Reason });
            if (request.Reason is not DeclineReason.MayBeMinorOrVulnerable)
            {
                return new(new DeclinedShare(null), declined);
            }

            // R11: a doubt that comes later holds the entry back everywhere, at once.
            var suspended = await suspend.PrepareAsync(db, tied.Share.Source, SuspensionReason.Doubted, (0, 0), caller.Actor, cancellation);
            return new(new DeclinedShare(tied.Share.Source), [declined, .. suspended]);
        }
    }

    /// <param name="Doubted">The entry that the answer suspended; null when it suspended none.</param>
    private sealed record DeclinedShare(EntryId? Doubted);

    /// <summary>An offer that waits for the caller's store; to managers of other stores it does not exist.</summary>
    private static async Task<Result<TiedShare>> ReceivedAsync(
        RetailGuardDb db,
        ShareId share,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (await BrowseShares.FindAsync(db, share, caller, cancellation) is not { } tied)
        {
            return Refusal.NotFound("share");
        }

        if (!caller.Stores.Contains(tied.Share.To))
        {
            return new Refusal("not-the-receiver", "Only a manager who works in the receiving store answers.", RefusalKind.Forbidden);
        }

        return tied.Standing(now) is var standing and not ShareStanding.Waiting
            ? Refusal.Conflict(
                "share-not-waiting",
                standing switch
                {
                    ShareStanding.Recalled => "The sender took this offer back.",
                    ShareStanding.Lapsed =>
                        $"This offer was to be answered within {Share.AnswerWithin.TotalDays:0} days. Ask head office for a new one.",
                    ShareStanding.Withheld => "The sender's entry is suspended or over, so there is nothing to answer now.",
                    _ => "This offer is answered already.",
                }
            )
            : tied;
    }

    /// <summary>The rules of an acceptance beside those of every enrolment; null when it may be made.</summary>
    private static async Task<Refusal?> CheckAsync(
        RetailGuardDb db,
        TiedShare tied,
        AcceptShareRequest request,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!(await SharingGrounds.InForceAsync(db, now, cancellation)).Succeeded(out _, out var locked))
        {
            return locked;
        }

        if (!tied.Share.Offerer.IsIndependentOf(await Signatory.OfAsync(db, caller.Person, cancellation)))
        {
            return Signatory.NotIndependent;
        }

        return request.ExpiresAt > tied.Source.ExpiresAt
            ? WrongFields.One(
                "expiresAt",
                "share-outlives-source",
                $"A share never outlives the entry that it comes from: expiresAt is at most {tied.Source.ExpiresAt:yyyy-MM-dd HH:mm} UTC."
            )
            : null;
    }
}
