using System.Diagnostics.Metrics;

namespace RetailGuard.Billing;

/// <summary>Counts only.</summary>
internal sealed class BillingMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _events = meters
        .Create("RetailGuard.Billing")
        .CreateCounter<long>("retailguard.billing.events", "{event}", "Words of Stripe's that came, by what became of them.");

    public void Received(string outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
