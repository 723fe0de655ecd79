using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy.Portal;

/// <summary>
/// A request as whoever holds its number and its private code sees it (R37). Each step carries both again: there is no cookie to take, and
/// nobody else's page can act for the person.
/// </summary>
internal static class FollowRequest
{
    private const string Html = "text/html";
    private const string Proof = "number and private code are the proof";
    private const int LongestTyped = 40;
    private const int LongestMessage = 2000;
    private const int LongestStatement = 1000;

    private static readonly Refusal Unknown = Refusal.NotFound("request");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/privacy/follow", Form).AllowAnyone("an empty form").Produces<string>(StatusCodes.Status200OK, Html);
        Describe(routes.MapPost("/privacy/follow", ShowAsync));
        Describe(routes.MapPost("/privacy/follow/message", AddAsync));
        Describe(routes.MapPost("/privacy/follow/statement", StateAsync));
        Describe(routes.MapPost("/privacy/follow/withdraw", WithdrawAsync));

        static void Describe(RouteHandlerBuilder route) =>
            route
                .AllowGuesses(Proof)
                .Produces<string>(StatusCodes.Status200OK, Html)
                .Produces<string>(StatusCodes.Status404NotFound, Html)
                .Produces<string>(StatusCodes.Status422UnprocessableEntity, Html);
    }

    /// <summary>The form that asks for number and code.</summary>
    // The code never stands in an address: addresses are logged on their way.
    private static IResult Form(string? number, HttpContext http) => Ask(http, StatusCodes.Status200OK, number ?? "", isUnknown: false);

    /// <summary>How the request stands, and its answer.</summary>
    private static async Task<IResult> ShowAsync(HttpContext http, Database database, RequestDesk desk, CancellationToken cancellation)
    {
        var (number, code, _) = await TypedAsync(http, cancellation);
        if (await desk.TenantOfAsync(number, cancellation) is not { } tenant)
        {
            return Ask(http, StatusCodes.Status404NotFound, number, isUnknown: true);
        }

        await using var db = database.Of(tenant);
        return await desk.FindAsync(db, number, cancellation) is { } found && IsProven(found.Request, code)
            ? Status(http, StatusCodes.Status200OK, View(found, code, null))
            : Ask(http, StatusCodes.Status404NotFound, number, isUnknown: true);
    }

    /// <summary>Adds a message to an open request.</summary>
    private static Task<IResult> AddAsync(HttpContext http, Database database, RequestDesk desk, CancellationToken cancellation) =>
        StepAsync(
            http,
            database,
            desk,
            "Your message is with your request.",
            (opened, text) =>
            {
                if (Wrong("Your message", text, LongestMessage) is { } wrong)
                {
                    return Task.FromResult<Result<AuditEvent[]>>(wrong);
                }

                var texts = opened.Texts!;
                if (texts.Messages.Count >= RequestTexts.MostMessages)
                {
                    return Task.FromResult<Result<AuditEvent[]>>(
                        Refusal.Conflict("messages-full", "There is no room for more messages. Ask at the store’s service desk.")
                    );
                }

                // Whoever loads the page again sends the form again.
                if (texts.Messages is not [.., { Text: var last }] || last != text)
                {
                    opened.Texts = texts with { Messages = [.. texts.Messages, new(opened.Now, text)] };
                }

                return Task.FromResult<Result<AuditEvent[]>>(
                    new[] { new AuditEvent(Actor.System, "request.message-added", opened.Request.Number) }
                );
            },
            cancellation
        );

    /// <summary>R41: puts the person's statement of correction beside the entry.</summary>
    private static Task<IResult> StateAsync(
        HttpContext http,
        Database database,
        RequestDesk desk,
        CorrectEntry correct,
        CancellationToken cancellation
    ) =>
        StepAsync(
            http,
            database,
            desk,
            "Your statement stands beside the entry.",
            async (opened, text) =>
                Wrong("Your statement", text, LongestStatement) is { } wrong
                    ? wrong
                    : await AnswerRequest.PrepareStatementAsync(opened, text, Actor.System, correct, cancellation),
            cancellation,
            closedToo: true
        );

    /// <summary>Ends the request, and destroys what was written in it.</summary>
    private static async Task<IResult> WithdrawAsync(
        HttpContext http,
        Database database,
        RequestDesk desk,
        Purges purges,
        CancellationToken cancellation
    )
    {
        PurgeOrder? order = null;
        return await StepAsync(
            http,
            database,
            desk,
            "Your request is withdrawn. What you wrote is destroyed.",
            (opened, _) =>
            {
                (opened.Request.State, opened.Request.ClosedAt) = (RequestState.Withdrawn, opened.Now);
                order = opened.Request.Erase(purges, opened.Db);
                opened.Texts = null;
                return Task.FromResult<Result<AuditEvent[]>>(
                    new[] { new AuditEvent(Actor.System, "request.withdrawn", opened.Request.Number) }
                );
            },
            cancellation,
            then: () => purges.CarryOutAsync(order is null ? [] : [order], CancellationToken.None)
        );
    }

    /// <summary>One step of whoever proves number and code, and the page as it stands then.</summary>
    /// <param name="closedToo">For what follows the answer.</param>
    /// <param name="then">Once it is saved.</param>
    private static async Task<IResult> StepAsync(
        HttpContext http,
        Database database,
        RequestDesk desk,
        string notice,
        Func<OpenedRequest, string, Task<Result<AuditEvent[]>>> step,
        CancellationToken cancellation,
        bool closedToo = false,
        Func<Task>? then = null
    )
    {
        var (number, code, text) = await TypedAsync(http, cancellation);
        if (await desk.TenantOfAsync(number, cancellation) is not { } tenant)
        {
            return Ask(http, StatusCodes.Status404NotFound, number, isUnknown: true);
        }

        var saved = await desk.ChangeAsync<StatusView>(
            tenant,
            number,
            async opened =>
            {
                if (!IsProven(opened.Request, code))
                {
                    return Unknown;
                }

                if (!closedToo && opened.WhyClosed is { } closed)
                {
                    return closed;
                }

                return (await step(opened, text)).Succeeded(out var events, out var refusal)
                    ? new Decision<StatusView>(View(opened, code, notice), events)
                    : refusal;
            },
            cancellation
        );
        if (saved.Succeeded(out var view, out var no))
        {
            await (then?.Invoke() ?? Task.CompletedTask);
            return Status(http, StatusCodes.Status200OK, view);
        }

        await using var db = database.Of(tenant);
        return no.Kind is not RefusalKind.NotFound && await desk.FindAsync(db, number, cancellation) is { } found
            ? Status(http, no.Status, View(found, code, no.Detail))
            : Ask(http, StatusCodes.Status404NotFound, number, isUnknown: true);
    }

    private static Refusal? Wrong(string label, string text, int most) =>
        PortalPages.Check(label, text, most, isRequired: true) is { } sentence ? WrongFields.One("text", "field-invalid", sentence) : null;

    private static async Task<(string Number, string Code, string Text)> TypedAsync(HttpContext http, CancellationToken cancellation)
    {
        var form = await PortalPages.ReadAsync(http.Request, cancellation);
        return form is null ? ("", "", "") : (Short("number").ToUpperInvariant(), Short("code"), PortalPages.Field(form, "text"));

        string Short(string name) =>
            PortalPages.Field(form, name) is { Length: <= LongestTyped } typed
            && PortalPages.Check(name, typed, LongestTyped, false) is null
                ? typed
                : "";
    }

    private static bool IsProven(PersonRequest request, string code) =>
        CryptographicOperations.FixedTimeEquals(OneTimeCode.Hash(code), request.CodeHash);

    private static IResult Ask(HttpContext http, int status, string number, bool isUnknown) =>
        PortalPages.Page<FollowPage>(http, status, (nameof(FollowPage.Number), number), (nameof(FollowPage.IsUnknown), isUnknown));

    private static IResult Status(HttpContext http, int status, StatusView view) =>
        PortalPages.Page<StatusPage>(http, status, (nameof(StatusPage.View), view));

    private static StatusView View(OpenedRequest found, string code, string? notice)
    {
        var (request, texts) = (found.Request, found.Texts);
        var door = Door.All.Single(d => d.Kind == request.Kind);
        return new(
            request.Number,
            code,
            door.Title,
            $"{found.Store.Name}, {found.Store.Address}",
            [.. Lines(found)],
            request.State is RequestState.Refused && texts is not null ? Grounds.Letter(request, texts)
                : texts is { Pack: null, Answer: { } answer } ? [answer, Grounds.HowToComplain]
                : [],
            texts?.Pack,
            texts?.Messages.Select(m => m.Text).ToList() ?? [],
            texts?.Statement,
            found.WhyClosed is null,
            texts is not null && Grounds.OffersStatement(request),
            notice
        );
    }

    /// <summary>How it stands, in sentences.</summary>
    private static IEnumerable<string> Lines(OpenedRequest found)
    {
        var (request, texts) = (found.Request, found.Texts);
        yield return $"We received it on {PrivacyWords.Day(found.ReceivedOn)}.";
        switch (request.State)
        {
            case RequestState.Withdrawn:
                yield return "You withdrew it, and what you wrote is destroyed.";
                yield break;
            case RequestState.Transferred:
                yield return $"What you ask for is held by somebody else, so we sent your request on: {texts?.Agency}. They answer you, and their time runs from the day on which they got it.";
                yield return Grounds.HowToComplain;
                yield break;
            case RequestState.Answered or RequestState.Refused:
                yield return $"We answered on {PrivacyWords.Day(found.DayOf(request.ClosedAt!.Value))}.{(texts is null ? " More than a year has passed since, and what was written is destroyed." : "")}";
                yield break;
        }

        yield return request.AcknowledgedAt is { } at ? $"Somebody has it in hand since {PrivacyWords.Day(found.DayOf(at))}."
        : found.AcknowledgeBy is { } by ? $"We tell you here by {PrivacyWords.Day(by)} that somebody has it in hand."
        : "It waits for somebody to take it in hand.";
        if (request.ExtendedBy > 0)
        {
            yield return $"We need more time: {PrivacyWords.Count(request.ExtendedBy, "working day")} more, because of this: {texts?.ExtensionReason}";
            yield return $"If you do not agree with that: {Grounds.HowToComplain}";
        }

        if (request is { Ground: not null })
        {
            yield return $"We know which entry it is. Nobody is matched with it until we have decided, by {PrivacyWords.Day(found.DecideBy!.Value)}.";
        }

        yield return $"You get an answer by {PrivacyWords.Day(found.DueOn)}.";
    }
}
