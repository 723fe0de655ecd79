using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>What comes next.</summary>
public enum BillingStep
{
    TrialEnds,
    PlanEnds,
    NextInvoice,
    Reminder,
    GrowthStops,
    StopAnnounced,
    MatchingStops,
}

/// <summary>What an administrator sees of the plan: what is counted, what it costs, what was and will be paid, and what happens when it is not.</summary>
internal static class ShowBilling
{
    /// <param name="ByStripe">False where invoices are made by hand.</param>
    /// <param name="StripeAnswers">False where Stripe could not be asked: what only it knows is missing.</param>
    /// <param name="Billed">What Stripe bills for; it follows what is counted within a minute. Null without a plan.</param>
    /// <param name="Monthly">For what is counted now.</param>
    public sealed record BillingView(
        bool ByStripe,
        bool StripeAnswers,
        PlanPrices Prices,
        int GstPercent,
        int TrialDays,
        Counts Counted,
        Counts? Billed,
        Money Monthly,
        NextInvoice? Next,
        IReadOnlyList<InvoiceView> Invoices,
        PaymentView Payment
    );

    /// <param name="MayStart">Whether a plan can be chosen.</param>
    /// <param name="IsCustomer">Whether there is a page for customers to open.</param>
    /// <param name="Ahead">What comes next, the soonest first.</param>
    public sealed record PaymentView(
        PaymentState State,
        bool MayStart,
        bool IsCustomer,
        DateTimeOffset? OverdueSince,
        IReadOnlyList<StepAhead> Ahead
    );

    public sealed record StepAhead(BillingStep Step, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/billing", RunAsync).AllowRoles(Role.TenantAdmin);

    private static async Task<Ok<BillingView>> RunAsync(
        Caller caller,
        BillingOptions options,
        Database database,
        IServiceProvider services,
        TimeProvider time,
        IIds ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var (counted, now) = (await Counts.OfAsync(db, cancellation), time.GetUtcNow());
        if (!options.UsesStripe)
        {
            return TypedResults.Ok(await ByHandAsync(db, caller.Tenant, options, counted, now, cancellation));
        }

        var stripe = services.GetRequiredService<StripeBilling>();
        var account = await db.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var (prices, answers) = (options.Prices, true);
        NextInvoice? next = null;
        IReadOnlyList<InvoiceView> invoices = [];
        try
        {
            if (await stripe.PricesAsync(cancellation) is ({ UnitAmount: { } store }, { UnitAmount: { } camera }))
            {
                prices = new((int)store, (int)camera);
            }

            if (account?.CustomerId is { } customer)
            {
                invoices = await stripe.InvoicesAsync(customer, cancellation);
            }

            if (account is { IsBilled: true })
            {
                next = await stripe.PreviewAsync(account.SubscriptionId!, ids.Next(), cancellation);
            }
        }
        catch (Exception e) when (StripeTrouble.Is(e, cancellation))
        {
            answers = false;
        }

        return TypedResults.Ok(
            new BillingView(
                ByStripe: true,
                answers,
                prices,
                Plan.GstPercent,
                account is { HadTrial: true } ? 0 : options.TrialDays,
                counted,
                account is { IsSubscribed: true } ? account.Billed : null,
                prices.Of(counted),
                next,
                invoices,
                account is null
                    ? new(PaymentState.NotStarted, MayStart: true, IsCustomer: false, OverdueSince: null, [])
                    : new(
                        Dunning.StateOf(account, now),
                        !account.IsSubscribed,
                        account.CustomerId is not null,
                        account.OverdueSince,
                        Ahead(account, next, now)
                    )
            )
        );
    }

    private static async Task<BillingView> ByHandAsync(
        RetailGuardDb db,
        TenantId tenant,
        BillingOptions options,
        Counts counted,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var months = await db.Set<BillingMonth>().AsNoTracking().OrderByDescending(m => m.Month).ToListAsync(cancellation);
        var (amount, at) = (options.Prices.Of(counted), Months.EndOf(Months.Of(now)));
        return new(
            ByStripe: false,
            StripeAnswers: true,
            options.Prices,
            Plan.GstPercent,
            TrialDays: 0,
            counted,
            Billed: null,
            amount,
            new(at, amount),
            months.ConvertAll(m => new InvoiceView(
                Months.NumberOf(tenant, m.Month),
                m.At,
                "open",
                m.Amount,
                $"/api/billing/invoices/{m.Month}"
            )),
            new(PaymentState.Manual, MayStart: false, IsCustomer: false, OverdueSince: null, [new(BillingStep.NextInvoice, at)])
        );
    }

    private static List<StepAhead> Ahead(BillingAccount account, NextInvoice? next, DateTimeOffset now)
    {
        List<StepAhead> ahead = [];
        Add(BillingStep.TrialEnds, account.Standing is Standing.Trialing ? account.TrialEndsAt : null);
        Add(BillingStep.PlanEnds, account.CancelsAt);
        Add(BillingStep.NextInvoice, next?.At);
        if (account.OverdueSince is { } since)
        {
            foreach (var day in Dunning.Days)
            {
                Add(
                    day switch
                    {
                        Dunning.GrowthStopsDay => BillingStep.GrowthStops,
                        Dunning.StopAnnouncedDay => BillingStep.StopAnnounced,
                        Dunning.MatchingStopsDay => BillingStep.MatchingStops,
                        _ => BillingStep.Reminder,
                    },
                    Dunning.At(account, since, day)
                );
            }
        }

        return [.. ahead.OrderBy(step => step.At)];

        void Add(BillingStep step, DateTimeOffset? at)
        {
            if (at is { } then && then > now)
            {
                ahead.Add(new(step, then));
            }
        }
    }
}
