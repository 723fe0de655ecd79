using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>The requests of the stores that somebody reaches, what is due next first; and one with what the person wrote.</summary>
internal static class BrowseRequests
{
    /// <summary>What an open request waits for next.</summary>
    public enum RequestStep
    {
        /// <summary>R42: within 7 days.</summary>
        Acknowledge,

        /// <summary>R40: within two working days of being tied.</summary>
        Decide,
        Answer,
    }

    /// <param name="DueOn">The last day for the answer, in the store's zone.</param>
    /// <param name="Next">What is due next; null when it is closed.</param>
    /// <param name="NextOn">The last day for that.</param>
    /// <param name="WorkingDay">How many working days have passed since the day of receipt.</param>
    /// <param name="Warning">5, 10, 15 or 18 working days have passed; 0 before, and for complaints.</param>
    /// <param name="TransferBy">Until when it may be transferred.</param>
    /// <param name="ExtendBy">Until when an extension may go out.</param>
    public sealed record RequestSummary(
        string Number,
        RequestKind Kind,
        RequestState State,
        RequestChannel Channel,
        Named Store,
        DateTimeOffset ReceivedAt,
        DateOnly DueOn,
        RequestStep? Next,
        DateOnly? NextOn,
        bool Overdue,
        int WorkingDay,
        int Warning,
        DateOnly TransferBy,
        DateOnly ExtendBy,
        DateTimeOffset? AcknowledgedAt,
        EntryId? Entry,
        CorrectionGround? Ground,
        DateTimeOffset? ClosedAt
    );

    /// <param name="Name">Null, like all that the person wrote, when the texts are erased.</param>
    /// <param name="Grounds">On which it may be refused.</param>
    /// <param name="Letter">A refusal as the person reads it.</param>
    /// <param name="Mail">Where they hear by mail how it stands; null where they gave no address.</param>
    /// <param name="LastMail">How the last mail to them stands; null when there was none in the last 30 days.</param>
    public sealed record RequestFile(
        RequestSummary Request,
        string? Name,
        string? Contact,
        string? Mail,
        MailStanding? LastMail,
        string? WhenAndWhere,
        string? Reference,
        string? Words,
        IReadOnlyList<RequestMessage> Messages,
        Named? TakenInBy,
        IdentityCheck? Identity,
        int ExtendedBy,
        string? ExtensionReason,
        string? Agency,
        string? Answer,
        RefusalGround? RefusedFor,
        IReadOnlyList<RefusalGround> Grounds,
        IReadOnlyList<string> Letter,
        bool MayState,
        string? Statement
    );

    public static readonly Role[] Handlers = [Role.HeadOfficeLossPrevention, Role.PrivacyOfficer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/requests", ListAsync).AllowRoles([Role.StoreManager, .. Handlers, Role.Auditor]);
        routes.MapGet("/api/requests/{number}", OneAsync).AllowRoles(Handlers);
    }

    /// <param name="state"><c>open</c> or <c>closed</c>; left out for all.</param>
    private static async Task<Answer<Ok<List<RequestSummary>>>> ListAsync(
        string? state,
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (state is not (null or "open" or "closed"))
        {
            return Refusal.Invalid("state-unknown", "state is open or closed, or left out for all.");
        }

        await using var db = database.Of(caller.Tenant);
        var requests = await db.Set<PersonRequest>()
            .AsNoTracking()
            .Where(r => state == null || (r.State == RequestState.Open) == (state == "open"))
            .ToListAsync(cancellation);
        var stores = await db.Set<Store>().AsNoTracking().ToDictionaryAsync(s => s.Id, cancellation);
        var now = time.GetUtcNow();
        return TypedResults.Ok(
            requests
                .Where(r => caller.Reaches(r.StoreId))
                .Select(r => Summary(new OpenedRequest(db, r, null, stores[r.StoreId], now)))
                .OrderBy(r => r.NextOn is null)
                .ThenBy(r => r.NextOn)
                .ThenByDescending(r => r.ClosedAt)
                .ThenBy(r => r.ReceivedAt)
                .ToList()
        );
    }

    private static async Task<Answer<Ok<RequestFile>>> OneAsync(
        string number,
        Caller caller,
        Database database,
        RequestDesk desk,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (await desk.FindAsync(db, number, cancellation) is not { } found)
        {
            return RequestDesk.Unknown;
        }

        // R49: who read what somebody wrote is on record.
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "request.viewed", number)], cancellation);
        return TypedResults.Ok(await FileAsync(found, cancellation));
    }

    internal static async Task<RequestFile> FileAsync(OpenedRequest found, CancellationToken cancellation)
    {
        var (request, texts) = (found.Request, found.Texts);
        return new(
            Summary(found),
            texts?.Name,
            texts?.Contact,
            texts?.Mail,
            found.Mail,
            texts?.WhenAndWhere,
            texts?.Reference,
            texts?.Words,
            texts?.Messages ?? [],
            request.TakenInBy is { } person
                ? new(person.Value, await found.Db.Set<Person>().Where(p => p.Id == person).Select(p => p.Name).SingleAsync(cancellation))
                : null,
            request.Identity,
            request.ExtendedBy,
            texts?.ExtensionReason,
            texts?.Agency,
            texts?.Answer,
            request.RefusedFor,
            Grounds.Of(request.Kind),
            texts is null ? [] : Grounds.Letter(request, texts),
            Grounds.OffersStatement(request),
            texts?.Statement
        );
    }

    internal static RequestSummary Summary(OpenedRequest found)
    {
        var request = found.Request;
        var (next, nextOn) = Next(found);
        return new(
            request.Number,
            request.Kind,
            request.State,
            request.Channel,
            new(found.Store.Id.Value, found.Store.Name),
            request.ReceivedAt,
            found.DueOn,
            next,
            nextOn,
            nextOn < found.Today,
            WorkingDays.Between(found.ReceivedOn, request.ClosedAt is { } closed ? found.DayOf(closed) : found.Today),
            request.State is RequestState.Open && !StatutoryClock.IsComplaint(request.Kind)
                ? StatutoryClock.Warning(found.ReceivedOn, found.Today)
                : 0,
            StatutoryClock.TransferBy(found.ReceivedOn),
            StatutoryClock.ExtendBy(found.ReceivedOn),
            request.AcknowledgedAt,
            request.EntryId,
            request.Ground,
            request.ClosedAt
        );
    }

    /// <summary>Of all that is owed, what is due first.</summary>
    private static (RequestStep? Step, DateOnly? On) Next(OpenedRequest found)
    {
        if (found.Request.State is not RequestState.Open)
        {
            return (null, null);
        }

        List<(RequestStep Step, DateOnly On)> owed = [(RequestStep.Answer, found.DueOn)];
        if (found.DecideBy is { } decide)
        {
            owed.Add((RequestStep.Decide, decide));
        }

        if (found.Request.AcknowledgedAt is null && found.AcknowledgeBy is { } acknowledge)
        {
            owed.Add((RequestStep.Acknowledge, acknowledge));
        }

        return owed.MinBy(o => o.On);
    }
}
