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
    private readonly ConcurrentDictionary<int, long> _killedUnder = new();
    private long _faces;
    private int _undecided;

    public long Faces => Interlocked.Read(ref _faces);

    public int Undecided => _undecided;

    public ConcurrentQueue<Acknowledgement> Acknowledged { get; } = new();

    public ConcurrentQueue<double> TakeoverMs { get; } = new();

    public ConcurrentQueue<string> Troubles { get; } = new();

    /// <summary>Stores that were on a killed node and have not decided since.</summary>
    public int AwaitingTakeover => _killedUnder.Count;

    /// <summary>The node that a store's connector was on has been killed.</summary>
    public void Killed(int store, long at) => _killedUnder[store] = at;

    /// <param name="sentAt">When the face was asked about.</param>
    public void Decided(int store, long sentAt)
    {
        Interlocked.Increment(ref _faces);
        if (_killedUnder.TryGetValue(store, out var at) && sentAt > at && _killedUnder.TryRemove(new(store, at)))
        {
            TakeoverMs.Enqueue(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
    }

    public void NotDecided() => Interlocked.Increment(ref _undecided);
}
