using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Decide;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Uplink;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Status;

/// <summary>What the connector does now and has done since it started. Times are in milliseconds.</summary>
internal sealed record EdgeStatus(
    bool Connected,
    string? Problem,
    long Frames,
    long Faces,
    long Tracks,
    long Discarded,
    long TooPoor,
    long Held,
    long Undelivered,
    long Dropped,
    int Unanswered,
    int EvidenceHeld,
    MsPerFrame EdgeMsPerFrame,
    MsSpread DetectMs,
    MsSpread EmbedMs,
    MsSpread OverheadMs,
    MsSpread DecisionMs,
    MsSpread NonMatchLifetimeMs,
    IReadOnlyList<CameraStatus> Cameras
)
{
    public static EdgeStatus Of(
        EdgeMetrics metrics,
        CloudLink cloud,
        MatchingGate gate,
        int evidenceHeld,
        IReadOnlyList<(CameraConfig Camera, CameraHealth Health)> cameras
    ) =>
        new(
            cloud.Connected,
            cloud.Problem,
            metrics.Frames,
            metrics.Faces,
            metrics.Tracks,
            metrics.Ended(TrackEnded.Types.Fate.Discarded),
            metrics.Ended(TrackEnded.Types.Fate.TooPoor),
            metrics.Ended(TrackEnded.Types.Fate.Held),
            metrics.Ended(TrackEnded.Types.Fate.Undelivered),
            metrics.DroppedFrames,
            cloud.Unanswered,
            evidenceHeld,
            new(metrics.DetectTime.Mean, metrics.EmbedTime.Mean, metrics.OverheadTime.Mean),
            MsSpread.Of(metrics.DetectTime),
            MsSpread.Of(metrics.EmbedTime),
            MsSpread.Of(metrics.OverheadTime),
            MsSpread.Of(metrics.DecisionTime),
            MsSpread.Of(metrics.NonMatchLifetime),
            [.. cameras.Select(entry => CameraStatus.Of(entry.Camera, entry.Health, gate))]
        );
}

/// <summary>Means over the frames that were looked at: the networks' detection, their landmarks and embeddings, and all else.</summary>
internal sealed record MsPerFrame(double Detect, double Embed, double Overhead);

internal sealed record MsSpread(long Count, double P50, double P95, double P999)
{
    public static MsSpread Of(LatencyHistogram times) =>
        new(times.Count, times.Percentile(0.5), times.Percentile(0.95), times.Percentile(0.999));
}

/// <summary>One camera. <paramref name="NotMatching"/> says why its frames are not looked at; null when they are.</summary>
internal sealed record CameraStatus(
    Guid Id,
    string Name,
    string State,
    string Detail,
    string? NotMatching,
    uint Frames,
    uint Faces,
    uint Dropped,
    CameraHealth.Picture? Showing
)
{
    public static CameraStatus Of(CameraConfig camera, CameraHealth health, MatchingGate gate)
    {
        var (state, detail) = health.Now;
        var total = health.Total;
        return new(
            camera.Id,
            camera.Name,
            state.ToString().ToLowerInvariant(),
            detail,
            gate.ClosedBecause(camera.Id),
            total.Frames,
            total.Faces,
            total.Dropped,
            health.Showing
        );
    }
}
