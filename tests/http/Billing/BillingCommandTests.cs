using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What the operator sets and runs.</summary>
public sealed class BillingCommandTests : IAsyncLifetime
{
    private readonly DataStore _storage = DataStore.OnDisk();
    private StripeServer _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await StripeServer.StartAsync(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _stripe.DisposeAsync();
        _storage.Dispose();
    }

    [Fact]
    public async Task Setup_makes_each_thing_once_however_often_it_runs_and_whatever_fails()
    {
        _stripe.Fail(StripeFault.CutWhenDone, "POST /v1/prices");
        var first = await SetUpAsync();
        first.ExitCode.ShouldBe(0, first.ToString());
        first.Error.ShouldContain("https://guard.example/billing/stripe/events");
        var second = await SetUpAsync();

        second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.EndsWith("there already"));
        Kinds().ShouldBe((2, 2, 1));

        // Another price takes the key; the old one stays for whoever pays it.
        var dearer = await SetUpAsync("--Billing:StoreCents=31900");
        dearer.Output.ShouldContain("price retailguard_store_month: NZD 319.00 a month without GST, made");
        Kinds().ShouldBe((2, 3, 1));
        (await SetUpAsync("--Billing:StoreCents=31900")).Output.ShouldNotContain("made");

        (int, int, int) Kinds() => _stripe.Do(s => (s.All("product").Count, s.All("price").Count, s.All("tax_rate").Count));
    }

    [Fact]
    public async Task Setup_that_stripe_refuses_says_so_without_the_key()
    {
        var end = await SetUpAsync("--Billing:StripeKey=sk_test_wrong");
        end.ExitCode.ShouldBe(1, end.ToString());
        end.Error.ShouldContain("run it again");
        end.ToString().ShouldNotContain("sk_test_wrong");
    }

    [Fact]
    public async Task All_wrong_settings_are_said_at_once_and_no_secret_is_repeated()
    {
        var end = await ServerProgram.RunAsync([
            "--urls=http://127.0.0.1:0",
            .. _storage.Settings,
            "--Billing:StripeKey=sk_live_hunter22",
            "--Billing:StripeAddress=http://elsewhere.example",
            "--Billing:StoreCents=-1",
            "--Billing:TrialDays=many",
            "--Billing:GstNumber=49-091-851",
        ]);

        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldStartWith("Cannot start (billing-settings): ");
        string[] says =
        [
            "Billing:StripeKey is a live key, and Billing:Production is not true",
            "Billing:StripeWebhookSecret is missing",
            "PublicAddress is missing",
            "Billing:StripeAddress is no https address",
            "Billing:StoreCents is a whole number",
            "Billing:TrialDays is a whole number",
            "Billing:GstNumber is no GST number",
        ];
        says.ShouldAllBe(s => end.Error.Contains(s));
        end.ToString().ShouldNotContain("hunter22");
    }

    [Theory]
    [InlineData("is a test key, and Billing:Production is true", "--Billing:StripeKey=sk_test_1", "--Billing:Production=true")]
    [InlineData("is no secret or restricted key", "--Billing:StripeKey=pk_test_1")]
    [InlineData("is no signing secret", "--Billing:StripeKey=sk_test_1", "--Billing:StripeWebhookSecret=hunter22")]
    [InlineData("and Billing:StripeKey is not", "--Billing:StripeWebhookSecret=whsec_1")]
    [InlineData("neither true nor false", "--Billing:Production=perhaps")]
    public async Task What_does_not_fit_together_stops_the_start(string says, params string[] settings)
    {
        var end = await ServerProgram.RunAsync(["--urls=http://127.0.0.1:0", .. _storage.Settings, .. settings]);
        end.ExitCode.ShouldBe(2, end.ToString());
        end.Error.ShouldContain(says);
        end.Error.ShouldNotContain("hunter22");
    }

    [Fact]
    public async Task Killed_while_stripe_is_told_it_ends_right_after_the_next_start()
    {
        await SetUpAsync();
        await using var server = await ServerProcess.StartAsync(_storage, _stripe.Settings);
        var retailer = await Retailer.OpenAsync(server);
        await retailer.OpenShopAsync(cameras: 2);
        var url = (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok()["url"].GetString()!;
        var subscription = _stripe.Do(s => s.Complete(url.Split('/')[^1], withCard: true));
        var customer = subscription["customer"]!.GetValue<string>();
        var (json, signature) = _stripe.Say("customer.subscription.created", subscription);
        (
            await server
                .Anyone.With("Stripe-Signature", signature)
                .SendAsync(HttpMethod.Post, "/billing/stripe/events", new StringContent(json))
        ).Ok();
        foreach (var fault in new[] { StripeFault.Hang, StripeFault.CutWhenDone })
        {
            var (asked, changes) = (Updates(), _stripe.Do(s => s.QuantityChanges));
            _stripe.Fail(fault, "POST /v1/subscriptions/");
            await retailer.OpenShopAsync($"Store {fault}", cameras: 1);
            await _stripe.UntilAsync("the request that fails", () => Updates() > asked);
            await server.KillAsync();
            _stripe.Mend();
            await server.StartAgainAsync(_stripe.Settings);
            var stores = fault is StripeFault.Hang ? 2 : 3;
            await _stripe.UntilAsync(
                "the quantities",
                () => _stripe.Do(s => StripeState.QuantitiesOf(s.SubscriptionOf(customer))["retailguard_camera_month"]) == stores + 1
            );
            _stripe.Do(s => s.QuantityChanges).ShouldBe(changes + 2);

            // The record follows Stripe's answer; each look is a request of its own.
            var begun = TimeProvider.System.GetTimestamp();
            while ((await BilledServer.ShowAsync(retailer.Admin))["billed"].GetProperty("stores").GetInt32() != stores)
            {
                TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(40), "what is on record");
            }
        }

        int Updates() => _stripe.Requests.Count(r => r.Name.StartsWith("POST /v1/subscriptions/", StringComparison.Ordinal));
    }

    private Task<ProgramEnd> SetUpAsync(params string[] more) =>
        ServerProgram.RunAsync([
            "billing",
            "setup",
            .. _storage.Settings,
            .. _stripe.Settings.Where(s => !more.Any(m => Same(m, s))),
            .. more,
        ]);

    private static bool Same(string one, string other) => one.Split('=')[0] == other.Split('=')[0];
}
