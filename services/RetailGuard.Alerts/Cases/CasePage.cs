using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>The page behind the QR on the card (R28): for the person, in plain words, without script, with nothing personal on it.</summary>
internal static class CasePage
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/c/{number}", PageAsync)
            .AllowGuesses("the number on the card is the proof; the page tells nothing about anybody")
            .Produces<string>(StatusCodes.Status200OK, "text/html")
            .Produces<string>(StatusCodes.Status404NotFound, "text/html");
        routes.MapGet("/api/cases/{number}/qr.svg", QrAsync).AllowAllRoles();
    }

    private static async Task<Answer<SvgImage>> QrAsync(
        string number,
        Caller caller,
        CaseAddress address,
        Database database,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (
            await db.Set<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancellation) is not { } found
            || !caller.Reaches(found.StoreId)
        )
        {
            return Refusal.NotFound("case");
        }

        var url = address.Whole(number);
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(url.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return new SvgImage(svg.GetGraphic(8));
    }

    private static async Task<ContentHttpResult> PageAsync(
        string number,
        HttpResponse response,
        Database database,
        CancellationToken cancellation
    )
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        await using var db = database.AcrossTenants();
        var typed = number.ToUpperInvariant();
        var found = await db.Set<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Number == typed, cancellation);
        if (found is null)
        {
            return Html(
                404,
                """
                <h1>We don't know this case number</h1>
                <p>Check the number on your card: RG, four characters, four characters. Ask at the store's service desk if it still does not work.</p>
                <h1 lang="mi">Kāore mātou e mōhio ana ki tēnei tau</h1>
                <p lang="mi">Tirohia anō te tau kei tō kāri. Pātai ki te toa mēnā kāore tonu e mahi.</p>
                """
            );
        }

        var store = await db.Set<Store>().AsNoTracking().SingleAsync(s => s.Tenant == found.Tenant && s.Id == found.StoreId, cancellation);
        var retailer = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == found.Tenant, cancellation);
        return Html(200, Text(found, store, retailer));
    }

    private static string Text(Case found, Store store, Tenant retailer)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(store.TimeZone);
        var opened = TimeZoneInfo.ConvertTime(found.OpenedAt, zone);
        var (name, place, who) = (
            WebUtility.HtmlEncode(store.Name),
            WebUtility.HtmlEncode(store.Address),
            WebUtility.HtmlEncode(retailer.Name)
        );
        var date = opened.ToString("d MMMM yyyy, h:mm tt", CultureInfo.InvariantCulture);
        var closed = found.ClosedAt is not null;
        return $"""
            <p class="number">{found.Number}</p>
            <h1>You told us that we got it wrong</h1>
            <p>{name} uses face recognition to find people who have harmed its staff. On {date} you told us that you are not that person, or showed us who you are. We are sorry that this happened to you.</p>
            <h2>What happens now</h2>
            <p>{(
                closed
                    ? "Somebody who was not there has looked at what happened, and the case is closed. You may ask what was found."
                    : "Everything stopped at once, and nobody is matched with that entry until we have looked at it. Somebody who was not there finds out what happened. If we made a mistake, it is put on record within 24 hours, with what we do to make it right."
            )}</p>
            <h2>What you can do</h2>
            <ul>
            <li>Give this number to {who} at {name}, {place}, or by any of its other ways to reach it.</li>
            <li><a href="/privacy/{store.Id}">Ask what we hold about you, and ask us to correct it</a>. You need not buy anything, sign anything or leave your details.</li>
            <li>If you are not content with our answer, complain to the Office of the Privacy Commissioner: privacy.org.nz, 0800 803 909.</li>
            </ul>
            <hr>
            <div lang="mi">
            <h1>I kī mai koe kua hē mātou</h1>
            <p>Ka whakamahi a {name} i te tautohu kanohi hei kite i te hunga kua tūkino i ōna kaimahi. I kī mai koe ehara koe i taua tangata. Nō mātou te hē mēnā kua pēnei tō wheako, ā, e aroha ana mātou.</p>
            <h2>Ka aha ināianei</h2>
            <p>{(
                closed
                    ? "Kua tirohia te take e tētahi kāore i reira, ā, kua kati te take. Ka āhei koe ki te pātai he aha i kitea."
                    : "I mutu tonu ngā mahi katoa. Mā tētahi kāore i reira e tirotiro he aha i pā. Mēnā kua hē mātou, ka tuhia i roto i te 24 hāora, me tā mātou whakatika."
            )}</p>
            <h2>Ka taea e koe</h2>
            <ul>
            <li>Hoatu tēnei tau ki a {who}, kei {name}, {place}.</li>
            <li><a href="/privacy/{store.Id}">Pātaihia he aha ngā kōrero mōu kei a mātou, ā, tonoa kia whakatikaina</a>.</li>
            <li>Ki te kore koe e pai ki tā mātou whakautu, whakapā atu ki Te Mana Mātāpono Matatapu: privacy.org.nz, 0800 803 909.</li>
            </ul>
            <p class="small">Kei te tatari tēnei tuhinga reo Māori ki te arotake a te kaiwhakamāori whai raihana. <span lang="en">The Māori text awaits a licensed translator's review.</span></p>
            </div>
            """;
    }

    private static ContentHttpResult Html(int status, string body) =>
        TypedResults.Content(
            $$"""
            <!doctype html>
            <html lang="en-NZ">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Your case · RetailGuard</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1.25rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere }
            h1 { font-size: 1.75rem; line-height: 1.25 }
            h2 { font-size: 1.3rem }
            .number { font-size: 2rem; font-weight: 700; letter-spacing: .06em; margin: 0 }
            .small { font-size: 1rem }
            </style>
            </head>
            <body><main>
            {{body}}
            </main></body>
            </html>
            """,
            "text/html; charset=utf-8",
            Encoding.UTF8,
            status
        );
}
