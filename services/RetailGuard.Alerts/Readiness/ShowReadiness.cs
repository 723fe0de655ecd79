using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Alerts;

/// <summary>How a rule stands in a store.</summary>
public enum RuleStanding
{
    /// <summary>Nobody is matched because of it.</summary>
    Stopped,

    /// <summary>In order, and it ends within a week.</summary>
    Ending,

    InOrder,
}

/// <summary>One answer for each store and camera: whether it matches, and every rule with what it rests on (R8).</summary>
internal static class ShowReadiness
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <param name="Sentence">What stops it, or that it is in order.</param>
    /// <param name="Since">When it stopped; null where it did not, or that is not known.</param>
    /// <param name="Ends">The first moment at which it would stop; null where it ends at no known time.</param>
    /// <param name="Evidence">What it rests on; null where there is nothing to show.</param>
    /// <param name="Mend">How it is put right or kept; null where nothing is to be done.</param>
    public sealed record RuleView(
        string Title,
        RuleStanding Standing,
        string Sentence,
        string? Evidence,
        DateTimeOffset? EvidenceAt,
        string? By,
        DateTimeOffset? Since,
        DateTimeOffset? Ends,
        Mend? Mend
    );

    /// <param name="WhyNot">Why its faces are not looked for; null when they are.</param>
    public sealed record ReadyCamera(Guid Id, string Name, CameraState State, bool IsArmed, string? WhyNot);

    /// <param name="IsArmed">Whether any of its cameras matches now.</param>
    /// <param name="WhyNot">Why none does; null when one does.</param>
    /// <param name="Rules">What stops it first, then what ends soonest.</param>
    public sealed record ReadyStore(
        Guid Id,
        string Name,
        string TimeZone,
        bool IsArmed,
        string? WhyNot,
        IReadOnlyList<RuleView> Rules,
        IReadOnlyList<ReadyCamera> Cameras
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/readiness", ShowAsync)
            .AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.TenantAdmin, Role.Auditor);

    /// <param name="storeId">One store; left out, all that the person reaches and that are open.</param>
    private static async Task<Answer<Ok<List<ReadyStore>>>> ShowAsync(
        Caller caller,
        Database database,
        IEnumerable<IReadinessRule> rules,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellation,
        StoreId? storeId = null
    )
    {
        await using var db = database.Of(caller.Tenant);
        var stores = await db.Set<Store>().AsNoTracking().ToListByNameAsync(s => s.Name, cancellation);
        stores.RemoveAll(s => !caller.Reaches(s.Id) || (storeId is { } only ? s.Id != only : s.ClosedAt is not null));
        if (storeId is not null && stores.Count == 0)
        {
            return Refusal.NotFound("store");
        }

        var found = new List<Found>();
        foreach (var rule in rules)
        {
            found.Add(new(rule, await rule.CheckAsync(caller.Tenant, cancellation), await rule.EvidenceAsync(caller.Tenant, cancellation)));
        }

        var shown = await Task.WhenAll(stores.Select(s => LookAsync(grains, caller.Tenant, s.Id)));
        var now = time.GetUtcNow();
        return TypedResults.Ok(stores.Zip(shown, (store, live) => View(store, live, found, now)).ToList());
    }

    /// <summary>All that one rule says of a retailer.</summary>
    internal sealed record Found(IReadinessRule Rule, IReadOnlyList<Disarmed> Disarmed, IReadOnlyList<ReadinessEvidence> Evidence);

    /// <summary>A store that does not answer in time is shown by its rules alone.</summary>
    private static async Task<FeedStore?> LookAsync(IGrainFactory grains, TenantId tenant, StoreId store)
    {
        try
        {
            return await grains.GetGrain<IStoreGrain>(GrainKeys.Store(tenant, store)).Show();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    /// <summary>Pure.</summary>
    /// <param name="live">Null where the store did not answer.</param>
    internal static ReadyStore View(Store store, FeedStore? live, IReadOnlyList<Found> found, DateTimeOffset now)
    {
        var rules = found.Select(one => View(store.Id, one, now)).Append(List(live, now)).ToList();
        var stopped = rules.Find(rule => rule.Standing is RuleStanding.Stopped);
        return new(
            store.Id.Value,
            store.Name,
            store.TimeZone,
            live?.Armed is true,
            live?.Armed is true ? null : stopped?.Sentence ?? "Everything is in order again; the store begins within seconds.",
            [.. rules.OrderBy(rule => rule.Standing).ThenBy(rule => rule.Ends ?? DateTimeOffset.MaxValue)],
            [.. (live?.Cameras ?? []).Select(c => new ReadyCamera(c.Id.Value, c.Name, c.State, c.Armed, c.Reason))]
        );
    }

    private static RuleView View(StoreId store, Found found, DateTimeOffset now)
    {
        var own = found.Disarmed.Where(d => d.Camera is null && (d.Store is null || d.Store == store)).OrderBy(d => d.From).ToList();
        var evidence = found.Evidence.FirstOrDefault(e => e.Store is null || e.Store == store);
        if (own.Find(d => d.From <= now) is { } stopped)
        {
            return new(
                found.Rule.Title,
                RuleStanding.Stopped,
                stopped.Detail,
                evidence?.Text,
                evidence?.At,
                evidence?.By,
                stopped.From == default ? evidence?.Since : stopped.From,
                Ends: null,
                found.Rule.MendOf(stopped.Code)
            );
        }

        var ahead = own.FirstOrDefault();
        var standing = ahead is not null && ahead.From - now <= Soon ? RuleStanding.Ending : RuleStanding.InOrder;
        return new(
            found.Rule.Title,
            standing,
            "In order.",
            evidence?.Text,
            evidence?.At,
            evidence?.By,
            Since: null,
            ahead?.From,
            ahead is null ? null : found.Rule.MendOf(ahead.Code)
        );
    }

    /// <summary>Whether what the store compares with is what is on record.</summary>
    private static RuleView List(FeedStore? live, DateTimeOffset now)
    {
        var isFresh = live?.ListCheckedAt is { } at && now - at <= StoreReadiness.ListGoodFor;
        return new(
            "List",
            isFresh ? RuleStanding.InOrder : RuleStanding.Stopped,
            isFresh ? "In order."
                : live is null ? "The store does not answer at this moment."
                : live.ListCheckedAt is null ? "The watchlist is not loaded yet; nobody is matched until it is."
                : "The watchlist could not be checked; matching is off until it can be.",
            live is null ? null : $"{live.ListCount} {(live.ListCount == 1 ? "entry" : "entries")}",
            live?.ListCheckedAt,
            By: null,
            isFresh ? null : live?.ListCheckedAt + StoreReadiness.ListGoodFor,
            Ends: null,
            isFresh ? null : new("The server", "load it by itself", "seconds; call the operator if it does not")
        );
    }
}
