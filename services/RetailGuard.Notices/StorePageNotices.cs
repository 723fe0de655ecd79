using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>A store's notice as customers read it on its page.</summary>
/// <param name="PublishedOn">In the store's zone.</param>
/// <param name="Translator">Who has read the text in te reo Māori.</param>
/// <param name="Policy">The whole policy, English first.</param>
public sealed record StorePageNotice(
    int Version,
    DateOnly PublishedOn,
    string Translator,
    NoticeText English,
    NoticeText Maori,
    IReadOnlyList<NoticeText> Policy
);

/// <summary>What customers read of a store's notices.</summary>
public sealed class StorePageNotices(Database database, NoticeAddresses addresses)
{
    /// <summary>The version in force; null when none was ever published.</summary>
    public async Task<StorePageNotice?> OfAsync(Store store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using var db = database.Of(store.Tenant);
        if (await PublishedNotice.LatestAsync(db, cancellation) is not { Content: var content } published)
        {
            return null;
        }

        var place = StoreNotices.PlaceOf(store, addresses);
        return new(
            published.Version,
            published.DayIn(store),
            content.Review.By,
            Notice.English(content, place, NoticeKind.WebPage),
            Notice.Maori(content, place, NoticeKind.WebPage),
            [Notice.English(content, place, NoticeKind.Policy), Notice.Maori(content, place, NoticeKind.Policy)]
        );
    }

    /// <summary>The store whose entrance a poster belongs to; null when the code is no poster's.</summary>
    /// <param name="code">As it stands at the end of the address on the poster.</param>
    public async Task<StoreId?> FindStoreAsync(string code, CancellationToken cancellation)
    {
        if (PosterCode.Read($"{PosterCode.Path}{code}") is not { } read)
        {
            return null;
        }

        await using var all = database.AcrossTenants();
        return await all.Set<Entrance>()
            .Where(e => e.Code == read.Entrance)
            .Select(e => (StoreId?)e.StoreId)
            .SingleOrDefaultAsync(cancellation);
    }
}
