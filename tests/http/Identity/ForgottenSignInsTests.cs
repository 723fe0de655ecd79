using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Sign-ins and pairing codes whose time is over are deleted, and the chain says how many.</summary>
public abstract class ForgottenSignInsTests(ServerFixture fixture)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task What_can_open_nothing_any_more_is_deleted_and_what_is_open_goes_on()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var tablet = await shop.PairTabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        await staff.EnterPinAsync(tablet);
        await shop.PairingCodeAsync("tablet");
        var left = await retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        await retailer.InviteAsync(left.Id);
        var before = (await CountAsync(retailer, "Sessions"), await CountAsync(retailer, "PairingCodes"));

        await ForgetAsync(retailer);
        (await CountAsync(retailer, "Sessions"), await CountAsync(retailer, "PairingCodes")).ShouldBe(before, "all may be open yet");

        Server.Time.Step(Sessions.TabletLongest - TimeSpan.FromMinutes(1));
        var last = await staff.EnterPinAsync(tablet);
        Server.Time.Step(TimeSpan.FromMinutes(1));
        await ForgetAsync(retailer);

        (await CountAsync(retailer, "PairingCodes")).ShouldBe(0);
        (await CountAsync(retailer, "Sessions")).ShouldBe(before.Item1, "the tablet's old sign-in went, its new one came");
        (await last.GetAsync("/api/me")).Ok();
        (await ForgottenAsync(retailer)).ShouldBe((1, before.Item2));

        Server.Time.Step(TimeSpan.FromDays(30));
        await ForgetAsync(retailer);
        (await CountAsync(retailer, "Sessions")).ShouldBe(before.Item1 - 1, "browsers are known by theirs");
        (await CountAsync(retailer, "Invitations")).ShouldBe(0);
        Server.Time.Step(TimeSpan.FromDays(180));
        await ForgetAsync(retailer);
        (await CountAsync(retailer, "Sessions")).ShouldBe(0);
        await ForgetAsync(retailer);
        (await ForgottenAsync(retailer)).ShouldBe((before.Item1 + 1, before.Item2));
        (await last.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_browser_is_known_by_its_last_sign_in_alone_and_two_runs_at_once_do_no_harm()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var first = await Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Retailer.Password);
        var browser = Server.Anyone.With("Cookie", first.Ok().Cookie("rg-browser"));
        Server.Time.Step(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10; i++)
        {
            (await Retailer.SignInAsync(browser, retailer.Slug, retailer.AdminEmail, Retailer.Password)).Ok();
            Server.Time.Step(TimeSpan.FromMinutes(1));
        }

        var before = await CountAsync(retailer, "Sessions");
        Server.Time.Step(Sessions.BrowserLongest);
        await Task.WhenAll(ForgetAsync(retailer), ForgetAsync(retailer), ForgetAsync(retailer));

        (await CountAsync(retailer, "Sessions")).ShouldBe(before - 10);
        (await ForgottenAsync(retailer)).Sessions.ShouldBe(10, "each is on record once");
    }

    private Task ForgetAsync(Retailer retailer) =>
        Server
            .Services.GetServices<IDueWork>()
            .Single(w => w.GetType().Name == "ForgetSignIns")
            .DoAsync(new(retailer.Id), CancellationToken.None);

    private async Task<int> CountAsync(Retailer retailer, string table)
    {
        var rows = await Server.QueryAsync($"""SELECT COUNT(*) FROM "{table}" WHERE "Tenant" = @p0""", retailer.Id);
        return Convert.ToInt32(rows[0][0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What the receipts add up to; the keeper writes some of them.</summary>
    private async Task<(int Sessions, int Codes)> ForgottenAsync(Retailer retailer)
    {
        var (sessions, codes) = (0, 0);
        foreach (var detail in await Server.DetailsAsync(retailer, "sign-ins.forgotten"))
        {
            using var receipt = JsonDocument.Parse(detail);
            sessions += receipt.RootElement.GetProperty("sessions").GetInt32();
            codes += receipt.RootElement.GetProperty("pairingCodes").GetInt32();
        }

        return (sessions, codes);
    }
}

public sealed class ForgottenSignInsOnDisk(OnDisk fixture) : ForgottenSignInsTests(fixture), IClassFixture<OnDisk>;

public sealed class ForgottenSignInsInCloud(InCloud fixture) : ForgottenSignInsTests(fixture), IClassFixture<InCloud>;
