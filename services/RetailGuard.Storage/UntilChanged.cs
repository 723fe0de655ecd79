using System.Collections.Concurrent;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>Tells how far each tenant's record has come, whichever node has changed it.</summary>
public interface ITenantChanges
{
    /// <summary>How many changes the tenant's record has seen, as it was at most so long ago; with age nought, as it is now.</summary>
    /// <returns>When the record was asked, and the number; 0 for a tenant that has changed nothing yet.</returns>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    Task<(DateTimeOffset At, long Sequence)> OfAsync(TenantId tenant, TimeSpan atMostOld);
}

/// <summary>
/// What a node keeps in memory of each tenant. It is read again when the tenant's record has changed on any node, and is never more than
/// a second behind; where nothing happens, the record is asked for the tenants' numbers alone.
/// </summary>
/// <param name="read">Reads the record; runs apart from whoever asks, and once for all who ask at the same time.</param>
public sealed class UntilChanged<T>(ITenantChanges changes, Func<TenantId, Task<T>> read, TimeProvider time)
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(1);

    // For what somebody changed in the database without a word to the chain.
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, Reading> _known = new();

    /// <param name="Read">Begins when the reading is kept: of several who make one at the same time, one asks the record.</param>
    private sealed record Reading(long Sequence, DateTimeOffset At, Lazy<Task<T>> Read)
    {
        public bool HasFailed => Read is { IsValueCreated: true, Value: { IsFaulted: true } or { IsCanceled: true } };
    }

    /// <param name="atOnce">After a change: what was seen a second ago is not good enough.</param>
    /// <returns>When the record was last seen to be so, and what was read.</returns>
    /// <exception cref="System.Data.Common.DbException">The record does not answer.</exception>
    public async Task<(DateTimeOffset At, T Seen)> OfAsync(TenantId tenant, bool atOnce = false)
    {
        var (at, sequence) = await changes.OfAsync(tenant, atOnce ? TimeSpan.Zero : SeenWithin);
        return (at, await ReadAsync(tenant, sequence));
    }

    private Task<T> ReadAsync(TenantId tenant, long sequence)
    {
        var now = time.GetUtcNow();
        var kept = _known.AddOrUpdate(tenant, _ => New(), (_, known) => IsGood(known) ? known : New());
        return kept.Read.Value;

        // The number was seen first: whatever was committed after it makes the next look different.
        Reading New() => new(sequence, now, new(() => Task.Run(() => read(tenant))));

        // A tenant that is gone has no number any more.
        bool IsGood(Reading known) =>
            known.Sequence >= sequence && (sequence > 0 || known.Sequence == 0) && now - known.At <= ReadAgainAfter && !known.HasFailed;
    }
}
