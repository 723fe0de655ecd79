using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>What the verifier found for one tenant.</summary>
/// <param name="Events">Links that were read.</param>
/// <param name="Head">Hash of the last good link, lower-case hex. Keep it elsewhere: with it a cut or rewritten end is found too.</param>
/// <param name="Problem">The first broken link in words, or null when the chain holds.</param>
/// <param name="Rows">Rows that are as the chain says.</param>
/// <param name="Differing">In words: rows that are not, are gone, or were never in it. Not looked for in a broken chain.</param>
public sealed record AuditVerdict(
    TenantId Tenant,
    long Events,
    string Head,
    string? Problem,
    long Rows = 0,
    IReadOnlyList<string>? Differing = null
)
{
    /// <summary>Whether the chain holds and everything on record is as it says.</summary>
    public bool Holds => Problem is null && Differing is null or [];
}

/// <summary>
/// Recomputes every tenant's chain from its first link, and compares every row with the last link that changed it (R49). Reads only;
/// needs no running server, and none in its way.
/// </summary>
public sealed class AuditVerifier(Database database)
{
    /// <summary>Of rows and of heads: who changed more has changed more than a list tells.</summary>
    private const int MostNamed = 100;

    /// <param name="knownHeads">Hashes noted earlier (lower-case hex); each must still be a link of some chain.</param>
    public async Task<IReadOnlyList<AuditVerdict>> VerifyAsync(IReadOnlyCollection<string> knownHeads, CancellationToken cancellation)
    {
        // A server that works on meanwhile changes rows and chain together.
        await using var db = database.AcrossTenants();
        return await db.ReadAtOneMomentAsync(again => VerifyAsync(db, knownHeads, again), cancellation);
    }

    private static async Task<IReadOnlyList<AuditVerdict>> VerifyAsync(
        RetailGuardDb db,
        IReadOnlyCollection<string> knownHeads,
        CancellationToken cancellation
    )
    {
        var missing = knownHeads.Select(h => h.ToLowerInvariant()).ToHashSet();
        var verdicts = new List<AuditVerdict>();
        var heads = await db.Set<AuditHead>().AsNoTracking().OrderBy(h => h.Tenant).ToListAsync(cancellation);
        foreach (var head in heads)
        {
            verdicts.Add(await VerifyAsync(db, head, missing, cancellation));
        }

        // Rows whose chain has lost its head, or that never had one, would otherwise never be visited.
        var chained = await db.Set<AuditRow>().Select(r => r.Tenant).Distinct().ToListAsync(cancellation);
        var headless = chained.Union(await RowsOnRecord.TenantsAsync(db, cancellation)).Except(heads.ConvertAll(h => h.Tenant));
        verdicts.AddRange(
            headless.OrderBy(tenant => tenant.Value).Select(tenant => new AuditVerdict(tenant, 0, "", "The chain's head is missing."))
        );
        verdicts.AddRange(
            missing
                .Take(MostNamed)
                .Select(head => new AuditVerdict(default, 0, "", $"Known head {head} is in no chain: events were removed or rewritten."))
        );
        return verdicts;
    }

    private static async Task<AuditVerdict> VerifyAsync(
        RetailGuardDb db,
        AuditHead head,
        HashSet<string> missing,
        CancellationToken cancellation
    )
    {
        var (count, previous) = (0L, AuditHead.Genesis);
        var last = new Dictionary<(string Table, string Key), (string Digest, long Event)>();
        var rows = db.Set<AuditRow>().AsNoTracking().Where(r => r.Tenant == head.Tenant).OrderBy(r => r.Sequence);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (row.Sequence != count + 1)
            {
                return Verdict($"Event {count + 1} is missing: event {row.Sequence} follows event {count}.");
            }

            var expected = row.HashAfter(previous);
            if (!expected.AsSpan().SequenceEqual(row.Hash))
            {
                return Verdict($"Event {row.Sequence} was changed: its content does not give its hash.");
            }

            (count, previous) = (row.Sequence, expected);
            missing.Remove(Convert.ToHexStringLower(expected));
            if (row.Action == RowsTaken.Action && last.Count > 0)
            {
                return Verdict($"Event {row.Sequence} takes all rows as they are, though earlier events knew them.");
            }

            try
            {
                Follow(last, row);
            }
            catch (JsonException)
            {
                return Verdict($"Event {row.Sequence} does not say which rows it changed in a way that this version reads.");
            }
        }

        if (count != head.Sequence || !previous.AsSpan().SequenceEqual(head.Hash))
        {
            return Verdict($"The chain ends at event {count}, its head says {head.Sequence}: the end was cut, or the head changed.");
        }

        var (alike, differing) = await CompareAsync(db, head.Tenant, last, cancellation);
        return Verdict(null) with { Rows = alike, Differing = differing };

        AuditVerdict Verdict(string? problem) => new(head.Tenant, count, Convert.ToHexStringLower(previous), problem);
    }

    private static void Follow(Dictionary<(string Table, string Key), (string Digest, long Event)> last, AuditRow link)
    {
        foreach (var (table, key, digest) in link.Rows is { } text ? RowsText.Read(text) : [])
        {
            if (digest is null)
            {
                last.Remove((table, key));
            }
            else
            {
                last[(table, key)] = (digest, link.Sequence);
            }
        }
    }

    private static async Task<(long Alike, IReadOnlyList<string> Differing)> CompareAsync(
        RetailGuardDb db,
        TenantId tenant,
        Dictionary<(string Table, string Key), (string Digest, long Event)> last,
        CancellationToken cancellation
    )
    {
        var (alike, found) = (0L, 0);
        List<string> differing = [];
        await foreach (var (table, key, digest) in RowsOnRecord.ReadAsync(db, tenant, cancellation))
        {
            if (!last.Remove((table, key), out var told))
            {
                Note(table, key, "no event tells of it");
            }
            else if (told.Digest != digest)
            {
                Note(table, key, $"it is not what event {told.Event} left");
            }
            else
            {
                alike++;
            }
        }

        foreach (var ((table, key), told) in last)
        {
            Note(table, key, $"it is gone, and event {told.Event} left it");
        }

        if (found > differing.Count)
        {
            differing.Add($"and {found - differing.Count} more");
        }

        return (alike, differing);

        void Note(string table, string key, string what)
        {
            if (++found <= MostNamed)
            {
                differing.Add($"{(key.Length == 0 ? table : $"{table} {key}")}: {what}");
            }
        }
    }
}
