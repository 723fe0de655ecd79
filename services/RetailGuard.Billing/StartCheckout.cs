using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using Stripe;

namespace RetailGuard.Billing;

/// <summary>
/// An administrator begins to pay: the address of Stripe's own page, on which the plan for what there is now is taken. Asked again, it
/// gives the same page while nothing was added, so that nobody pays twice.
/// </summary>
internal static class StartCheckout
{
    /// <param name="Url">A page of Stripe's.</param>
    public sealed record StripePage(string Url);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/billing/checkout", RunAsync).AllowRoles(Role.TenantAdmin);

    private static async Task<Answer<Ok<StripePage>>> RunAsync(
        Caller caller,
        BillingOptions options,
        IServiceProvider services,
        CancellationToken cancellation
    )
    {
        if (!options.UsesStripe)
        {
            return StripeTrouble.Manual;
        }

        try
        {
            var page = await services.GetRequiredService<Checkouts>().BeginAsync(caller.Tenant, caller.Actor, cancellation);
            return page.ToHttp(url => TypedResults.Ok(new StripePage(url)));
        }
        catch (Exception e) when (StripeTrouble.Is(e, cancellation))
        {
            return StripeTrouble.Unreachable;
        }
    }
}

/// <summary>Makes the customer and the Checkout, each once, whatever fails in between.</summary>
internal sealed class Checkouts(Database database, AuditLog audit, StripeBilling stripe, ReadAgain again, IIds ids)
{
    private static readonly Refusal Subscribed = Refusal.Conflict(
        "billing-subscribed",
        "The plan runs already. Cards, addresses and its end are on Stripe's page for customers."
    );

    private static readonly Refusal Nothing = Refusal.Conflict(
        "billing-no-store",
        "There is no open store to pay for yet. Add the first one, then choose the plan."
    );

    /// <returns>Where the administrator goes on.</returns>
    public async Task<Result<string>> BeginAsync(TenantId tenant, Actor by, CancellationToken cancellation)
    {
        if (await stripe.PlanAsync(cancellation) is not { } plan)
        {
            return StripeTrouble.NotSetUp;
        }

        if (!(await EnsureCustomerAsync(tenant, by, cancellation)).Succeeded(out _, out var busy))
        {
            return busy;
        }

        for (var isAgain = false; ; isAgain = true)
        {
            // What was paid on a page that is still open elsewhere.
            await again.RunAsync(tenant, "checkout", eventId: null, cancellation);
            if (!(await AskAsync(tenant, by, cancellation)).Succeeded(out var account, out var refusal))
            {
                return refusal;
            }

            var counts = new Counts(account.CheckoutStores, account.CheckoutCameras);
            var request = account.CheckoutRequest!.Value;
            var session = account.CheckoutId is { } id
                ? await stripe.CheckoutAsync(id, cancellation)
                : await stripe.CreateCheckoutAsync(account, counts, plan, request, cancellation);
            if (session is { Status: "open", Url: not null })
            {
                await KeepAsync(tenant, request, session.Id, by, cancellation);
                return session.Url;
            }

            // Its plan is over, or its day: forgotten, so that the next one is new. A plan that has just begun is seen before that.
            await KeepAsync(tenant, request, id: null, by, cancellation);
            if (isAgain)
            {
                return StripeTrouble.Unreachable;
            }
        }
    }

