using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>A store's templates in memory. Key: tenant/store/number. Rebuilt from the record whenever it starts.</summary>
[Alias("RetailGuard.IGalleryShardGrain")]
public interface IGalleryShardGrain : IGrainWithStringKey
{
    /// <summary>The entries nearest to each probe, exactly; all probes in one turn.</summary>
    [Alias("Search")]
    Task<Result<GalleryAnswers>> Search(GalleryProbes probes);

    /// <summary>Takes in what changed in the record since the last look.</summary>
    [Alias("Refresh")]
    Task<GalleryStatus> Refresh();
}

/// <summary>Faces to look for.</summary>
/// <param name="Space">Embedding space of the templates.</param>
/// <param name="Templates">Of unit length. Owned by the sender, who zeroes them after the answer (R1): never kept.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryProbes")]
public sealed record GalleryProbes([property: Id(0)] string Space, [property: Id(1)] IReadOnlyList<float[]> Templates);

/// <param name="Cosine">−1 to 1.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.NearEntry")]
public readonly record struct NearEntry([property: Id(0)] EntryId Entry, [property: Id(1)] float Cosine);

/// <param name="Nearest">For each probe, best first; at most two: the best and the one that could make it a tie (R6).</param>
/// <param name="ListVersion">State of the store's list that was searched.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryAnswers")]
public sealed record GalleryAnswers([property: Id(0)] IReadOnlyList<NearEntry[]> Nearest, [property: Id(1)] long ListVersion);

/// <param name="Count">Templates in the gallery.</param>
/// <param name="CheckedAt">When the record was last looked at.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryStatus")]
public sealed record GalleryStatus(
    [property: Id(0)] int Count,
    [property: Id(1)] long ListVersion,
    [property: Id(2)] DateTimeOffset CheckedAt
);

internal sealed partial class GalleryShardGrain(
    Database database,
    TenantKeys keys,
    FaceEnrolment enrolment,
    TenantTransforms transforms,
    TimeProvider time,
    ILogger<GalleryShardGrain> logger
) : Grain, IGalleryShardGrain
{
    private const int Neighbours = 2;

    private readonly TemplateShard _shard = new(enrolment.Pack.Space);

    // Reused and pinned, so that the probes' rotation leaves no copy behind (R1).
    private float[] _probes = [];
    private readonly Dictionary<Guid, DateTimeOffset> _expiries = [];
    private TemplateTransform? _transform;
    private TenantId _tenant;
    private StoreId _store;
    private long _listVersion;
    private DateTimeOffset _checkedAt;
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, var store, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        _store = new(store);
        _transform = await transforms.OfAsync(_tenant, cancellationToken);
        await RefreshAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _shard.Clear();
        _transform?.Dispose();
        return Task.CompletedTask;
    }

    public Task<Result<GalleryAnswers>> Search(GalleryProbes probes)
    {
        // Templates of different spaces never compare (invariant 3).
        if (probes.Space != _shard.Space.Id || probes.Templates.Any(t => t.Length != _shard.Space.Dimension))
        {
            return Task.FromResult<Result<GalleryAnswers>>(
                Refusal.Invalid("space-unknown", $"This gallery holds templates of {_shard.Space.Id}; the probe is of another space.")
            );
        }

        DropExpired();
        var dimension = _shard.Space.Dimension;
        if (_probes.Length < probes.Templates.Count * dimension)
        {
            _probes = GC.AllocateArray<float>(probes.Templates.Count * dimension, pinned: true);
        }

        var batch = _probes.AsSpan(0, probes.Templates.Count * dimension);
        var nearest = new Candidate[probes.Templates.Count * Neighbours];
        int found;
        try
        {
            for (var i = 0; i < probes.Templates.Count; i++)
            {
                _transform!.Apply(probes.Templates[i], batch.Slice(i * dimension, dimension));
            }

            found = _shard.SearchBatch(batch, Neighbours, nearest);
        }
        finally
        {
            batch.Clear();
        }

        var answers = new NearEntry[probes.Templates.Count][];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = Array.ConvertAll(
                nearest[(i * Neighbours)..((i * Neighbours) + found)],
                c => new NearEntry(new(c.Id), (float)c.Cosine)
            );
        }

        return Task.FromResult<Result<GalleryAnswers>>(new GalleryAnswers(answers, _listVersion));
    }

    public Task<GalleryStatus> Refresh() => RefreshAsync(CancellationToken.None);

    private async Task<GalleryStatus> RefreshAsync(CancellationToken cancellation)
    {
        await using var db = database.Of(_tenant);
        var changed = await db.Set<Entry>()
            .AsNoTracking()
            .Where(e => e.StoreId == _store && e.ListVersion > _listVersion)
            .ToListAsync(cancellation);
        foreach (var entry in changed)
        {
            await TakeInAsync(entry, cancellation);
            _listVersion = Math.Max(_listVersion, entry.ListVersion);
        }

        DropExpired();
        _checkedAt = time.GetUtcNow();
        return new(_shard.Count, _listVersion, _checkedAt);
    }

    private async Task TakeInAsync(Entry entry, CancellationToken cancellation)
    {
        if (entry is not { State: EntryState.Active, SealedKey: { } sealedKey, SealedTemplate: { } sealedTemplate })
        {
            _shard.Remove(entry.Id.Value);
            _expiries.Remove(entry.Id.Value);
            return;
        }

        if (entry.Space != _shard.Space.Id)
        {
            LogOtherSpace(entry.Id, entry.Space, _shard.Space.Id);
            return;
        }

        var key = await keys.OpenRecordKeyAsync(_tenant, entry.KeyContext, sealedKey, cancellation);
        var template = Sealing.Open(key, sealedTemplate, entry.KeyContext);
        var values = MemoryMarshal.Cast<byte, float>(template.AsSpan());
        if (!entry.IsTransformed)
        {
            _transform!.Apply(values, values);
        }

        _shard.Set(entry.Id.Value, values);
        CryptographicOperations.ZeroMemory(template);
        _expiries[entry.Id.Value] = entry.ExpiresAt;
        _nextExpiry = _expiries.Values.Min();
    }

    /// <summary>R12: an entry matches nobody from the moment it expires, whatever else is late.</summary>
    private void DropExpired()
    {
        var now = time.GetUtcNow();
        if (now < _nextExpiry)
        {
            return;
        }

        foreach (var (id, _) in _expiries.Where(e => e.Value <= now).ToList())
        {
            _shard.Remove(id);
            _expiries.Remove(id);
        }

        _nextExpiry = _expiries.Count == 0 ? DateTimeOffset.MaxValue : _expiries.Values.Min();
    }

    [LoggerMessage(
        LogLevel.Error,
        "Entry {Entry} is of space {Space}, this server of {Own}: it is not searched until it is enrolled anew."
    )]
    private partial void LogOtherSpace(EntryId entry, string space, string own);
}
