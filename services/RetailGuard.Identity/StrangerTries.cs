namespace RetailGuard.Identity;

/// <summary>
/// Passwords that strangers try on one account, whether it exists or not: after <see cref="Most"/> within <see cref="Span"/> every further
/// one is wrong. Kept by each node for itself and never written: what strangers do costs the record nothing. How many accounts are
/// counted at a time is bounded by how many passwords one thread hashes in that time.
/// </summary>
internal sealed class StrangerTries(TimeProvider time)
{
    public const int Most = Secrets.Tries;

    public static readonly TimeSpan Span = Secrets.LockOut;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, long Begun)> _tries = new(StringComparer.Ordinal);
    private long _lookedAt = time.GetTimestamp();

    /// <summary>Spends a try before it is judged, so that tries at the same moment cannot share one. False: there is none left.</summary>
    /// <param name="account">Or an account in a browser that is known there, which strangers elsewhere cannot use up.</param>
    public bool Spend(string account)
    {
        lock (_gate)
        {
            ForgetOld();
            var (count, begun) = _tries.TryGetValue(account, out var found) && !IsOver(found.Begun) ? found : (0, time.GetTimestamp());
            if (count == Most)
            {
                return false;
            }

            // The last one begins the time anew: it is that long until the next.
            _tries[account] = (count + 1, count + 1 == Most ? time.GetTimestamp() : begun);
            return true;
        }
    }

    /// <summary>After a right one.</summary>
    public void Forgive(string account)
    {
        lock (_gate)
        {
            _tries.Remove(account);
        }
    }

    private bool IsOver(long begun) => time.GetElapsedTime(begun) >= Span;

    private void ForgetOld()
    {
        if (!IsOver(_lookedAt))
        {
            return;
        }

        _lookedAt = time.GetTimestamp();
        foreach (var (account, tries) in _tries)
        {
            if (IsOver(tries.Begun))
            {
                _tries.Remove(account);
            }
        }
    }
}
