using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Billing;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A server that bills through a Stripe of its own, with the plan set up in it.</summary>
public sealed class BilledServer : IAsyncLifetime
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public RunningServer Server { get; private set; } = null!;

    public StripeServer Stripe { get; private set; } = null!;

    public MailServer Mail { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var time = TestTime.Clock();
        Stripe = await StripeServer.StartAsync(time);
        Mail = MailServer.Start();
        Server = await RunningServer.StartAsync(_storage, time, [.. Stripe.Settings, .. Mail.Settings]);
        (await OperatorBilling.SetUpAsync(Server.Services, default)).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Stripe.DisposeAsync();
        await Mail.DisposeAsync();
        _storage.Dispose();
    }

    /// <summary>What a retailer's keeper does, now.</summary>
    /// <param name="work">Its name.</param>
    public async Task DoAsync(Retailer retailer, string work)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        var due = Server.Services.GetServices<IDueWork>().Single(w => w.GetType().Name == work);
        await due.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
    }

    public Task CountAsync(Retailer retailer) => DoAsync(retailer, "SyncQuantities");

    public Task WatchAsync(Retailer retailer) => DoAsync(retailer, "WatchPayments");

    /// <summary>A retailer with a store and two cameras.</summary>
    public async Task<Retailer> OpenAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await retailer.OpenShopAsync(cameras: 2);
        return retailer;
    }

    /// <summary>The same, with a plan that runs.</summary>
    /// <returns>Stripe's id of the customer.</returns>
    public async Task<(Retailer Retailer, string Customer)> SubscribeAsync(bool withCard = true)
    {
        var retailer = await OpenAsync();
        var customer = await SubscribeAsync(retailer, withCard);
        return (retailer, customer);
    }

    public async Task<string> SubscribeAsync(Retailer retailer, bool withCard = true)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        var url = (await retailer.Admin.PostAsync("/api/billing/checkout")).Ok()["url"].GetString()!;
        var subscription = Stripe.Do(s => s.Complete(url.Split('/')[^1], withCard));
        (await SayAsync("customer.subscription.created", subscription)).Ok();
        return subscription["customer"]!.GetValue<string>();
    }

    /// <summary>Stripe says something, signed as it should be.</summary>
    public Task<Answer> SayAsync(string type, JsonObject about, string? id = null)
    {
        var (json, signature) = Stripe.Say(type, about, id: id);
        return SendAsync(json, signature);
    }

    public Task<Answer> SendAsync(string json, string signature) =>
        Server.Anyone.With("Stripe-Signature", signature).SendAsync(HttpMethod.Post, "/billing/stripe/events", new StringContent(json));

    /// <summary>The page's content.</summary>
    public static async Task<Answer> ShowAsync(Api admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        return (await admin.GetAsync("/api/billing")).Ok();
    }

    /// <summary>An administrator signs in anew: days went by.</summary>
    public async Task<Api> SignInAgainAsync(Guid administrator) =>
        Server.Anyone.SignedIn((await Passkeys.SignInAsync(Server.Anyone, administrator)).Ok()["token"].GetString()!);

    public static async Task<Guid> IdOfAsync(Api person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return (await person.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();
    }
}
