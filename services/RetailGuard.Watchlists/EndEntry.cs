using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What ended with one decision: to be forgotten once that is committed.</summary>
/// <param name="Events">To be committed with it.</param>
public sealed record EndedEntries(IReadOnlyList<AuditEvent> Events, IReadOnlyList<EndedEntry> Entries);

/// <param name="Key">Null where it had none any more.</param>
public sealed record EndedEntry(StoreId Store, Guid? Key, IReadOnlyList<string> Pictures);

/// <summary>Takes an entry off its list for good, and with it those that other stores enrolled from it (R20).</summary>
public sealed class EndEntry(IBlobVault vault, TenantKeys keys, Galleries galleries, IEntryFamilies families)
{
    /// <summary>Whether there is something to end.</summary>
    public static bool IsKept(EntryState state) => state is EntryState.Proposed or EntryState.Active or EntryState.Suspended;

    /// <summary>Ends the entry in the context, and gives what to commit and to forget.</summary>
    /// <param name="state"><see cref="EntryState.Refused"/> or <see cref="EntryState.Removed"/>.</param>
    /// <remarks>The commit may meet another change of the same list: see <see cref="AuditLog.CommitOrRetryAsync"/>.</remarks>
    public async Task<EndedEntries> PrepareAsync(RetailGuardDb db, Entry entry, EntryState state, Caller by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(by);
        List<AuditEvent> events = [];
        List<EndedEntry> ended = [];
        await EndAsync(entry, state);
        var received = await families.ReceivedFromAsync(db, entry.Id, cancellation);
        foreach (var heir in await db.Set<Entry>().AsTracking().Where(e => received.Contains(e.Id)).ToListAsync(cancellation))
        {
            if (IsKept(heir.State))
            {
                await EndAsync(heir, EntryState.Removed);
            }
        }

        return new(events, ended);

        async Task EndAsync(Entry one, EntryState how)
        {
            ended.Add(new(one.StoreId, one.KeyId, [.. one.PictureNames]));
            (one.State, one.DecidedBy, one.KeyId, one.SealedTexts) = (how, by.Person, null, null);
            db.RemoveRange(await db.Set<EntryTemplate>().Where(t => t.Entry == one.Id).ToListAsync(cancellation));
            var list = await StoreList.NumberAsync(db, one, cancellation);
            events.Add(new(by.Actor, $"entry.{how.ToString().ToLowerInvariant()}", one.Id.ToString(), new { list }));
        }
    }

    /// <summary>
    /// After the commit. Without their keys, pictures and templates are unreadable in every copy, backups included (R12); the galleries
    /// of all stores drop the templates at once (R20).
    /// </summary>
    public async Task ForgetAsync(TenantId tenant, EndedEntries ended, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ended);
        await Task.WhenAll(ended.Entries.Select(e => galleries.TellAsync(tenant, e.Store)));
        foreach (var (_, key, pictures) in ended.Entries)
        {
            await keys.DestroyRecordKeyAsync(tenant, key, cancellation);
            foreach (var picture in pictures)
            {
                await vault.DeleteAsync(picture, cancellation);
            }
        }
    }
}
