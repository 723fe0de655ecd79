using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using Stripe;
using Stripe.Checkout;

namespace RetailGuard.Billing;

/// <summary>Stripe's word that something has changed. Whose customer it names is looked up, and Stripe is asked what is so now.</summary>
internal static class ReceiveEvents
{
    public const string Path = "/billing/stripe/events";
    private const int MostBytes = 512 * 1024;

    private static readonly Refusal Wrong = new(
        "signature-wrong",
        "This is not signed with the secret of this server's webhook, or too long ago.",
        RefusalKind.Unreadable
    );

    /// <summary>What the operator lets Stripe send.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        EventTypes.CheckoutSessionCompleted,
        EventTypes.CustomerSubscriptionCreated,
        EventTypes.CustomerSubscriptionUpdated,
        EventTypes.CustomerSubscriptionDeleted,
        EventTypes.CustomerSubscriptionPaused,
        EventTypes.CustomerSubscriptionResumed,
        EventTypes.InvoiceFinalized,
        EventTypes.InvoicePaid,
        EventTypes.InvoicePaymentFailed,
        EventTypes.InvoiceMarkedUncollectible,
        EventTypes.InvoiceVoided,
    ];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(Path, RunAsync)
            .AllowAnyone("Stripe's signature is the proof")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    private static async Task<Answer<NoContent>> RunAsync(
        HttpRequest request,
        BillingOptions options,
        Database database,
        BillingMetrics metrics,
        IServiceProvider services,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (!options.UsesStripe)
        {
            return Refusal.NotFound("address");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        Event said;
        try
        {
            // What the event holds is never used but for its id, its type and whose it is: any version of the API will do.
            said = EventUtility.ConstructEvent(
                Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length),
                request.Headers["Stripe-Signature"].ToString(),
                options.StripeWebhookSecret,
                EventUtility.DefaultTimeTolerance,
                time.GetUtcNow().ToUnixTimeSeconds(),
                throwOnApiVersionMismatch: false
            );
        }
        catch (Exception e)
            when (e is StripeException or System.Text.Json.JsonException or Newtonsoft.Json.JsonException or ArgumentException)
        {
            metrics.Received("signature-wrong");
            return Wrong;
        }

        if (!Types.Contains(said.Type) || said.Livemode != options.IsProduction)
        {
            metrics.Received("unknown");
            return TypedResults.NoContent();
        }

        if (await FindAsync(database, CustomerOf(said.Data.Object), cancellation) is not { } tenant)
        {
            metrics.Received("no-customer");
            return TypedResults.NoContent();
        }

        try
        {
            await services.GetRequiredService<ReadAgain>().RunAsync(tenant, said.Type, said.Id, cancellation);
        }
        catch (Exception e) when (StripeTrouble.Is(e, cancellation))
        {
            // Stripe sends it again.
            metrics.Received("postponed");
            return StripeTrouble.Unreachable;
        }

        metrics.Received("taken");
        return TypedResults.NoContent();
    }

    private static string? CustomerOf(IHasObject of) =>
        of switch
        {
            Subscription subscription => subscription.CustomerId,
            Invoice invoice => invoice.CustomerId,
            Session session => session.CustomerId,
            _ => null,
        };

    private static async Task<TenantId?> FindAsync(Database database, string? customer, CancellationToken cancellation)
    {
        if (customer is null)
        {
            return null;
        }

        await using var all = database.AcrossTenants();
        var account = await all.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(a => a.CustomerId == customer, cancellation);
        return account?.Tenant;
    }
}
