using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Stripe bills for the stores and cameras that there are, whatever fails on the way.</summary>
public sealed class QuantityTests(BilledServer billed) : IClassFixture<BilledServer>
{
    [Fact]
    public async Task What_is_added_closed_and_disabled_is_billed_within_a_minute_and_the_log_says_why()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var shop = await retailer.OpenShopAsync("Store 2", cameras: 3);

        // By the keeper itself. Stripe is asked by the clock on the wall, and the server's must not run ahead of it.
        await billed.Server.StepUntilAsync(() => Task.FromResult(Billed(customer) == (2, 5)), () => BilledServer.ShowAsync(retailer.Admin));
        await billed.Server.StepUntilAsync(async () => await ShownAsync(retailer) == (2, 5));

        await BecauseAsync(retailer, $"/api/stores/{shop.Id}/cameras/{shop.Cameras[0]}/disable");
        await billed.CountAsync(retailer);
        Billed(customer).ShouldBe((2, 4));
        await BecauseAsync(retailer, $"/api/stores/{shop.Id}/close");
        await billed.CountAsync(retailer);

        Billed(customer).ShouldBe((1, 2));
        var wanted = await billed.Server.DetailsAsync(retailer, "billing.quantities-wanted");
        wanted[^1].ShouldBe("""{"because":"counted","stores":1,"cameras":2,"storesBefore":2,"camerasBefore":4}""");
        (await billed.Server.DetailsAsync(retailer, "billing.quantities-set"))[^1].ShouldBe("""{"stores":1,"cameras":2}""");
    }

    [Fact]
    public async Task While_nothing_changes_nothing_is_asked_and_going_back_and_forth_is_taken_each_time()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var shop = await retailer.OpenShopAsync("Store 2");
        for (var i = 0; i < 3; i++)
        {
            await billed.CountAsync(retailer);
            Billed(customer).ShouldBe((2, 3));
            await BecauseAsync(retailer, $"/api/stores/{shop.Id}/close");
            await billed.CountAsync(retailer);
            Billed(customer).ShouldBe((1, 2));
            await BecauseAsync(retailer, $"/api/stores/{shop.Id}/reopen");
        }

        await billed.CountAsync(retailer);
        var asked = billed.Stripe.Requests.Count;
        await billed.CountAsync(retailer);
        await billed.CountAsync(retailer);

        billed.Stripe.Requests.Count.ShouldBe(asked);
    }

    [Theory]
    [InlineData(StripeFault.TooMany)]
    [InlineData(StripeFault.Broken)]
    [InlineData(StripeFault.Hang)]
    [InlineData(StripeFault.CutWhenDone)]
    public async Task Whatever_fails_at_stripe_it_ends_right_and_each_change_is_made_once(StripeFault fault)
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        await retailer.OpenShopAsync("Store 2", cameras: 1);
        var changes = billed.Stripe.Do(s => s.QuantityChanges);
        billed.Stripe.Fail(fault, "POST /v1/subscriptions/");

        try
        {
            await billed.CountAsync(retailer);
        }
        catch (Exception e) when (e is Stripe.StripeException)
        {
            // Said to the log; the keeper comes again.
            fault.ShouldBe(StripeFault.Broken);
            Billed(customer).ShouldBe((1, 2));
            await billed.CountAsync(retailer);
        }

        Billed(customer).ShouldBe((2, 3));
        (await ShownAsync(retailer)).ShouldBe((2, 3));
        billed.Stripe.Do(s => s.QuantityChanges).ShouldBe(changes + 2);
    }

    [Theory]
    [InlineData(StripeFault.Broken)]
    [InlineData(StripeFault.CutWhenDone)]
    public async Task A_retailer_is_one_customer_whatever_fails_when_it_is_made(StripeFault fault)
    {
        var retailer = await billed.OpenAsync();
        var customers = billed.Stripe.Do(s => s.All("customer").Count);
        billed.Stripe.Fail(fault, "POST /v1/customers");

        var first = await retailer.Admin.PostAsync("/api/billing/checkout");
        if (fault is StripeFault.Broken)
        {
            first.Refused(System.Net.HttpStatusCode.ServiceUnavailable, "billing-unreachable");
        }

        (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok();

        billed.Stripe.Do(s => s.All("customer").Count).ShouldBe(customers + 1);
    }

    [Fact]
    public async Task When_stripe_does_not_answer_the_page_shows_what_we_know_and_says_so()
    {
        var (retailer, _) = await billed.SubscribeAsync();
        billed.Stripe.Fail(StripeFault.TooMany, "GET ", times: 100);
        var shown = await BilledServer.ShowAsync(retailer.Admin);
        billed.Stripe.Mend();

        shown["stripeAnswers"].GetBoolean().ShouldBeFalse();
        shown["billed"].GetProperty("stores").GetInt32().ShouldBe(1);
        shown["payment"].GetProperty("state").GetString().ShouldBe("trial");
    }

    private (long, long) Billed(string customer)
    {
        var quantities = billed.Stripe.Do(s => StripeState.QuantitiesOf(s.SubscriptionOf(customer)));
        return (quantities["retailguard_store_month"], quantities["retailguard_camera_month"]);
    }

    private static async Task<(int, int)> ShownAsync(Retailer retailer)
    {
        var shown = (await BilledServer.ShowAsync(retailer.Admin))["billed"];
        return (shown.GetProperty("stores").GetInt32(), shown.GetProperty("cameras").GetInt32());
    }

    private static async Task BecauseAsync(Retailer retailer, string path) =>
        (await retailer.Admin.PostAsync(path, new { reason = "A test." })).Ok();
}
