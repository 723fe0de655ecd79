namespace RetailGuard.Edge.Embed;

/// <summary>
/// Holds the evidence of all undecided tracks and takes it away when it grows old or too much: whatever else fails, no pixel and no
/// template stays for 60 s (R1).
/// </summary>
internal sealed class EvidenceRing : IDisposable
{
    /// <summary>R1 allows 60 s after capture; a second is left for the sweep.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(59);

    /// <summary>The oldest evidence goes when more than this is held.</summary>
    public const long MostBytes = 128L * 1024 * 1024;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly LinkedList<TrackEvidence> _oldestFirst = [];
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public EvidenceRing(TimeProvider time)
    {
        _time = time;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>Tracks whose evidence is held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _oldestFirst.Count;
            }
        }
    }

    /// <summary>Evidence for a new track; disposing it takes it out of the ring.</summary>
    public TrackEvidence New(int dimension, long firstGoodAt)
    {
        var evidence = new TrackEvidence(dimension, firstGoodAt, Remove);
        lock (_lock)
        {
            _oldestFirst.AddLast(evidence);
        }

        return evidence;
    }

    /// <summary>Zeroes all that is held.</summary>
    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var evidence in Held())
        {
            evidence.Dispose();
        }
    }

    private void Sweep()
    {
        var held = Held();
        var excess = held.Sum(evidence => evidence.Bytes) - MostBytes;
        foreach (var evidence in held)
        {
            if (excess > 0 || _time.GetElapsedTime(evidence.FirstGoodAt) >= MostAge)
            {
                excess -= evidence.Bytes;
                evidence.Dispose();
            }
        }
    }

    private List<TrackEvidence> Held()
    {
        lock (_lock)
        {
            return [.. _oldestFirst];
        }
    }

    private void Remove(TrackEvidence evidence)
    {
        lock (_lock)
        {
            _oldestFirst.Remove(evidence);
        }
    }
}
