using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using Stripe;

namespace RetailGuard.Billing;

/// <summary>
/// Lets Stripe bill for the stores and cameras that there are. What is wanted is on record before Stripe is asked, and that it was done
/// afterwards: whoever is killed in between finds it again and sees what Stripe has.
/// </summary>
internal sealed partial class SyncQuantities(
    Database database,
    AuditLog audit,
    StripeBilling stripe,
    IIds ids,
    ILogger<SyncQuantities> logger
) : IDueWork
{
    // Stripe keeps the answer to a key, a failure too: after one, the same change goes under another key.
    private readonly ConcurrentDictionary<Guid, int> _failures = new();

    /// <param name="Change">Names what Stripe is told; the same when it is told again.</param>
    private sealed record Wanted(Guid Change, Counts Counts, string Subscription);

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public bool AfterChangesOnly => true;

    public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        var account = await db.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (account is not { IsBilled: true })
        {
            return;
        }

        var counts = await Counts.OfAsync(db, cancellation);
        if (account.Change is null && account.Billed == counts)
        {
            return;
        }

        if (await WantAsync(tenant, cancellation) is not { } wanted)
        {
            return;
        }

        var plan =
            await stripe.PlanAsync(cancellation)
            ?? throw new InvalidOperationException("The Stripe account has no prices: run RetailGuard.Server billing setup.");
        var key = $"quantities-{wanted.Change}-{_failures.GetValueOrDefault(wanted.Change)}";
        try
        {
            await stripe.SetQuantitiesAsync(wanted.Subscription, wanted.Counts, plan, key, cancellation);
        }
        catch (StripeException e)
        {
            _failures.AddOrUpdate(wanted.Change, 1, (_, failures) => failures + 1);
            LogRefused((int)e.HttpStatusCode, e.StripeError?.Code ?? "none");
            throw;
        }

        await SettleAsync(tenant, wanted.Change, cancellation);
        _failures.TryRemove(wanted.Change, out _);
    }

    /// <summary>Counts, and says on record what Stripe is about to be told.</summary>
    private async Task<Wanted?> WantAsync(TenantId tenant, CancellationToken cancellation)
    {
        var wanted = await audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);
        return wanted.Succeeded(out var change, out _) ? change : null;

        async Task<Decision<Wanted?>> DecideAsync(RetailGuardDb db)
        {
            var account = await db.Set<BillingAccount>().AsTracking().SingleAsync(cancellation);
            var counts = await Counts.OfAsync(db, cancellation);
            if (!account.IsBilled)
            {
                return new((Wanted?)null);
            }

            if (account.Change is { } underWay && account.Wanted == counts)
            {
                return new(new Wanted(underWay, counts, account.SubscriptionId!));
            }

            var was = account.Billed;
            account.Want(counts, ids.Next());
            return new(
                new Wanted(account.Change!.Value, counts, account.SubscriptionId!),
                new AuditEvent(
                    Actor.System,
                    "billing.quantities-wanted",
                    account.Change!.Value.ToString(),
                    new
                    {
                        because = "counted",
                        counts.Stores,
                        counts.Cameras,
                        StoresBefore = was.Stores,
                        CamerasBefore = was.Cameras,
                    }
                )
            );
        }
    }

    private Task<Result<Done>> SettleAsync(TenantId tenant, Guid change, CancellationToken cancellation)
    {
        return audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var account = await db.Set<BillingAccount>().AsTracking().SingleAsync(cancellation);
            if (account.Change != change)
            {
                return new(Done.Instance);
            }

            account.Settle();
            return new(
                Done.Instance,
                new AuditEvent(Actor.System, "billing.quantities-set", change.ToString(), new { account.Stores, account.Cameras })
            );
        }
    }

    [LoggerMessage(LogLevel.Warning, "Stripe did not take a retailer's quantities: {Status} {Code}.")]
    private partial void LogRefused(int status, string code);
}
