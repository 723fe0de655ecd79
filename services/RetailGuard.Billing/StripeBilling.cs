using RetailGuard.Foundation;
using Stripe;
using Stripe.Checkout;
using PortalOptions = Stripe.BillingPortal.SessionCreateOptions;

namespace RetailGuard.Billing;

/// <summary>The plan's prices in the Stripe account, and the rate of its tax.</summary>
internal sealed record StripePlan(Price Store, Price Camera, string TaxRate);

/// <summary>An invoice as the retailer sees it.</summary>
/// <param name="Status"><c>draft</c>, <c>open</c>, <c>paid</c>, <c>uncollectible</c> or <c>void</c>, as Stripe has it.</param>
/// <param name="Address">Stripe's own page for it; null while it is a draft.</param>
public sealed record InvoiceView(string Number, DateTimeOffset At, string Status, Money Amount, string? Address);

/// <summary>The next invoice as it would be today.</summary>
public sealed record NextInvoice(DateTimeOffset? At, Money Amount);

/// <summary>All that is asked of Stripe. It is told of ids, counts and the retailer's own name, and of nobody who works or shops there.</summary>
internal sealed class StripeBilling(StripeClient client, BillingOptions options)
{
    private const string TenantMark = "retailguard_tenant";
    private const string TaxMark = "retailguard_tax";
    private const string TaxName = "gst15";
    private const int Most = 100;

    // Ends a subscription that can come to life again no more.
    private static readonly string[] Over = ["canceled", "incomplete_expired"];

    /// <summary>Null until the operator has set the account up.</summary>
    public async Task<StripePlan?> PlanAsync(CancellationToken cancellation)
    {
        var prices = await PricesAsync(cancellation);
        return prices.Store is { } store && prices.Camera is { } camera && await TaxRateAsync(cancellation) is { } tax
            ? new(store, camera, tax.Id)
            : null;
    }

    public async Task<(Price? Store, Price? Camera)> PricesAsync(CancellationToken cancellation)
    {
        var found = await client.V1.Prices.ListAsync(
            new()
            {
                LookupKeys = [Plan.StoreKey, Plan.CameraKey],
                Active = true,
                Limit = Most,
            },
            cancellationToken: cancellation
        );
        return (found.FirstOrDefault(p => p.LookupKey == Plan.StoreKey), found.FirstOrDefault(p => p.LookupKey == Plan.CameraKey));
    }

    public async Task<TaxRate?> TaxRateAsync(CancellationToken cancellation)
    {
        await foreach (
            var rate in client.V1.TaxRates.ListAutoPagingAsync(new() { Active = true, Limit = Most }, cancellationToken: cancellation)
        )
        {
            if (rate.Metadata?.GetValueOrDefault(TaxMark) == TaxName)
            {
                return rate;
            }
        }

        return null;
    }

    public Task<TaxRate> CreateTaxRateAsync(CancellationToken cancellation) =>
        client.V1.TaxRates.CreateAsync(
            new()
            {
                DisplayName = "GST",
                Percentage = Plan.GstPercent,
                Inclusive = false,
                Country = "NZ",
                TaxType = "gst",
                Metadata = new() { [TaxMark] = TaxName },
            },
            Once("setup-tax-gst15"),
            cancellation
        );

