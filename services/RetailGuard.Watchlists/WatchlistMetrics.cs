using System.Diagnostics.Metrics;

namespace RetailGuard.Watchlists;

/// <summary>What an operator watches of the galleries.</summary>
internal sealed class WatchlistMetrics
{
    private readonly Counter<long> _comparisons;
    private readonly Counter<long> _differences;

    public WatchlistMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("RetailGuard.Watchlists");
        _comparisons = meter.CreateCounter<long>("retailguard.gallery.comparisons", "{shard}", "Shards compared with the record.");
        _differences = meter.CreateCounter<long>("retailguard.gallery.differences", "{entry}", "Entries that memory held otherwise.");
    }

    public void Compared(int differences)
    {
        _comparisons.Add(1);
        _differences.Add(differences);
    }
}
