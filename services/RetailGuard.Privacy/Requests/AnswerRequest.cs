using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy;

/// <summary>The end of a request: answered with what is held, corrected, or refused with ground and rights (R39, R40, R41).</summary>
internal static class AnswerRequest
{
    /// <summary>How a correction is made.</summary>
    public enum CorrectionMade
    {
        /// <summary>The entry is taken off the list, and destroyed.</summary>
        Removed,

        /// <summary>What is said to have happened is put right.</summary>
        Corrected,
    }

    /// <param name="Text">In words to the person. Of a request for access a note beside the pack, which may be left out.</param>
    /// <param name="Account">Of a request for access: what is said to have happened, with other people taken out.</param>
    public sealed record AnswerText([property: MaxLength(4000)] string? Text = null, [property: MaxLength(1000)] string? Account = null);

    /// <param name="Summary">With <c>corrected</c>: what happened, as it will stand on the entry.</param>
    /// <param name="Text">In words to the person.</param>
    public sealed record CorrectionRequest(
        CorrectionMade Made,
        [property: MaxLength(4000)] string Text,
        [property: MaxLength(1000)] string? Summary = null
    );

    public sealed record RefusalRequest(RefusalGround Ground, [property: MaxLength(2000)] string Reason);

    public sealed record StatementRequest([property: MaxLength(1000)] string Text);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/requests/{number}/answer", AnswerAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/correct", CorrectAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/refuse", RefuseAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapPost("/api/requests/{number}/statement", StateAsync).AllowRoles(BrowseRequests.Handlers);
        routes.MapGet("/api/requests/{number}/pack", PackAsync).AllowRoles(BrowseRequests.Handlers);
    }

    /// <summary>Access with its pack; a complaint in words.</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> AnswerAsync(
        string number,
        AnswerText request,
        Caller caller,
        RequestDesk desk,
        IEntryFamilies families,
        CancellationToken cancellation
    ) =>
        (
            await HandleRequest.StepAsync(
                desk,
                caller,
                number,
                async opened =>
                {
                    var (text, account) = (TakeInRequest.Text(request.Text), TakeInRequest.Text(request.Account));
                    if (CheckAnswer(opened.Request, text, account) is { } refusal)
                    {
                        return refusal;
                    }

                    var pack =
                        opened.Request.Kind is RequestKind.Access
                            ? await AnswerPack.BuildAsync(opened, families, account, text, cancellation)
                            : null;
                    HandleRequest.Close(opened, RequestState.Answered, caller);
                    opened.Texts = opened.Texts! with { Answer = text, Pack = pack };
                    return new[] { new AuditEvent(caller.Actor, "request.answered", number, new { pack?.Standing }) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    private static Refusal? CheckAnswer(PersonRequest of, string? text, string? account) =>
        of.Kind is RequestKind.Correction
            ? Refusal.Conflict("correction-undecided", "A request to correct is decided: correct it, or refuse with the reason.")
        : of is { Kind: RequestKind.Access, EntryId: not null, Identity: null }
            ? Refusal.Conflict(
                "identity-unchecked",
                "Make sure first that it is the person concerned who asks, and say how: what is held is told to nobody else."
            )
        : of.Kind is not RequestKind.Access && text is null
            ? WrongFields.One("text", "field-missing", "text is missing: a complaint is answered in writing.")
        : of.Kind is not RequestKind.Access && account is not null
            ? WrongFields.One("account", "account-needless", "account belongs to the answer about what is held: leave it out.")
        : null;

    /// <summary>What the person asked to have put right is put right.</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> CorrectAsync(
        string number,
        CorrectionRequest request,
        Caller caller,
        RequestDesk desk,
        CorrectEntry correct,
        EndEntry ending,
        IEntrySuspended effects,
        CancellationToken cancellation
    )
    {
        EndedEntries? removed = null;
        var saved = await HandleRequest.StepAsync(
            desk,
            caller,
            number,
            async opened =>
            {
                removed = null;
                if (CheckCorrection(opened.Request, request) is { } refusal)
                {
                    return refusal;
                }

                var entry = opened.Request.EntryId!.Value;
                List<AuditEvent> events = [];

                // Before the removal: what is decided holds nothing any more.
                HandleRequest.Close(opened, RequestState.Answered, caller);
                if (request.Made is CorrectionMade.Removed)
                {
                    var removal = await correct.PrepareRemovalAsync(opened.Db, entry, caller, cancellation);
                    if (!removal.Answer.Succeeded(out removed, out var held))
                    {
                        return held;
                    }

                    events.AddRange(removal.Events);
                }
                else
                {
                    var changed = await correct.PrepareSummaryAsync(opened.Db, entry, request.Summary!.Trim(), caller.Actor, cancellation);
                    if (!changed.Succeeded(out var corrected, out var gone))
                    {
                        return gone;
                    }

                    events.AddRange(corrected);
                }

                opened.Texts = opened.Texts! with { Answer = request.Text.Trim() };
                events.Add(new(caller.Actor, "request.corrected", number, new { request.Made, entry }));
                return events.ToArray();
            },
            cancellation
        );
        if (saved.Succeeded(out var file, out _) && removed is not null)
        {
            await ending.ForgetAsync(caller.Tenant, removed, CancellationToken.None);
            await effects.EntrySuspendedAsync(caller.Tenant, file.Request.Entry!.Value);
        }

        return saved.ToHttp(TypedResults.Ok);
    }

    private static Refusal? CheckCorrection(PersonRequest of, CorrectionRequest request) =>
        !of.IsCorrection ? Refusal.Conflict("not-a-correction", "This request asks for no correction: answer it, or refuse it.")
        : of.EntryId is null ? Refusal.Conflict("request-untied", "Say first which entry the request concerns; it stops matching then.")
        : request is { Made: CorrectionMade.Corrected } && string.IsNullOrWhiteSpace(request.Summary)
            ? WrongFields.One("summary", "field-missing", "summary is missing: say what happened, as it will stand on the entry.")
        : request is { Made: CorrectionMade.Removed, Summary: not null }
            ? WrongFields.One("summary", "summary-needless", "summary is destroyed with the entry: leave it out.")
        : null;

    /// <summary>R41: with ground, section, reason, and the person's rights.</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> RefuseAsync(
        string number,
        RefusalRequest request,
        Caller caller,
        RequestDesk desk,
        CancellationToken cancellation
    ) =>
        (
            await HandleRequest.StepAsync(
                desk,
                caller,
                number,
                opened =>
                {
                    if (!Grounds.Of(opened.Request.Kind).Contains(request.Ground))
                    {
                        return WrongFields.One("ground", "ground-wrong", "A request of this kind cannot be refused on this ground.");
                    }

                    HandleRequest.Close(opened, RequestState.Refused, caller);
                    opened.Request.RefusedFor = request.Ground;
                    opened.Texts = opened.Texts! with { Answer = request.Reason.Trim() };
                    return new[] { new AuditEvent(caller.Actor, "request.refused", number, new { request.Ground }) };
                },
                cancellation
            )
        ).ToHttp(TypedResults.Ok);

    /// <summary>Puts the statement of correction, as the person gave it by phone or on paper, beside the entry.</summary>
    private static async Task<Answer<Ok<BrowseRequests.RequestFile>>> StateAsync(
        string number,
        StatementRequest request,
        Caller caller,
        RequestDesk desk,
        CorrectEntry correct,
        CancellationToken cancellation
    ) =>
        (
            await HandleRequest.StepAsync(
                desk,
                caller,
                number,
                opened => PrepareStatementAsync(opened, request.Text, caller.Actor, correct, cancellation),
                cancellation,
                closedToo: true
            )
        ).ToHttp(TypedResults.Ok);

    internal static async Task<Result<AuditEvent[]>> PrepareStatementAsync(
        OpenedRequest opened,
        string text,
        Actor actor,
        CorrectEntry correct,
        CancellationToken cancellation
    )
    {
        if (opened.Texts is null || !Grounds.OffersStatement(opened.Request))
        {
            return Refusal.Conflict(
                "statement-not-due",
                "A statement of correction stands beside what was not corrected: once, after a correction was refused."
            );
        }

        var beside = await correct.PrepareStatementAsync(opened.Db, opened.Request.EntryId!.Value, text.Trim(), actor, cancellation);
        if (!beside.Succeeded(out var recorded, out var gone))
        {
            return gone;
        }

        opened.Request.StatementAt = opened.Now;
        opened.Texts = opened.Texts with { Statement = text.Trim() };
        return new[] { new AuditEvent(actor, "request.statement-recorded", opened.Request.Number) }.Concat(recorded).ToArray();
    }

    /// <summary>What an access request is answered with: as it was, or as it would be now.</summary>
    private static async Task<Answer<Ok<AnswerPack>>> PackAsync(
        string number,
        Caller caller,
        Database database,
        RequestDesk desk,
        IEntryFamilies families,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!(await FindPackAsync(number, db, caller, desk, families, audit, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        return TypedResults.Ok(found.Pack);
    }

    internal static async Task<Result<(AnswerPack Pack, OpenedRequest Of)>> FindPackAsync(
        string number,
        RetailGuardDb db,
        Caller caller,
        RequestDesk desk,
        IEntryFamilies families,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (await desk.FindAsync(db, number, cancellation) is not { } found)
        {
            return RequestDesk.Unknown;
        }

        if (found.Request.Kind is not RequestKind.Access || found is not { Texts: { } texts })
        {
            return Refusal.Conflict("pack-none", "Only a request about what is held is answered with a pack, and this one has none.");
        }

        if (texts.Pack is null && found.Request.State is not RequestState.Open)
        {
            return Refusal.Conflict("pack-none", "This request was closed without a pack.");
        }

        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "request.pack-viewed", number)], cancellation);
        return (texts.Pack ?? await AnswerPack.BuildAsync(found, families, null, null, cancellation), found);
    }
}
