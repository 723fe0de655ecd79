using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tests.Http;

/// <summary>Nobody is matched unless what is published is true, in both languages, and hangs at each entrance.</summary>
public abstract class NoticeTests(ServerFixture fixture)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R32")]
    [Trait("Rule", "R33")]
    public async Task A_new_retailer_matches_nobody_until_its_notice_is_whole_read_by_a_translator_published_and_hung()
    {
        var retailer = await Retailer.OpenAsync(Server, isPublished: false);
        var admin = retailer.Admin;

        var missing = await admin.PostAsync("/api/notices/publish");
        missing.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid");
        var fields = missing.Json.GetProperty("errors").EnumerateObject().Select(e => e.Name);
        fields.ShouldBe(
            ["legalName", "address", "contactRole", "contactRoleMaori", "assessment", "keptIn", "phone", "hasAlternative", "maori"],
            ignoreOrder: true
        );
        (await admin.PutAsync("/api/notices/draft", Signage.Particulars)).Ok();
        (await admin.PostAsync("/api/notices/publish")).Refused(HttpStatusCode.UnprocessableEntity, "maori-not-reviewed");
        (await admin.PutAsync("/api/notices/maori", Signage.MaoriReview)).Ok();

        var shop = await retailer.OpenShopAsync();
        await retailer.HireAsync(Role.StoreStaff, shop);
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).SignInAsync();
        (await WhyNotAsync(shop)).ShouldBe("notice-missing");
        (await admin.PostAsync("/api/notices/publish")).Ok()["version"].GetInt32().ShouldBe(1);
        (await WhyNotAsync(shop)).ShouldBe("notice-not-hung");

        var entrance = (await EntrancesAsync(manager, shop)).ShouldHaveSingleItem();
        entrance.GetProperty("state").GetString().ShouldBe("notHung");
        var attested = (await Posters.PhotographAsync(manager, Id(entrance), Poster(entrance))).Ok();
        attested["validUntil"].GetDateTimeOffset().ShouldBeGreaterThan(Server.Time.GetUtcNow().AddDays(28));
        (await WhyNotAsync(shop)).ShouldBeNull();

        (await admin.PostAsync($"/api/stores/{shop.Id}/entrances", new { name = "Side door" })).Ok();
        (await WhyNotAsync(shop)).ShouldBe("notice-not-hung");
        var side = (await EntrancesAsync(manager, shop)).Single(e => e.GetProperty("name").GetString() == "Side door");
        (await admin.PostAsync($"/api/entrances/{Id(side)}/close")).Ok();
        (await WhyNotAsync(shop)).ShouldBeNull();
        (await admin.PostAsync($"/api/entrances/{Id(entrance)}/close")).Ok();
        (await WhyNotAsync(shop)).ShouldBe("entrance-missing");
        (await Posters.PhotographAsync(manager, Id(entrance), Poster(entrance))).Refused(HttpStatusCode.Conflict, "entrance-closed");
    }

    [Fact]
    [Trait("Rule", "R34")]
    public async Task A_setting_that_the_notice_speaks_of_stops_matching_until_it_is_published_anew_and_hung()
    {
        var (retailer, shop, officer) = await OpenAsync();
        (await WhyNotAsync(shop)).ShouldBeNull();

        (await officer.PutAsync("/api/alerts/retention", new { confirmedDays = 31 })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await officer.PutAsync("/api/alerts/retention", new { confirmedDays = 14 })).Ok();
        (await WhyNotAsync(shop)).ShouldBe("notice-stale");
        var desk = (await officer.GetAsync("/api/notices")).Ok();
        desk["published"].GetProperty("isStale").GetBoolean().ShouldBeTrue();
        desk["newPosters"].GetInt32().ShouldBe(1);

        (await officer.PostAsync("/api/notices/publish")).Ok()["version"].GetInt32().ShouldBe(2);
        (await officer.PostAsync("/api/notices/publish")).Refused(HttpStatusCode.Conflict, "notice-unchanged");
        (await WhyNotAsync(shop)).ShouldBe("notice-not-hung");
        await Posters.RenewAsync(retailer.Admin);
        (await WhyNotAsync(shop)).ShouldBeNull();

        var versions = (await officer.GetAsync("/api/notices/versions")).Ok().Json.EnumerateArray().ToList();
        versions.Select(v => v.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        var change = versions[0].GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("before").GetString().ShouldBe("30");
        change.GetProperty("after").GetString().ShouldBe("14");
    }

    [Fact]
    [Trait("Rule", "R34")]
    public async Task A_store_that_moves_needs_a_new_poster_only_where_the_poster_says_so()
    {
        var (retailer, shop, _) = await OpenAsync();

        (await retailer.Admin.PatchAsync($"/api/stores/{shop.Id}", new { reason = "Moved.", address = "2 Test Street" })).Ok();
        (await WhyNotAsync(shop)).ShouldBeNull();
        (await retailer.Admin.PatchAsync($"/api/stores/{shop.Id}", new { reason = "New name.", name = "Store 7" })).Ok();
        (await WhyNotAsync(shop)).ShouldBe("notice-not-hung");
    }

    [Fact]
    [Trait("Rule", "R33")]
    public async Task Only_the_poster_of_now_of_this_entrance_counts()
    {
        var (retailer, shop, officer) = await OpenAsync();
        var admin = retailer.Admin;
        var next = await retailer.OpenShopAsync("Store 2");
        var here = (await EntrancesAsync(admin, shop)).Single();
        var there = (await EntrancesAsync(admin, next)).Single();

        var elsewhere = await Posters.PhotographAsync(admin, Id(here), Poster(there));
        elsewhere.Refused(HttpStatusCode.Conflict, "poster-elsewhere");
        elsewhere.Text.ShouldContain("Main entrance of Store 2");
        (await Posters.PhotographAsync(admin, Id(here), "https://elsewhere.example/menu")).Refused(
            HttpStatusCode.UnprocessableEntity,
            "poster-foreign"
        );
        (await admin.PostAsync($"/api/entrances/{Id(here)}/attestations", Photos.Of('A'))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "poster-unreadable"
        );
        (await admin.PostAsync($"/api/entrances/{Id(here)}/attestations", "no picture"u8.ToArray())).Refused(
            HttpStatusCode.UnprocessableEntity,
            "picture-not-recognised"
        );
        (await officer.PutAsync("/api/alerts/retention", new { confirmedDays = 10 })).Ok();
        (await officer.PostAsync("/api/notices/publish")).Ok();
        (await Posters.PhotographAsync(admin, Id(here), Poster(here))).Refused(HttpStatusCode.Conflict, "poster-outdated");

        var strangers = await Retailer.OpenAsync(Server);
        var theirs = (await EntrancesAsync(strangers.Admin, await strangers.OpenShopAsync())).Single();
        var foreign = await Posters.PhotographAsync(admin, Id(here), Poster(theirs));
        foreign.Refused(HttpStatusCode.Conflict, "poster-elsewhere");
        foreign.Text.ShouldNotContain("Store 1");
    }

    [Fact]
    [Trait("Rule", "R33")]
    public async Task A_photograph_shows_the_poster_for_a_month_and_can_be_looked_at()
    {
        var (retailer, shop, _) = await OpenAsync();
        var entrance = (await EntrancesAsync(retailer.Admin, shop)).Single();
        var until = entrance.GetProperty("validUntil").GetDateTimeOffset();
        Local(until).TimeOfDay.ShouldBe(TimeSpan.Zero);
        (until - Server.Time.GetUtcNow()).ShouldBeInRange(TimeSpan.FromDays(28), TimeSpan.FromDays(32));

        var taken = (await retailer.Admin.GetAsync($"/api/entrances/{Id(entrance)}/attestations")).Ok().Json[0];
        taken.GetProperty("isOfPosterNow").GetBoolean().ShouldBeTrue();
        (await retailer.Admin.GetAsync($"/api/attestations/{Id(taken)}/picture")).Ok();

        DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland"));
    }

    [Fact]
    [Trait("Rule", "R32")]
    public async Task The_stores_page_and_the_posters_code_say_what_is_published()
    {
        var (retailer, shop, _) = await OpenAsync();
        var poster = Poster((await EntrancesAsync(retailer.Admin, shop)).Single());

        var page = await Server.Anyone.GetAsync($"/privacy/{shop.Id}");
        page.Ok().Text.ShouldContain("Example Grocers Limited");
        page.Text.ShouldContain("lang=\"mi\"");
        page.Text.ShouldContain("Translator 1");
        page.Text.ShouldContain(
            $"published on {NewZealand.DayOf(Server.Time.GetUtcNow()).ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture)}"
        );
        (await Server.Anyone.GetAsync($"/privacy/{shop.Id}/policy")).Ok().Text.ShouldContain("92.5 of 100 points");
        (await Server.Anyone.GetAsync(new Uri(poster).PathAndQuery)).Ok().Text.ShouldBe(page.Text);
        (await Server.Anyone.GetAsync("/n/0000000000ZZZZ")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_notice_is_printed_and_what_is_asked_wrongly_is_not()
    {
        var (retailer, shop, _) = await OpenAsync();
        var entrance = (await EntrancesAsync(retailer.Admin, shop)).Single();

        foreach (var kind in (string[])["checkout", "handout", "announcement", "staffCard", "webPage", "policy"])
        {
            (await retailer.Admin.GetAsync($"/api/stores/{shop.Id}/notices/{kind}.pdf?large=true")).Ok().Text.ShouldStartWith("%PDF");
        }

        (await retailer.Admin.GetAsync($"/api/entrances/{Id(entrance)}/poster.pdf?paper=a2")).Ok().Text.ShouldStartWith("%PDF");
        (await retailer.Admin.GetAsync($"/api/stores/{shop.Id}/notices/poster.pdf")).Refused(HttpStatusCode.NotFound, "not-found");
        (await retailer.Admin.GetAsync($"/api/stores/{shop.Id}/notices/7.pdf")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    [Trait("Rule", "R32")]
    public async Task A_translators_words_keep_their_gaps_and_are_read_again_after_a_change()
    {
        var retailer = await Retailer.OpenAsync(Server, isPublished: false);
        (await retailer.Admin.PutAsync("/api/notices/draft", Signage.Particulars)).Ok();

        var wrong = await retailer.Admin.PutAsync(
            "/api/notices/maori",
            new
            {
                own = new Dictionary<string, string> { ["lead"] = "Ka matawaihia tō kanohi.", ["nonsense"] = "Kāo." },
                by = "Translator 1",
                on = "2126-01-01",
            }
        );
        wrong.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid");
        wrong
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(e => e.Name)
            .ShouldBe(["own.lead", "own.nonsense", "on"], ignoreOrder: true);

        var own = new Dictionary<string, string> { ["lead"] = "Ka matawaihia tō kanohi i {store}." };
        (
            await retailer.Admin.PutAsync(
                "/api/notices/maori",
                new
                {
                    own,
                    by = "Translator 1",
                    on = "2026-11-01",
                }
            )
        ).Ok();
        (await retailer.Admin.PostAsync("/api/notices/publish")).Ok();
        var shop = await retailer.OpenShopAsync();
        var texts = (await retailer.Admin.GetAsync($"/api/stores/{shop.Id}/notices")).Ok()["notices"];
        texts[0].GetProperty("maori").GetProperty("lead").GetString().ShouldBe("Ka matawaihia tō kanohi i Store 1.");
    }

    private async Task<(Retailer Retailer, Shop Shop, Api Officer)> OpenAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        await retailer.HireAsync(Role.StoreStaff, shop);
        await retailer.HireAsync(Role.StoreStaff, shop);
        return (retailer, shop, await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync());
    }

    /// <summary>Why nobody is matched in a store, of what stops all its cameras; null when they match.</summary>
    private async Task<string?> WhyNotAsync(Shop shop)
    {
        var rules = Server.Services.GetServices<IReadinessRule>();
        var now = Server.Time.GetUtcNow();
        foreach (var rule in rules)
        {
            var found = await rule.CheckAsync(new(shop.Retailer.Id), CancellationToken.None);
            if (found.FirstOrDefault(d => (d.Store is null || d.Store.Value.Value == shop.Id) && d.From <= now) is { } why)
            {
                return why.Code;
            }
        }

        return null;
    }

    private static async Task<List<JsonElement>> EntrancesAsync(Api reader, Shop shop) =>
        [.. (await reader.GetAsync($"/api/entrances?storeId={shop.Id}")).Ok().Json.EnumerateArray()];

    private static Guid Id(JsonElement row) => row.GetProperty("id").GetGuid();

    private static string Poster(JsonElement entrance) => entrance.GetProperty("posterAddress").GetString()!;
}

public sealed class NoticesOnDisk(OnDisk fixture) : NoticeTests(fixture), IClassFixture<OnDisk>;

public sealed class NoticesInCloud(InCloud fixture) : NoticeTests(fixture), IClassFixture<InCloud>;
