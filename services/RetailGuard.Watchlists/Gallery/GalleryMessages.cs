using Orleans;
using RetailGuard.Foundation;

namespace RetailGuard.Watchlists;

/// <summary>Faces to look for.</summary>
/// <param name="Space">Embedding space of the templates.</param>
/// <param name="Templates">Owned by the node that made them, which zeroes them after the answer (R1): never kept.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryProbes")]
public sealed record GalleryProbes([property: Id(0)] string Space, [property: Id(1)] IReadOnlyList<ProbeTemplate> Templates);

/// <param name="Cosine">−1 to 1, as the search ranked it.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.NearEntry")]
public readonly record struct NearEntry([property: Id(0)] EntryId Entry, [property: Id(1)] double Cosine);

/// <param name="Nearest">For each probe, best first; at most <see cref="Neighbours"/>.</param>
/// <param name="ListVersion">State of the store's list that was searched: every change up to this one was taken in.</param>
/// <param name="Shards">Over how many shards the store's gallery goes.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryAnswers")]
public sealed record GalleryAnswers(
    [property: Id(0)] IReadOnlyList<NearEntry[]> Nearest,
    [property: Id(1)] long ListVersion,
    [property: Id(2)] int Shards
)
{
    /// <summary>The best and the one that could make it a tie (R6).</summary>
    public const int Neighbours = 2;
}

/// <param name="IsLoaded">Until then nothing is searched.</param>
/// <param name="Count">Entries in the gallery.</param>
/// <param name="Unreadable">Entries of the list that could not be opened, and are not searched.</param>
/// <param name="ListVersion">Every change up to this one was taken in.</param>
/// <param name="CheckedAt">When the record was last looked at.</param>
/// <param name="Shards">Over how many shards the store's gallery goes.</param>
/// <param name="Spaces">One for each embedding space that is searched.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryStatus")]
public sealed record GalleryStatus(
    [property: Id(0)] bool IsLoaded,
    [property: Id(1)] int Count,
    [property: Id(2)] int Unreadable,
    [property: Id(3)] long ListVersion,
    [property: Id(4)] DateTimeOffset CheckedAt,
    [property: Id(5)] int Shards,
    [property: Id(6)] IReadOnlyList<SpaceStatus> Spaces
);

/// <param name="Count">Templates that are searched.</param>
/// <param name="Pending">Entries whose picture was not seen by the space's pack yet; while there are any, nothing is searched.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.SpaceStatus")]
public sealed record SpaceStatus([property: Id(0)] string Space, [property: Id(1)] int Count, [property: Id(2)] int Pending);

/// <param name="Differences">Entries that memory held differently from the record, or that only one of them had; memory was rebuilt then.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.GalleryCheck")]
public sealed record GalleryCheck([property: Id(0)] GalleryStatus Status, [property: Id(1)] int Differences);
