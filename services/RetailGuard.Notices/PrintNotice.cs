using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>Notices to print, of the version in force: posters by entrance, the others by store.</summary>
internal static class PrintNotice
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/entrances/{entrance:guid}/poster.pdf", PosterAsync).AllowAllRoles();
        routes.MapGet("/api/stores/{store}/notices/{kind}.pdf", OtherAsync).AllowAllRoles();
        routes.MapGet("/api/stores/{store}/notices", TextsAsync).AllowAllRoles();
    }

    /// <param name="Version">In force.</param>
    public sealed record StoreTexts(int Version, IReadOnlyList<KindTexts> Notices);

    public sealed record KindTexts(NoticeKind Kind, NoticeText English, NoticeText Maori);

    /// <summary>The poster that belongs at an entrance now.</summary>
    private static async Task<Answer<PdfFile>> PosterAsync(
        Guid entrance,
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        CancellationToken cancellation,
        string? paper = null,
        bool large = false
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (
            await ManageEntrances.FindAsync(db, caller, entrance, cancellation) is not { ClosedAt: null } found
            || await FindAsync(db, found.StoreId, addresses, cancellation) is not { } at
        )
        {
            return Refusal.NotFound("entrance");
        }

        return at.Published is { } published
            ? Print(published, at, NoticeKind.Poster, addresses.Of(new(found.Code, at.Words!)), paper, large)
            : NotPublished();
    }

    /// <summary>Any other notice of a store.</summary>
    private static async Task<Answer<PdfFile>> OtherAsync(
        StoreId store,
        string kind,
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        CancellationToken cancellation,
        string? paper = null,
        bool large = false
    )
    {
        if (
            !Enum.TryParse<NoticeKind>(kind, ignoreCase: true, out var wanted)
            || !char.IsAsciiLetter(kind[0])
            || wanted is NoticeKind.Poster
        )
        {
            return Refusal.NotFound("notice");
        }

        await using var db = database.Of(caller.Tenant);
        if (!caller.Reaches(store) || await FindAsync(db, store, addresses, cancellation) is not { } at)
        {
            return Refusal.NotFound("store");
        }

        return at.Published is { } published ? Print(published, at, wanted, addresses.StorePage(store), paper, large) : NotPublished();
    }

    /// <summary>What all of a store's notices say, in both languages.</summary>
    private static async Task<Answer<Ok<StoreTexts>>> TextsAsync(
        StoreId store,
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        if (!caller.Reaches(store) || await FindAsync(db, store, addresses, cancellation) is not { } at)
        {
            return Refusal.NotFound("store");
        }

        if (at.Published is not { } published)
        {
            return NotPublished();
        }

        return TypedResults.Ok(
            new StoreTexts(
                published.Version,
                [
                    .. Enum.GetValues<NoticeKind>()
                        .Select(kind => new KindTexts(
                            kind,
                            Notice.English(published.Content, at.Place, kind),
                            Notice.Maori(published.Content, at.Place, kind)
                        )),
                ]
            )
        );
    }

    /// <summary>A store with what is published for it.</summary>
    private sealed record StoreNotice(Store Store, NoticePlace Place, PublishedNotice? Published, string? Words);

    private static async Task<StoreNotice?> FindAsync(
        RetailGuardDb db,
        StoreId store,
        NoticeAddresses addresses,
        CancellationToken cancellation
    )
    {
        if (await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == store, cancellation) is not { } found)
        {
            return null;
        }

        var published = await PublishedNotice.LatestAsync(db, cancellation);
        return new(
            found,
            StoreNotices.PlaceOf(found, addresses),
            published,
            published is null ? null : StoreNotices.WordsOf(published.Content, found, addresses)
        );
    }

    private static Answer<PdfFile> Print(PublishedNotice published, StoreNotice at, NoticeKind kind, string code, string? paper, bool large)
    {
        if (!QueryWord.Read<NoticePaper>("paper", paper).Succeeded(out var on, out var unknown))
        {
            return unknown;
        }

        var content = published.Content;
        var day = published.DayIn(at.Store).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var print = new NoticePrint(
            [Notice.English(content, at.Place, kind), Notice.Maori(content, at.Place, kind)],
            kind is NoticeKind.Announcement or NoticeKind.StaffCard ? null : code,
            [content.English["code"], content.Maori["code"]],
            $"{at.Store.Name} · {content.English["footer"].Replace("{version}", $"{published.Version}", StringComparison.Ordinal).Replace("{date}", day, StringComparison.Ordinal)}"
        );
        try
        {
            var file =
                kind is NoticeKind.Poster or NoticeKind.Checkout && !large
                    ? NoticePdf.Sheet(print, on.Value ?? NoticePaper.A4)
                    : NoticePdf.Pages(print, on.Value ?? NoticePaper.A4, large);
            return new PdfFile($"{kind.ToString().ToLowerInvariant()}-version-{published.Version}.pdf", file);
        }
        catch (NoticeTooLongException e)
        {
            return Refusal.Conflict("notice-too-long", $"{e.Message} Print it large, or have its words made shorter.");
        }
    }

    private static Refusal NotPublished() => Refusal.Conflict("notice-missing", "No notice is published yet.");
}
