using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Something under way about a person: what is held of them is kept until it is over, though its own time may be over before. To destroy
/// what somebody has asked for is an offence (Privacy Act 2020, section 212(2)(d)).
/// </summary>
/// <param name="By">Number of the request or case.</param>
/// <param name="Entry">What it concerns, with its family in other stores; null while nobody has said yet.</param>
/// <param name="Store">Whose records it concerns until then.</param>
public sealed record Hold(string By, EntryId? Entry, StoreId Store, DateTimeOffset Since);

/// <summary>Knows what is under way.</summary>
public interface IHolds
{
    /// <summary>Those of a retailer's holds that are not over; as the context has them, saved or not.</summary>
    Task<IReadOnlyList<Hold>> OpenAsync(RetailGuardDb db, CancellationToken cancellation);
}

/// <summary>What may not be destroyed yet. It is never matched: only what is off its list can be held.</summary>
public sealed class Holds(IEnumerable<IHolds> sources, IEntryFamilies families)
{
    /// <summary>All that is held at this moment.</summary>
    public async Task<HeldRecords> ReadAsync(RetailGuardDb db, CancellationToken cancellation)
    {
        List<HeldEntries> held = [];
        foreach (var source in sources)
        {
            foreach (var hold in await source.OpenAsync(db, cancellation))
            {
                held.Add(new(hold, hold.Entry is { } entry ? [.. await families.OfAsync(db, entry, cancellation)] : null));
            }
        }

        return new(held);
    }
}

/// <param name="Entries">Null while nobody has said whom it concerns.</param>
internal sealed record HeldEntries(Hold Hold, HashSet<EntryId>? Entries);

/// <summary>What is held at one moment.</summary>
public sealed class HeldRecords
{
    private readonly IReadOnlyList<HeldEntries> _held;

    internal HeldRecords(IReadOnlyList<HeldEntries> held) => _held = held;

    public IReadOnlyList<Hold> All => [.. _held.Select(h => h.Hold)];

    /// <summary>What keeps a record of an entry: numbers of requests and cases; none where it may be destroyed.</summary>
    /// <param name="over">
    /// When the record's own time was over. A request of which nobody has said yet whom it concerns keeps what was still there when it came,
    /// and nothing older: else a store that always has one open would destroy nothing.
    /// </param>
    public IReadOnlyList<string> By(EntryId entry, StoreId store, DateTimeOffset over) =>
        [
            .. _held
                .Where(h => h.Entries?.Contains(entry) ?? (h.Hold.Store == store && h.Hold.Since <= over))
                .Select(h => h.Hold.By)
                .Order(StringComparer.Ordinal),
        ];
}
