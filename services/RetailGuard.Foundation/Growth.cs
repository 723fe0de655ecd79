namespace RetailGuard.Foundation;

/// <summary>Something that may keep a retailer from adding stores, cameras or entries; what is there goes on.</summary>
public interface IGrowthRule
{
    /// <summary>Why nothing may be added, or null.</summary>
    Task<Refusal?> WhyNotAsync(TenantId tenant, CancellationToken cancellation);
}

/// <summary>Whether a retailer may add to what it has, by every rule that a module brings.</summary>
public sealed class Growth(IEnumerable<IGrowthRule> rules)
{
    /// <summary>The first reason against it, or null.</summary>
    public async Task<Refusal?> WhyNotAsync(TenantId tenant, CancellationToken cancellation)
    {
        foreach (var rule in rules)
        {
            if (await rule.WhyNotAsync(tenant, cancellation) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
