using System.Net;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Signing in with a password, staying signed in, and signing out.</summary>
public sealed class SignInTests(OnDisk fixture) : IClassFixture<OnDisk>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task The_right_password_opens_a_session()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);

        var session = (await Retailer.SignInAsync(Server, retailer.Slug, staff.Email, Retailer.Password, null)).Ok();

        session["person"].GetProperty("id").GetGuid().ShouldBe(staff.Id);
        session["person"].GetProperty("roles")[0].GetString().ShouldBe("storeStaff");
        session["tenant"].GetProperty("id").GetGuid().ShouldBe(retailer.Id);
        session["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        session["tablet"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        session["expiresAt"].GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow().AddHours(12));
        var me = (await Server.Anyone.SignedIn(session["token"].GetString()!).GetAsync("/api/me")).Ok();
        me["person"].ToString().ShouldBe(session["person"].ToString());
        me["token"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task The_sessions_cookie_is_hidden_from_scripts_and_other_sites()
    {
        var retailer = await Retailer.OpenAsync(Server);

        var session = (await Retailer.SignInAsync(Server, retailer.Slug, retailer.AdminEmail, Retailer.Password, null)).Ok();

        string[] cookies = [.. session.Headers.GetValues("Set-Cookie")];
        cookies.ShouldContain(c => c.StartsWith($"rg-session={session["token"].GetString()};"));
        cookies.ShouldAllBe(c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        cookies.ShouldAllBe(c => c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_token_is_stored_as_its_hash_only()
    {
        var retailer = await Retailer.OpenAsync(Server);

        var hashes = await Server.QueryAsync("""SELECT "TokenHash" FROM "Sessions" """);

        hashes.Select(row => (byte[])row[0]!).ShouldContain(hash => hash.SequenceEqual(Tokens.Hash(retailer.Admin.Token)));
    }

    [Fact]
    public async Task Wrong_tenant_e_mail_and_password_are_told_apart_by_nobody()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var other = await Retailer.OpenAsync(Server);

        Answer[] answers =
        [
            await Retailer.SignInAsync(Server, retailer.Slug, retailer.AdminEmail, "not the password", null),
            await Retailer.SignInAsync(Server, retailer.Slug, "nobody@example.org", Retailer.Password, null),
            await Retailer.SignInAsync(Server, "no-such-tenant", retailer.AdminEmail, Retailer.Password, null),
            await Retailer.SignInAsync(Server, other.Slug, retailer.AdminEmail, Retailer.Password, null),
        ];

        (await Server.Anyone.PostAsync("/api/sign-in", new { })).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        answers.ShouldAllBe(a => a.Refused(HttpStatusCode.Unauthorized, "sign-in-wrong").Detail == answers[0].Detail);
    }

    [Fact]
    public async Task A_right_password_forgives_the_wrong_ones_before_it()
    {
        var retailer = await Retailer.OpenAsync(Server);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                var wrong = await Retailer.SignInAsync(Server, retailer.Slug, retailer.AdminEmail, "not the password", null);
                wrong.Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
            }

            (await Retailer.SignInAsync(Server, retailer.Slug, retailer.AdminEmail, Retailer.Password, null)).Ok();
        }
    }

    [Fact]
    public async Task A_session_ends_twelve_hours_after_its_last_request()
    {
        var retailer = await Retailer.OpenAsync(Server);

        Server.Time.Step(TimeSpan.FromHours(11));
        (await retailer.Admin.GetAsync("/api/me")).Ok();
        Server.Time.Step(TimeSpan.FromHours(11));
        (await retailer.Admin.GetAsync("/api/me")).Ok();
        Server.Time.Step(TimeSpan.FromHours(12));
        (await retailer.Admin.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task Signing_out_ends_this_session_and_no_other()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var (one, two) = (await staff.SignInAsync(), await staff.SignInAsync());

        (await one.PostAsync("/api/sign-out")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await one.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await two.GetAsync("/api/me")).Ok();
    }

    [Fact]
    public async Task Nobody_looks_at_a_store_where_they_do_not_work()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var (mine, next) = (await retailer.OpenShopAsync(), await retailer.OpenShopAsync("Store 2"));
        var staff = await retailer.HireAsync(Role.StoreStaff, mine);

        var refused = await Retailer.SignInAsync(Server, retailer.Slug, staff.Email, Retailer.Password, next.Id);

        refused.Refused(HttpStatusCode.NotFound, "not-found");
    }
}
