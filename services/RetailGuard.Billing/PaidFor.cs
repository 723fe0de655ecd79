using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>What an unpaid bill takes away, at last: growing, and long after that matching. Never anybody's rights.</summary>
internal sealed class PaidFor(Database database) : IReadinessRule, IGrowthRule
{
    private static readonly Refusal GrowthStopped = Refusal.Conflict(
        "billing-overdue",
        "A payment has been owed for 30 days, so no store, camera or entry is added. An administrator pays on the page Billing; all else goes on."
    );

    public string Title => "Payment";

    public Mend MendOf(string code) => new("An administrator", "pay what is owed", "minutes", "/billing");

    public async Task<IReadOnlyList<Disarmed>> CheckAsync(TenantId tenant, CancellationToken cancellation) =>
        await FindAsync(tenant, cancellation) is { } account && Dunning.StopsAt(account) is { } stops
            ?
            [
                new Disarmed(
                    "billing-unpaid",
                    "The plan was not paid for 60 days; matching is off until an administrator has paid.",
                    From: stops,
                    IsAnnounced: true
                ),
            ]
            : [];

    public async Task<Refusal?> WhyNotAsync(TenantId tenant, CancellationToken cancellation) =>
        await FindAsync(tenant, cancellation) is { OverdueSince: not null, ToldDay: >= Dunning.GrowthStopsDay } ? GrowthStopped : null;

    private async Task<BillingAccount?> FindAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        return await db.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(cancellation);
    }
}
