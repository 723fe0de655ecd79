using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy;

/// <summary>The steps of a request before its answer: acknowledged, tied to an entry, the asker's identity checked, extended, transferred.</summary>
internal static class HandleRequest
{
    private const int LongestExtension = 20;

    /// <param name="Entry">Or <paramref name="CaseNumber"/>, as it stands on the card: one of the two.</param>
    /// <param name="Ground">What is wrong with the entry; of requests for correction only.</param>
    public sealed record TieRequest(
        EntryId? Entry = null,
        [property: MaxLength(40)] string? CaseNumber = null,
        CorrectionGround? Ground = null
    );

    public sealed record IdentityRequest(IdentityCheck How);

    /// <param name="WorkingDays">By how many the time is extended.</param>
    public sealed record ExtensionRequest([property: Range(1, LongestExtension)] int WorkingDays, [property: MaxLength(400)] string Reason);

    /// <param name="Agency">Who holds what is asked for, and how to reach them.</param>
    public sealed record TransferRequest([property: MaxLength(200)] string Agency);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/requests/{number}/acknowledge", AcknowledgeAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/tie", TieAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/identity", IdentityAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/extend", ExtendAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/transfer", TransferAsync).AllowRoles(BrowseRequests.Handlers);
    }

    /// <summary>The person reads on the portal that somebody has the request in hand.</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> AcknowledgeAsync(
        string number,
        Caller caller,
        RequestDesk desk,
        CancellationToken cancellation
    ) =>
        (
            await StepAsync(
                desk,
                caller,
                number,
                opened =>
                {
                    if (opened.Request.AcknowledgedAt is not null)
                    {
                        return Refusal.Conflict("request-acknowledged", "This request is acknowledged already.");
                    }

                    opened.Request.AcknowledgedAt = opened.Now;
                    return new[] { new AuditEvent(caller.Actor, "request.acknowledged", number) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    /// <summary>Says which entry it concerns. A correction takes the entry out of matching at once (R40).</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> TieAsync(
        string number,
        TieRequest request,
        Caller caller,
        RequestDesk desk,
        SuspendEntry suspend,
        IEntrySuspended effects,
        CancellationToken cancellation
    )
    {
        var tied = await StepAsync(
            desk,
            caller,
            number,
            opened => PrepareTieAsync(opened, request, caller, suspend, cancellation),
            cancellation
        );
        if (tied.Succeeded(out var file, out _) && file.Request is { Entry: { } entry, Ground: not null })
        {
            await effects.EntrySuspendedAsync(caller.Tenant, entry);
        }

        return tied.ToHttp(TypedResults.Ok);
    }

    private static async Task<Result<AuditEvent[]>> PrepareTieAsync(
        OpenedRequest opened,
        TieRequest request,
        Caller caller,
        SuspendEntry suspend,
        CancellationToken cancellation
    )
    {
        if (CheckTie(opened.Request, request) is { } refusal)
        {
            return refusal;
        }

        var entry = request.Entry;
        if (request.CaseNumber is { } typed)
        {
            var number = typed.Trim().ToUpperInvariant();
            entry = (await opened.Db.Set<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellation))?.EntryId;
        }

        if (entry is not { } id || !await opened.Db.Set<Entry>().AnyAsync(e => e.Id == id, cancellation))
        {
            return Refusal.NotFound(request.CaseNumber is null ? "entry" : "case");
        }

        // R40: the same ground suspends once. Once it was looked at and decided, asking again changes nothing until that is decided too.
        var judged = await opened
            .Db.Set<PersonRequest>()
            .AnyAsync(
                r =>
                    r.EntryId == id
                    && r.Ground != null
                    && r.Ground == request.Ground
                    && (r.State == RequestState.Refused || r.State == RequestState.Answered),
                cancellation
            );
        var (of, at) = (opened.Request, opened.Now);
        (of.EntryId, of.TiedAt, of.Ground) = (id, at, request.Ground);
        IReadOnlyList<AuditEvent> suspended =
            of.Ground is null || judged
                ? []
                : await suspend.PrepareAsync(opened.Db, id, SuspensionReason.Disputed, (0, 0), caller.Actor, cancellation);
        var tied = new AuditEvent(
            caller.Actor,
            "request.tied",
            of.Number,
            new
            {
                entry = id,
                of.Ground,
                judgedBefore = judged,
            }
        );
        return suspended.Prepend(tied).ToArray();
    }

    private static Refusal? CheckTie(PersonRequest of, TieRequest request)
    {
        if (of.EntryId is not null)
        {
            return Refusal.Conflict("request-tied", "This request is tied to its entry already.");
        }

        var wrong = new WrongFields();
        if (request.Entry is null == string.IsNullOrWhiteSpace(request.CaseNumber))
        {
            wrong.Add("entry", "entry-or-case", "Name the entry, or the number on the person's card: one of the two.");
        }

        if (of.IsCorrection && request.Ground is null)
        {
            wrong.Add("ground", "ground-missing", $"ground says what is wrong with the entry: {RequestCheck.Allowed<CorrectionGround>()}.");
        }

        if (!of.IsCorrection && request.Ground is not null)
        {
            wrong.Add("ground", "ground-needless", "Only a request to correct has a ground: leave it out.");
        }

        return wrong.Refusal;
    }

    /// <summary>How it was made sure who asks. Nothing of a document is kept (R43).</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> IdentityAsync(
        string number,
        IdentityRequest request,
        Caller caller,
        RequestDesk desk,
        CancellationToken cancellation
    ) =>
        (
            await StepAsync(
                desk,
                caller,
                number,
                opened =>
                {
                    opened.Request.Identity = request.How;
                    return new[] { new AuditEvent(caller.Actor, "request.identity-checked", number, new { request.How }) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    /// <summary>More time, once, and only inside the first twenty working days (R38).</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> ExtendAsync(
        string number,
        ExtensionRequest request,
        Caller caller,
        RequestDesk desk,
        CancellationToken cancellation
    ) =>
        (
            await StepAsync(
                desk,
                caller,
                number,
                opened =>
                {
                    if (CheckExtension(opened) is { } refusal)
                    {
                        return refusal;
                    }

                    (opened.Request.ExtendedBy, opened.Request.ExtendedAt) = (request.WorkingDays, opened.Now);
                    opened.Texts = opened.Texts! with { ExtensionReason = request.Reason.Trim() };
                    return new[] { new AuditEvent(caller.Actor, "request.extended", number, new { request.WorkingDays }) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    private static Refusal? CheckExtension(OpenedRequest opened) =>
        StatutoryClock.IsComplaint(opened.Request.Kind)
            ? Refusal.Conflict("extension-of-complaint", "A complaint is answered within 30 days; its time is not extended.")
        : opened.Request.ExtendedBy > 0 ? Refusal.Conflict("extended-already", "The time of this request was extended already.")
        : opened.Today > StatutoryClock.ExtendBy(opened.ReceivedOn)
            ? Refusal.Conflict(
                "extension-too-late",
                $"An extension had to go out by {PrivacyWords.Day(StatutoryClock.ExtendBy(opened.ReceivedOn))}, inside the first 20 working days. Answer the request now."
            )
        : null;

    /// <summary>To the agency that holds what is asked for, by the tenth working day (R38).</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> TransferAsync(
        string number,
        TransferRequest request,
        Caller caller,
        RequestDesk desk,
        CancellationToken cancellation
    ) =>
        (
            await StepAsync(
                desk,
                caller,
                number,
                opened =>
                {
                    if (opened.Today > StatutoryClock.TransferBy(opened.ReceivedOn))
                    {
                        return Refusal.Conflict(
                            "transfer-too-late",
                            $"A request had to be transferred by {PrivacyWords.Day(StatutoryClock.TransferBy(opened.ReceivedOn))}, the tenth working day. Answer it yourself."
                        );
                    }

                    Close(opened, RequestState.Transferred, caller);
                    opened.Texts = opened.Texts! with { Agency = request.Agency.Trim() };
                    return new[] { new AuditEvent(caller.Actor, "request.transferred", number) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    internal static void Close(OpenedRequest opened, RequestState state, Caller caller) =>
        (opened.Request.State, opened.Request.ClosedAt, opened.Request.ClosedBy) = (state, opened.Now, caller.Person);

    /// <summary>One step on an open request, decided at once.</summary>
    internal static Task<Result<BrowseRequests.RequestFile>> StepAsync(
        RequestDesk desk,
        Caller caller,
        string number,
        Func<OpenedRequest, Result<AuditEvent[]>> step,
        CancellationToken cancellation
    ) => StepAsync(desk, caller, number, opened => Task.FromResult(step(opened)), cancellation);

    /// <summary>One step on an open request.</summary>
    /// <param name="step">What has happened by it.</param>
    /// <param name="closedToo">For what follows the answer.</param>
    internal static Task<Result<BrowseRequests.RequestFile>> StepAsync(
        RequestDesk desk,
        Caller caller,
        string number,
        Func<OpenedRequest, Task<Result<AuditEvent[]>>> step,
        CancellationToken cancellation,
        bool closedToo = false
    ) =>
        desk.ChangeAsync<BrowseRequests.RequestFile>(
            caller.Tenant,
            number,
            async opened =>
            {
                if (!closedToo && opened.WhyClosed is { } closed)
                {
                    return closed;
                }

                return (await step(opened)).Succeeded(out var events, out var refusal)
                    ? new Decision<BrowseRequests.RequestFile>(await BrowseRequests.FileAsync(opened, cancellation), events)
                    : refusal;
            },
            cancellation
        );
}
