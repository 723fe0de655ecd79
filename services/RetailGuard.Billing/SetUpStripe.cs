using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using Stripe;

namespace RetailGuard.Billing;

/// <summary>The operator's part of billing, on the server's machine; no route leads here.</summary>
public static class OperatorBilling
{
    /// <summary>Makes products, prices and the rate of GST in the Stripe account; again and again, and each is there once.</summary>
    /// <returns>A line for each, and what is left to do in Stripe.</returns>
    public static async Task<Result<IReadOnlyList<string>>> SetUpAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var options = services.GetRequiredService<BillingOptions>();
        if (!options.UsesStripe)
        {
            return Refusal.Invalid("billing-manual", "Billing:StripeKey is not set, so there is no Stripe account to set up.");
        }

        try
        {
            var setUp = new SetUpStripe(services.GetRequiredService<StripeClient>(), services.GetRequiredService<StripeBilling>());
            return await setUp.RunAsync(options.Prices, cancellation);
        }
        catch (Exception e) when (StripeTrouble.Is(e, cancellation))
        {
            // Stripe's own sentence may repeat a part of the key.
            var code = (e as StripeException)?.StripeError?.Code ?? (e as StripeException)?.HttpStatusCode.ToString() ?? "no answer";
            return new Refusal(
                "billing-unreachable",
                $"Stripe did not do it ({code}). What is there already stays; run it again.",
                RefusalKind.Unavailable
            );
        }
    }

    /// <summary>The invoices of all retailers for a month that is over, as one table.</summary>
    public static Task<Result<string>> InvoicesAsync(IServiceProvider services, string month, CancellationToken cancellation) =>
        ManualInvoice.OfAllAsync(
            services.GetRequiredService<Database>(),
            month,
            services.GetRequiredService<BillingOptions>(),
            cancellation
        );

    /// <summary>Where Stripe sends its words, and which.</summary>
    public static string Webhook(IServiceProvider services) =>
        $"{services.GetRequiredService<BillingOptions>().PublicAddress}{ReceiveEvents.Path} ({string.Join(", ", ReceiveEvents.Types)})";
}

/// <summary>Looks for each thing before it makes it, and makes it under a key that says what it is.</summary>
internal sealed class SetUpStripe(StripeClient client, StripeBilling stripe)
{
    public async Task<Result<IReadOnlyList<string>>> RunAsync(PlanPrices prices, CancellationToken cancellation)
    {
        List<string> lines =
        [
            await ProductAsync(Plan.StoreProduct, "RetailGuard, a store", "store", cancellation),
            await ProductAsync(Plan.CameraProduct, "RetailGuard, a camera", "camera", cancellation),
        ];
        var (store, camera) = await stripe.PricesAsync(cancellation);
        lines.Add(await PriceAsync(store, Plan.StoreKey, Plan.StoreProduct, prices.Store, cancellation));
        lines.Add(await PriceAsync(camera, Plan.CameraKey, Plan.CameraProduct, prices.Camera, cancellation));
        lines.Add(
            await stripe.TaxRateAsync(cancellation) is { } rate
                ? $"tax {rate.Id}: GST {Plan.GstPercent} %, there already"
                : $"tax {(await stripe.CreateTaxRateAsync(cancellation)).Id}: GST {Plan.GstPercent} %, made"
        );
        return lines;
    }

    private async Task<string> ProductAsync(string id, string name, string unit, CancellationToken cancellation)
    {
        try
        {
            await client.V1.Products.GetAsync(id, cancellationToken: cancellation);
            return $"product {id}: there already";
        }
        catch (StripeException e) when (e.HttpStatusCode == HttpStatusCode.NotFound)
        {
            await client.V1.Products.CreateAsync(
                new()
                {
                    Id = id,
                    Name = name,
                    UnitLabel = unit,
                },
                StripeBilling.Once($"setup-product-{id}"),
                cancellation
            );
            return $"product {id}: made";
        }
    }

    /// <summary>Of another amount it is a new price with the same key: who pays the old one goes on doing so.</summary>
    private async Task<string> PriceAsync(Price? found, string key, string product, int cents, CancellationToken cancellation)
    {
        if (found is not null && found.UnitAmount == cents && found.Currency == Plan.Currency)
        {
            return $"price {key}: NZD {cents / 100m:0.00} a month without GST, there already";
        }

        await client.V1.Prices.CreateAsync(
            new()
            {
                Product = product,
                Currency = Plan.Currency,
                UnitAmount = cents,
                Recurring = new() { Interval = "month" },
                TaxBehavior = "exclusive",
                LookupKey = key,
                TransferLookupKey = true,
            },
            StripeBilling.Once($"setup-price-{key}-{cents}-after-{found?.Id ?? "none"}"),
            cancellation
        );
        return $"price {key}: NZD {cents / 100m:0.00} a month without GST, made";
    }
}
