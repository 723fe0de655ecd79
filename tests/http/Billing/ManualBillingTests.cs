using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Without Stripe the same is counted, and invoices are tables.</summary>
public sealed class ManualBillingTests : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_month_that_is_over_is_counted_once_and_its_invoice_adds_up()
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: ["--Billing:GstNumber=49-091-850", "--Billing:StoreCents=10001", "--Billing:Seller==Guard, \"Ltd\""]
        );
        var retailer = await Retailer.OpenAsync(server);
        await retailer.OpenShopAsync(cameras: 2);
        var admin = await BilledServer.IdOfAsync(retailer.Admin);
        var shown = await BilledServer.ShowAsync(retailer.Admin);
        (shown["byStripe"].GetBoolean(), shown["payment"].GetProperty("state").GetString()).ShouldBe((false, "manual"));
        shown["invoices"].GetArrayLength().ShouldBe(0);
        shown["next"].GetProperty("at").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse("2026-11-30T11:00:00Z"));
        (await retailer.Admin.PostAsync("/api/billing/checkout")).Refused(HttpStatusCode.Conflict, "billing-manual");
        (await retailer.Admin.PostAsync("/api/billing/portal")).Refused(HttpStatusCode.Conflict, "billing-manual");
        (await retailer.Admin.GetAsync("/api/billing/invoices/2026-11")).Refused(HttpStatusCode.NotFound, "not-found");
        (await retailer.Admin.GetAsync("/api/billing/invoices/soon")).Refused(HttpStatusCode.UnprocessableEntity, "field-invalid");

        server.Time.Stall(TimeSpan.FromDays(8));
        for (var i = 0; i < 3; i++)
        {
            await CloseAsync(server, retailer);
        }

        var again = server.Anyone.SignedIn((await Passkeys.SignInAsync(server.Anyone, admin)).Ok()["token"].GetString()!);
        (await BilledServer.ShowAsync(again))["invoices"].GetArrayLength().ShouldBe(1);
        var csv = (await again.GetAsync("/api/billing/invoices/2026-11")).Ok();
        csv.MediaType.ShouldBe("text/csv");
        var lines = csv.Text.Split("\r\n");
        lines.Length.ShouldBe(5);
        lines[1].ShouldContain("\"'=Guard, \"\"Ltd\"\"\",\"49-091-850\",\"Test Foods\",Stores,1,100.01,100.01,15.00,115.01");
        lines[2].ShouldEndWith("Cameras,2,49.00,98.00,14.70,112.70");
        lines[3].ShouldEndWith("Total,,,198.01,29.70,227.71");
    }

    [Fact]
    public async Task Without_a_gst_number_no_invoice_is_made_and_the_operator_is_told_what_to_set()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        var retailer = await Retailer.OpenAsync(server);
        (await retailer.Admin.GetAsync("/api/billing/invoices/2026-11")).Refused(HttpStatusCode.Conflict, "billing-gst-number");
        (await server.Anyone.SendAsync(HttpMethod.Post, "/billing/stripe/events", new StringContent("{}"))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    private static Task CloseAsync(RunningServer server, Retailer retailer) =>
        server
            .Services.GetServices<IDueWork>()
            .Single(w => w.GetType().Name == "CloseMonths")
            .DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
}
