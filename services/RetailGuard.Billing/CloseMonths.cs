using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>Counts what a retailer that is billed by hand owes for a month when that is over, once.</summary>
internal sealed class CloseMonths(AuditLog audit, BillingOptions options, TimeProvider time) : IDueWork
{
    // Where months went by unseen, what is there now is all that is known of them.
    private const int MostAtOnce = 12;

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public bool AfterChangesOnly => false;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        for (var i = 0; i < MostAtOnce; i++)
        {
            var closed = await audit.CommitOrRetryAsync(tenant, CloseOneAsync, cancellation);
            if (!closed.Succeeded(out var isClosed, out _) || !isClosed)
            {
                return;
            }
        }

        async Task<Decision<bool>> CloseOneAsync(RetailGuardDb db)
        {
            var now = time.GetUtcNow();
            var last = await db.Set<BillingMonth>().MaxAsync(m => (string?)m.Month, cancellation);
            var month = last is not null
                ? Months.After(last)
                : Months.Of(await db.Set<AuditRow>().OrderBy(r => r.Sequence).Select(r => r.At).FirstAsync(cancellation));
            if (Months.EndOf(month) > now)
            {
                return new(false);
            }

            var counts = await Counts.OfAsync(db, cancellation);
            var row = new BillingMonth
            {
                Tenant = tenant,
                Month = month,
                At = now,
                Stores = counts.Stores,
                Cameras = counts.Cameras,
                StoreCents = options.Prices.Store,
                CameraCents = options.Prices.Camera,
            };
            db.Add(row);
            return new(
                true,
                new AuditEvent(
                    Actor.System,
                    "billing.month-counted",
                    month,
                    new
                    {
                        row.Stores,
                        row.Cameras,
                        row.Amount.TotalCents,
                    }
                )
            );
        }
    }
}
