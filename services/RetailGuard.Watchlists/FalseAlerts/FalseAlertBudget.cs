using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>How many visitors a store has, and how many false alerts it puts up with (R3). Without a row, the product's own numbers.</summary>
internal sealed class FalseAlertBudget : ITenantOwned, IRevised
{
    /// <summary>Of the published trial in 25 supermarkets: 42,000 scans a store and day, at 24 a visit.</summary>
    public const int UsualVisits = 1_750;

    /// <summary>One false alert in so many days; a retailer may only ask for more days.</summary>
    public const int LeastDays = 10;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required StoreId StoreId { get; init; }

    public int VisitsPerDay { get; set; } = UsualVisits;

    /// <summary>At most one false alert in so many days, <see cref="LeastDays"/> and up.</summary>
    public int OneInDays { get; set; } = LeastDays;
}
