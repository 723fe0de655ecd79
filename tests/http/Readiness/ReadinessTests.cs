using System.Text.Json;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What lets a store match, taken away and given back: the store stops within seconds, says why, and goes on.</summary>
[Trait("Rule", "R8")]
public abstract class ReadinessTests(ServerFixture fixture, FaceReader reader)
{
    /// <summary>Of the server's clock.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R55")]
    public async Task Each_rule_that_is_broken_stops_the_store_within_five_seconds_and_kept_again_lets_it_go_on()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        var (admin, shop) = (retailer.Admin, stage.Shop);
        await stage.StepUntilAsync(async () => (await ReadAsync(admin, shop)).GetProperty("isArmed").GetBoolean());

        var because = new { reason = "For a test." };
        var camera = $"/api/stores/{shop.Id}/cameras/{shop.Cameras[0]}";
        await TakeAsync("Country", PatchAsync("AU"), PatchAsync("NZ"));
        await TakeAsync("Kill switch", PostAsync("/api/matching/stop", Halt()), PostAsync("/api/matching/resume", Halt()));
        await TakeAsync("Open", PostAsync($"/api/stores/{shop.Id}/close", because), PostAsync($"/api/stores/{shop.Id}/reopen", because));
        await TakeAsync("Cameras", PostAsync($"{camera}/disable", because), PostAsync($"{camera}/enable", because));
        Guid entrance = default;
        await TakeAsync(
            "Notices",
            async () =>
            {
                var added = await admin.PostAsync($"/api/stores/{shop.Id}/entrances", new { name = "Side door" });
                entrance = added.Ok()["id"].GetGuid();
                return added;
            },
            () => admin.PostAsync($"/api/entrances/{entrance}/close")
        );
        await TakeAsync("Certified people", StaffAsync("disable"), StaffAsync("enable"));

        object Halt() =>
            new
            {
                scope = "store",
                id = shop.Id,
                reason = "For a test.",
            };

        Func<Task<Answer>> PatchAsync(string country) =>
            () => admin.PatchAsync($"/api/stores/{shop.Id}", new { reason = "For a test.", jurisdiction = country });

        Func<Task<Answer>> PostAsync(string path, object body) => () => admin.PostAsync(path, body);

        Func<Task<Answer>> StaffAsync(string what) =>
            async () =>
            {
                (await admin.PostAsync($"/api/people/{stage.FirstPerson.Id}/{what}", because)).Ok();
                return await admin.PostAsync($"/api/people/{stage.SecondPerson.Id}/{what}", because);
            };

        async Task TakeAsync(string rule, Func<Task<Answer>> away, Func<Task<Answer>> back)
        {
            (await away()).Ok();
            await UntilAsync(isArmed: false, $"{rule} taken away");
            var stopped = (await ReadAsync(admin, shop)).GetProperty("rules")[0];
            stopped.GetProperty("title").GetString().ShouldBe(rule);
            stopped.GetProperty("standing").GetString().ShouldBe("stopped");
            stopped.GetProperty("mend").GetProperty("who").GetString().ShouldNotBeNullOrEmpty();
            (await back()).Ok();
            await UntilAsync(isArmed: true, $"{rule} given back");
        }

        async Task UntilAsync(bool isArmed, string when)
        {
            var begun = Server.Time.GetUtcNow();
            await Server.StepUntilAsync(async () => (await ReadAsync(admin, shop)).GetProperty("isArmed").GetBoolean() == isArmed);
            (Server.Time.GetUtcNow() - begun).ShouldBeLessThanOrEqualTo(Limit, when);
        }
    }

    [Fact]
    [Trait("Rule", "R44")]
    public async Task Every_rule_says_what_it_rests_on_who_answers_for_it_and_until_when()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);

        var rules = (await ReadAsync(retailer.Admin, stage.Shop))
            .GetProperty("rules")
            .EnumerateArray()
            .ToDictionary(rule => rule.GetProperty("title").GetString()!);

        rules.Keys.ShouldBe(
            ["Cameras", "Open", "Country", "Certified people", "Kill switch", "Notices", "Privacy impact assessment", "Trial", "List"],
            ignoreOrder: true
        );
        var assessment = rules["Privacy impact assessment"];
        assessment.GetProperty("evidence").GetString().ShouldBe("Version 1");
        assessment.GetProperty("by").GetString().ShouldBe("Administrator 1 and Administrator 2");
        assessment.GetProperty("ends").GetDateTimeOffset().ShouldBeGreaterThan(Server.Time.GetUtcNow().AddMonths(11));
        rules["Notices"].GetProperty("ends").GetDateTimeOffset().ShouldBeLessThan(Server.Time.GetUtcNow().AddDays(33));
        rules["Certified people"].GetProperty("evidence").GetString().ShouldBe("3 certified");
        rules["Country"].GetProperty("evidence").GetString()!.ShouldStartWith("New Zealand");
    }

    [Fact]
    [Trait("Rule", "R55")]
    public async Task A_country_that_no_pack_describes_is_refused()
    {
        var retailer = await Retailer.OpenAsync(Server, isPublished: false, isAssessed: false);
        var store = new
        {
            name = "Store 1",
            address = "1 Test Street",
            timeZone = "Europe/Paris",
            jurisdiction = "FR",
        };
        (await retailer.Admin.PostAsync("/api/stores", store)).Refused(
            System.Net.HttpStatusCode.UnprocessableEntity,
            "jurisdiction-unknown"
        );
        var packs = (await retailer.Admin.GetAsync("/api/jurisdictions")).Ok().Json.EnumerateArray().ToList();
        packs.Count(pack => pack.GetProperty("standing").GetString() == "allowed").ShouldBe(1);
    }

    private static async Task<JsonElement> ReadAsync(Api reader, Shop shop) =>
        (await reader.GetAsync($"/api/readiness?storeId={shop.Id}")).Ok().Json[0];
}

public sealed class ReadinessOnDisk(OnDisk fixture, FaceReader reader) : ReadinessTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class ReadinessInCloud(InCloud fixture, FaceReader reader) : ReadinessTests(fixture, reader), IClassFixture<InCloud>;
