using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The course and its exam (R48).</summary>
[Trait("Rule", "R48")]
public abstract class ExamTests(ServerFixture fixture)
{
    private const string Critical = "not-me";

    private static readonly string[] NotCritical = ["what-to-compare", "same-care", "too-late"];

    private RunningServer Server => fixture.Server;

    [Theory]
    [InlineData("", "en", false, "Why two people look")]
    [InlineData("?lang=en", "en", false, "Why two people look")]
    [InlineData("?lang=mi", "mi", true, "He aha i tirohia ai e ngā tāngata tokorua")]
    public async Task The_course_is_there_in_english_and_te_reo_maori(string query, string lang, bool awaitingReview, string title)
    {
        var person = await UntrainedAsync();

        var course = (await person.GetAsync($"/api/training/course{query}")).Ok();

        course["lang"].GetString().ShouldBe(lang);
        course["awaitingReview"].GetBoolean().ShouldBe(awaitingReview);
        course["version"].GetString().ShouldBe(Training.Version);
        course["lessons"].EnumerateArray().First().GetProperty("title").GetString().ShouldBe(title);
        course["questions"].GetArrayLength().ShouldBe(10);
        course["passAt"].GetInt32().ShouldBe(8);
        course["validMonths"].GetInt32().ShouldBe(12);
    }

    [Fact]
    public async Task The_course_never_says_what_is_right()
    {
        var course = (await (await UntrainedAsync()).GetAsync("/api/training/course")).Ok();

        Names(course.Json)
            .Distinct()
            .ShouldBe(
                ["version", "lang", "awaitingReview", "lessons", "id", "title", "text", "questions", "choices", "passAt", "validMonths"],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task Another_language_is_refused_by_naming_those_that_are_there() =>
        (await (await UntrainedAsync()).GetAsync("/api/training/course?lang=fr"))
            .Refused(HttpStatusCode.UnprocessableEntity, "lang-unknown")
            .Detail!.ShouldContain("en, mi");

    [Fact]
    public async Task Who_answers_all_right_is_certified_and_every_sign_in_says_so()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();
        (await person.GetAsync("/api/me")).Ok()["certificate"].ValueKind.ShouldBe(JsonValueKind.Null);

        var mark = (await Training.PassAsync(person)).Ok();

        mark["passed"].GetBoolean().ShouldBeTrue();
        (mark["right"].GetInt32(), mark["of"].GetInt32(), mark["passAt"].GetInt32()).ShouldBe((10, 10, 8));
        mark["topics"].GetArrayLength().ShouldBe(0);
        var tablet = await shop.PairTabletAsync();
        Answer[] sessions =
        [
            (await person.GetAsync("/api/me")).Ok(),
            (await Retailer.SignInAsync(Server, shop.Retailer.Slug, staff.Email, Retailer.Password, null)).Ok(),
            (await staff.TryOwnPinAsync(tablet)).Ok(),
            (await staff.TryPinAsync(tablet)).Ok(),
        ];
        foreach (var certificate in sessions.Select(s => s["certificate"]).Append(mark["certificate"]))
        {
            certificate.GetProperty("validUntil").GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow().AddMonths(12));
            certificate.GetProperty("lapsed").GetBoolean().ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Eight_right_of_ten_pass_and_seven_do_not()
    {
        var (passes, fails) = (await UntrainedAsync(), await UntrainedAsync());

        var eight = (await Training.TakeAsync(passes, Training.WrongAt(NotCritical[..2]))).Ok();
        var seven = (await Training.TakeAsync(fails, Training.WrongAt(NotCritical))).Ok();

        (eight["passed"].GetBoolean(), eight["right"].GetInt32()).ShouldBe((true, 8));
        eight["topics"].EnumerateArray().Select(t => t.GetString()).ShouldBe(["compare", "fair"]);
        (seven["passed"].GetBoolean(), seven["right"].GetInt32()).ShouldBe((false, 7));
        seven["certificate"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await fails.GetAsync("/api/me")).Ok()["certificate"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_wrong_answer_to_a_critical_question_fails_whatever_else_is_right()
    {
        var mark = (await Training.TakeAsync(await UntrainedAsync(), Training.WrongAt(Critical))).Ok();

        (mark["passed"].GetBoolean(), mark["right"].GetInt32()).ShouldBe((false, 9));
        mark["topics"].EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("dispute");
    }

    [Fact]
    public async Task A_failed_repeat_takes_no_certificate_away()
    {
        var person = await UntrainedAsync();
        (await Training.PassAsync(person)).Ok();
        var until = Server.Time.GetUtcNow().AddMonths(12);

        Server.Time.Step(TimeSpan.FromMinutes(1));
        var mark = (await Training.TakeAsync(person, Training.WrongAt(Critical))).Ok();

        mark["passed"].GetBoolean().ShouldBeFalse();
        mark["certificate"].GetProperty("validUntil").GetDateTimeOffset().ShouldBe(until);
    }

    [Fact]
    public async Task Three_failed_tries_within_an_hour_lock_for_the_rest_of_it()
    {
        var person = await UntrainedAsync();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await Training.TakeAsync(person, Training.WrongAt(Critical))).Ok();
            Server.Time.Step(TimeSpan.FromMinutes(10));
        }

        (await Training.PassAsync(person)).Refused(HttpStatusCode.Locked, "exam-locked").Detail!.ShouldContain("wait 30 minutes");
        Server.Time.Step(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        (await Training.PassAsync(person)).Refused(HttpStatusCode.Locked, "exam-locked").Detail!.ShouldContain("wait 1 minutes");
        Server.Time.Step(TimeSpan.FromSeconds(1));
        (await Training.TakeAsync(person, Training.WrongAt(Critical))).Ok();
        (await Training.PassAsync(person)).Refused(HttpStatusCode.Locked, "exam-locked");
        Server.Time.Step(TimeSpan.FromMinutes(10));
        (await Training.PassAsync(person)).Ok()["passed"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_lock_is_one_persons_own()
    {
        var shop = await ShopAsync();
        var (one, two) = (
            await (await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop)).SignInAsync(),
            await (await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop)).SignInAsync()
        );
        foreach (var _ in Enumerable.Range(0, 3))
        {
            (await Training.TakeAsync(one, Training.WrongAt(Critical))).Ok();
        }

        (await Training.PassAsync(one)).Refused(HttpStatusCode.Locked, "exam-locked");
        (await Training.PassAsync(two)).Ok()["passed"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "R49")]
    public async Task Of_many_exams_at_once_none_escapes_the_count_or_the_log()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        var marks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Training.TakeAsync(person, Training.WrongAt(Critical))));

        var taken = marks.Count(m => m.Status == HttpStatusCode.OK);
        taken.ShouldBeInRange(1, 3);
        marks.Count(m => m.Code is "exam-twice" or "exam-locked").ShouldBe(20 - taken);
        (await TriesAsync(staff)).Count.ShouldBe(taken);
        (await EventsAsync(staff)).Count.ShouldBe(taken);
    }

