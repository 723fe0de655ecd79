using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>
/// Takes in what Stripe says of a retailer now. What led to it, a word of Stripe's or the clock, says that something may have changed,
/// and never what: so neither order nor repetition matters.
/// </summary>
internal sealed class ReadAgain(AuditLog audit, StripeBilling stripe, TimeProvider time)
{
    /// <param name="because">A word for the audit log.</param>
    /// <param name="eventId">Stripe's word, kept in the same transaction; null without one.</param>
    /// <exception cref="Stripe.StripeException">Stripe does not answer.</exception>
    public async Task RunAsync(TenantId tenant, string because, string? eventId, CancellationToken cancellation)
    {
        var done = await audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);
        if (!done.Succeeded(out _, out var refusal))
        {
            throw new InvalidOperationException(refusal.Detail);
        }

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (eventId is not null && await db.Set<BillingEvent>().AnyAsync(e => e.Id == eventId, cancellation))
            {
                return new(Done.Instance);
            }

            // Loaded before Stripe is asked: whoever asked later has counted the row on, and this one asks again.
            var account = await db.Set<BillingAccount>().AsTracking().SingleOrDefaultAsync(cancellation);
            if (account?.CustomerId is null)
            {
                return new(Done.Instance);
            }

            var changed = account.Take(await stripe.ReadAsync(account.CustomerId, cancellation));
            if (eventId is not null)
            {
                db.Add(
                    new BillingEvent
                    {
                        Tenant = tenant,
                        Id = eventId,
                        At = time.GetUtcNow(),
                    }
                );
            }

            return !changed && eventId is null
                ? new(Done.Instance)
                : new(
                    Done.Instance,
                    new AuditEvent(
                        Actor.System,
                        "billing.read",
                        eventId ?? "",
                        new
                        {
                            because,
                            Standing = account.Standing.ToString(),
                            account.OverdueSince,
                            account.Stores,
                            account.Cameras,
                        }
                    )
                );
        }
    }
}
