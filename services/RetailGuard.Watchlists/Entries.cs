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

    /// <summary>The first opened enrolment photograph, or null when the entry is over.</summary>
    /// <param name="forCase">Also while it is over and kept for a case (<see cref="Holds"/>).</param>
    public async Task<byte[]?> PhotoAsync(TenantId tenant, EntryId id, bool forCase, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry is null || (entry.IsOverAt(time.GetUtcNow()) && !forCase) ? null : await PhotoAsync(entry, 1, cancellation);
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

    /// <summary>What is said on an entry; null when it is over.</summary>
    public async Task<SharedFile?> FileAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } entry && await EntryTexts.ReadAsync(keys, entry, cancellation) is (var texts, _)
            ? new(entry, texts.Evidence, texts.Summary, texts.Statements)
            : null;

    /// <param name="number">1 to the entry's number of pictures.</param>
    /// <returns>Null where there is none, or the entry is over.</returns>
    public async Task<byte[]?> PhotoAsync(RetailGuardDb db, EntryId id, int number, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } entry ? await PhotoAsync(entry, number, cancellation) : null;

    /// <summary>What staff call each of these entries; of one that is over the end of its id.</summary>
    public async Task<IReadOnlyDictionary<EntryId, string>> LabelsAsync(
        TenantId tenant,
        IReadOnlyCollection<EntryId> ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tenant);
        var (entries, now) = (
            await db.Set<Entry>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellation),
            time.GetUtcNow()
        );
        var readable = entries.FindAll(e => !e.IsOverAt(now)).ConvertAll(e => (e.Id, e.KeyId, e.SealedTexts));
        var texts = await _texts.ReadAsync(tenant, readable, cancellation);
        return entries.ToDictionary(e => e.Id, e => EntryTexts.LabelOf(e.Id, texts));
    }

    /// <summary>Null when the entry is over.</summary>
    public async Task<EntrySituation?> SituationAsync(TenantId tenant, EntryId id, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return await FindAsync(db, id, cancellation) is { } entry && await EntryTexts.ReadAsync(keys, entry, cancellation) is (var texts, _)
            ? new(texts.Label, entry.Category, entry.IncidentAt, entry.Basis, texts.Summary, texts.Statements)
            : null;
    }

    /// <summary>What is kept of one that is over is for whoever answers a request or looks into a case (<see cref="Holds"/>).</summary>
    private async Task<Entry?> FindAsync(RetailGuardDb db, EntryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var entry = await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellation);
        return entry?.IsOverAt(time.GetUtcNow()) is false ? entry : null;
    }
}
