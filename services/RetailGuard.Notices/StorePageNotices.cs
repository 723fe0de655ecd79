using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>A store's notice as customers read it on its page.</summary>
/// <param name="Translator">Who has read the text in te reo Māori.</param>
/// <param name="Policy">The whole policy, English first.</param>
public sealed record StorePageNotice(
    int Version,
    DateTimeOffset PublishedAt,
    string Translator,
    NoticeText English,
    NoticeText Maori,
    IReadOnlyList<NoticeText> Policy
);

/// <summary>What customers read of a store's notices.</summary>
public sealed class StorePageNotices
{
    private readonly Database _database;
    private readonly NoticeAddresses _addresses;

    internal StorePageNotices(Database database, NoticeAddresses addresses) => (_database, _addresses) = (database, addresses);

    /// <summary>The version in force; null when none was ever published.</summary>
    public async Task<StorePageNotice?> OfAsync(Store store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        await using var db = _database.Of(store.Tenant);
        if (await PublishedNotice.LatestAsync(db, cancellation) is not { Content: var content } published)
        {
            return null;
        }

        var place = StoreNotices.PlaceOf(store, _addresses);
        return new(
            published.Version,
            published.PublishedAt,
            content.Review.By,
            Notice.English(content, place, NoticeKind.WebPage),
            Notice.Maori(content, place, NoticeKind.WebPage),
            [Notice.English(content, place, NoticeKind.Policy), Notice.Maori(content, place, NoticeKind.Policy)]
        );
    }
}
