using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using RetailGuard.Edge.Embed;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Status;
using RetailGuard.Edge.Track;
using RetailGuard.Edge.Uplink;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Decide;

/// <summary>Brings each track to its end: asks the cloud once, does what it says, and zeroes the evidence on every path (R1).</summary>
internal sealed partial class TrackDecisions(
    CloudLink cloud,
    CropUpload upload,
    EmbeddingSpace space,
    EdgeMetrics metrics,
    TimeProvider time,
    ILogger<TrackDecisions> log
)
{
    /// <summary>Asks about a track as soon as enough of its frames agree (R6). Takes the track's evidence over.</summary>
    /// <param name="camera">Where the track was seen.</param>
    /// <param name="track">The track, still in view or not.</param>
    /// <param name="least">Frames that must agree.</param>
    /// <param name="stop">The connector stops: the question is given up.</param>
    /// <param name="decided">Completes when the evidence is zeroed.</param>
    /// <returns>False when too few frames agree; nothing is changed then.</returns>
    public bool TryDecide(CameraConfig camera, FaceTrack track, int least, CancellationToken stop, [NotNullWhen(true)] out Task? decided)
    {
        decided = null;
        if (track.Evidence is not { } evidence || evidence.Frames < least)
        {
            return false;
        }

        // R1: the fused template goes on the wire out of pinned memory and is zeroed with the message.
        var template = GC.AllocateArray<byte>(space.Dimension * sizeof(float), pinned: true);
        if (evidence.TryFuse(least, MemoryMarshal.Cast<byte, float>(template.AsSpan())) is not var (count, agreement))
        {
            return false;
        }

        var probe = new TrackProbe
        {
            CameraId = WireId.From(camera.Id),
            TrackId = track.Id,
            Space = space.Id,
            FramesFused = (uint)count,
            Agreement = Math.Clamp(agreement, -1, 1),
            Quality = Math.Clamp(evidence.BestQuality, 0, 1),
            FirstGoodUnixMs = UnixMs(evidence.FirstGoodAt),
            BestUnixMs = UnixMs(evidence.BestAt),
        };
        probe.WrapTemplate(template);
        track.Evidence = null;
        track.Asked = true;
        decided = DecideAsync(camera, track, evidence, probe, stop);
        return true;
    }

    /// <summary>Ends a track that was never asked about.</summary>
    public void End(CameraConfig camera, FaceTrack track, TrackEnded.Types.Fate fate)
    {
        track.Evidence?.Dispose();
        track.Evidence = null;
        Report(camera, track, fate);
    }

    private async Task DecideAsync(CameraConfig camera, FaceTrack track, TrackEvidence evidence, TrackProbe probe, CancellationToken stop)
    {
        var fate = TrackEnded.Types.Fate.Undelivered;
        try
        {
            var decision = await cloud.AskAsync(probe, stop);
            if (decision is not null)
            {
                metrics.Decided(time.GetElapsedTime(evidence.FirstGoodAt));
                fate = await ObeyAsync(decision, evidence, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector stops; the track stays undelivered.
        }
        catch (Exception e)
        {
            LogFailed(track.Id, e);
        }
        finally
        {
            evidence.Dispose();
            probe.ForgetTemplate();
            track.Unanswered = fate == TrackEnded.Types.Fate.Undelivered;
            Report(camera, track, fate);
        }
    }

    private async Task<TrackEnded.Types.Fate> ObeyAsync(TrackDecision decision, TrackEvidence evidence, CancellationToken stop)
    {
        switch (decision.Verdict)
        {
            case TrackDecision.Types.Verdict.Hold:
                return await upload.SendAsync(decision.UploadPath, evidence, stop)
                    ? TrackEnded.Types.Fate.Held
                    : TrackEnded.Types.Fate.Undelivered;
            case TrackDecision.Types.Verdict.NotDecided:
                LogNotDecided(decision.TrackId, decision.Reason);
                return TrackEnded.Types.Fate.Discarded;
            case TrackDecision.Types.Verdict.Discard:
            case TrackDecision.Types.Verdict.Unspecified:
            default:
                return TrackEnded.Types.Fate.Discarded;
        }
    }

    private void Report(CameraConfig camera, FaceTrack track, TrackEnded.Types.Fate fate)
    {
        var lifetime = time.GetElapsedTime(track.LastSeen);
        metrics.TrackOver(fate, lifetime);
        cloud.TrySend(
            new EdgeFrame
            {
                Ended = new TrackEnded
                {
                    CameraId = WireId.From(camera.Id),
                    TrackId = track.Id,
                    Fate = fate,
                    Frames = track.Frames,
                    LifetimeMs = (uint)Math.Max(0, lifetime.TotalMilliseconds),
                },
            }
        );
    }

    private long UnixMs(long timestamp) => (time.GetUtcNow() - time.GetElapsedTime(timestamp)).ToUnixTimeMilliseconds();

    [LoggerMessage(LogLevel.Error, "Track {Track} could not be decided")]
    private partial void LogFailed(ulong track, Exception e);

    [LoggerMessage(LogLevel.Warning, "Track {Track} was not decided: {Reason}")]
    private partial void LogNotDecided(ulong track, string reason);
}