    private async Task<Result<Done>> EnsureCustomerAsync(TenantId tenant, Actor by, CancellationToken cancellation)
    {
        var begun = await audit.CommitOrRetryAsync(tenant, BeginAccountAsync, cancellation);
        if (!begun.Succeeded(out var account, out var busy))
        {
            return busy;
        }

        if (account.CustomerId is not null)
        {
            return Done.Instance;
        }

        string name;
        await using (var db = database.Of(tenant))
        {
            name = await db.Set<Tenant>().Where(t => t.Id == tenant).Select(t => t.Name).SingleAsync(cancellation);
        }

        string customer;
        try
        {
            customer =
                (account.CustomerUnsure ? await stripe.FindCustomerAsync(tenant, cancellation) : null)
                ?? await stripe.CreateCustomerAsync(tenant, name, account.CustomerRequest, cancellation);
        }
        catch (StripeException)
        {
            // The answer is kept with the key: the next try takes another, and looks first whether one was made.
            await ChangeAsync(
                tenant,
                a => a.CustomerRequest == account.CustomerRequest && a.CustomerId is null,
                a => (a.CustomerRequest, a.CustomerUnsure) = (ids.Next(), true),
                new(by, "billing.customer-failed", account.CustomerRequest.ToString()),
                cancellation
            );
            throw;
        }

        return await ChangeAsync(
            tenant,
            a => a.CustomerId is null,
            a => a.CustomerId = customer,
            new(by, "billing.customer-made", customer),
            cancellation
        );

        async Task<Decision<BillingAccount>> BeginAccountAsync(RetailGuardDb db)
        {
            if (await db.Set<BillingAccount>().AsNoTracking().SingleOrDefaultAsync(cancellation) is { } found)
            {
                return new(found);
            }

            var fresh = new BillingAccount { Tenant = tenant, CustomerRequest = ids.Next() };
            db.Add(fresh);
            return new(fresh, new AuditEvent(by, "billing.begun", ""));
        }
    }

    /// <summary>Says on record what is about to be asked for; the same again while nothing was added.</summary>
    private async Task<Result<BillingAccount>> AskAsync(TenantId tenant, Actor by, CancellationToken cancellation)
    {
        string? replaced = null;
        var asked = await audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);
        if (replaced is not null)
        {
            await TryExpireAsync(replaced, cancellation);
        }

        return asked;

        async Task<Decision<BillingAccount>> DecideAsync(RetailGuardDb db)
        {
            replaced = null;
            var account = await db.Set<BillingAccount>().AsTracking().SingleAsync(cancellation);
            var counts = await Counts.OfAsync(db, cancellation);
            if (account.IsSubscribed)
            {
                return Subscribed;
            }

            if (counts.Stores == 0)
            {
                return Nothing;
            }

            if (account.CheckoutRequest is not null && counts == new Counts(account.CheckoutStores, account.CheckoutCameras))
            {
                return new(account);
            }

            replaced = account.CheckoutId;
            (account.CheckoutRequest, account.CheckoutId) = (ids.Next(), null);
            (account.CheckoutStores, account.CheckoutCameras) = (counts.Stores, counts.Cameras);
            return new(account, new AuditEvent(by, "billing.checkout-asked", account.CheckoutRequest.ToString()!, counts));
        }
    }

    /// <param name="id">Null forgets it.</param>
    private Task<Result<Done>> KeepAsync(TenantId tenant, Guid request, string? id, Actor by, CancellationToken cancellation) =>
        ChangeAsync(
            tenant,
            a => a.CheckoutRequest == request && (id is null || a.CheckoutId != id),
            a => (a.CheckoutId, a.CheckoutRequest) = (id, id is null ? (Guid?)null : request),
            new(by, id is null ? "billing.checkout-over" : "billing.checkout-begun", request.ToString()),
            cancellation
        );

    private async Task TryExpireAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await stripe.ExpireCheckoutAsync(id, cancellation);
        }
        catch (StripeException e) when ((int)e.HttpStatusCode < StatusCodes.Status500InternalServerError)
        {
            // It was completed or had run out: what came of it is read again before anything else begins.
        }
    }

    private Task<Result<Done>> ChangeAsync(
        TenantId tenant,
        Func<BillingAccount, bool> still,
        Action<BillingAccount> change,
        AuditEvent says,
        CancellationToken cancellation
    )
    {
        return audit.CommitOrRetryAsync(tenant, DecideAsync, cancellation);

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var account = await db.Set<BillingAccount>().AsTracking().SingleAsync(cancellation);
            if (!still(account))
            {
                return new(Done.Instance);
            }

            change(account);
            return new(Done.Instance, says);
        }
    }
}
