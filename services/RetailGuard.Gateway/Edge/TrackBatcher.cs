using System.Diagnostics;
using RetailGuard.Alerts;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Watchlists;

namespace RetailGuard.Gateway;

/// <summary>
/// Brings one connector's tracks to its store. All that have come go together, and those that come while the store decides go together
/// in its next turn, so that a store under load does more with each turn and one at rest answers as soon as it can.
/// </summary>
/// <param name="dimension">Values of a template.</param>
/// <param name="answered">Called once for each track, matches when they are on record, the others at once; the track's template is gone by then (R1).</param>
/// <param name="failed">Called when the store did not answer, before its tracks are answered as not decided.</param>
internal sealed class TrackBatcher(
    IStoreGrain store,
    int dimension,
    Action<ulong, TrackAnswer> answered,
    Action<Exception> failed,
    TrackMetrics metrics,
    TimeProvider time
)
{
    private static readonly ActivitySource Traces = new(TrackMetrics.MeterName);

    private readonly Lock _lock = new();

    // Pinned, so that the collector leaves no copy behind by moving them (R1), and used again: pinned memory is dear to come by.
    private readonly Stack<ProbeTemplate> _free = new();
    private List<(ulong Track, long CameAt, TrackReport Report)> _waiting = [];
    private List<(ulong Track, long CameAt, TrackReport Report)> _deciding = [];
    private bool _isDeciding;
    private int _raising;
    private TaskCompletionSource? _idle;

    /// <summary>Takes a checked probe's template over; nothing of it stays in the probe. It waits for <see cref="Decide"/>.</summary>
    public void Take(TrackProbe probe)
    {
        var template = Rent();
        probe.CopyTemplateTo(template.Values);
        probe.ForgetTemplate();
        var report = new TrackReport(
            new(WireId.Read(probe.CameraId)),
            probe.Space,
            template,
            (int)probe.FramesFused,
            probe.Agreement,
            probe.Quality,
            DateTimeOffset.FromUnixTimeMilliseconds(probe.FirstGoodUnixMs)
        );
        lock (_lock)
        {
            _waiting.Add((probe.TrackId, time.GetTimestamp(), report));
        }
    }

    /// <summary>Has the store decide on what was taken.</summary>
    public void Decide()
    {
        lock (_lock)
        {
            if (_isDeciding || _waiting.Count == 0)
            {
                return;
            }

            _isDeciding = true;
        }

        _ = DecideAllAsync();
    }

    /// <summary>Ends when all that was taken so far is answered, and no more is being decided.</summary>
    public Task FinishAsync()
    {
        lock (_lock)
        {
            return IsIdle ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task DecideAllAsync()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isDeciding = false;
                    EndIfIdle();
                    return;
                }

                (_waiting, _deciding) = (_deciding, _waiting);
            }

            await DecideAsync();
            _deciding.Clear();
        }
    }

    private async Task DecideAsync()
    {
        // A turn of the store is a trace of its own: its line lives for weeks, and the wire carries no context of the connector's.
        using var trace = Traces.StartActivity("edge.decide", ActivityKind.Server);
        trace?.SetTag("retailguard.tracks", _deciding.Count);
        TrackAnswer[]? answers = null;
        try
        {
            answers = await store.Decide(_deciding.ConvertAll(w => w.Report).ToArray());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            trace?.SetStatus(ActivityStatusCode.Error);
            failed(e);
        }
        finally
        {
            foreach (var (_, _, report) in _deciding)
            {
                // A store that has not answered may still look at its template: zeros match nobody, another face might.
                Forget(report.Template, again: answers is not null);
            }
        }

        for (var i = 0; i < _deciding.Count; i++)
        {
            var (track, cameAt, _) = _deciding[i];
            var answer = answers is null ? TrackAnswer.Failed : answers[i];
            if (answer.Raise is { } match)
            {
                // On its own: the tracks behind a match do not wait until it is on record.
                _ = RaiseAsync(track, cameAt, match);
            }
            else
            {
                Answer(track, cameAt, answer);
            }
        }
    }

    private void Answer(ulong track, long cameAt, TrackAnswer answer)
    {
        answered(track, answer);
        metrics.Answered(answer.Verdict, time.GetElapsedTime(cameAt));
    }

    private async Task RaiseAsync(ulong track, long cameAt, RaiseAlert match)
    {
        lock (_lock)
        {
            _raising++;
        }

        var answer = TrackAnswer.Failed;
        try
        {
            answer = await store.Raise(match);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failed(e);
        }

        Answer(track, cameAt, answer);
        lock (_lock)
        {
            _raising--;
            EndIfIdle();
        }
    }

    private bool IsIdle => !_isDeciding && _waiting.Count == 0 && _raising == 0;

    private void EndIfIdle()
    {
        if (IsIdle)
        {
            _idle?.TrySetResult();
        }
    }

    private ProbeTemplate Rent()
    {
        lock (_lock)
        {
            return _free.TryPop(out var template) ? template : new(GC.AllocateUninitializedArray<float>(dimension, pinned: true));
        }
    }

    private void Forget(ProbeTemplate template, bool again)
    {
        template.Forget();
        if (again)
        {
            lock (_lock)
            {
                _free.Push(template);
            }
        }
    }
}
