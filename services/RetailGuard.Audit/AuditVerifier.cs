using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>What the verifier found for one tenant.</summary>
/// <param name="Events">Links that were read.</param>
/// <param name="Head">Hash of the last good link, lower-case hex. Keep it elsewhere: with it a cut or rewritten end is found too.</param>
/// <param name="Problem">The first broken link in words, or null when the chain holds.</param>
public sealed record AuditVerdict(TenantId Tenant, long Events, string Head, string? Problem);

/// <summary>Recomputes every tenant's chain from its first link (R49). Reads only; needs no running server.</summary>
public sealed class AuditVerifier(Database database)
{
    /// <param name="knownHeads">Hashes noted earlier (lower-case hex); each must still be a link of some chain.</param>
    public async Task<IReadOnlyList<AuditVerdict>> VerifyAsync(IReadOnlyCollection<string> knownHeads, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var missing = knownHeads.Select(h => h.ToLowerInvariant()).ToHashSet();
        var verdicts = new List<AuditVerdict>();
        var heads = await db.Set<AuditHead>().AsNoTracking().OrderBy(h => h.Tenant).ToListAsync(cancellation);
        foreach (var head in heads)
        {
            verdicts.Add(await VerifyAsync(db, head, missing, cancellation));
        }

        // Rows whose chain has lost its head would otherwise never be visited.
        var tenants = heads.ConvertAll(h => h.Tenant);
        var orphans = db.Set<AuditRow>().Where(r => !tenants.Contains(r.Tenant)).Select(r => r.Tenant).Distinct();
        await foreach (var tenant in orphans.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            verdicts.Add(new(tenant, 0, "", "The chain's head is missing."));
        }

        if (missing.Count > 0)
        {
            verdicts.Add(new(default, 0, "", $"Known head {missing.First()} is in no chain: events were removed or rewritten."));
        }

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
        }

        return count == head.Sequence && previous.AsSpan().SequenceEqual(head.Hash)
            ? Verdict(null)
            : Verdict($"The chain ends at event {count}, its head says {head.Sequence}: the end was cut, or the head changed.");

        AuditVerdict Verdict(string? problem) => new(head.Tenant, count, Convert.ToHexStringLower(previous), problem);
    }
}
