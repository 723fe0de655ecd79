using System.Runtime.InteropServices;
using RetailGuard.Matching;

namespace RetailGuard.Watchlists;

/// <summary>What a shard holds in memory: for each embedding space the templates of its entries, searched exactly.</summary>
internal sealed class GalleryMemory
{
    private readonly Dictionary<string, TemplateShard> _spaces;
    private readonly Dictionary<Guid, LoadedEntry> _entries = [];
    private readonly Dictionary<string, int> _pending = [];
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public GalleryMemory(IReadOnlyList<EmbeddingSpace> spaces)
    {
        Spaces = spaces;
        _spaces = spaces.ToDictionary(s => s.Id, s => new TemplateShard(s));
        Recount();
    }

    private sealed record LoadedEntry(DateTimeOffset ExpiresAt, bool IsReadable, IReadOnlyList<string> Pending);

    public IReadOnlyList<EmbeddingSpace> Spaces { get; }

    /// <summary>Entries that are searched.</summary>
    public int Count => _entries.Count - Unreadable;

    public int Unreadable { get; private set; }

    /// <summary>The templates of a space; null when it is not searched.</summary>
    public TemplateShard? Of(string space) => _spaces.GetValueOrDefault(space);

    /// <summary>Entries that a space has not seen yet.</summary>
    public int Pending(string space) => _pending[space];

    /// <summary>By space.</summary>
    public IReadOnlyList<SpaceStatus> Statuses => [.. Spaces.Select(s => new SpaceStatus(s.Id, _spaces[s.Id].Count, _pending[s.Id]))];

    /// <summary>Takes over what the record says of some entries, whose templates are zeroed.</summary>
    public void Update(IReadOnlyList<ListedEntry> entries, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            Remove(entry.Id);
            if (entry.Matches && entry.ExpiresAt > now)
            {
                _entries[entry.Id] = new(entry.ExpiresAt, entry.IsReadable, entry.Pending);
                foreach (var (space, template) in entry.IsReadable ? entry.Templates : [])
                {
                    _spaces[space].Set(entry.Id, MemoryMarshal.Cast<byte, float>(template));
                }
            }

            entry.Forget();
        }

        Recount();
    }

    /// <summary>R12: an entry matches nobody from the moment it expires, whatever else is late.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        if (now < _nextExpiry)
        {
            return;
        }

        foreach (var (id, _) in _entries.Where(e => e.Value.ExpiresAt <= now).ToList())
        {
            Remove(id);
        }

        Recount();
    }

    /// <summary>Entries that memory holds otherwise than the record, or that only one of them has.</summary>
    /// <param name="record">All entries of the shard; those that changed after <paramref name="version"/> are left out.</param>
    /// <param name="version">State of the list that memory should have.</param>
    public IReadOnlyList<Guid> Differences(IReadOnlyList<ListedEntry> record, long version, DateTimeOffset now)
    {
        var different = new HashSet<Guid>();
        var strays = _spaces.Values.SelectMany(s => s.Ids).Concat(_entries.Keys).ToHashSet();
        foreach (var entry in record)
        {
            strays.Remove(entry.Id);
            if (entry.ListVersion <= version && !IsAsIn(entry, now))
            {
                different.Add(entry.Id);
            }
        }

        different.UnionWith(strays);
        return [.. different.Order()];
    }

    /// <summary>Zeroes all templates and gives their memory back.</summary>
    public void Clear()
    {
        foreach (var space in _spaces.Values)
        {
            space.Clear();
        }

        _entries.Clear();
        Recount();
    }

    private bool IsAsIn(ListedEntry entry, DateTimeOffset now)
    {
        if (!entry.Matches || entry.ExpiresAt <= now)
        {
            return !_entries.ContainsKey(entry.Id) && _spaces.Values.All(s => !s.Ids.Contains(entry.Id));
        }

        return _entries.TryGetValue(entry.Id, out var kept)
            && kept.ExpiresAt == entry.ExpiresAt
            && kept.IsReadable == entry.IsReadable
            && kept.Pending.SequenceEqual(entry.Pending)
            && _spaces.Values.All(space =>
                entry.IsReadable && entry.Templates.FirstOrDefault(t => t.Key == space.Space.Id).Value is { } template
                    ? space.Holds(entry.Id, MemoryMarshal.Cast<byte, float>(template))
                    : !space.Ids.Contains(entry.Id)
            );
    }

    private void Remove(Guid id)
    {
        _entries.Remove(id);
        foreach (var space in _spaces.Values)
        {
            space.Remove(id);
        }
    }

    private void Recount()
    {
        Unreadable = _entries.Values.Count(e => !e.IsReadable);
        _nextExpiry = _entries.Count == 0 ? DateTimeOffset.MaxValue : _entries.Values.Min(e => e.ExpiresAt);
        foreach (var space in _spaces.Keys)
        {
            _pending[space] = _entries.Values.Count(e => e.Pending.Contains(space));
        }
    }
}
