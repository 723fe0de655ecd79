using System.Diagnostics.Metrics;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Edge.Status;

/// <summary>
/// What the connector counts and times, as instruments of the meter <see cref="MeterName"/> and as values for the status page.
/// Per frame: detect and embed are the networks' calls, overhead is everything else that a frame costs this process.
/// </summary>
internal sealed class EdgeMetrics : IDisposable
{
    public const string MeterName = "RetailGuard.Edge";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _framesCounter;
    private readonly Counter<long> _facesCounter;
    private readonly Counter<long> _tracksCounter;
    private readonly Counter<long> _discardedCounter;
    private readonly Counter<long> _droppedCounter;
    private readonly Histogram<double> _detectMs;
    private readonly Histogram<double> _embedMs;
    private readonly Histogram<double> _overheadMs;
    private readonly Histogram<double> _lifetimeMs;
    private readonly long[] _fates = new long[Enum.GetValues<TrackEnded.Types.Fate>().Length];
    private long _frames;
    private long _faces;
    private long _tracks;
    private long _dropped;

    public EdgeMetrics()
    {
        _framesCounter = _meter.CreateCounter<long>("frames", "{frame}", "Frames captured");
        _facesCounter = _meter.CreateCounter<long>("faces", "{face}", "Faces found");
        _tracksCounter = _meter.CreateCounter<long>("tracks", "{track}", "Tracks begun");
        _discardedCounter = _meter.CreateCounter<long>("discarded", "{track}", "Tracks that nobody on the list matched");
        _droppedCounter = _meter.CreateCounter<long>("dropped", "{frame}", "Frames zeroed unseen because the connector was busy");
        _detectMs = _meter.CreateHistogram<double>("detect", "ms", "Detection per analysed frame");
        _embedMs = _meter.CreateHistogram<double>("embed", "ms", "Landmarks and embedding per analysed frame that needed them");
        _overheadMs = _meter.CreateHistogram<double>("overhead", "ms", "All else per analysed frame");
        _lifetimeMs = _meter.CreateHistogram<double>("non_match_lifetime", "ms", "From a non-match's last frame to zeroed buffers");
    }

    public long Frames => Interlocked.Read(ref _frames);
    public long Faces => Interlocked.Read(ref _faces);
    public long Tracks => Interlocked.Read(ref _tracks);
    public long DroppedFrames => Interlocked.Read(ref _dropped);
    public LatencyHistogram HandOverTime { get; } = new();
    public LatencyHistogram DetectTime { get; } = new();
    public LatencyHistogram EmbedTime { get; } = new();
    public LatencyHistogram OverheadTime { get; } = new();
    public LatencyHistogram DecisionTime { get; } = new();
    public LatencyHistogram NonMatchLifetime { get; } = new();

    public long Ended(TrackEnded.Types.Fate fate) => Interlocked.Read(ref _fates[(int)fate]);

    /// <param name="handOver">What reading and converting it took.</param>
    public void Frame(TimeSpan handOver)
    {
        Interlocked.Increment(ref _frames);
        _framesCounter.Add(1);
        HandOverTime.Add(handOver);
    }

    public void Dropped()
    {
        Interlocked.Increment(ref _dropped);
        _droppedCounter.Add(1);
    }

    public void TrackBegun()
    {
        Interlocked.Increment(ref _tracks);
        _tracksCounter.Add(1);
    }

    /// <summary>One analysed frame.</summary>
    public void Analysed(int faces, TimeSpan detect, TimeSpan embed, TimeSpan overhead)
    {
        Interlocked.Add(ref _faces, faces);
        _facesCounter.Add(faces);
        DetectTime.Add(detect);
        _detectMs.Record(detect.TotalMilliseconds);
        EmbedTime.Add(embed);
        _embedMs.Record(embed.TotalMilliseconds);
        OverheadTime.Add(overhead);
        _overheadMs.Record(overhead.TotalMilliseconds);
    }

    /// <param name="firstGood">From the capture of the first good frame to the cloud's answer.</param>
    public void Decided(TimeSpan firstGood) => DecisionTime.Add(firstGood);

    public void TrackOver(TrackEnded.Types.Fate fate, TimeSpan lifetime)
    {
        Interlocked.Increment(ref _fates[(int)fate]);
        if (fate == TrackEnded.Types.Fate.Held)
        {
            return;
        }

        if (fate == TrackEnded.Types.Fate.Discarded)
        {
            _discardedCounter.Add(1);
        }

        // R1: everything that is not a match counts, however it ended.
        NonMatchLifetime.Add(lifetime);
        _lifetimeMs.Record(lifetime.TotalMilliseconds);
    }

    public void Dispose() => _meter.Dispose();
}
