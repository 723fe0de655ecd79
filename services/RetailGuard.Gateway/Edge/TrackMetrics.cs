using System.Diagnostics.Metrics;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Gateway;

/// <summary>What the connectors tell of their tracks: counts and lifetimes, nothing that identifies.</summary>
internal sealed class TrackMetrics
{
    public const string MeterName = "RetailGuard.Gateway";

    private readonly Counter<long> _tracks;
    private readonly Histogram<double> _lifetime;

    public TrackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _tracks = meter.CreateCounter<long>("retailguard.tracks", "{track}", "Tracks that ended, by fate.");
        _lifetime = meter.CreateHistogram<double>("retailguard.track.lifetime", "ms", "From a track's last frame to zeroed buffers (R1).");
    }

    public void Ended(TrackEnded ended)
    {
        var fate = new KeyValuePair<string, object?>("fate", ended.Fate.ToString());
        _tracks.Add(1, fate);
        _lifetime.Record(ended.LifetimeMs, fate);
    }
}
