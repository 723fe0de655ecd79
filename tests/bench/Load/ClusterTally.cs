using System.Collections.Concurrent;
using System.Diagnostics;

namespace RetailGuard.Bench.Load;

/// <summary>An act that was answered with success.</summary>
/// <param name="Action">Its audit event.</param>
/// <param name="By">The person who did it; null for a connector.</param>
internal sealed record Acknowledgement(Guid Alert, string Action, Guid? By);

/// <summary>What connectors and people of a run have seen together.</summary>
internal sealed class ClusterTally
{
    /// <summary>A store that went without a decision for longer was taken over, wherever its connector was.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, (long At, bool WasOnIt)> _awaiting = new();
    private long _faces;
    private int _undecided;

    public long Faces => Interlocked.Read(ref _faces);

    public int Undecided => _undecided;

    public ConcurrentQueue<Acknowledgement> Acknowledged { get; } = new();

    public ConcurrentQueue<double> TakeoverMs { get; } = new();

    public ConcurrentQueue<string> Troubles { get; } = new();

    /// <summary>Stores that have not decided since a node was killed.</summary>
    public int AwaitingTakeover => _awaiting.Count;

    /// <summary>A node has been killed. Every store is asked, since a store may live elsewhere than its connector's line.</summary>
    /// <param name="wasOnIt">The store's connector was on that node.</param>
    public void Killed(int store, long at, bool wasOnIt) => _awaiting[store] = (at, wasOnIt);

    /// <param name="sentAt">When the face was asked about.</param>
    /// <returns>How long the take-over took that ends with this, or null.</returns>
    public TimeSpan? Decided(int store, long sentAt)
    {
        Interlocked.Increment(ref _faces);
        if (!_awaiting.TryGetValue(store, out var kill) || sentAt <= kill.At || !_awaiting.TryRemove(new(store, kill)))
        {
            return null;
        }

        var took = Stopwatch.GetElapsedTime(kill.At);
        if (!kill.WasOnIt && took <= Noticed)
        {
            return null;
        }

        TakeoverMs.Enqueue(took.TotalMilliseconds);
        return took;
    }

    public void NotDecided() => Interlocked.Increment(ref _undecided);
}
