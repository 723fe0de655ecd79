using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What staff may learn of an entry once both have confirmed.</summary>
/// <param name="Statements">Of the person, where they say that it is wrong and it was not corrected (R41).</param>
public sealed record EntrySituation(
    string Label,
    EntryCategory Category,
    DateTimeOffset IncidentAt,
    EntryBasis Basis,
    string Summary,
    IReadOnlyList<string> Statements
);

/// <summary>An entry as another store may see it before it answers: without what the sender's staff call the person.</summary>
/// <param name="Statements">Of the person, which travel with every share (R41).</param>
public sealed record SharedFile(Entry Entry, string Evidence, string Summary, IReadOnlyList<string> Statements);

/// <summary>Whether and why an entry matches.</summary>
public enum EntryStanding
{
    Active,
    SuspendedForRate,
    SuspendedForDispute,

    /// <summary>Removed, expired, not looked at in time, or never there.</summary>
    Gone,
}

/// <summary>What other modules may read of entries.</summary>
public sealed class Entries(Database database, IBlobVault vault, TenantKeys keys, TimeProvider time)
{
    private readonly EntryTextReader _texts = new(keys);

    /// <summary>The first opened enrolment photograph, or null when the entry or its key is gone.</summary>
    public async Task<byte[]?> PhotoAsync(TenantId tenant, EntryId id, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry is null ? null : await PhotoAsync(entry, 1, cancellation);
    }

    /// <param name="number">1 to the entry's number of pictures; of others there is nothing in the vault.</param>
    internal async Task<byte[]?> PhotoAsync(Entry entry, int number, CancellationToken cancellation)
    {
        var name = entry.PictureName(number);
        return
            await vault.GetAsync(name, cancellation) is { } content
            && await keys.OpenRecordKeyAsync(entry.Tenant, entry.KeyContext, entry.KeyId, cancellation) is { } key
            ? Sealing.Open(key, content, name)
            : null;
    }

    public async Task<EntryStanding> StandingAsync(TenantId tenant, EntryId id, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var entry = await db.Set<Entry>()
            .Where(e => e.Id == id)
            .Select(e => new
            {
                e.State,
                e.Suspension,
                e.ExpiresAt,
            })
            .SingleOrDefaultAsync(cancellation);
        return entry switch
        {
            { State: EntryState.Active } when entry.ExpiresAt > time.GetUtcNow() => EntryStanding.Active,
            { State: EntryState.Suspended, Suspension: SuspensionReason.AlertRate } => EntryStanding.SuspendedForRate,
            { State: EntryState.Suspended, Suspension: { } reason } when Lapses.IsLapse(reason) => EntryStanding.Gone,
            { State: EntryState.Suspended } => EntryStanding.SuspendedForDispute,
            _ => EntryStanding.Gone,
        };
    }

    /// <summary>
    /// Saves the revisions of an entry and its family with whatever else the context saves: of two who alert on one person at the same
    /// time one has to look again.
    /// </summary>
    /// <param name="family">With the entry itself.</param>
    /// <returns>Whether the entry matches now, and when it last came back from a suspension.</returns>
    public async Task<(bool Matches, DateTimeOffset? ReinstatedAt)> ClaimAsync(
        RetailGuardDb db,
        EntryId id,
        IReadOnlyList<EntryId> family,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        var claimed = await db.Set<Entry>().AsTracking().Where(e => family.Contains(e.Id)).ToListAsync(cancellation);
        if (claimed.Find(e => e.Id == id) is not { State: EntryState.Active } entry || entry.ExpiresAt <= time.GetUtcNow())
        {
            return (false, null);
        }

        claimed.ForEach(e => db.Entry(e).State = EntityState.Modified);
        return (true, entry.ReinstatedAt);
    }

    /// <summary>What is said on an entry, and all its photographs; null when it is erased.</summary>
    public async Task<SharedFile?> FileAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry is not null && await EntryTexts.ReadAsync(keys, entry, cancellation) is (var texts, _)
            ? new(entry, texts.Evidence, texts.Summary, texts.Statements)
            : null;
    }

    /// <param name="number">1 to the entry's number of pictures.</param>
    /// <returns>Null where there is none, or its key is gone.</returns>
    public async Task<byte[]?> PhotoAsync(RetailGuardDb db, EntryId id, int number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry is null ? null : await PhotoAsync(entry, number, cancellation);
    }

    /// <summary>What staff call each of these entries.</summary>
    public async Task<IReadOnlyDictionary<EntryId, string>> LabelsAsync(
        TenantId tenant,
        IReadOnlyCollection<EntryId> ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tenant);
        var entries = await db.Set<Entry>()
            .Where(e => ids.Contains(e.Id))
            .Select(e => new
            {
                e.Id,
                e.KeyId,
                e.SealedTexts,
            })
            .ToListAsync(cancellation);
        var texts = await _texts.ReadAsync(tenant, entries.ConvertAll(e => (e.Id, e.KeyId, e.SealedTexts)), cancellation);
        return entries.ToDictionary(e => e.Id, e => EntryTexts.LabelOf(e.Id, texts));
    }

    /// <summary>Null when the entry is not there, or erased.</summary>
    public async Task<EntrySituation?> SituationAsync(TenantId tenant, EntryId id, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry is not null && await EntryTexts.ReadAsync(keys, entry, cancellation) is (var texts, _)
            ? new(texts.Label, entry.Category, entry.IncidentAt, entry.Basis, texts.Summary, texts.Statements)
            : null;
    }
}
