using System.Diagnostics.Metrics;

namespace RetailGuard.Watchlists;

/// <summary>What an operator watches of the galleries: counts and ages of the shards on this node, nothing that identifies.</summary>
internal sealed class WatchlistMetrics
{
    private readonly Counter<long> _comparisons;
    private readonly Counter<long> _differences;

    public WatchlistMetrics(IMeterFactory meters, GalleryWatch watch)
    {
        var meter = meters.Create("RetailGuard.Watchlists");
        _comparisons = meter.CreateCounter<long>("retailguard.gallery.comparisons", "{shard}", "Shards compared with the record.");
        _differences = meter.CreateCounter<long>("retailguard.gallery.differences", "{entry}", "Entries that memory held otherwise.");
        meter.CreateObservableGauge("retailguard.gallery.shards", () => watch.Now().Loaded, "{shard}", "Shards in this node's memory.");
        meter.CreateObservableGauge(
            "retailguard.gallery.late",
            () => watch.Now().LatestFor.TotalSeconds,
            "s",
            "For how long the shard that has waited longest for the record cannot read it; 0 when all could (R20)."
        );
    }

    public void Compared(int differences)
    {
        _comparisons.Add(1);
        _differences.Add(differences);
    }
}
