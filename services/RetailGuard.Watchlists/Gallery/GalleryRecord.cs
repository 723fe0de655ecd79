using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>An entry as the record has it, opened for a gallery.</summary>
/// <param name="Matches">Whether it is on the list now; otherwise there is nothing else to say of it.</param>
/// <param name="IsReadable">False when something of it could not be opened.</param>
/// <param name="Templates">By space, under the tenant's transform.</param>
/// <param name="Pending">Spaces that have neither a template nor a reason for having none.</param>
internal sealed record ListedEntry(
    Guid Id,
    long ListVersion,
    DateTimeOffset ExpiresAt,
    bool Matches,
    bool IsReadable,
    IReadOnlyList<KeyValuePair<string, byte[]>> Templates,
    IReadOnlyList<string> Pending
)
{
    /// <summary>Zeroes the templates.</summary>
    public void Forget()
    {
        foreach (var (_, template) in Templates)
        {
            CryptographicOperations.ZeroMemory(template);
        }
    }
}

/// <summary>What a shard must know before it looks at entries.</summary>
/// <param name="Version">Changes of the store's list so far.</param>
/// <param name="Spaces">Those that the tenant uses and this server has a pack for.</param>
internal sealed record ListHead(long Version, int Shards, IReadOnlyList<EmbeddingSpace> Spaces);

/// <summary>Reads a shard's part of a store's list.</summary>
internal sealed partial class GalleryRecord(
    Database database,
    TenantKeys keys,
    TenantSpaces spaces,
    TenantTransforms transforms,
    ILogger<GalleryRecord> logger
) : IDisposable
{
    // Opening templates is all arithmetic: half of the machine stays free for the stores that are ready.
    private readonly SemaphoreSlim _opening = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<ListHead> HeadAsync(TenantId tenant, StoreId store)
    {
        await using var db = database.Of(tenant);
        var used = await spaces.OfAsync(db, CancellationToken.None);
        var list = await db.Set<StoreList>().AsNoTracking().SingleOrDefaultAsync(l => l.StoreId == store);
        return new(list?.Version ?? 0, list?.Shards ?? 1, [.. used.Packs.Select(p => p.Space).OrderBy(s => s.Id, StringComparer.Ordinal)]);
    }

    /// <summary>The shard's entries that changed after a version of the list; after 0, all that it ever had.</summary>
    public async Task<List<ListedEntry>> ReadAsync(
        TenantId tenant,
        StoreId store,
        int shard,
        long after,
        IReadOnlyList<EmbeddingSpace> wanted
    )
    {
        var rows = await RowsAsync(tenant, store, shard, after);
        var rotations = new Dictionary<string, Rotation>();
        try
        {
            foreach (var space in wanted)
            {
                rotations[space.Id] = new(space, await transforms.OfAsync(tenant, space, CancellationToken.None));
            }

            await _opening.WaitAsync();
            try
            {
                var ids = rows.Where(row => row.State is EntryState.Active).Select(row => row.KeyId).OfType<Guid>();
                var sealedKeys = await keys.FindRecordKeysAsync(tenant, ids, CancellationToken.None);
                var opened = new List<ListedEntry>(rows.Count);
                foreach (var row in rows)
                {
                    opened.Add(await OpenAsync(tenant, row, sealedKeys, rotations));
                }

                return opened;
            }
            finally
            {
                _opening.Release();
            }
        }
        finally
        {
            foreach (var rotation in rotations.Values)
            {
                rotation.Transform.Dispose();
            }
        }
    }

    public void Dispose() => _opening.Dispose();

    private sealed record Rotation(EmbeddingSpace Space, TemplateTransform Transform);

    private sealed record Row(
        EntryId Id,
        EntryState State,
        DateTimeOffset ExpiresAt,
        long ListVersion,
        Guid? KeyId,
        List<EntryTemplate> Templates
    );

    private async Task<List<Row>> RowsAsync(TenantId tenant, StoreId store, int shard, long after)
    {
        // One statement, so that an entry and its templates are of one moment.
        await using var db = database.Of(tenant);
        var templates = db.Set<EntryTemplate>();
        return await db.Set<Entry>()
            .AsNoTracking()
            .Where(e => e.StoreId == store && e.Shard == shard && e.ListVersion > after)
            .OrderBy(e => e.Id)
            .Select(e => new Row(
                e.Id,
                e.State,
                e.ExpiresAt,
                e.ListVersion,
                e.KeyId,
                templates.Where(t => t.Tenant == e.Tenant && t.Entry == e.Id).ToList()
            ))
            .ToListAsync();
    }

    private async Task<ListedEntry> OpenAsync(
        TenantId tenant,
        Row row,
        IReadOnlyDictionary<Guid, byte[]> sealedKeys,
        Dictionary<string, Rotation> rotations
    )
    {
        var entry = new ListedEntry(row.Id.Value, row.ListVersion, row.ExpiresAt, Matches: false, IsReadable: true, [], []);
        if (row.State is not EntryState.Active)
        {
            return entry;
        }

        var templates = new List<KeyValuePair<string, byte[]>>(row.Templates.Count);
        var isReadable = row.KeyId is { } id && sealedKeys.ContainsKey(id);
        if (isReadable)
        {
            try
            {
                var key = await keys.OpenRecordKeyAsync(
                    tenant,
                    Entry.KeyContextOf(row.Id),
                    sealedKeys[row.KeyId!.Value],
                    CancellationToken.None
                );
                foreach (var template in row.Templates.Where(t => t.Sealed is not null && rotations.ContainsKey(t.Space)))
                {
                    var (space, transform) = rotations[template.Space];
                    templates.Add(new(space.Id, TemplateSeals.Open(template, space, transform, key)));
                }
            }
            catch (Exception broken) when (broken is CryptographicException)
            {
                // One entry's damage is not the others': they are searched, and this one is reported.
                LogUnreadable(broken, row.Id);
                isReadable = false;
            }
        }

        return entry with
        {
            Matches = true,
            IsReadable = isReadable,
            Templates = templates,
            Pending = [.. rotations.Keys.Where(space => !row.Templates.Exists(t => t.Space == space))],
        };
    }

    [LoggerMessage(LogLevel.Error, "Entry {Entry} cannot be opened; it is not searched.")]
    private partial void LogUnreadable(Exception exception, EntryId entry);
}
