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

/// <summary>Where an administrator changes card and address, pays what is owed, and ends the plan: Stripe's page for customers.</summary>
internal static class OpenPortal
{
    private static readonly Refusal None = Refusal.Conflict("billing-not-started", "No plan was chosen yet. Choose it first.");

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/billing/portal", RunAsync).AllowRoles(Role.TenantAdmin);

    private static async Task<Answer<Ok<StartCheckout.StripePage>>> RunAsync(
        Caller caller,
        BillingOptions options,
        Database database,
        IServiceProvider services,
        IIds ids,
        CancellationToken cancellation
    )
    {
        if (!options.UsesStripe)
        {
            return StripeTrouble.Manual;
        }

        await using var db = database.Of(caller.Tenant);
        if (await db.Set<BillingAccount>().Select(a => a.CustomerId).SingleOrDefaultAsync(cancellation) is not { } customer)
        {
            return None;
        }

        try
        {
            var url = await services.GetRequiredService<StripeBilling>().PortalAsync(customer, ids.Next(), cancellation);
            return TypedResults.Ok(new StartCheckout.StripePage(url));
        }
        catch (Exception e) when (StripeTrouble.Is(e, cancellation))
        {
            return StripeTrouble.Unreachable;
        }
    }
}
