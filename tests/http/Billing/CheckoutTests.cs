using System.Net;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>From no plan to one that is paid: on Stripe's pages, for what there is.</summary>
public sealed class CheckoutTests(BilledServer billed) : IClassFixture<BilledServer>
{
    [Fact]
    public async Task The_first_plan_begins_with_a_trial_without_a_card_and_costs_what_was_counted()
    {
        var retailer = await billed.OpenAsync();
        var before = await BilledServer.ShowAsync(retailer.Admin);
        (before["payment"].GetProperty("state").GetString(), before["trialDays"].GetInt32()).ShouldBe(("notStarted", 30));
        before["payment"].GetProperty("mayStart").GetBoolean().ShouldBeTrue();

        // 299 + 2 × 49, and 15 % of that.
        Amount(before["monthly"]).ShouldBe((39_700, 5_955, 45_655));

        await billed.SubscribeAsync(retailer, withCard: false);

        var after = await BilledServer.ShowAsync(retailer.Admin);
        after["payment"].GetProperty("state").GetString().ShouldBe("trial");
        after["payment"].GetProperty("mayStart").GetBoolean().ShouldBeFalse();
        (after["billed"].GetProperty("stores").GetInt32(), after["billed"].GetProperty("cameras").GetInt32()).ShouldBe((1, 2));
        Amount(after["next"].GetProperty("amount")).ShouldBe((39_700, 5_955, 45_655));
        var ahead = after["payment"].GetProperty("ahead").EnumerateArray().Select(s => s.GetProperty("step").GetString());
        ahead.ShouldContain("trialEnds");
        var asked = billed.Stripe.Requests.Last(r => r.Name == "POST /v1/checkout/sessions").Text;
        asked.ShouldContain("payment_method_collection=if_required");
        (await retailer.Admin.PostAsync("/api/billing/checkout")).Refused(HttpStatusCode.Conflict, "billing-subscribed");
    }

    [Fact]
    public async Task Asked_twice_it_leads_to_the_same_page_and_to_another_when_something_was_added()
    {
        var retailer = await billed.OpenAsync();

        var pages = await Task.WhenAll(BeginAsync(), BeginAsync());
        pages[0].ShouldBe(pages[1]);
        (await BeginAsync()).ShouldBe(pages[0]);
        await retailer.OpenShopAsync("Store 2");
        var next = await BeginAsync();

        next.ShouldNotBe(pages[0]);
        billed.Stripe.Do(s => s.Get(pages[0].Split('/')[^1])["status"]!.GetValue<string>()).ShouldBe("expired");

        async Task<string> BeginAsync() => (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok()["url"].GetString()!;
    }

    [Fact]
    public async Task A_page_that_was_paid_while_stripes_word_is_on_its_way_is_not_offered_again()
    {
        var retailer = await billed.OpenAsync();
        var url = (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok()["url"].GetString()!;
        billed.Stripe.Do(s => s.Complete(url.Split('/')[^1], withCard: true));

        (await retailer.Admin.PostAsync("/api/billing/checkout")).Refused(HttpStatusCode.Conflict, "billing-subscribed");
    }

    [Fact]
    public async Task A_retailer_without_a_store_has_nothing_to_pay_for_and_no_page_for_customers()
    {
        var retailer = await Retailer.OpenAsync(billed.Server);

        (await retailer.Admin.PostAsync("/api/billing/portal")).Refused(HttpStatusCode.Conflict, "billing-not-started");
        (await retailer.Admin.PostAsync("/api/billing/checkout")).Refused(HttpStatusCode.Conflict, "billing-no-store");
    }

    [Fact]
    public async Task Whoever_had_a_trial_pays_at_once_the_next_time()
    {
        var (retailer, customer) = await billed.SubscribeAsync(withCard: false);
        (await billed.SayAsync("customer.subscription.deleted", billed.Stripe.Do(s => s.End(customer)))).Ok();

        (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok();

        var asked = billed.Stripe.Requests.Last(r => r.Name == "POST /v1/checkout/sessions").Text;
        asked.ShouldContain("payment_method_collection=always");
        asked.ShouldNotContain("trial");
        (await BilledServer.ShowAsync(retailer.Admin))["trialDays"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_page_for_customers_opens_and_invoices_are_listed_with_gst()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        (await billed.SayAsync("invoice.paid", billed.Stripe.Do(s => s.Renew(customer, paid: true)))).Ok();

        (await retailer.Admin.PostAsync("/api/billing/portal")).Ok()["url"].GetString()!.ShouldStartWith("https://billing.stripe.test/");

        var shown = await BilledServer.ShowAsync(retailer.Admin);
        shown["payment"].GetProperty("state").GetString().ShouldBe("inOrder");
        var invoice = shown["invoices"].EnumerateArray().ShouldHaveSingleItem();
        invoice.GetProperty("status").GetString().ShouldBe("paid");
        Amount(invoice.GetProperty("amount")).ShouldBe((39_700, 5_955, 45_655));
        (await retailer.Admin.GetAsync("/api/billing/invoices/2026-11")).Refused(HttpStatusCode.Conflict, "billing-by-stripe");
    }

    [Fact]
    public async Task Stripe_is_told_counts_and_the_retailers_name_and_of_no_person_store_or_camera()
    {
        var (retailer, customer) = await billed.SubscribeAsync();
        var shop = await retailer.OpenShopAsync("Corner shop", cameras: 3);
        var staff = await retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        await billed.CountAsync(retailer);
        await retailer.Admin.PostAsync("/api/billing/portal");
        await billed.SayAsync("invoice.payment_failed", billed.Stripe.Do(s => s.Renew(customer, paid: false)));
        await BilledServer.ShowAsync(retailer.Admin);

        var told = string.Join('\n', billed.Stripe.Requests.Select(r => $"{r.Path} {r.Text} {r.Key}"));
        told.ShouldContain("Test Foods");
        foreach (
            var secret in new[]
            {
                staff.Email,
                $"{staff.Id}",
                retailer.AdminEmail,
                "@",
                "Corner shop",
                "Store 1",
                "Test Street",
                "Door",
                $"{shop.Id}",
            }
        )
        {
            told.ShouldNotContain(secret);
        }
    }

    private static (long, long, long) Amount(System.Text.Json.JsonElement money) =>
        (money.GetProperty("netCents").GetInt64(), money.GetProperty("gstCents").GetInt64(), money.GetProperty("totalCents").GetInt64());
}
