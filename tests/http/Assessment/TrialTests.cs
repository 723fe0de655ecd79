using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Matching on trial ends by itself, and goes on only where two people agree that what was found is enough.</summary>
[Trait("Rule", "R45")]
public abstract class TrialTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_trial_ends_by_itself_and_its_store_alone_stops_until_two_agree_on_what_it_found()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        var other = await retailer.OpenShopAsync();
        await StepUntilAsync(stage, isArmed: true);
        (await StartAsync(retailer.Admin, stage.Shop, hours: 2, other)).Ok()["number"].GetInt32().ShouldBe(1);
        await stage.LookAsync();
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);

        Server.Time.Stall(TimeSpan.FromHours(2));
        await StepUntilAsync(stage, isArmed: false);
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        var ended = (await ListAsync(retailer.Admin)).Single();
        ended.GetProperty("state").GetString().ShouldBe("ended");
        (await RulesAsync(retailer.Admin, stage.Shop, "Trial")).GetProperty("standing").GetString().ShouldBe("stopped");
        (await RulesAsync(retailer.Admin, other, "Trial")).GetProperty("standing").GetString().ShouldBe("inOrder");

        (await VerdictAsync(retailer.Admin, new { verdict = "goOn", findings = "Assaults fell from 9 to 2; 1 wrong approach." })).Ok();
        (await AgreeAsync(retailer.Admin)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await RulesAsync(retailer.Admin, stage.Shop, "Trial")).GetProperty("standing").GetString().ShouldBe("stopped");
        var read = (await ListAsync(retailer.SecondAdmin)).Single().GetProperty("verdict").GetProperty("proposedAt").GetDateTimeOffset();
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await VerdictAsync(retailer.Admin, new { verdict = "goOn", findings = "Assaults fell from 9 to 3." })).Ok();
        (await retailer.SecondAdmin.PostAsync("/api/trials/1/agree", new { proposedAt = read })).Refused(
            HttpStatusCode.Conflict,
            "verdict-changed"
        );
        (await AgreeAsync(retailer.SecondAdmin)).Ok();

        await StepUntilAsync(stage, isArmed: true);
        (await ListAsync(retailer.Admin)).Single().GetProperty("state").GetString().ShouldBe("concluded");
        (await AgreeAsync(retailer.SecondAdmin)).Refused(HttpStatusCode.Conflict, "trial-concluded");
        (await Server.DetailsAsync(retailer, "trial.verdict-agreed")).ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task Whose_account_the_proposer_made_is_no_second_person()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        (await StartAsync(retailer.Admin, shop, hours: 2)).Ok();
        (await VerdictAsync(retailer.Admin, new { verdict = "goOn", findings = "It is enough." })).Ok();

        var officer = await retailer.HireUnknownAsync(Role.PrivacyOfficer, []);
        (await AgreeAsync(officer.FirstSignIn)).Refused(HttpStatusCode.Conflict, "not-independent");
    }

    [Fact]
    public async Task A_trial_is_extended_once_by_two_and_by_no_more_than_half_a_year()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        (await StartAsync(retailer.Admin, shop, hours: 2)).Ok();
        var ends = (await ListAsync(retailer.Admin)).Single().GetProperty("endsAt").GetDateTimeOffset();

        (await ExtendAsync(ends.AddMonths(6).AddDays(1))).Refused(HttpStatusCode.UnprocessableEntity, "trial-too-long");
        (await ExtendAsync(ends)).Refused(HttpStatusCode.UnprocessableEntity, "trial-too-long");
        (await VerdictAsync(retailer.Admin, new { verdict = "extend", findings = "Too few visits." })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "trial-too-long"
        );
        (await AgreeAsync(retailer.SecondAdmin)).Refused(HttpStatusCode.Conflict, "verdict-missing");
        (await ExtendAsync(ends.AddMonths(6))).Ok();
        (await AgreeAsync(retailer.SecondAdmin)).Ok();
        (await ListAsync(retailer.Admin)).Single().GetProperty("endsAt").GetDateTimeOffset().ShouldBe(ends.AddMonths(6));
        (await ExtendAsync(ends.AddMonths(7))).Refused(HttpStatusCode.Conflict, "trial-extended");

        (await retailer.Admin.PostAsync("/api/trials/1/end", new { reason = " " })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );
        (await retailer.Admin.PostAsync("/api/trials/1/end", new { reason = "It frightens customers." })).Ok();
        var over = (await ListAsync(retailer.Admin)).Single();
        over.GetProperty("state").GetString().ShouldBe("ended");
        over.GetProperty("endedWhy").GetString().ShouldBe("It frightens customers.");

        Task<Answer> ExtendAsync(DateTimeOffset to) =>
            VerdictAsync(
                retailer.Admin,
                new
                {
                    verdict = "extend",
                    findings = "Too few visits.",
                    extendTo = to,
                }
            );
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_trial_is_said_at_once_and_a_store_is_in_one_alone()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var strangers = await (await Retailer.OpenAsync(Server)).OpenShopAsync();

        var wrong = await retailer.Admin.PostAsync(
            "/api/trials",
            new
            {
                missingEvidence = "Whether it helps.",
                measures = "Assaults.",
                comparedWith = "Last year.",
                storeIds = new[] { strangers.Id },
                comparisonStoreIds = new[] { strangers.Id },
                endsAt = Server.Time.GetUtcNow().AddMonths(6).AddDays(1),
            }
        );
        wrong.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid");
        wrong["errors"]
            .EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["storeIds", "comparisonStoreIds", "endsAt"], ignoreOrder: true);
        (await retailer.Admin.PostAsync("/api/trials", new { missingEvidence = " " })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );

        (await StartAsync(retailer.Admin, shop, hours: 2)).Ok();
        (await StartAsync(retailer.Admin, shop, hours: 2)).Refused(HttpStatusCode.UnprocessableEntity, "store-on-trial");
        (await retailer.Admin.PostAsync("/api/trials/9/agree", new { proposedAt = Server.Time.GetUtcNow() })).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    private Task<Answer> StartAsync(Api writer, Shop shop, int hours, params ReadOnlySpan<Shop> comparison)
    {
        var compared = new List<Guid>();
        foreach (var one in comparison)
        {
            compared.Add(one.Id);
        }

        return writer.PostAsync(
            "/api/trials",
            new
            {
                missingEvidence = "Whether assaults fall in a small store.",
                measures = "Assaults and wrong approaches a month; half as many assaults would be enough.",
                comparedWith = "The same months of the year before.",
                storeIds = new[] { shop.Id },
                comparisonStoreIds = compared,
                endsAt = Server.Time.GetUtcNow().AddHours(hours),
            }
        );
    }

    private static Task<Answer> VerdictAsync(Api writer, object verdict) => writer.PostAsync("/api/trials/1/verdict", verdict);

    /// <summary>To the verdict that stands now.</summary>
    private static async Task<Answer> AgreeAsync(Api writer)
    {
        var verdict = (await ListAsync(writer)).Single().GetProperty("verdict");
        var read =
            verdict.ValueKind is JsonValueKind.Null ? DateTimeOffset.MinValue : verdict.GetProperty("proposedAt").GetDateTimeOffset();
        return await writer.PostAsync("/api/trials/1/agree", new { proposedAt = read });
    }

    private static async Task<List<JsonElement>> ListAsync(Api reader) =>
        [.. (await reader.GetAsync("/api/trials")).Ok().Json.EnumerateArray()];

    private static async Task<JsonElement> RulesAsync(Api reader, Shop shop, string title) =>
        (await reader.GetAsync($"/api/readiness?storeId={shop.Id}"))
            .Ok()
            .Json[0]
            .GetProperty("rules")
            .EnumerateArray()
            .Single(rule => rule.GetProperty("title").GetString() == title);

    private static Task StepUntilAsync(Stage stage, bool isArmed) =>
        stage.StepUntilAsync(async () =>
            (await stage.Retailer.Admin.GetAsync($"/api/readiness?storeId={stage.Shop.Id}"))
                .Ok()
                .Json[0]
                .GetProperty("isArmed")
                .GetBoolean() == isArmed
        );
}

public sealed class TrialsOnDisk(OnDisk fixture, FaceReader reader) : TrialTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class TrialsInCloud(InCloud fixture, FaceReader reader) : TrialTests(fixture, reader), IClassFixture<InCloud>;
