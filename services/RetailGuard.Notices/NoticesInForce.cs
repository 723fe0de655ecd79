using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>R8, R33, R34: nobody is matched in a store unless what is published is true and hangs at each of its entrances.</summary>
internal sealed class NoticesInForce(Database database, NoticeAddresses addresses) : IReadinessRule
{
    private const string Page = "/notices";

    public string Title => "Notices";

    public Mend MendOf(string code) =>
        code switch
        {
            "notice-missing" => new(
                "The privacy officer",
                "publish a notice that a translator has read",
                "an hour, or days for the first",
                Page
            ),
            "notice-stale" => new("The privacy officer", "publish the notice anew", "minutes, and each poster is hung again", Page),
            "entrance-missing" => new("The privacy officer", "add the store's entrances", "minutes", Page),
            _ => new("The duty manager", "photograph the poster on the tablet", "2 minutes", Page),
        };

    public async Task<IReadOnlyList<ReadinessEvidence>> EvidenceAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var notices = await StoreNotices.ReadAsync(db, addresses, cancellation);
        if (notices.Published is not { } published)
        {
            return [];
        }

        var by = await db.Set<Person>().Where(p => p.Id == published.PublishedBy).Select(p => p.Name).SingleAsync(cancellation);
        return
        [
            .. notices.Stores.Select(store => new ReadinessEvidence(
                store.Id,
                $"Version {published.Version}; {notices.Entrances[store.Id].Count(e => e.HangsUntil is not null)} of "
                    + $"{notices.Entrances[store.Id].Count()} posters photographed",
                published.PublishedAt,
                by
            )),
        ];
    }

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return Check(await StoreNotices.ReadAsync(db, addresses, cancellation));
    }

    /// <summary>Pure.</summary>
    public static IReadOnlyList<Disarmed> Check(StoreNotices notices) =>
        notices.Published is null
            ? [new("notice-missing", "No notice is published; matching is off until the privacy officer has published one.")]
        : notices.IsStale
            ?
            [
                new(
                    "notice-stale",
                    "A setting has changed that the published notice speaks of; matching is off until the notice is published anew."
                ),
            ]
        : [.. notices.Stores.Select(store => Check(store.Id, [.. notices.Entrances[store.Id]]))];

    private static Disarmed Check(StoreId store, IReadOnlyList<EntranceNotice> entrances)
    {
        if (entrances.Count == 0)
        {
            return new("entrance-missing", "No entrance of this store is on record; matching is off until its notices hang.", store);
        }

        if (entrances.FirstOrDefault(e => e.HangsUntil is null) is { } bare)
        {
            return new(
                "notice-not-hung",
                $"Nobody has photographed the poster that belongs at {bare.Entrance.Name}; matching is off until somebody of the store has.",
                store
            );
        }

        var first = entrances.MinBy(e => e.HangsUntil)!;
        return new(
            "notice-lapsed",
            $"The photograph of the poster at {first.Entrance.Name} is more than a month old; matching is off until somebody of the store takes another.",
            store,
            From: first.HangsUntil!.Value
        );
    }
}
