using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RetailGuard.Assessment;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Notices;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Privacy.Portal;

/// <summary>The page behind the poster at the door: four doors, each with a form, without an account and without script (R37).</summary>
internal static class AskAtStore
{
    private const string Html = "text/html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/privacy/{store}", StoreAsync)
            .AllowGuesses("it says what hangs on the poster at the door")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapGet("/n/{code}", PosterAsync)
            .AllowGuesses("it is printed on the poster at the door")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapGet("/privacy/{store}/policy", PolicyAsync)
            .AllowGuesses("it is published")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapGet("/privacy/{store}/assessment", AssessmentAsync)
            .AllowGuesses("it is published")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapGet("/privacy/{store}/criteria", CriteriaAsync)
            .AllowGuesses("it is published")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapGet("/privacy/{store}/{door}", FormAsync)
            .AllowGuesses("an empty form")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html);
        routes
            .MapPost("/privacy/{store}/{door}", SendAsync)
            .AllowGuesses("anybody may ask about themselves, without an account")
            .Produces<string>(StatusCodes.Status200OK, Html)
            .Produces<string>(StatusCodes.Status404NotFound, Html)
            .Produces<string>(StatusCodes.Status422UnprocessableEntity, Html);
    }

    /// <summary>The four doors of a store.</summary>
    private static async Task<IResult> StoreAsync(
        string store,
        HttpContext http,
        Database database,
        StorePageNotices notices,
        PublicAssessment assessment,
        CancellationToken cancellation
    ) =>
        await PortalPages.FindAsync(database, store, cancellation) is { } found
            ? PortalPages.Page<StorePage>(
                http,
                StatusCodes.Status200OK,
                (nameof(StorePage.StoreKey), $"{found.Store.Id}"),
                (nameof(StorePage.StoreName), found.Store.Name),
                (nameof(StorePage.Address), found.Store.Address),
                (nameof(StorePage.Retailer), found.Retailer),
                (nameof(StorePage.Notice), await notices.OfAsync(found.Store, cancellation)),
                (nameof(StorePage.IsAssessed), await assessment.OfAsync(found.Store.Tenant, cancellation) is not null)
            )
            : PortalPages.Missing(http);

    /// <summary>Where the square code on a poster leads: the page of its store.</summary>
    private static async Task<IResult> PosterAsync(
        string code,
        HttpContext http,
        Database database,
        StorePageNotices notices,
        PublicAssessment assessment,
        CancellationToken cancellation
    ) =>
        await notices.FindStoreAsync(code, cancellation) is { } store
            ? await StoreAsync($"{store}", http, database, notices, assessment, cancellation)
            : PortalPages.Missing(http);

    /// <summary>The whole policy as it is in force.</summary>
    private static async Task<IResult> PolicyAsync(
        string store,
        HttpContext http,
        Database database,
        StorePageNotices notices,
        PublicAssessment assessment,
        CancellationToken cancellation
    ) =>
        await PortalPages.FindAsync(database, store, cancellation) is { } found
        && await notices.OfAsync(found.Store, cancellation) is { } notice
            ? PortalPages.Page<PolicyPage>(
                http,
                StatusCodes.Status200OK,
                (nameof(PolicyPage.Notice), notice),
                (nameof(PolicyPage.StoreKey), $"{found.Store.Id}"),
                (nameof(PolicyPage.IsAssessed), await assessment.OfAsync(found.Store.Tenant, cancellation) is not null)
            )
            : PortalPages.Missing(http);

    /// <summary>R44: the assessment's summary for customers.</summary>
    private static async Task<IResult> AssessmentAsync(
        string store,
        HttpContext http,
        Database database,
        PublicAssessment assessment,
        CancellationToken cancellation
    ) =>
        await PortalPages.FindAsync(database, store, cancellation) is { } found
        && await assessment.OfAsync(found.Store.Tenant, cancellation) is { } summary
            ? PortalPages.Page<AssessmentPage>(
                http,
                StatusCodes.Status200OK,
                (nameof(AssessmentPage.Summary), summary),
                (nameof(AssessmentPage.StoreKey), $"{found.Store.Id}"),
                (nameof(AssessmentPage.StoreName), found.Store.Name),
                (nameof(AssessmentPage.Retailer), found.Retailer)
            )
            : PortalPages.Missing(http);

    /// <summary>R10: who may be listed.</summary>
    private static async Task<IResult> CriteriaAsync(string store, HttpContext http, Database database, CancellationToken cancellation) =>
        await PortalPages.FindAsync(database, store, cancellation) is { } found
            ? PortalPages.Page<CriteriaPage>(
                http,
                StatusCodes.Status200OK,
                (nameof(CriteriaPage.Criteria), await PublicCriteria.OfAsync(database, found.Store.Tenant, cancellation)),
                (nameof(CriteriaPage.StoreKey), $"{found.Store.Id}"),
                (nameof(CriteriaPage.StoreName), found.Store.Name)
            )
            : PortalPages.Missing(http);

    /// <summary>The form behind a door.</summary>
    private static async Task<IResult> FormAsync(
        string store,
        string door,
        HttpContext http,
        Database database,
        RequestMails mails,
        CancellationToken cancellation
    ) =>
        await PortalPages.FindAsync(database, store, cancellation) is { } found && DoorOf(door) is { } behind
            ? Form(http, StatusCodes.Status200OK, found.Store, behind, mails.IsOn, AskForm.Empty, [])
            : PortalPages.Missing(http);

    /// <summary>Puts the request on record, and shows its number and its code, once.</summary>
    private static async Task<IResult> SendAsync(
        string store,
        string door,
        HttpContext http,
        Database database,
        ReceiveRequest receive,
        RequestMails mails,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (await PortalPages.FindAsync(database, store, cancellation) is not { } found || DoorOf(door) is not { } behind)
        {
            return PortalPages.Missing(http);
        }

        if (await PortalPages.ReadAsync(http.Request, cancellation) is not { } sent)
        {
            return Form(
                http,
                StatusCodes.Status422UnprocessableEntity,
                found.Store,
                behind,
                mails.IsOn,
                AskForm.Empty,
                ["This page reads its own form only, without pictures or files."]
            );
        }

        var form = new AskForm(
            PortalPages.Field(sent, "name"),
            PortalPages.Field(sent, "contact"),
            // A field that the page does not have is not kept.
            mails.IsOn
                ? PortalPages.Field(sent, "mail")
                : "",
            PortalPages.Field(sent, "when"),
            PortalPages.Field(sent, "reference"),
            PortalPages.Field(sent, "words")
        );
        string?[] wrong =
        [
            PortalPages.Check("Your name, or an initial,", form.Name, AskForm.LongestName, isRequired: true),
            PortalPages.Check("How we may answer you", form.Contact, AskForm.LongestContact, isRequired: false),
            form.Mail.Length > 0 && !MailAddress.IsRight(form.Mail)
                ? "The e-mail address is not one such as name@example.org. Put it right, or leave it empty."
                : null,
            PortalPages.Check("When and where you were there", form.WhenAndWhere, AskForm.LongestWhen, isRequired: true),
            PortalPages.Check("The number on the card", form.Reference, AskForm.LongestReference, isRequired: false),
            PortalPages.Check(behind.WordsLabel, form.Words, AskForm.LongestWords, behind.AsksWords),
        ];
        if (wrong.OfType<string>().ToList() is { Count: > 0 } sentences)
        {
            return Form(http, StatusCodes.Status422UnprocessableEntity, found.Store, behind, mails.IsOn, form, sentences);
        }

        var received = await receive.RunAsync(
            found.Store,
            behind.Kind,
            RequestChannel.Portal,
            time.GetUtcNow(),
            null,
            new(
                form.Name,
                TakeInRequest.Text(form.Contact),
                form.WhenAndWhere,
                TakeInRequest.Text(form.Reference),
                TakeInRequest.Text(form.Words)
            )
            {
                Mail = TakeInRequest.Text(form.Mail),
            },
            cancellation
        );
        return received.Succeeded(out var receipt, out var refusal)
            ? PortalPages.Page<ReceiptPage>(
                http,
                StatusCodes.Status200OK,
                (nameof(ReceiptPage.Number), receipt.Number),
                (nameof(ReceiptPage.Code), receipt.Code),
                (nameof(ReceiptPage.Due), PrivacyWords.Day(receipt.DueOn)),
                (nameof(ReceiptPage.IsMailed), receipt.IsMailed)
            )
            : Form(http, refusal.Status, found.Store, behind, mails.IsOn, form, [refusal.Detail]);
    }

    private static Door? DoorOf(string path) => Door.All.FirstOrDefault(door => door.Path == path);

    private static IResult Form(
        HttpContext http,
        int status,
        Store store,
        Door door,
        bool sendsMail,
        AskForm form,
        IReadOnlyList<string> wrong
    ) =>
        PortalPages.Page<AskPage>(
            http,
            status,
            (nameof(AskPage.Door), door),
            (nameof(AskPage.StoreKey), $"{store.Id}"),
            (nameof(AskPage.StoreName), store.Name),
            (nameof(AskPage.SendsMail), sendsMail),
            (nameof(AskPage.Form), form),
            (nameof(AskPage.Wrong), wrong)
        );
}
