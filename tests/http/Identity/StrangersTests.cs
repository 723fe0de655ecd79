using System.Net;
using System.Text.Json;
using RetailGuard.Audit;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever is not known learns nothing by trying, keeps nobody out, and writes next to nothing.</summary>
public abstract class StrangersTests(ServerFixture fixture)
{
    private const string Wrong = "not the password";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task After_five_wrong_passwords_none_counts_for_fifteen_minutes_and_no_answer_tells()
    {
        var retailer = await Retailer.OpenAsync(Server);
        Task<Answer> Try(string password) => Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, password);
        List<Answer> refused = [];
        for (var i = 0; i < 5; i++)
        {
            refused.Add(await Try(Wrong));
        }

        refused.Add(await Try(Retailer.Password));
        Server.Time.Step(TimeSpan.FromMinutes(14));
        refused.Add(await Try(Wrong));
        refused.Add(await Try(Retailer.Password));
        refused.Add(await Retailer.SignInAsync(Server.Anyone, retailer.Slug, "nobody@example.org", Retailer.Password));

        refused.ShouldAllBe(a => a.Refused(HttpStatusCode.Unauthorized, "sign-in-wrong").Detail == refused[0].Detail);
        refused[0].Detail!.ShouldContain("15 minutes");
        Server.Time.Step(TimeSpan.FromMinutes(1));
        (await Try(Retailer.Password)).Ok();
    }

    [Fact]
    public async Task Of_many_tries_at_one_moment_five_are_judged()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var other = await retailer.HireAsync(Role.TenantAdmin);

        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Wrong))
        );

        (await Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Retailer.Password)).Refused(
            HttpStatusCode.Unauthorized,
            "sign-in-wrong"
        );
        (await Retailer.SignInAsync(Server.Anyone, retailer.Slug, other.Email, Retailer.Password)).Ok();
    }

    [Fact]
    public async Task Strangers_keep_nobody_out_of_a_browser_where_they_have_signed_in_before()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var other = await retailer.HireAsync(Role.TenantAdmin);
        Task<Answer> Try(Api from, string password) => Retailer.SignInAsync(from, retailer.Slug, retailer.AdminEmail, password);
        var mine = BrowserOf(await Try(Server.Anyone, Retailer.Password));
        var others = BrowserOf(await Retailer.SignInAsync(Server.Anyone, retailer.Slug, other.Email, Retailer.Password));
        for (var i = 0; i < 20; i++)
        {
            await Try(Server.Anyone, Wrong);
        }

        (await Try(Server.Anyone, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        (await Try(others, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        BrowserOf(await Try(mine, Retailer.Password)).Headers.ShouldBe(mine.Headers, "the browser keeps what it is known by");

        for (var i = 0; i < 5; i++)
        {
            (await Try(mine, Wrong)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        }

        (await Try(mine, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        var stored = await Server.QueryAsync("""SELECT "BrowserHash" FROM "Sessions" WHERE "BrowserHash" IS NOT NULL""");
        stored.ShouldAllBe(row => ((byte[])row[0]!).Length == 32);
    }

    [Fact]
    public async Task What_is_refused_again_and_again_is_two_events_in_a_quarter_of_an_hour_with_their_number()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var begun = Server.Time.GetUtcNow();
        for (var i = 0; i < 30; i++)
        {
            await Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Wrong);
            if (i % 10 == 0)
            {
                Server.Time.Step(RepeatedRefusals.Every);
                await UntilAsync(retailer, 1);
            }
        }

        Server.Time.Step(RepeatedRefusals.Window);
        await UntilAsync(retailer, 2);

        // Whoever goes on begins anew: not one event for each look.
        for (var i = 0; i < 4; i++)
        {
            await Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Wrong);
            await UntilAsync(retailer, 3);
            Server.Time.Step(RepeatedRefusals.Every);
        }

        Server.Time.Step(RepeatedRefusals.Window);
        await UntilAsync(retailer, 4);
        var events = (await RefusedAsync(retailer)).ConvertAll(e => JsonElement.Parse(e));

        events.Count.ShouldBe(4);
        events.ShouldAllBe(e => e.GetProperty("code").GetString() == "sign-in-wrong");
        (Times(events[0]) + Times(events[1])).ShouldBe(30);
        (Times(events[2]) + Times(events[3])).ShouldBe(4);
        events[1].GetProperty("since").GetDateTimeOffset().ShouldBe(begun);

        static int Times(JsonElement e) => e.TryGetProperty("times", out var times) ? times.GetInt32() : 1;
    }

    [Fact]
    public async Task A_server_that_stops_writes_what_it_has_counted()
    {
        using var storage = DataStore.OnDisk();
        await using (var server = await RunningServer.StartAsync(storage))
        {
            var retailer = await Retailer.OpenAsync(server);
            for (var i = 0; i < 8; i++)
            {
                await Retailer.SignInAsync(server.Anyone, retailer.Slug, retailer.AdminEmail, Wrong);
            }
        }

        await using var again = await RunningServer.StartAsync(storage);
        var rows = await again.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Action" = 'sign-in.refused' """);
        rows.Select(row => JsonElement.Parse((string)row[0]!))
            .Sum(e => e.TryGetProperty("times", out var times) ? times.GetInt32() : 1)
            .ShouldBe(8);
    }

    [Fact]
    public async Task What_is_too_long_to_be_somebody_costs_no_memory()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var longest = new string('a', 41);

        var refused = await Retailer.SignInAsync(Server.Anyone, longest, $"{new string('b', 200)}@example.org", new string('c', 201));

        refused.Refused(HttpStatusCode.UnprocessableEntity, "field-too-long");
        refused["errors"].EnumerateObject().Select(e => e.Name).ShouldBe(["tenant", "email", "password"], ignoreOrder: true);
        (await Retailer.SignInAsync(Server.Anyone, retailer.Slug, retailer.AdminEmail, Retailer.Password)).Ok();
    }

    [Fact]
    public async Task Who_is_locked_out_of_a_tablet_writes_no_row_for_each_try()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var tablet = await shop.PairTabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        for (var i = 0; i < 25; i++)
        {
            await staff.TryPinAsync(tablet, "000001");

            // A first that is written late carries the number of all until then, and nothing is left to count.
            await UntilAsync(retailer, i < 5 ? 1 : 2);
        }

        Server.Time.Step(RepeatedRefusals.Window);
        await UntilAsync(retailer, 4);

        var events = await RefusedAsync(retailer);
        events.Count(e => e.Contains("pin-wrong")).ShouldBe(2);
        events.Count(e => e.Contains("locked-out")).ShouldBe(2);
    }

    /// <summary>The first is written beside the request, the number by the server's clock.</summary>
    private Task UntilAsync(Retailer retailer, int events) =>
        Server.StepUntilAsync(async () => (await RefusedAsync(retailer)).Count >= events);

    private Task<List<string>> RefusedAsync(Retailer retailer) => Server.DetailsAsync(retailer, "sign-in.refused");

    private Api BrowserOf(Answer signedIn) => Server.Anyone.With("Cookie", signedIn.Ok().Cookie("rg-browser"));
}

public sealed class StrangersOnDisk(OnDisk fixture) : StrangersTests(fixture), IClassFixture<OnDisk>;

public sealed class StrangersInCloud(InCloud fixture) : StrangersTests(fixture), IClassFixture<InCloud>;
