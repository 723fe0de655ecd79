using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>
/// Changes an entry because the person on it asked for that (R40, R41), within a commit of the caller's: it is taken off the list, what is
/// said of it is put right, or the person's own statement is put beside it.
/// </summary>
public sealed class CorrectEntry(EndEntry ending, TenantKeys keys, IEntryFamilies families)
{
    /// <summary>So many statements stand beside one entry.</summary>
    private const int MostStatements = 5;

    internal static readonly Refusal Gone = Refusal.Conflict(
        "entry-gone",
        "This entry is not on a list any more: what was said on it is erased."
    );

    /// <summary>Takes the entry off its list, and those that were shared from it. After the commit: <see cref="EndEntry.ForgetAsync"/>.</summary>
    public async Task<Decision<EndedEntries>> PrepareRemovalAsync(
        RetailGuardDb db,
        EntryId id,
        Caller caller,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        if (entry is null || !EndEntry.IsKept(entry.State))
        {
            return Gone;
        }

        var ended = await ending.PrepareAsync(db, entry, EntryState.Removed, caller, cancellation);
        return new(ended, ended.Events);
    }

    /// <summary>Puts right what is said to have happened, also where the entry was shared to; what its sender says is the sender's.</summary>
    public async Task<Result<IReadOnlyList<AuditEvent>>> PrepareSummaryAsync(
        RetailGuardDb db,
        EntryId id,
        string summary,
        Actor actor,
        CancellationToken cancellation
    ) =>
        await ChangeTextsAsync(
            db,
            id,
            [id, .. await families.ReceivedFromAsync(db, id, cancellation)],
            "entry.corrected",
            (before, texts) => Correct(before, texts, summary),
            actor,
            cancellation
        );

    /// <summary>Puts the person's statement beside the entry, where whoever reads the entry reads it too; it travels with every share (R41).</summary>
    public async Task<Result<IReadOnlyList<AuditEvent>>> PrepareStatementAsync(
        RetailGuardDb db,
        EntryId id,
        string statement,
        Actor actor,
        CancellationToken cancellation
    ) =>
        await ChangeTextsAsync(
            db,
            id,
            await families.OfAsync(db, id, cancellation),
            "entry.statement-recorded",
            (_, texts) => texts with { Statements = [.. texts.Statements.TakeLast(MostStatements - 1), statement] },
            actor,
            cancellation
        );

    // A received entry has what its own store added behind what the sender said.
    internal static EntryTexts Correct(EntryTexts before, EntryTexts texts, string summary) =>
        texts with
        {
            Summary = texts.Summary.StartsWith(before.Summary, StringComparison.Ordinal)
                ? summary + texts.Summary[before.Summary.Length..]
                : summary,
        };

    /// <param name="reached">The entries that change, <paramref name="id"/> among them.</param>
    /// <param name="change">From what is said on the entry itself and on one of those, what is said on that one.</param>
    private async Task<Result<IReadOnlyList<AuditEvent>>> ChangeTextsAsync(
        RetailGuardDb db,
        EntryId id,
        IReadOnlyList<EntryId> reached,
        string action,
        Func<EntryTexts, EntryTexts, EntryTexts> change,
        Actor actor,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var entries = await db.Set<Entry>().AsTracking().Where(e => reached.Contains(e.Id)).ToListAsync(cancellation);
        if (entries.Find(e => e.Id == id) is not { } asked || await EntryTexts.ReadAsync(keys, asked, cancellation) is not { } before)
        {
            return Gone;
        }

        List<AuditEvent> happened = [];
        foreach (var entry in entries)
        {
            if (await EntryTexts.ReadAsync(keys, entry, cancellation) is { } opened)
            {
                entry.SealedTexts = change(before.Texts, opened.Texts).Seal(opened.Key, entry.Id);
                happened.Add(new(actor, action, entry.Id.ToString()));
            }
        }

        return happened;
    }
}