    /// <summary>What Stripe says of a customer now.</summary>
    public async Task<Seen> ReadAsync(string customer, CancellationToken cancellation)
    {
        var subscriptions = await client.V1.Subscriptions.ListAsync(
            new()
            {
                Customer = customer,
                Status = "all",
                Limit = Most,
            },
            cancellationToken: cancellation
        );
        var open = await client.V1.Invoices.ListAsync(
            new()
            {
                Customer = customer,
                Status = "open",
                Limit = Most,
            },
            cancellationToken: cancellation
        );

        // Of several that live, the first is the one that was counted on; of those that are over, the last.
        var one =
            subscriptions.Where(s => !Over.Contains(s.Status)).OrderBy(s => s.Created).FirstOrDefault()
            ?? subscriptions.OrderByDescending(s => s.Created).FirstOrDefault();
        var standing = StandingOf(one);
        var mustPay = standing is Standing.PastDue or Standing.Unpaid or Standing.Ended;
        DateTimeOffset?[] owed =
        [
            .. open.Where(i => i.AmountRemaining > 0 && (mustPay || (i.Attempted && i.AttemptCount > 0)))
                .Select(i => (DateTimeOffset?)At(i.StatusTransitions?.FinalizedAt ?? i.Created)),
            standing is Standing.Ended ? At(one!.EndedAt ?? one.CanceledAt ?? one.Created) : null,
        ];
        return new(
            one?.Id,
            standing,
            AtOrNull(one?.TrialEnd),
            standing is Standing.Ended ? null
                : one is { CancelAtPeriodEnd: true } ? AtOrNull(one.Items.Select(i => (DateTime?)i.CurrentPeriodEnd).FirstOrDefault())
                : AtOrNull(one?.CancelAt),
            owed.Min(),
            standing is Standing.None or Standing.Ended ? new(0, 0) : BilledBy(one!)
        );
    }

    /// <summary>Sets the quantities of a subscription, where they are not those already.</summary>
    /// <param name="key">The same for each repetition of one change.</param>
    public async Task SetQuantitiesAsync(string subscription, Counts counts, StripePlan plan, string key, CancellationToken cancellation)
    {
        var found = await client.V1.Subscriptions.GetAsync(subscription, cancellationToken: cancellation);
        if (BilledBy(found) == counts)
        {
            return;
        }

        await client.V1.Subscriptions.UpdateAsync(
            subscription,
            new()
            {
                Items = [Quantity(found, plan.Store, counts.Stores), Quantity(found, plan.Camera, counts.Cameras)],
                ProrationBehavior = "create_prorations",
            },
            Once(key),
            cancellation
        );
    }

    public async Task<string> CreateCustomerAsync(TenantId tenant, string name, Guid request, CancellationToken cancellation)
    {
        var made = await client.V1.Customers.CreateAsync(
            new()
            {
                Name = name,
                Metadata = new() { [TenantMark] = tenant.ToString() },
            },
            Once($"customer-{request}"),
            cancellation
        );
        return made.Id;
    }

    /// <summary>A customer that an earlier request may have made.</summary>
    public async Task<string?> FindCustomerAsync(TenantId tenant, CancellationToken cancellation)
    {
        var found = await client.V1.Customers.SearchAsync(
            new() { Query = $"metadata['{TenantMark}']:'{tenant}'", Limit = 1 },
            cancellationToken: cancellation
        );
        return found.FirstOrDefault()?.Id;
    }

    public Task<Session> CreateCheckoutAsync(
        BillingAccount account,
        Counts counts,
        StripePlan plan,
        Guid request,
        CancellationToken cancellation
    )
    {
        var trial = !account.HadTrial && options.TrialDays > 0;
        return client.V1.Checkout.Sessions.CreateAsync(
            new()
            {
                Mode = "subscription",
                Customer = account.CustomerId,
                ClientReferenceId = account.Tenant.ToString(),
                LineItems =
                [
                    new() { Price = plan.Store.Id, Quantity = counts.Stores },
                    .. counts.Cameras > 0
                        ? [new() { Price = plan.Camera.Id, Quantity = counts.Cameras }]
                        : Array.Empty<SessionLineItemOptions>(),
                ],
                PaymentMethodCollection = trial ? "if_required" : "always",
                BillingAddressCollection = "required",
                CustomerUpdate = new() { Name = "auto", Address = "auto" },
                SubscriptionData = new()
                {
                    DefaultTaxRates = [plan.TaxRate],
                    Metadata = new() { [TenantMark] = account.Tenant.ToString() },
                    TrialPeriodDays = trial ? options.TrialDays : null,
                    TrialSettings = trial ? new() { EndBehavior = new() { MissingPaymentMethod = "create_invoice" } } : null,
                },
                SuccessUrl = PageOf("done"),
                CancelUrl = PageOf("back"),
            },
            Once($"checkout-{request}"),
            cancellation
        );
    }

