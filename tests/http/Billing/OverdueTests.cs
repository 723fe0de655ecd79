using System.Net;
using System.Text.Json;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A bill that nobody pays: first words, then no growing, and only after 60 days and a week's notice no matching.</summary>
public sealed class OverdueTests(FaceReader reader) : IAsyncLifetime
{
    private readonly BilledServer _billed = new();

    private RunningServer Server => _billed.Server;

    public ValueTask InitializeAsync() => _billed.InitializeAsync();

    public ValueTask DisposeAsync() => _billed.DisposeAsync();

    [Fact]
    public async Task It_is_said_thrice_then_nothing_is_added_and_when_it_is_paid_all_is_as_before()
    {
        var (retailer, customer) = await _billed.SubscribeAsync();
        var admin = await BilledServer.IdOfAsync(retailer.Admin);
        await FailAsync(customer);
        (await StateAsync(retailer.Admin)).ShouldBe("overdue");
        await PassAsync(retailer, 15);
        var told = await Server.DetailsAsync(retailer, "billing.reminded");
        told.Select(t => JsonDocument.Parse(t).RootElement.GetProperty("day").GetInt32()).ShouldBe([1, 7, 14]);

        // Each administrator hears of it, in words that say what comes.
        await MailedServer.SendAsync(Server, retailer);
        foreach (var address in new[] { retailer.AdminEmail, Retailer.SecondOf(retailer.AdminEmail) })
        {
            var mail = await _billed.Mail.UntilAsync(address, m => m.Subject == "RetailGuard: a payment did not go through");
            mail.Text.ShouldContain("Nothing is taken away now.");
            mail.Text.ShouldContain("https://guard.example/console/billing");
        }

        await PassAsync(retailer, 15);
        var again = await _billed.SignInAgainAsync(admin);
        (await StateAsync(again)).ShouldBe("growthStopped");
        (await AddStoreAsync(again)).Refused(HttpStatusCode.Conflict, "billing-overdue");
        var stores = (await again.GetAsync("/api/stores")).Ok().Json.EnumerateArray().ToList();
        var camera = await again.PostAsync($"/api/stores/{stores[0].GetProperty("id").GetGuid()}/cameras", new { name = "Door 9" });
        camera.Refused(HttpStatusCode.Conflict, "billing-overdue");

        // Rights and proofs go on.
        (await again.GetAsync("/api/audit")).Ok();
        (await again.GetAsync("/api/people")).Ok();

        _billed.Stripe.Do(s =>
        {
            s.Pay(customer);
            return 0;
        });
        (await _billed.SayAsync("invoice.paid", _billed.Stripe.Do(s => s.All("invoice")[^1]))).Ok();
        (await StateAsync(again)).ShouldBe("inOrder");
        (await AddStoreAsync(again)).Ok();
    }

    [Fact]
    public async Task No_step_is_taken_without_asking_stripe_first()
    {
        var (retailer, customer) = await _billed.SubscribeAsync();
        await FailAsync(customer);
        _billed.Stripe.Do(s =>
        {
            s.Pay(customer);
            return 0;
        });

        // Its word that all was paid never came.
        await PassAsync(retailer, 31);

        (await Server.DetailsAsync(retailer, "billing.growth-stopped")).ShouldBeEmpty();
        (await Server.DetailsAsync(retailer, "billing.reminded")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_that_was_ended_has_the_same_days()
    {
        var (retailer, customer) = await _billed.SubscribeAsync();
        (await _billed.SayAsync("customer.subscription.deleted", _billed.Stripe.Do(s => s.End(customer)))).Ok();

        var shown = await BilledServer.ShowAsync(retailer.Admin);
        shown["payment"].GetProperty("state").GetString().ShouldBe("overdue");
        shown["payment"].GetProperty("mayStart").GetBoolean().ShouldBeTrue();
        var steps = shown["payment"].GetProperty("ahead").EnumerateArray().Select(s => s.GetProperty("step").GetString()!);
        steps.ShouldBe(["reminder", "reminder", "reminder", "growthStops", "stopAnnounced", "matchingStops"]);
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task Matching_stops_after_a_week_in_which_every_store_is_told_and_goes_on_once_paid()
    {
        await using var stage = await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));
        var customer = await _billed.SubscribeAsync(stage.Retailer);
        await FailAsync(customer);

        // Nobody looked for 58 days: the week is counted from when the stores are told.
        Server.Time.Stall(TimeSpan.FromDays(58));
        await Posters.PhotographAllAsync(await stage.FirstPerson.SignInAsync());
        await _billed.WatchAsync(stage.Retailer);
        var stops = Server.Time.GetUtcNow().AddDays(7);
        await stage.LookAsync();
        await using (var screen = await StoreScreen.OpenAsync(await stage.FirstPerson.SignInAsync()))
        {
            await screen.UntilAsync(s => s.Store.GetProperty("stopsCode").GetString() == "billing-unpaid", "the announcement");
            screen.Store.GetProperty("stopsAt").GetDateTimeOffset().ShouldBe(stops);
            screen.Store.GetProperty("armed").GetBoolean().ShouldBeTrue();
        }

        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        Server.Time.Stall(TimeSpan.FromDays(7));
        await _billed.WatchAsync(stage.Retailer);
        await stage.LookAsync();
        await using (var screen = await StoreScreen.OpenAsync(await stage.FirstPerson.SignInAsync()))
        {
            // Not in the middle of the alert, which has no picture and ends within a minute.
            screen.Store.GetProperty("armed").GetBoolean().ShouldBeTrue();
            await stage.StepUntilAsync(
                screen.UntilAsync(s => s.Store.GetProperty("reasonCode").GetString() == "billing-unpaid", "the stop")
            );
        }

        var stopped = await stage.PassAsync(Photos.Of('A'));
        stopped.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        stopped.Reason.ShouldContain("not paid");
        (await Server.DetailsAsync(stage.Retailer, "billing.matching-stopped")).ShouldHaveSingleItem();

        _billed.Stripe.Do(s =>
        {
            s.Pay(customer);
            return 0;
        });
        (await _billed.SayAsync("invoice.paid", _billed.Stripe.Do(s => s.All("invoice")[^1]))).Ok();
        await stage.LookAsync();
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    private async Task FailAsync(string customer) =>
        (await _billed.SayAsync("invoice.payment_failed", _billed.Stripe.Do(s => s.Renew(customer, paid: false)))).Ok();

    private async Task PassAsync(Retailer retailer, int days)
    {
        Server.Time.Stall(TimeSpan.FromDays(days));
        await _billed.WatchAsync(retailer);
    }

    private static async Task<string?> StateAsync(Api admin) =>
        (await BilledServer.ShowAsync(admin))["payment"].GetProperty("state").GetString();

    private static Task<Answer> AddStoreAsync(Api admin) =>
        admin.PostAsync(
            "/api/stores",
            new
            {
                name = "Store 9",
                address = "9 Test Street",
                timeZone = "Pacific/Auckland",
            }
        );
}
