using System.Collections.Concurrent;

namespace RetailGuard.Watchlists;

/// <summary>How this node's shards stand.</summary>
/// <param name="Loaded">Shards that have read the record at least once.</param>
/// <param name="LatestFor">For how long the latest of them has tried to read the record in vain; zero when none has.</param>
public sealed record GalleryCondition(int Loaded, TimeSpan LatestFor);

/// <summary>Sees whether the shards on this node keep up with the record (R20).</summary>
public sealed class GalleryWatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (bool Loaded, DateTimeOffset? TryingSince)> _shards = new(StringComparer.Ordinal);

    public GalleryCondition Now()
    {
        var shards = _shards.Values;
        var since = shards.Min(s => s.TryingSince);
        return new(shards.Count(s => s.Loaded), since is { } began ? time.GetUtcNow() - began : TimeSpan.Zero);
    }

    internal void Tries(string shard) =>
        _shards.AddOrUpdate(shard, _ => (false, time.GetUtcNow()), (_, s) => (s.Loaded, s.TryingSince ?? time.GetUtcNow()));

    internal void HasRead(string shard) => _shards[shard] = (true, null);

    internal void Left(string shard) => _shards.TryRemove(shard, out _);
}
