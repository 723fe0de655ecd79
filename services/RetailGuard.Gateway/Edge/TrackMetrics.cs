using System.Diagnostics.Metrics;
using RetailGuard.Alerts;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Gateway;

/// <summary>How the lines into the server do: counts and durations, nothing that identifies.</summary>
internal sealed class TrackMetrics
{
    public const string MeterName = "RetailGuard.Gateway";

    private readonly Counter<long> _tracks;
    private readonly Histogram<double> _lifetime;
    private readonly Histogram<double> _decisions;
    private readonly UpDownCounter<int> _lines;

    public TrackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _tracks = meter.CreateCounter<long>("retailguard.tracks", "{track}", "Tracks that ended, by fate.");
        _lifetime = meter.CreateHistogram<double>("retailguard.track.lifetime", "ms", "From a track's last frame to zeroed buffers (R1).");
        _decisions = meter.CreateHistogram(
            "retailguard.decision.duration",
            "s",
            "From a track's coming to its answer, by answer.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            }
        );
        _lines = meter.CreateUpDownCounter<int>("retailguard.lines", "{line}", "Lines that are open to this node, by kind.");
    }

    public void LineOpened(LineKind kind) => _lines.Add(1, Kind(kind));

    public void LineClosed(LineKind kind) => _lines.Add(-1, Kind(kind));

    public void Answered(TrackVerdict verdict, TimeSpan after) =>
        _decisions.Record(after.TotalSeconds, new KeyValuePair<string, object?>("answer", Name(verdict)));

    private static KeyValuePair<string, object?> Kind(LineKind kind) => new("kind", kind is LineKind.Edge ? "edge" : "tablet");

    private static string Name(TrackVerdict verdict) =>
        verdict switch
        {
            TrackVerdict.Discard => "discard",
            TrackVerdict.Hold or TrackVerdict.Match => "hold",
            TrackVerdict.NotDecided => "not-decided",
        };

    public void Ended(TrackEnded ended)
    {
        var fate = new KeyValuePair<string, object?>("fate", ended.Fate.ToString());
        _tracks.Add(1, fate);
        _lifetime.Record(ended.LifetimeMs, fate);
    }
}

internal enum LineKind
{
    Edge,
    Tablet,
}
