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
public sealed class CorrectEntry
{
    /// <summary>So many statements stand beside one entry.</summary>
    private const int MostStatements = 5;

    private static readonly Refusal Gone = Refusal.Conflict(
        "entry-gone",
        "This entry is not on a list any more: what was said on it is erased."
    );

    private readonly DecideEntry.Decisions _decisions;
    private readonly TenantKeys _keys;

    internal CorrectEntry(DecideEntry.Decisions decisions, TenantKeys keys) => (_decisions, _keys) = (decisions, keys);

    /// <summary>Takes the entry off its list. After the commit: <see cref="FinishAsync"/>.</summary>
    public async Task<Decision<RemovedEntry>> PrepareRemovalAsync(
        RetailGuardDb db,
        EntryId id,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var decided = await _decisions.ChangeAsync(db, id, caller, EntryState.Removed, cancellation);
        return decided.Answer.Succeeded(out var changed, out var refusal)
            ? new Decision<RemovedEntry>(new RemovedEntry(changed.Entry, changed.EndedKey), decided.Events)
            : refusal;
    }

    /// <summary>Destroys what the entry held.</summary>
    public Task FinishAsync(RemovedEntry removed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(removed);
        return _decisions.FinishAsync(removed.Entry, removed.EndedKey, cancellation);
    }

    /// <summary>Puts right what is said to have happened.</summary>
    public Task<Result<AuditEvent>> PrepareSummaryAsync(
        RetailGuardDb db,
        EntryId id,
        string summary,
        Actor actor,
        CancellationToken cancellation
    ) => ChangeTextsAsync(db, id, texts => texts with { Summary = summary }, new(actor, "entry.corrected", id.ToString()), cancellation);

    /// <summary>Puts the person's statement beside the entry, where whoever reads the entry reads it too.</summary>
    public Task<Result<AuditEvent>> PrepareStatementAsync(
        RetailGuardDb db,
        EntryId id,
        string statement,
        Actor actor,
        CancellationToken cancellation
    ) =>
        ChangeTextsAsync(
            db,
            id,
            texts => texts with { Statements = [.. texts.Statements.TakeLast(MostStatements - 1), statement] },
            new(actor, "entry.statement-recorded", id.ToString()),
            cancellation
        );

    private async Task<Result<AuditEvent>> ChangeTextsAsync(
        RetailGuardDb db,
        EntryId id,
        Func<EntryTexts, EntryTexts> change,
        AuditEvent happened,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        if (
            entry is not { SealedTexts: { } content }
            || await _keys.OpenRecordKeyAsync(entry.Tenant, entry.KeyContext, entry.KeyId, cancellation) is not { } key
        )
        {
            return Gone;
        }

        entry.SealedTexts = change(EntryTexts.Open(key, id, content)).Seal(key, id);
        return happened;
    }
}

/// <summary>An entry that a commit took off its list, with what is to be destroyed after it.</summary>
public sealed class RemovedEntry
{
    internal RemovedEntry(Entry entry, Guid? endedKey) => (Entry, EndedKey) = (entry, endedKey);

    internal Entry Entry { get; }

    internal Guid? EndedKey { get; }
}
