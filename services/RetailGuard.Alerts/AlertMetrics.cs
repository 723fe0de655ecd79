using System.Diagnostics.Metrics;
using RetailGuard.Matching;

namespace RetailGuard.Alerts;

/// <summary>Counts only: no identifiers of people, tracks or entries.</summary>
internal sealed class AlertMetrics(IMeterFactory meters)
{
    public const string MeterName = "RetailGuard.Alerts";

    private readonly Counter<long> _decisions = meters
        .Create(MeterName)
        .CreateCounter<long>("retailguard.decisions", "{track}", "Tracks decided, by verdict.");

    public void Decided(Verdict verdict) => _decisions.Add(1, new KeyValuePair<string, object?>("verdict", verdict.ToString()));
}
