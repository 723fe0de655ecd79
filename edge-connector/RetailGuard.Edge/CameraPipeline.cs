using Microsoft.Extensions.Logging;
using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Decide;
using RetailGuard.Edge.Detect;
using RetailGuard.Edge.Embed;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;
using RetailGuard.Edge.Track;
using RetailGuard.Matching;
using RetailGuard.Protocol.V1;
using RetailGuard.Vision;

namespace RetailGuard.Edge;

/// <summary>
/// One camera from frame to decision: capture → detect → track → quality → embed → decide. Frames are looked at one after another;
/// cameras share the engines.
/// </summary>
internal sealed partial class CameraPipeline(
    CameraConfig camera,
    CameraCapture capture,
    CameraHealth health,
    EnginePool engines,
    EvidenceRing ring,
    TrackDecisions decisions,
    MatchingGate gate,
    TrackIds ids,
    EmbeddingSpace space,
    EdgeMetrics metrics,
    TimeProvider time,
    ILogger<CameraPipeline> log
)
{
    // Tracks must end in time when no frame comes to show it.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly FaceTracker _tracker = new(ids, time);
    private readonly SceneCut _cut = new();
    private readonly float[] _template = GC.AllocateArray<float>(space.Dimension, pinned: true);
    private readonly List<Task> _undecided = [];

    /// <summary>Runs until stopped; then everything that is still undecided is zeroed and reported.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var capturing = capture.RunAsync(stop);
        try
        {
            await LookAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
        finally
        {
            Abandon();
            await capturing;
            await Task.WhenAll(_undecided);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(LookEvery, time);
        var frameReady = capture.Frames.WaitToReadAsync(stop).AsTask();
        var tick = clock.WaitForNextTickAsync(stop).AsTask();
        while (true)
        {
            if (await Task.WhenAny(frameReady, tick) == tick)
            {
                await tick;
                Sweep(stop);
                tick = clock.WaitForNextTickAsync(stop).AsTask();
            }
            else if (await frameReady)
            {
                await LookAtNewestAsync(stop);
                frameReady = capture.Frames.WaitToReadAsync(stop).AsTask();
            }
            else
            {
                // The recording has ended; its last tracks have not.
                frameReady = new TaskCompletionSource<bool>().Task;
            }
        }
    }

    private async Task LookAtNewestAsync(CancellationToken stop)
    {
        if (gate.ClosedBecause(camera.Id) is not null)
        {
            // R8, R56: not even looked at.
            if (capture.Frames.TryRead(out var unseen))
            {
                unseen.Dispose();
            }

            Abandon();
            return;
        }

        // The frame is taken after the engine, so that it is the newest one when its turn comes.
        using var lease = await engines.RentAsync(stop);
        if (!capture.Frames.TryRead(out var captured))
        {
            return;
        }

        using (captured)
        {
            try
            {
                Look(captured, lease, stop);
            }
            catch (Exception e)
            {
                LogFrameFailed(camera.Name, e);
                Abandon();
            }
            finally
            {
                Array.Clear(_template);
            }
        }
    }

    private void Look(CapturedFrame captured, EnginePool.Lease lease, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var cut = _cut.Begins(captured.Frame);
        if (cut || captured.FirstOfScene)
        {
            Conclude(_tracker.EndAll(), stop);
        }

        var detecting = time.GetTimestamp();
        var faces = lease.Engine.Detect(captured.Frame);
        var detect = time.GetElapsedTime(detecting);

        var (seen, ended) = _tracker.Update(faces, captured.CapturedAt);
        Conclude(ended, stop);
        var embed = TimeSpan.Zero;
        for (var i = 0; i < faces.Count; i++)
        {
            lease.SawFace();
            if (seen[i].Frames == 1)
            {
                metrics.TrackBegun();
            }

            if (!seen[i].Asked)
            {
                embed += Gather(seen[i], faces[i], captured, lease.Engine, stop);
            }
        }

        health.SawFaces(faces.Count);
        var all = time.GetElapsedTime(started) + captured.HandOver;
        metrics.Analysed(faces.Count, detect, embed, all - detect - embed);
    }

    /// <summary>Adds what this frame says about a face to its track's evidence, and decides when that is enough (R6).</summary>
    /// <returns>Time spent in the networks.</returns>
    private TimeSpan Gather(FaceTrack track, FaceDetection face, CapturedFrame captured, FaceEngine engine, CancellationToken stop)
    {
        if (track.Evidence is { Gone: true })
        {
            track.Evidence = null; // The ring took it for its age.
        }

        var locating = time.GetTimestamp();
        var landmarks = engine.Locate(captured.Frame, face);
        var spent = time.GetElapsedTime(locating);
        var quality = engine.Assess(captured.Frame, face, landmarks, QualityGate.Probe); // R4
        if (!quality.Passes || track.Evidence?.Wants(quality.Score) is false)
        {
            return spent;
        }

        var embedding = time.GetTimestamp();
        engine.Embed(captured.Frame, landmarks, _template);
        spent += time.GetElapsedTime(embedding);
        if (track.Evidence?.SamePerson(_template) is false)
        {
            // Two people never share a track: the first one's ends here.
            var other = _tracker.Split(track);
            Conclude([track], stop);
            metrics.TrackBegun();
            track = other;
        }

        track.Evidence ??= ring.New(space.Dimension, captured.CapturedAt);
        track.Evidence.Add(_template, quality.Score, captured.Frame, face.Box, captured.CapturedAt);
        TryDecide(track, TrackEvidence.EnoughFrames, stop);
        return spent;
    }

    private void Sweep(CancellationToken stop)
    {
        _undecided.RemoveAll(task => task.IsCompleted);
        if (gate.ClosedBecause(camera.Id) is null)
        {
            Conclude(_tracker.Expire(time.GetTimestamp()), stop);
        }
        else
        {
            Abandon();
        }
    }

    private void Conclude(IReadOnlyList<FaceTrack> ended, CancellationToken stop)
    {
        foreach (var track in ended.Where(track => !track.Asked))
        {
            if (!TryDecide(track, TrackEvidence.LeastFrames, stop))
            {
                decisions.End(camera, track, TrackEnded.Types.Fate.TooPoor);
            }
        }
    }

    /// <summary>Matching stopped: whatever is not yet asked about is forgotten.</summary>
    private void Abandon()
    {
        _cut.Forget();
        foreach (var track in _tracker.EndAll().Where(track => !track.Asked))
        {
            decisions.End(camera, track, track.Evidence is null ? TrackEnded.Types.Fate.TooPoor : TrackEnded.Types.Fate.Undelivered);
        }
    }

    private bool TryDecide(FaceTrack track, int least, CancellationToken stop)
    {
        if (!decisions.TryDecide(camera, track, least, stop, out var decided))
        {
            return false;
        }

        _undecided.Add(decided);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Camera {Camera}: a frame could not be looked at")]
    private partial void LogFrameFailed(string camera, Exception e);
}