    public Task<Session> CheckoutAsync(string id, CancellationToken cancellation) =>
        client.V1.Checkout.Sessions.GetAsync(id, cancellationToken: cancellation);

    public Task ExpireCheckoutAsync(string id, CancellationToken cancellation) =>
        client.V1.Checkout.Sessions.ExpireAsync(id, null, Once($"expire-{id}"), cancellation);

    /// <param name="request">Another one each time: the address that it gives lasts for minutes.</param>
    public async Task<string> PortalAsync(string customer, Guid request, CancellationToken cancellation)
    {
        var session = await client.V1.BillingPortal.Sessions.CreateAsync(
            new PortalOptions { Customer = customer, ReturnUrl = PageOf("back") },
            Once($"portal-{request}"),
            cancellation
        );
        return session.Url;
    }

    /// <summary>The next invoice; null where none will come.</summary>
    public async Task<NextInvoice?> PreviewAsync(string subscription, Guid request, CancellationToken cancellation)
    {
        try
        {
            var next = await client.V1.Invoices.CreatePreviewAsync(
                new() { Subscription = subscription },
                Once($"preview-{request}"),
                cancellation
            );
            return new(AtOrNull(next.NextPaymentAttempt) ?? At(next.PeriodEnd), AmountOf(next));
        }
        catch (StripeException e) when (e.StripeError?.Code is "invoice_upcoming_none")
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<InvoiceView>> InvoicesAsync(string customer, CancellationToken cancellation)
    {
        var found = await client.V1.Invoices.ListAsync(new() { Customer = customer, Limit = Most }, cancellationToken: cancellation);
        return [.. found.Select(i => new InvoiceView(i.Number ?? i.Id, At(i.Created), i.Status, AmountOf(i), i.HostedInvoiceUrl))];
    }

    /// <summary>One request that may be repeated: what Stripe did the first time is not done again.</summary>
    public static RequestOptions Once(string key) => new() { IdempotencyKey = $"retailguard-{key}" };

    private static Counts BilledBy(Subscription subscription) =>
        new(QuantityOf(subscription, Plan.StoreKey), QuantityOf(subscription, Plan.CameraKey));

    private static int QuantityOf(Subscription subscription, string key) => (int)(ItemOf(subscription, key)?.Quantity ?? 0);

    // A price that was replaced has given its key away, and its product stays.
    private static SubscriptionItem? ItemOf(Subscription subscription, string key) =>
        subscription.Items.FirstOrDefault(i =>
            i.Price.LookupKey == key || i.Price.ProductId == (key == Plan.StoreKey ? Plan.StoreProduct : Plan.CameraProduct)
        );

    private static SubscriptionItemOptions Quantity(Subscription subscription, Price price, int quantity) =>
        ItemOf(subscription, price.LookupKey) is { } item
            ? new() { Id = item.Id, Quantity = quantity }
            : new() { Price = price.Id, Quantity = quantity };

    private static Standing StandingOf(Subscription? subscription) =>
        subscription?.Status switch
        {
            null => Standing.None,
            "trialing" => Standing.Trialing,
            "active" => Standing.Active,
            "past_due" => Standing.PastDue,
            "unpaid" => Standing.Unpaid,
            "paused" => Standing.Paused,
            "canceled" or "incomplete_expired" => Standing.Ended,
            _ => Standing.Incomplete,
        };

    private static Money AmountOf(Invoice invoice)
    {
        var net = invoice.TotalExcludingTax ?? invoice.Total;
        return new(net, invoice.Total - net, invoice.Total);
    }

    private string PageOf(string how) => $"{options.PublicAddress}/console/billing?stripe={how}";

    private static DateTimeOffset At(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    private static DateTimeOffset? AtOrNull(DateTime? utc) => utc is { } at ? At(at) : null;
}
