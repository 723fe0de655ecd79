using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>Whether the poster of an entrance hangs as it should.</summary>
public enum PosterState
{
    /// <summary>Nothing is published yet, so there is no poster.</summary>
    NotPublished,

    /// <summary>Nobody has photographed the poster that belongs there.</summary>
    NotHung,

    /// <summary>The photograph is too old.</summary>
    Lapsed,

    Hung,
}

/// <summary>An entrance with its poster.</summary>
/// <param name="Code">Null while nothing is published.</param>
/// <param name="Latest">The newest photograph of any poster there; null when there is none.</param>
internal sealed record EntranceNotice(Entrance Entrance, PosterCode? Code, Attestation? Latest)
{
    /// <summary>Until when the photograph of the right poster shows that it hangs; null when there is none.</summary>
    public DateTimeOffset? HangsUntil => Code is not null && Latest?.Words == Code.Words ? Latest.ValidUntil : null;

    public PosterState StateAt(DateTimeOffset now) =>
        Code is null ? PosterState.NotPublished
        : HangsUntil is not { } until ? PosterState.NotHung
        : until <= now ? PosterState.Lapsed
        : PosterState.Hung;
}

/// <summary>All of a retailer's notices as the record has them.</summary>
internal sealed record StoreNotices(
    PublishedNotice? Published,
    NoticeSettings Settings,
    IReadOnlyList<Store> Stores,
    ILookup<StoreId, EntranceNotice> Entrances
)
{
    /// <summary>Whether what was published no longer says what the product does.</summary>
    public bool IsStale => Published is not null && Published.Content.Settings != Settings;

    public static async Task<StoreNotices> ReadAsync(RetailGuardDb db, NoticeAddresses addresses, CancellationToken cancellation)
    {
        var settings = await NoticeSettings.ReadAsync(db, addresses, cancellation);
        var published = await PublishedNotice.LatestAsync(db, cancellation);
        var stores = await db.Set<Store>().AsNoTracking().ToListByNameAsync(s => s.Name, cancellation);
        var entrances = await db.Set<Entrance>().AsNoTracking().Where(e => e.ClosedAt == null).ToListByNameAsync(e => e.Name, cancellation);
        var newest = await db.Set<Attestation>()
            .AsNoTracking()
            .Where(a => !db.Set<Attestation>().Any(later => later.EntranceId == a.EntranceId && later.Number > a.Number))
            .ToListAsync(cancellation);
        var latest = newest.ToDictionary(a => a.EntranceId);
        var words = stores.ToDictionary(s => s.Id, s => published is null ? null : WordsOf(published.Content, s, addresses));
        return new(
            published,
            settings,
            stores,
            entrances.ToLookup(
                e => e.StoreId,
                e => new EntranceNotice(
                    e,
                    words[e.StoreId] is { } said ? new PosterCode(e.Code, said) : null,
                    latest.GetValueOrDefault(e.Id)
                )
            )
        );
    }

    /// <summary>At how many entrances a poster hangs that another content would make wrong.</summary>
    public int WrongUnder(NoticeContent content, NoticeAddresses addresses) =>
        Stores.Sum(store =>
        {
            var words = WordsOf(content, store, addresses);
            return Entrances[store.Id].Count(e => e.HangsUntil is not null && e.Latest!.Words != words);
        });

    public static NoticePlace PlaceOf(Store store, NoticeAddresses addresses) =>
        new(store.Name, store.Address, addresses.StorePage(store.Id));

    /// <summary>Of the poster that belongs at every entrance of a store.</summary>
    public static string WordsOf(NoticeContent content, Store store, NoticeAddresses addresses)
    {
        var place = PlaceOf(store, addresses);
        return PosterCode.WordsOf(
            content.Settings.PublicAddress,
            Notice.English(content, place, NoticeKind.Poster),
            Notice.Maori(content, place, NoticeKind.Poster)
        );
    }
}
