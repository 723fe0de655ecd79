using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Nobody is matched unless two people have approved an assessment of what the product does, and it is not too old.</summary>
[Trait("Rule", "R44")]
public abstract class AssessmentTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_new_retailer_matches_nobody_until_two_have_approved_its_assessment_and_goes_on_at_once()
    {
        var retailer = await Retailer.OpenAsync(Server, isAssessed: false);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        await DisarmedAsync(stage, "assessment-missing");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);

        var version = await Assessed.SubmitAsync(stage.HeadOffice);
        (await ApproveAsync(retailer.Admin, version)).Ok()["isInForce"].GetBoolean().ShouldBeFalse();
        (await WhyNotAsync(retailer)).ShouldBe("assessment-missing");
        (await ApproveAsync(retailer.SecondAdmin, version)).Ok()["isInForce"].GetBoolean().ShouldBeTrue();

        await stage.LookAsync();
        (await WhyNotAsync(retailer)).ShouldBeNull();
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task When_its_review_is_overdue_matching_stops_until_a_new_version_is_approved()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        var officer = await retailer.HireUntrainedAsync(Role.PrivacyOfficer);
        var others = (await retailer.HireUntrainedAsync(Role.PrivacyOfficer), await retailer.HireUntrainedAsync(Role.PrivacyOfficer));
        var author = officer.FirstSignIn;
        (await author.PatchAsync("/api/assessment/draft", new { reviewMonths = 1 })).Ok();
        var monthly = (await author.PostAsync("/api/assessment/submit", new { review = "Monthly for now." })).Ok()["version"].GetInt32();
        (await ApproveAsync(retailer.Admin, monthly)).Ok();
        (await ApproveAsync(retailer.SecondAdmin, monthly)).Ok();
        var desk = Desk(await author.GetAsync("/api/assessment"));
        var lapses = desk.GetProperty("inForce").GetProperty("reviewBy").GetDateTimeOffset();
        lapses.ShouldBe(Server.Time.GetUtcNow().AddMonths(1));

        Server.Time.Stall(lapses - Server.Time.GetUtcNow() - TimeSpan.FromDays(1));
        await stage.LookAsync();
        (await StandingAsync(await officer.SignInAsync())).ShouldBe("ending");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        Server.Time.Stall(TimeSpan.FromDays(1));
        await stage.LookAsync();
        await DisarmedAsync(stage, "assessment-lapsed");
        await Assessed.ApproveAsync(await officer.SignInAsync(), await others.Item1.SignInAsync(), await others.Item2.SignInAsync());
        (await WhyNotAsync(retailer)).ShouldBeNull();
    }

    [Fact]
    public async Task Parts_are_saved_one_by_one_and_all_that_are_missing_are_named_at_once()
    {
        var retailer = await Retailer.OpenAsync(Server, isAssessed: false);
        var author = await HireAsync(retailer);
        (await author.PatchAsync("/api/assessment/draft", new { purpose = "  Safety of staff. ", reviewMonths = 6 })).Ok();
        (await author.PatchAsync("/api/assessment/draft", new { harmEvidence = "Register.", maoriAsked = "Two iwi." })).Ok();
        (await author.PatchAsync("/api/assessment/draft", new { maoriAsked = " " })).Ok();
        (await author.PatchAsync("/api/assessment/draft", new { reviewMonths = 13 })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-out-of-range"
        );

        var missing = await author.PostAsync("/api/assessment/submit", new { });

        missing.Refused(HttpStatusCode.UnprocessableEntity, "assessment-incomplete");
        string[] named =
        [
            "alternativesTried",
            "alternativesResult",
            "benefit",
            "risks",
            "safeguards",
            "maoriAsked",
            "maoriSaid",
            "maoriChanged",
            "sharing",
            "retention",
            "access",
            "accuracyEvidence",
            "publicSummary",
        ];
        missing.Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(named);
        var desk = Desk(await author.GetAsync("/api/assessment"));
        desk.GetProperty("missing").GetArrayLength().ShouldBe(named.Length);
        Part(desk, "purpose").ShouldBe("Safety of staff.");
        Part(desk, "maoriAsked").ShouldBeNull();
        desk.GetProperty("standing").GetString().ShouldBe("missing");
    }

    [Fact]
    public async Task Two_approve_who_are_independent_of_whoever_wrote_it_and_of_each_other()
    {
        var retailer = await Retailer.OpenAsync(Server, isAssessed: false);
        var author = await HireAsync(retailer);
        var helper = await HireAsync(retailer);
        (await helper.PatchAsync("/api/assessment/draft", new { sharing = "None." })).Ok();
        var version = await Assessed.SubmitAsync(author);

        (await ApproveAsync(author, version)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await ApproveAsync(helper, version)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await ApproveAsync(retailer.Admin, version)).Ok();
        (await ApproveAsync(retailer.Admin, version)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        // Made by the administrator who has approved already, and nobody has vouched.
        var made = (await retailer.HireUnknownAsync(Role.PrivacyOfficer, [])).FirstSignIn;
        (await ApproveAsync(made, version)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await ApproveAsync(retailer.SecondAdmin, version)).Ok();
        (await ApproveAsync(retailer.SecondAdmin, version)).Refused(HttpStatusCode.Conflict, "assessment-decided");
        (await Server.DetailsAsync(retailer, "assessment.approved")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Whoever_may_be_behind_the_authors_account_does_not_approve()
    {
        var retailer = await Retailer.OpenAsync(Server, isAssessed: false);
        var author = (await retailer.HireUnknownAsync(Role.PrivacyOfficer, [])).FirstSignIn;
        var version = await Assessed.SubmitAsync(author);

        (await ApproveAsync(retailer.Admin, version)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await ApproveAsync(retailer.SecondAdmin, version)).Ok();
        var desk = Desk(await retailer.Admin.GetAsync("/api/assessment")).GetProperty("waiting");
        desk.GetProperty("whyNotYou").GetString()!.ShouldContain("two people");
        desk.GetProperty("first").GetProperty("name").GetString().ShouldBe("Administrator 2");
    }

    [Fact]
    public async Task A_version_never_changes_and_the_next_says_what_it_changed_and_what_the_review_found()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var author = await HireAsync(retailer);
        (await author.PatchAsync("/api/assessment/draft", new { sharing = "With two stores nearby." })).Ok();
        (await author.PostAsync("/api/assessment/submit", new { })).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        var second = (await author.PostAsync("/api/assessment/submit", new { review = "We share now." })).Ok()["version"].GetInt32();
        (await author.PostAsync("/api/assessment/submit", new { review = "Again." })).Refused(
            HttpStatusCode.Conflict,
            "assessment-waiting"
        );
        (await author.PatchAsync("/api/assessment/draft", new { sharing = "With nobody after all." })).Ok();
        var returned = await retailer.Admin.PostAsync($"/api/assessment/versions/{second}/return", new { reason = "Say with which." });
        returned.Status.ShouldBe(HttpStatusCode.NoContent);
        (await ApproveAsync(retailer.Admin, second)).Refused(HttpStatusCode.Conflict, "assessment-decided");

        var versions = (await author.GetAsync("/api/assessment/versions")).Ok().Json.EnumerateArray().ToList();
        versions.Select(v => v.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        var change = versions[0].GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("after").GetString().ShouldBe("With two stores nearby.");
        versions[0].GetProperty("returnedWhy").GetString().ShouldBe("Say with which.");
        versions[1].GetProperty("approved").GetArrayLength().ShouldBe(2);
        versions[1]
            .GetProperty("settings")
            .EnumerateArray()
            .Select(s => s.GetProperty("name").GetString())
            .ShouldBe(["alert threshold", "criteria for enrolment", "face model"]);

        // Whoever had written the version that came back has still written the next one.
        var other = await HireAsync(retailer);
        var third = (await other.PostAsync("/api/assessment/submit", new { review = "Put right." })).Ok()["version"].GetInt32();
        (await ApproveAsync(author, third)).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await WhyNotAsync(retailer)).ShouldBeNull();
    }

    [Fact]
    public async Task Customers_read_the_summary_and_a_regulator_gets_the_whole_on_paper()
    {
        var retailer = await Retailer.OpenAsync(Server, isAssessed: false);
        var shop = await retailer.OpenShopAsync();
        (await Server.Anyone.GetAsync($"/privacy/{shop.Id}/assessment")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Server.Anyone.GetAsync($"/privacy/{shop.Id}")).Ok().Text.ShouldNotContain($"/privacy/{shop.Id}/assessment");
        var version = await Assessed.ApproveAsync(retailer);

        var page = (await Server.Anyone.GetAsync($"/privacy/{shop.Id}/assessment")).Ok().Text;
        page.ShouldContain("We recognise people who have threatened or hurt our staff.");
        page.ShouldNotContain("41 assaults");
        (await Server.Anyone.GetAsync($"/privacy/{shop.Id}")).Ok().Text.ShouldContain($"/privacy/{shop.Id}/assessment");
        (await retailer.Admin.GetAsync($"/api/assessment/versions/{version}/assessment.pdf")).Ok().Text.ShouldStartWith("%PDF");
        (await retailer.Admin.GetAsync("/api/assessment/versions/7/assessment.pdf")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    private static Task<Answer> ApproveAsync(Api person, int version) => person.PostAsync($"/api/assessment/versions/{version}/approve");

    private static async Task<Api> HireAsync(Retailer retailer) => (await retailer.HireUntrainedAsync(Role.PrivacyOfficer)).FirstSignIn;

    private static JsonElement Desk(Answer answer) => answer.Ok().Json;

    private static async Task<string?> StandingAsync(Api reader) =>
        Desk(await reader.GetAsync("/api/assessment")).GetProperty("standing").GetString();

    private static string? Part(JsonElement desk, string field) =>
        desk.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("field").GetString() == field).GetProperty("text").GetString();

    /// <summary>Until a tablet of the store says why nobody is matched.</summary>
    private static async Task DisarmedAsync(Stage stage, string code)
    {
        await using var screen = await StoreScreen.OpenAsync(await stage.FirstPerson.SignInAsync());
        await stage.StepUntilAsync(screen.UntilAsync(s => s.Store.GetProperty("reasonCode").GetString() == code, code));
    }

    private IReadinessRule Rule() =>
        Server.Services.GetServices<IReadinessRule>().Single(rule => rule.GetType().Name == "AssessmentInForce");

    private async Task<string?> WhyNotAsync(Retailer retailer)
    {
        var found = await Rule().CheckAsync(new(retailer.Id), CancellationToken.None);
        return found.FirstOrDefault(d => d.From <= Server.Time.GetUtcNow())?.Code;
    }
}

public sealed class AssessmentsOnDisk(OnDisk fixture, FaceReader reader) : AssessmentTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class AssessmentsInCloud(InCloud fixture, FaceReader reader) : AssessmentTests(fixture, reader), IClassFixture<InCloud>;
