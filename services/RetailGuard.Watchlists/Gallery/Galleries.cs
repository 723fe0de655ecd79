using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>The stores' galleries, each over all of its shards.</summary>
public sealed partial class Galleries(IGrainFactory grains, ILogger<Galleries> logger)
{
    // As many as each store last said it has. Too few cost a second round, never an entry: the answers say how many there are.
    // Kept, because to make a reference looks attributes up each time.
    private readonly ConcurrentDictionary<(TenantId, StoreId), IGalleryShardGrain[]> _shards = new();

    /// <summary>
    /// The entries of a store nearest to each probe, exactly: every shard is searched, or the search is refused as a whole.
    /// </summary>
    public async Task<Result<GalleryAnswers>> SearchAsync(TenantId tenant, StoreId store, GalleryProbes probes)
    {
        var asked = await AskAllAsync(tenant, store, shard => shard.Search(probes), ShardsOf);
        var answers = new List<GalleryAnswers>(asked.Count);
        foreach (var answered in asked)
        {
            if (!answered.Succeeded(out var answer, out var refusal))
            {
                return refusal;
            }

            answers.Add(answer);
        }

        return answers.Count == 1 ? answers[0] : Merge(answers);

        static int ShardsOf(Result<GalleryAnswers> answered) => answered.Succeeded(out var answer, out _) ? answer.Shards : 0;
    }

    /// <summary>What the shards have in memory, whatever the record says.</summary>
    /// <exception cref="TimeoutException">A shard did not answer.</exception>
    public async Task<GalleryStatus> StatusAsync(TenantId tenant, StoreId store) =>
        Whole(await AskAllAsync(tenant, store, shard => shard.Status(), status => status.Shards));

    /// <summary>Takes in what changed in the record.</summary>
    /// <exception cref="TimeoutException">A shard did not answer.</exception>
    public async Task<GalleryStatus> RefreshAsync(TenantId tenant, StoreId store) =>
        Whole(await AskAllAsync(tenant, store, shard => shard.Refresh(), status => status.Shards));

    /// <summary>Compares memory with the record, and rebuilds shards that differ.</summary>
    /// <exception cref="TimeoutException">A shard did not answer.</exception>
    public async Task<GalleryCheck> CheckAsync(TenantId tenant, StoreId store)
    {
        var checks = await AskAllAsync(tenant, store, shard => shard.Check(), check => check.Status.Shards);
        return new(Whole(checks.ConvertAll(c => c.Status)), checks.Sum(c => c.Differences));
    }

    /// <summary>Tells a store's gallery at once that the record has changed; what it misses it finds by itself within seconds.</summary>
    internal async Task TellAsync(TenantId tenant, StoreId store)
    {
        try
        {
            await RefreshAsync(tenant, store);
        }
        catch (Exception broken) when (broken is TimeoutException or Orleans.Runtime.OrleansException)
        {
            LogNotRefreshed(broken, store);
        }
    }

    /// <summary>
    /// Asks every shard once. One that opens meanwhile is asked too, as soon as any answer knows of it; an entry is in one shard for
    /// life, so that none is met twice.
    /// </summary>
    private async Task<List<T>> AskAllAsync<T>(TenantId tenant, StoreId store, Func<IGalleryShardGrain, Task<T>> ask, Func<T, int> shardsOf)
    {
        var known = _shards.GetOrAdd((tenant, store), _ => References(1));
        var answers = new List<T>();
        while (answers.Count < known.Length)
        {
            answers.AddRange(await Task.WhenAll(known.Skip(answers.Count).Select(ask)));
            if (answers.Max(shardsOf) is var there && there > known.Length)
            {
                _shards[(tenant, store)] = known = References(there);
            }
        }

        return answers;

        IGalleryShardGrain[] References(int count) =>
            [.. Enumerable.Range(0, count).Select(number => grains.GetGrain<IGalleryShardGrain>(GrainKeys.Shard(tenant, store, number)))];
    }

    /// <summary>The nearest of all shards, in the order in which one shard would have them.</summary>
    internal static GalleryAnswers Merge(IReadOnlyList<GalleryAnswers> answers)
    {
        var nearest = new NearEntry[answers[0].Nearest.Count][];
        for (var probe = 0; probe < nearest.Length; probe++)
        {
            nearest[probe] =
            [
                .. answers
                    .SelectMany(a => a.Nearest[probe])
                    .OrderByDescending(n => n.Cosine)
                    .ThenBy(n => n.Entry.Value)
                    .Take(GalleryAnswers.Neighbours),
            ];
        }

        return new(nearest, answers.Min(a => a.ListVersion), answers.Max(a => a.Shards));
    }

    private static GalleryStatus Whole(List<GalleryStatus> shards) =>
        new(
            shards.TrueForAll(s => s.IsLoaded),
            shards.Sum(s => s.Count),
            shards.Sum(s => s.Unreadable),
            shards.Min(s => s.ListVersion),
            shards.Min(s => s.CheckedAt),
            shards.Max(s => s.Shards),
            [
                .. shards
                    .SelectMany(s => s.Spaces)
                    .GroupBy(s => s.Space)
                    .Select(space => new SpaceStatus(space.Key, space.Sum(s => s.Count), space.Sum(s => s.Pending))),
            ]
        );

    [LoggerMessage(LogLevel.Warning, "The gallery of store {Store} did not take in a change at once.")]
    private partial void LogNotRefreshed(Exception exception, StoreId store);
}