    [Fact]
    [Trait("Rule", "R49")]
    public async Task Every_try_is_in_the_log_with_its_score_and_version()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        (await Training.TakeAsync(person, Training.WrongAt(Critical))).Ok();
        (await Training.PassAsync(person)).Ok();

        var events = (await EventsAsync(staff)).ConvertAll(e => JsonElement.Parse((string)e[0]!));
        events.Select(e => e.GetProperty("passed").GetBoolean()).ShouldBe([false, true]);
        events.Select(e => e.GetProperty("right").GetInt32()).ShouldBe([9, 10]);
        events.ShouldAllBe(e => e.GetProperty("courseVersion").GetString() == Training.Version);
    }

    [Fact]
    public async Task An_exam_on_an_older_course_is_refused_and_spends_no_try()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        var refused = await person.PostAsync("/api/training/exam", new { version = "2025-01", answers = Training.RightAnswers() });

        refused.Refused(HttpStatusCode.Conflict, "course-changed");
        (await TriesAsync(staff)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_that_are_missing_or_unknown_are_named_and_spend_no_try()
    {
        var shop = await ShopAsync();
        var staff = await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();
        var (some, more, odd) = (Training.RightAnswers(), Training.RightAnswers(), Training.RightAnswers());
        some.Remove(Critical);
        more["what-is-this"] = "a";
        odd[Critical] = "z";

        (await Training.TakeAsync(person, some))
            .Refused(HttpStatusCode.UnprocessableEntity, "answers-missing")
            .Detail!.ShouldEndWith($"Missing: {Critical}.");
        (await Training.TakeAsync(person, more)).Refused(HttpStatusCode.UnprocessableEntity, "question-unknown");
        (await Training.TakeAsync(person, odd))
            .Refused(HttpStatusCode.UnprocessableEntity, "choice-unknown")
            .Detail!.ShouldContain(Critical);
        (await person.PostAsync("/api/training/exam", new { version = Training.Version })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );
        (await person.PostAsync("/api/training/exam", new { answers = Training.RightAnswers() }))
            .Refused(HttpStatusCode.UnprocessableEntity, "field-missing")
            .Detail!.ShouldContain("version");
        (await person.PostAsync("/api/training/exam", new { version = Training.Version, answers = new[] { "b" } })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-invalid"
        );
        (await TriesAsync(staff)).ShouldBeEmpty();
    }

    private async Task<Shop> ShopAsync() => await (await Retailer.OpenAsync(Server)).OpenShopAsync();

    private async Task<Api> UntrainedAsync()
    {
        var shop = await ShopAsync();
        return await (await shop.Retailer.HireUntrainedAsync(Role.StoreStaff, shop)).SignInAsync();
    }

    private Task<List<object?[]>> TriesAsync(Employee staff) =>
        ListAsync("""SELECT "Number" FROM "ExamTries" WHERE "PersonId" = @p0""", staff.Id);

    private Task<List<object?[]>> EventsAsync(Employee staff) =>
        ListAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Action" = 'training.exam' AND "Subject" = @p0 ORDER BY "Sequence" """,
            $"{staff.Id}"
        );

    private async Task<List<object?[]>> ListAsync(string sql, object id) => [.. await Server.QueryAsync(sql, id)];

    private static IEnumerable<string> Names(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value).Prepend(p.Name)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
            _ => [],
        };
}

public sealed class ExamsOnDisk(OnDisk fixture) : ExamTests(fixture), IClassFixture<OnDisk>;

public sealed class ExamsInCloud(InCloud fixture) : ExamTests(fixture), IClassFixture<InCloud>;
