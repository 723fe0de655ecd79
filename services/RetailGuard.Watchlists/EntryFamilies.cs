using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Which entries are of one person in several stores: an entry that was shared, and those that its receivers enrolled. No entry's row says
/// so (R18); whoever keeps the ledger of shares answers.
/// </summary>
public interface IEntryFamilies
{
    /// <summary>An entry with its whole family; alone where it was never shared.</summary>
    Task<IReadOnlyList<EntryId>> OfAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation);

    /// <summary>The entries that receivers enrolled from this one, and that may not outlive it (R19).</summary>
    Task<IReadOnlyList<EntryId>> ReceivedFromAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation);

    /// <summary>The other stores that were shown this person's entry, whatever they answered, and the one that it came from (R21).</summary>
    Task<IReadOnlyList<StoreId>> SharedWithAsync(RetailGuardDb db, EntryId entry, CancellationToken cancellation);
}

/// <summary>Says whether something outside the list holds an approval back.</summary>
public interface IApprovalGuard
{
    /// <summary>Why this person may not approve the entry; null when they may.</summary>
    Task<Refusal?> WhyNotAsync(RetailGuardDb db, EntryId entry, Caller approver, CancellationToken cancellation);
}

/// <summary>Something that whoever relies on an entry has to know first.</summary>
/// <param name="Code">What it is, for screens to put in words: a misidentification's cause.</param>
public sealed record EntryWarning(string Kind, string Code, DateTimeOffset At);

/// <summary>Knows what has gone wrong with entries.</summary>
public interface IEntryWarnings
{
    /// <summary>What is known of any of these entries, the newest first.</summary>
    Task<IReadOnlyList<EntryWarning>> OfAsync(RetailGuardDb db, IReadOnlyCollection<EntryId> entries, CancellationToken cancellation);
}
