using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using RetailGuard.Foundation;
using RetailGuard.Matching;

namespace RetailGuard.Watchlists;

/// <summary>A part of a store's templates in memory. Key: tenant/store/number. Rebuilt from the record whenever it starts.</summary>
[Alias("RetailGuard.IGalleryShardGrain")]
public interface IGalleryShardGrain : IGrainWithStringKey
{
    /// <summary>
    /// The entries nearest to each probe, exactly; all probes in one turn, and none of it in the database.
    /// Refused with <c>gallery-not-loaded</c> until the record was read.
    /// </summary>
    [Alias("Search"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task<Result<GalleryAnswers>> Search(GalleryProbes probes);

    /// <summary>What is in memory, without a look at the record.</summary>
    [Alias("Status"), AlwaysInterleave, ResponseTimeout(LiveCall.Limit)]
    Task<GalleryStatus> Status();

    /// <summary>Takes in what changed in the record since the last look.</summary>
    [Alias("Refresh")]
    Task<GalleryStatus> Refresh();

    /// <summary>Compares memory with the record, template by template, and rebuilds it when they differ.</summary>
    [Alias("Check")]
    Task<GalleryCheck> Check();
}

/// <summary>Placed beside the store that asks it, so that a probe crosses to no other node (R1).</summary>
[PreferLocalPlacement]
internal sealed partial class GalleryShardGrain(
    GalleryRecord record,
    TenantTransforms transforms,
    WatchlistMetrics metrics,
    GalleryWatch watch,
    TimeProvider time,
    ILogger<GalleryShardGrain> logger
) : Grain, IGalleryShardGrain
{
    /// <summary>A shard of 5,000 takes about half a second to compare, beside its searches: a thousandth of one core.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(10);

    // Reused and pinned, so that neither a probe nor its rotation leaves a copy behind (R1).
    private float[] _probes = [];
    private float[] _probe = [];
    private Dictionary<string, TemplateTransform> _rotations = [];
    private TenantId _tenant;
    private StoreId _store;
    private int _number;
    private long _listVersion;
    private int _shards = 1;
    private DateTimeOffset _checkedAt;

    /// <summary>Null until the record was read.</summary>
    internal GalleryMemory? Memory { get; private set; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var store, _number) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _store = new(store);
        // Not read here: until it was, a search is refused at once instead of waiting for the database.
        this.RegisterGrainTimer(_ => LoadOrCheckAsync(), new GrainTimerCreationOptions(TimeSpan.Zero, CheckEvery));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Memory?.Clear();
        Forget(_rotations);
        watch.Left(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<Result<GalleryAnswers>> Search(GalleryProbes probes) => Task.FromResult(SearchNow(probes));

    public Task<GalleryStatus> Status() => Task.FromResult(StatusNow());

    public async Task<GalleryStatus> Refresh()
    {
        try
        {
            await RefreshAsync();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // What is in memory goes on matching until the list is too old; the age of the last look tells (R20).
            LogNotRead(broken, _store, _number);
        }

        return StatusNow();
    }

    public async Task<GalleryCheck> Check()
    {
        try
        {
            await RefreshAsync();
            var differences = await CompareAsync();
            return new(StatusNow(), differences);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogNotRead(broken, _store, _number);
            return new(StatusNow(), 0);
        }
    }

    private Task LoadOrCheckAsync() => Memory is null ? Refresh() : Check();

    private Result<GalleryAnswers> SearchNow(GalleryProbes probes)
    {
        if (Memory is not { } memory)
        {
            return new Refusal(
                "gallery-not-loaded",
                "The store's watchlist is not loaded yet. Nobody is matched until it is.",
                RefusalKind.Unavailable
            );
        }

        // Templates of different spaces never compare (invariant 3).
        memory.DropExpired(time.GetUtcNow());
        if (memory.Of(probes.Space) is not { } shard || probes.Templates.Any(t => t.Length != shard.Space.Dimension))
        {
            return Refusal.Invalid(
                "space-unknown",
                $"This gallery holds templates of {string.Join(" and ", memory.Spaces.Select(s => s.Id))}; the probe is of another space."
            );
        }

        // Some of the list would be missing without a word.
        if (memory.Pending(probes.Space) is > 0 and var pending)
        {
            return new Refusal(
                "space-not-ready",
                $"The watchlist is still being prepared for {probes.Space}: {pending} entries are left.",
                RefusalKind.Unavailable
            );
        }

        return new GalleryAnswers(Nearest(shard, _rotations[probes.Space], probes.Templates), _listVersion, _shards);
    }

    private NearEntry[][] Nearest(TemplateShard shard, TemplateTransform rotation, IReadOnlyList<ProbeTemplate> templates)
    {
        var dimension = shard.Space.Dimension;
        if (_probes.Length < templates.Count * dimension)
        {
            _probes = GC.AllocateArray<float>(templates.Count * dimension, pinned: true);
        }

        if (_probe.Length != dimension)
        {
            _probe = GC.AllocateArray<float>(dimension, pinned: true);
        }

        var batch = _probes.AsSpan(0, templates.Count * dimension);
        var nearest = new Candidate[templates.Count * GalleryAnswers.Neighbours];
        int found;
        try
        {
            for (var i = 0; i < templates.Count; i++)
            {
                templates[i].CopyTo(_probe);
                rotation.Apply(_probe, batch.Slice(i * dimension, dimension));
            }

            found = shard.SearchBatch(batch, GalleryAnswers.Neighbours, nearest);
        }
        finally
        {
            _probe.AsSpan().Clear();
            batch.Clear();
        }

        var answers = new NearEntry[templates.Count][];
        for (var i = 0; i < answers.Length; i++)
        {
            var first = i * GalleryAnswers.Neighbours;
            answers[i] = Array.ConvertAll(nearest[first..(first + found)], c => new NearEntry(new(c.Id), c.Cosine));
        }

        return answers;
    }

    private async Task RefreshAsync()
    {
        watch.Tries(this.GetPrimaryKeyString());
        var head = await record.HeadAsync(_tenant, _store);
        if (Memory is not { } memory || head.Version < _listVersion || !memory.Spaces.SequenceEqual(head.Spaces))
        {
            await RebuildAsync(head);
        }
        else if (head.Version > _listVersion)
        {
            var changed = await ReadAsync(_listVersion, head);
            memory.Update(changed, time.GetUtcNow());
            _listVersion = changed.Select(e => e.ListVersion).Append(head.Version).Max();
        }

        Memory!.DropExpired(time.GetUtcNow());
        (_shards, _checkedAt) = (head.Shards, time.GetUtcNow());
        watch.HasRead(this.GetPrimaryKeyString());
    }

    /// <summary>Reads the whole part anew, and takes it over in one step.</summary>
    private async Task RebuildAsync(ListHead head)
    {
        var rotations = new Dictionary<string, TemplateTransform>();
        try
        {
            foreach (var space in head.Spaces)
            {
                rotations[space.Id] = await transforms.OfAsync(_tenant, space, CancellationToken.None);
            }

            await TakeOverAsync(await ReadAsync(after: 0, head), head, rotations);
        }
        catch (Exception)
        {
            Forget(rotations);
            throw;
        }
    }

    private async Task TakeOverAsync(List<ListedEntry> entries, ListHead head, Dictionary<string, TemplateTransform> rotations)
    {
        var memory = new GalleryMemory(head.Spaces);
        await Task.Run(() => memory.Update(entries, time.GetUtcNow()));

        // The head was read first: whatever changed after it is in the entries too, so no change is passed over.
        _listVersion = entries.Select(e => e.ListVersion).Append(head.Version).Max();
        // All at once, since searches come in between: the rotations belong to the memory.
        Memory?.Clear();
        if (rotations != _rotations)
        {
            Forget(_rotations);
        }

        (Memory, _rotations) = (memory, rotations);
        if (memory.Unreadable > 0)
        {
            LogUnreadable(memory.Unreadable, _store, _number);
        }
    }

    /// <returns>How many entries differed.</returns>
    private async Task<int> CompareAsync()
    {
        var head = await record.HeadAsync(_tenant, _store);
        if (!Memory!.Spaces.SequenceEqual(head.Spaces))
        {
            // The spaces changed just now: the next refresh rebuilds all.
            return 0;
        }

        var entries = await ReadAsync(after: 0, head);
        try
        {
            // An entry that expired while the record was read is not there any more, and that is no difference.
            var now = time.GetUtcNow();
            Memory!.DropExpired(now);
            var different = Memory.Differences(entries, _listVersion, now);
            metrics.Compared(different.Count);
            if (different.Count > 0)
            {
                LogDifferent(_store, _number, different.Count, string.Join(", ", different.Take(10)));
                await TakeOverAsync(entries, head, _rotations);
            }

            return different.Count;
        }
        finally
        {
            entries.ForEach(e => e.Forget());
        }
    }

    /// <summary>Apart from the grain's turns, so that searches go on while templates are opened.</summary>
    private Task<List<ListedEntry>> ReadAsync(long after, ListHead head) =>
        Task.Run(() => record.ReadAsync(_tenant, _store, _number, after, head.Spaces));

    private static void Forget(Dictionary<string, TemplateTransform> rotations)
    {
        foreach (var rotation in rotations.Values)
        {
            rotation.Dispose();
        }
    }

    private GalleryStatus StatusNow() =>
        Memory is { } memory
            ? new(true, memory.Count, memory.Unreadable, _listVersion, _checkedAt, _shards, memory.Statuses)
            : new(false, 0, 0, 0, _checkedAt, _shards, []);

    [LoggerMessage(LogLevel.Error, "Shard {Shard} of store {Store}'s gallery could not read the record.")]
    private partial void LogNotRead(Exception exception, StoreId store, int shard);

    [LoggerMessage(LogLevel.Error, "{Count} entries of shard {Shard} of store {Store} cannot be opened and are not searched.")]
    private partial void LogUnreadable(int count, StoreId store, int shard);

    [LoggerMessage(
        LogLevel.Error,
        "Shard {Shard} of store {Store} held {Count} entries otherwise than the record, and was rebuilt. The first of them: {Entries}."
    )]
    private partial void LogDifferent(StoreId store, int shard, int count, string entries);
}
