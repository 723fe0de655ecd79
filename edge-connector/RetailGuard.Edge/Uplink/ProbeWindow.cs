using System.Collections.Concurrent;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Uplink;

/// <summary>
/// The questions of one connection that the cloud has not answered: never more than the window it gave. A question that finds no
/// room in time, or no answer, is given up, because evidence must not pile up (R1).
/// </summary>
internal sealed class ProbeWindow(uint size, TimeProvider time, CancellationToken connectionLost) : IDisposable
{
    /// <summary>How long a question waits for room.</summary>
    public static readonly TimeSpan WaitForRoom = TimeSpan.FromSeconds(2);

    /// <summary>How long it waits for its answer once it is sent.</summary>
    public static readonly TimeSpan WaitForAnswer = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _room = new((int)size);
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<TrackDecision?>> _unanswered = new();

    public int Unanswered => _unanswered.Count;

    /// <param name="trackId">The question's track.</param>
    /// <param name="send">Sends it; false when the connection takes nothing more.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>The cloud's answer, or null when there was none in time.</returns>
    public async Task<TrackDecision?> AskAsync(ulong trackId, Func<bool> send, CancellationToken stop)
    {
        if (!await TryEnterAsync(stop))
        {
            return null;
        }

        var answer = new TaskCompletionSource<TrackDecision?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered[trackId] = answer;
        if (!send())
        {
            Leave(trackId, null);
            return null;
        }

        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, connectionLost);
        try
        {
            // Given up or not, its room stays taken until the answer comes: the cloud counts it as unanswered too.
            return await answer.Task.WaitAsync(WaitForAnswer, time, giveUp.Token);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Takes the cloud's answer; null when it refused the question.</summary>
    public void Leave(ulong trackId, TrackDecision? decision)
    {
        if (_unanswered.TryRemove(trackId, out var answer))
        {
            _room.Release();
            answer.TrySetResult(decision);
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task<bool> TryEnterAsync(CancellationToken stop)
    {
        if (_room.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var tooLong = new CancellationTokenSource(WaitForRoom, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop, connectionLost, tooLong.Token);
        try
        {
            await _room.WaitAsync(giveUp.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
