using System.Net;
using System.Text.Json.Nodes;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Stripe's words: believed only when signed, taken in once, and never taken for what they say.</summary>
public sealed class StripeEventTests(BilledServer billed) : IClassFixture<BilledServer>
{
    [Fact]
    public async Task A_word_that_is_not_signed_or_too_old_is_refused_and_does_nothing()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var failed = billed.Stripe.Do(s => s.Renew(customer, paid: false));

        var (json, signature) = billed.Stripe.Say("invoice.payment_failed", failed);
        (await billed.SendAsync(json.Replace("open", "paid", StringComparison.Ordinal), signature)).Refused(
            HttpStatusCode.BadRequest,
            "signature-wrong"
        );
        (await billed.SendAsync(json, "")).Refused(HttpStatusCode.BadRequest, "signature-wrong");
        (await billed.SendAsync("", signature)).Refused(HttpStatusCode.BadRequest, "signature-wrong");
        (await billed.SendAsync("not json", "t=1,v1=00")).Refused(HttpStatusCode.BadRequest, "signature-wrong");
        var (other, foreign) = billed.Stripe.Say("invoice.payment_failed", failed, secret: "whsec_another");
        (await billed.SendAsync(other, foreign)).Refused(HttpStatusCode.BadRequest, "signature-wrong");
        var (old, late) = billed.Stripe.Say("invoice.payment_failed", failed, age: TimeSpan.FromMinutes(6));
        (await billed.SendAsync(old, late)).Refused(HttpStatusCode.BadRequest, "signature-wrong");
        (await StateAsync(retailer)).ShouldBe("trial");

        (await billed.SendAsync(json, signature)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await StateAsync(retailer)).ShouldBe("overdue");
    }

    [Fact]
    public async Task One_that_comes_twice_is_on_record_once()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var id = $"evt_{Unique.Name()}";
        var subscription = billed.Stripe.Do(s => s.SubscriptionOf(customer));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => billed.SayAsync("customer.subscription.updated", subscription, id)));
        (await billed.SayAsync("customer.subscription.updated", subscription, id)).Ok();

        var rows = await billed.Server.QueryAsync(
            """SELECT "Id" FROM "BillingEvents" WHERE "Tenant" = @p0 AND "Id" = @p1""",
            retailer.Id,
            id
        );
        rows.Count.ShouldBe(1);
        (await billed.Server.DetailsAsync(retailer, "billing.read")).Count(d => d.Contains("subscription.updated")).ShouldBe(1);
    }

    [Fact]
    public async Task In_whatever_order_they_come_what_stripe_has_is_what_counts()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var failed = billed.Stripe.Do(s => s.Renew(customer, paid: false)).DeepClone().AsObject();
        billed.Stripe.Do(s =>
        {
            s.Pay(customer);
            return 0;
        });
        var paid = failed.DeepClone().AsObject();
        paid["status"] = "paid";

        (await billed.SayAsync("invoice.paid", paid)).Ok();
        (await billed.SayAsync("invoice.payment_failed", failed)).Ok();

        (await StateAsync(retailer)).ShouldBe("inOrder");
    }

    [Fact]
    public async Task What_is_not_known_or_nobodys_is_answered_and_does_nothing()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var before = await EventsAsync();
        var asked = billed.Stripe.Requests.Count;
        var subscription = billed.Stripe.Do(s => s.SubscriptionOf(customer)).DeepClone().AsObject();

        (await billed.SayAsync("customer.tax_id.created", new JsonObject { ["id"] = "txi_1", ["object"] = "tax_id" })).Status.ShouldBe(
            HttpStatusCode.NoContent
        );
        subscription["customer"] = "cus_nobody";
        (await billed.SayAsync("customer.subscription.updated", subscription)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await EventsAsync()).ShouldBe(before);
        billed.Stripe.Requests.Count.ShouldBe(asked);

        async Task<int> EventsAsync() =>
            (await billed.Server.QueryAsync("""SELECT "Id" FROM "BillingEvents" WHERE "Tenant" = @p0""", retailer.Id)).Count;
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task A_word_about_one_retailer_does_nothing_to_another()
    {
        var (first, customer) = await billed.SubscribeAsync();
        var (second, _) = await billed.SubscribeAsync();

        (await billed.SayAsync("invoice.payment_failed", billed.Stripe.Do(s => s.Renew(customer, paid: false)))).Ok();

        (await StateAsync(first)).ShouldBe("overdue");
        (await StateAsync(second)).ShouldBe("trial");
        (await billed.Server.DetailsAsync(second, "billing.read")).ShouldNotContain(d => d.Contains("payment_failed"));
    }

    [Fact]
    public async Task While_stripe_cannot_be_asked_it_is_told_to_come_again()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var failed = billed.Stripe.Do(s => s.Renew(customer, paid: false));
        var id = $"evt_{Unique.Name()}";
        billed.Stripe.Fail(StripeFault.TooMany, "GET /v1/subscriptions", times: 100);

        (await billed.SayAsync("invoice.payment_failed", failed, id)).Refused(HttpStatusCode.ServiceUnavailable, "billing-unreachable");
        billed.Stripe.Mend();
        (await billed.SayAsync("invoice.payment_failed", failed, id)).Ok();

        (await StateAsync(retailer)).ShouldBe("overdue");
    }

    private static async Task<string?> StateAsync(Retailer retailer) =>
        (await BilledServer.ShowAsync(retailer.Admin))["payment"].GetProperty("state").GetString();
}
