using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>How a subscription stands, by Stripe's own names.</summary>
internal enum Standing
{
    None,
    Incomplete,
    Trialing,
    Active,
    PastDue,
    Unpaid,
    Paused,
    Ended,
}

/// <summary>What Stripe says of a customer at one moment.</summary>
/// <param name="OverdueSince">Since when a payment is owed that failed, or the plan is over; null while all is paid.</param>
internal sealed record Seen(
    string? SubscriptionId,
    Standing Standing,
    DateTimeOffset? TrialEndsAt,
    DateTimeOffset? CancelsAt,
    DateTimeOffset? OverdueSince,
    Counts Billed
);

/// <summary>A retailer as a customer of Stripe, as it was last read there, and what is to be changed there.</summary>
internal sealed class BillingAccount : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>Null until the customer is made.</summary>
    public string? CustomerId { get; set; }

    /// <summary>The request that makes the customer: one that is repeated carries the same.</summary>
    public required Guid CustomerRequest { get; set; }

    /// <summary>Whether the first request may have made a customer that we do not know of.</summary>
    public bool CustomerUnsure { get; set; }

    /// <summary>The request for the last Checkout, and what it counted.</summary>
    public Guid? CheckoutRequest { get; set; }

    public int CheckoutStores { get; set; }

    public int CheckoutCameras { get; set; }

    public string? CheckoutId { get; set; }

    public string? SubscriptionId { get; private set; }

    public Standing Standing { get; private set; }

    public DateTimeOffset? TrialEndsAt { get; private set; }

    /// <summary>A second trial is not given.</summary>
    public bool HadTrial { get; private set; }

    public DateTimeOffset? CancelsAt { get; private set; }

    public DateTimeOffset? OverdueSince { get; private set; }

    /// <summary>The last step of <see cref="Dunning"/> that administrators were told of, by its day; 0 when nothing is owed.</summary>
    public int ToldDay { get; private set; }

    /// <summary>Since when every store is told that matching stops.</summary>
    public DateTimeOffset? StopAnnouncedAt { get; private set; }

    /// <summary>What Stripe has been asked to bill for.</summary>
    public int Stores { get; private set; }

    public int Cameras { get; private set; }

    /// <summary>The change of quantities that is under way: what was counted, and the request that says it to Stripe.</summary>
    public Guid? Change { get; private set; }

    public int WantedStores { get; private set; }

    public int WantedCameras { get; private set; }

    public Counts Billed => new(Stores, Cameras);

    public Counts Wanted => new(WantedStores, WantedCameras);

    /// <summary>Whether there is something whose quantities can be changed.</summary>
    public bool IsBilled =>
        SubscriptionId is not null && Standing is Standing.Trialing or Standing.Active or Standing.PastDue or Standing.Unpaid;

    /// <summary>Whether another subscription would be a second one.</summary>
    public bool IsSubscribed => SubscriptionId is not null && Standing is not (Standing.None or Standing.Ended);

    /// <summary>Takes in what Stripe says.</summary>
    /// <returns>Whether anything is another than before.</returns>
    public bool Take(Seen seen)
    {
        var before = (SubscriptionId, Standing, TrialEndsAt, CancelsAt, OverdueSince, Stores, Cameras);
        (SubscriptionId, Standing) = (seen.SubscriptionId, seen.Standing);
        (TrialEndsAt, CancelsAt) = (seen.TrialEndsAt, seen.CancelsAt);
        HadTrial |= seen.TrialEndsAt is not null;
        (Stores, Cameras) = (seen.Billed.Stores, seen.Billed.Cameras);
        if (OverdueSince != seen.OverdueSince)
        {
            // What was paid is forgiven with its warnings: a later debt has all its days.
            (OverdueSince, ToldDay, StopAnnouncedAt) = (seen.OverdueSince, 0, null);
        }

        return before != (SubscriptionId, Standing, TrialEndsAt, CancelsAt, OverdueSince, Stores, Cameras);
    }

    public void Want(Counts counts, Guid change) => (WantedStores, WantedCameras, Change) = (counts.Stores, counts.Cameras, change);

    /// <summary>Stripe bills what was wanted.</summary>
    public void Settle() => (Stores, Cameras, Change) = (WantedStores, WantedCameras, null);

    public void Tell(int day) => ToldDay = day;

    public void AnnounceStop(DateTimeOffset at) => StopAnnouncedAt = at;
}

/// <summary>A word of Stripe's that was taken in: one that comes again changes nothing.</summary>
internal sealed class BillingEvent : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a retailer that is billed by hand owes for a month; never changed.</summary>
internal sealed class BillingMonth : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    /// <summary>2026-11.</summary>
    public required string Month { get; init; }

    /// <summary>When it was counted: at the first moment after the month.</summary>
    public required DateTimeOffset At { get; init; }

    public required int Stores { get; init; }

    public required int Cameras { get; init; }

    public required int StoreCents { get; init; }

    public required int CameraCents { get; init; }

    public Money Amount => new PlanPrices(StoreCents, CameraCents).Of(new(Stores, Cameras));
}

internal sealed class BillingTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<BillingAccount>(account =>
        {
            account.ToTable("BillingAccounts").HasKey(a => a.Tenant);

            // Stripe's words name the customer only, who is one retailer's.
            account.HasIndex(a => a.CustomerId).IsUnique();
        });
        model.Entity<BillingEvent>().ToTable("BillingEvents").HasKey(e => new { e.Tenant, e.Id });
        model.Entity<BillingMonth>().ToTable("BillingMonths").HasKey(m => new { m.Tenant, m.Month });
    }
}
