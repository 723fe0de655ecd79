using System.Diagnostics;
using RetailGuard.Alerts;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Gateway;

/// <summary>
/// Brings one connector's tracks to its store. The first goes at once; those that come while the store decides wait and go together
/// in its next turn, so that a store under load does more with each turn and one at rest answers as soon as it can.
/// </summary>
/// <param name="dimension">Values of a template.</param>
/// <param name="answered">Called once for each track, in the order of their coming; the track's template is gone by then (R1).</param>
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
    private readonly Stack<float[]> _free = new();
    private List<(ulong Track, long CameAt, TrackReport Report)> _waiting = [];
    private List<(ulong Track, long CameAt, TrackReport Report)> _deciding = [];
    private bool _isDeciding;
    private TaskCompletionSource? _idle;

    /// <summary>Takes a checked probe's template over; nothing of it stays in the probe.</summary>
    public void Take(TrackProbe probe)
    {
        var template = Rent();
        probe.CopyTemplateTo(template);
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
            if (_isDeciding)
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
            return _isDeciding ? (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
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
                    _idle?.TrySetResult();
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
            var answer = answers is null ? TrackAnswer.Failed : answers[i];
            answered(_deciding[i].Track, answer);
            metrics.Answered(answer.Verdict, time.GetElapsedTime(_deciding[i].CameAt));
        }
    }

    private float[] Rent()
    {
        lock (_lock)
        {
            return _free.TryPop(out var template) ? template : GC.AllocateUninitializedArray<float>(dimension, pinned: true);
        }
    }

    private void Forget(float[] template, bool again)
    {
        template.AsSpan().Clear();
        if (again)
        {
            lock (_lock)
            {
                _free.Push(template);
            }
        }
    }
}
