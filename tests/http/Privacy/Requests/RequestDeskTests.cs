using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using static RetailGuard.Tests.Http.PortalForms;

namespace RetailGuard.Tests.Http;

/// <summary>From the customer's phone to the desk that answers, and back.</summary>
public abstract class RequestDeskTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R40")]
    public async Task A_correction_stops_its_entry_at_once_and_is_decided_before_anybody_brings_it_back()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await OfficerAsync(stage.Retailer);
        var alert = await stage.RaiseWithPictureAsync();
        var asked = await AskAsync(stage.Shop, "correct");
        var tie = $"/api/requests/{asked.Number}/tie";
        (await privacy.PostAsync(tie, new { entry = stage.Entry, caseNumber = "RG-0000-0000" })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "fields-invalid"
        );
        (await privacy.PostAsync(tie, new { entry = Unique.Id(), ground = "notThisPerson" })).Refused(HttpStatusCode.NotFound, "not-found");
        (await privacy.PostAsync(tie, new { caseNumber = "RG-0000-0000", ground = "notThisPerson" })).Refused(
            HttpStatusCode.NotFound,
            "not-found"
        );
        (await StandingAsync(privacy, stage.Entry)).ShouldBe("active");

        var tied = (await privacy.PostAsync(tie, new { entry = stage.Entry, ground = "notThisPerson" })).Ok();

        tied["request"].GetProperty("next").GetString().ShouldBe("decide");
        tied["request"].GetProperty("nextOn").GetString().ShouldBe("2026-11-26", "two working days");
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await StandingAsync(privacy, stage.Entry)).ShouldBe("suspended");
        (await stage.First.GetAsync($"/api/alerts/{alert}")).Ok()["state"].GetString().ShouldBe("frozen");
        Words((await FollowAsync(Server, asked)).Ok()).ShouldContain("Nobody is matched with it until we have decided");
        (await privacy.PostAsync(tie, new { entry = stage.Entry, ground = "notThisPerson" })).Refused(
            HttpStatusCode.Conflict,
            "request-tied"
        );
        (await ReinstateAsync(privacy, stage.Entry)).Refused(HttpStatusCode.Conflict, "request-open");

        // Refused: two people bring it back, and the same ground does not stop it again.
        (
            await privacy.PostAsync($"/api/requests/{asked.Number}/refuse", new { ground = "seriousThreat", reason = "It is right." })
        ).Refused(HttpStatusCode.UnprocessableEntity, "ground-wrong");
        (await RefuseAsync(privacy, asked.Number)).Ok();
        (await ReinstateAsync(privacy, stage.Entry)).Ok();
        (await ReinstateAsync(stage.HeadOffice, stage.Entry)).Ok()["state"].GetString().ShouldBe("active");
        var again = await AskAsync(stage.Shop, "correct");
        (await TieAsync(privacy, again.Number, stage.Entry, "notThisPerson")).Ok();
        (await StandingAsync(privacy, stage.Entry)).ShouldBe("active");
        var other = await AskAsync(stage.Shop, "correct");
        (await TieAsync(privacy, other.Number, stage.Entry, "factsWrong")).Ok();
        (await StandingAsync(privacy, stage.Entry)).ShouldBe("suspended");
        var judged = await Server.QueryAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0 AND "Action" = 'request.tied'""",
            again.Number
        );
        ((string)judged.Single()[0]!).ShouldContain("\"judgedBefore\":true");
    }

    [Fact]
    [Trait("Rule", "R41")]
    public async Task A_refusal_says_its_law_and_the_persons_own_statement_stands_beside_the_entry()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await OfficerAsync(stage.Retailer);
        var asked = await AskAsync(stage.Shop, "correct");
        (await FollowAsync(Server, asked, "/statement", "Too early.")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await TieAsync(privacy, asked.Number, stage.Entry, "factsWrong")).Ok();
        (await RefuseAsync(privacy, asked.Number)).Ok();

        var page = (await FollowAsync(Server, asked)).Ok();
        Words(page).ShouldContain("section 63 of the Privacy Act 2020");
        Words(page).ShouldContain("The footage shows it.");
        Words(page).ShouldContain("statement of correction");
        Words(page).ShouldContain("Privacy Commissioner");
        Words((await FollowAsync(Server, asked, "/statement", "I paid, kua utu au.")).Ok()).ShouldContain("kua utu au");
        (await FollowAsync(Server, asked, "/statement", "And again.")).Status.ShouldBe(HttpStatusCode.Conflict);

        var file = (await stage.HeadOffice.GetAsync($"/api/entries/{stage.Entry}")).Ok();
        file["statements"].EnumerateArray().Select(s => s.GetString()).ShouldBe(["I paid, kua utu au."]);
        file["story"].EnumerateArray().ShouldContain(e => e.GetProperty("action").GetString() == "entry.statement-recorded");
        (await privacy.GetAsync($"/api/requests/{asked.Number}")).Ok()["statement"].GetString().ShouldBe("I paid, kua utu au.");

        // Whoever acts on an alert of it, or reads about one later, reads it too; nobody who still compares the pictures does.
        (await ReinstateAsync(stage.HeadOffice, stage.Entry)).Ok();
        (await ReinstateAsync(privacy, stage.Entry)).Ok()["state"].GetString().ShouldBe("active");
        await stage.LookAsync();
        var alert = await stage.RaiseWithPictureAsync();
        (await StatementsAsync()).ShouldBeEmpty();
        (await Stage.VoteAsync(stage.First, alert)).Ok();
        (await Stage.VoteAsync(stage.Second, alert)).Ok();
        (await StatementsAsync()).ShouldBe(["I paid, kua utu au."]);
        var situation = (await stage.First.GetAsync($"/api/alerts/{alert}")).Ok()["situation"];
        situation.GetProperty("statements")[0].GetString().ShouldBe("I paid, kua utu au.");

        async Task<List<string?>> StatementsAsync() =>
            (await stage.HeadOffice.GetAsync($"/api/alerts/{alert}/record"))
                .Ok()["statements"]
                .EnumerateArray()
                .Select(s => s.GetString())
                .ToList();
    }

    [Fact]
    [Trait("Rule", "R40")]
    public async Task A_correction_that_is_right_destroys_the_entry_or_puts_its_words_right()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await OfficerAsync(stage.Retailer);
        var wrong = await AskAsync(stage.Shop, "approached");
        var correct = $"/api/requests/{wrong.Number}/correct";
        (await privacy.PostAsync(correct, new { made = "removed", text = "Sorry." })).Refused(HttpStatusCode.Conflict, "request-untied");
        (await TieAsync(privacy, wrong.Number, stage.Entry, "factsWrong")).Ok();
        (await privacy.PostAsync(correct, new { made = "corrected", text = "Sorry." })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );
        (
            await privacy.PostAsync(
                correct,
                new
                {
                    made = "corrected",
                    summary = "Shouted at a checkout operator.",
                    text = "We put it right.",
                }
            )
        ).Ok();
        (await privacy.GetAsync($"/api/entries/{stage.Entry}")).Ok()["summary"].GetString().ShouldBe("Shouted at a checkout operator.");

        var last = await AskAsync(stage.Shop, "correct");
        (await TieAsync(privacy, last.Number, stage.Entry, "notThisPerson")).Ok();
        (
            await privacy.PostAsync(
                $"/api/requests/{last.Number}/correct",
                new { made = "removed", text = "It was not you. We are sorry." }
            )
        ).Ok();

        (await StandingAsync(privacy, stage.Entry)).ShouldBe("removed");
        (await Server.QueryAsync("""SELECT "KeyId" FROM "Entries" WHERE "Id" = @p0""", stage.Entry)).Single().ShouldBe([null]);
        (await stage.HeadOffice.GetAsync($"/api/entries/{stage.Entry}/photo")).Refused(HttpStatusCode.NotFound, "not-found");
        Words((await FollowAsync(Server, last)).Ok()).ShouldContain("It was not you. We are sorry.");
    }

    [Fact]
    [Trait("Rule", "R39")]
    [Trait("Rule", "R43")]
    public async Task An_answer_says_whether_of_which_type_from_where_to_whom_and_until_when()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await OfficerAsync(stage.Retailer);
        var alert = await stage.RaiseAndConfirmAsync();
        (await Stage.RecordAsync(stage.First, alert)).Ok();
        var asked = await AskAsync(stage.Shop, "hold");
        (await TieAsync(privacy, asked.Number, stage.Entry, null)).Ok();
        (await StandingAsync(privacy, stage.Entry)).ShouldBe("active", "to ask changes nothing");
        var answer = $"/api/requests/{asked.Number}/answer";
        (await privacy.PostAsync(answer, new { })).Refused(HttpStatusCode.Conflict, "identity-unchecked");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/identity", new { how = "inPerson" })).Ok();
        (await privacy.GetAsync($"/api/requests/{asked.Number}/pack.html")).Ok().Text.ShouldContain("not answered yet");

        (await privacy.PostAsync(answer, new { account = "Somebody was struck with a basket." })).Ok();

        var pack = (await privacy.GetAsync($"/api/requests/{asked.Number}/pack")).Ok();
        pack["opening"].GetString().ShouldBe($"You are on the list of {stage.Shop.Name}.");
        var types = pack["held"].EnumerateArray().Select(h => h.GetProperty("type").GetString()).ToList();
        types.ShouldBe(["image", "template", "record", "matchResult"]);
        foreach (var held in pack["held"].EnumerateArray())
        {
            held.EnumerateObject().ShouldAllBe(p => !string.IsNullOrWhiteSpace(p.Value.GetString()));
        }

        pack.Text.ShouldContain("trespass notice");
        pack.Text.ShouldNotContain("Subject A");
        pack.Text.ShouldNotContain("checkout operator", Case.Sensitive, "other people are taken out by whoever answers");
        var names = (await stage.Retailer.Admin.GetAsync("/api/people"))
            .Ok()
            .Json.EnumerateArray()
            .Select(p => p.GetProperty("name").GetString()!);
        names.ShouldAllBe(name => !pack.Text.Contains(name));
        var printed = (await privacy.GetAsync($"/api/requests/{asked.Number}/pack.html")).Ok();
        Words(printed).ShouldContain("How to have it corrected");
        var page = Words((await FollowAsync(Server, asked)).Ok());
        page.ShouldContain($"You are on the list of {stage.Shop.Name}.");
        page.ShouldContain("Somebody was struck with a basket.");
        page.ShouldContain("How to complain");

        // What was answered stays as it was, whatever becomes of the entry.
        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/remove", new { reason = "The notice was withdrawn." })).Ok();
        (await privacy.GetAsync($"/api/requests/{asked.Number}/pack")).Ok()["standing"].GetString().ShouldBe("onTheList");
        var later = await AskAsync(stage.Shop, "hold");
        (await TieAsync(privacy, later.Number, stage.Entry, null)).Ok();
        (await privacy.PostAsync($"/api/requests/{later.Number}/identity", new { how = "calledBack" })).Ok();
        (await privacy.PostAsync($"/api/requests/{later.Number}/answer", new { })).Ok();
        var after = (await privacy.GetAsync($"/api/requests/{later.Number}/pack")).Ok();
        after["opening"].GetString().ShouldBe($"You are not on the list of {stage.Shop.Name}, but we hold something about you.");
        after.Text.ShouldContain("are destroyed");
    }

    [Fact]
    [Trait("Rule", "R39")]
    public async Task Nothing_found_says_how_it_was_looked_for_and_what_that_misses()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var privacy = await OfficerAsync(retailer);
        var asked = await AskAsync(shop, "hold");

        (await privacy.PostAsync($"/api/requests/{asked.Number}/answer", new { })).Ok();

        var page = Words((await FollowAsync(Server, asked)).Ok());
        page.ShouldContain("We found nothing about you.");
        page.ShouldContain($"through the list of {shop.Name}");
        page.ShouldContain("we cannot say whether you were scanned");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/answer", new { })).Refused(HttpStatusCode.Conflict, "request-closed");
    }

    [Fact]
    [Trait("Rule", "R38")]
    public async Task An_extension_goes_out_inside_the_twenty_days_and_a_transfer_inside_ten()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var privacy = await OfficerAsync(retailer);

        // It is Tuesday 24 November; Labour Day was Monday 26 October.
        var (day20, _, _) = await TakeInAsync(privacy, shop, "access", "2026-10-27T00:30:00+13:00");
        var (day21, _, due) = await TakeInAsync(privacy, shop, "access", "2026-10-26T23:30:00+13:00");
        due.ShouldBe("2026-11-23");
        var extension = new { workingDays = 5, reason = "Footage of three cameras is to be looked through." };
        (await privacy.PostAsync($"/api/requests/{day21}/extend", extension)).Refused(HttpStatusCode.Conflict, "extension-too-late");
        (await privacy.PostAsync($"/api/requests/{day20}/extend", new { workingDays = 0, reason = " " })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "fields-invalid"
        );
        var extended = (await privacy.PostAsync($"/api/requests/{day20}/extend", extension)).Ok();
        extended["request"].GetProperty("dueOn").GetString().ShouldBe("2026-12-01");
        (await privacy.PostAsync($"/api/requests/{day20}/extend", extension)).Refused(HttpStatusCode.Conflict, "extended-already");
        (await privacy.PostAsync($"/api/requests/{day20}/transfer", new { agency = "Another store" })).Refused(
            HttpStatusCode.Conflict,
            "transfer-too-late"
        );

        var asked = await AskAsync(shop, "hold");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/extend", extension)).Ok();
        var page = Words((await FollowAsync(Server, asked)).Ok());
        page.ShouldContain("5 working days more, because of this: Footage of three cameras");
        page.ShouldContain("If you do not agree with that: You can complain to the Privacy Commissioner");
        (await privacy.PostAsync($"/api/requests/{asked.Number}/transfer", new { agency = "Store 9 Limited, 9 Example Street" })).Ok();
        Words((await FollowAsync(Server, asked)).Ok()).ShouldContain("Store 9 Limited, 9 Example Street");

        // The queue: what is due first, with its warning.
        var list = (await privacy.GetAsync("/api/requests?state=open")).Ok().Json.EnumerateArray().ToList();
        list.Select(r => r.GetProperty("number").GetString()).ShouldBe([day21, day20]);
        list[0].GetProperty("overdue").GetBoolean().ShouldBeTrue();
        list.Select(r => r.GetProperty("warning").GetInt32()).ShouldBe([18, 18]);
    }

    [Fact]
    [Trait("Rule", "R42")]
    public async Task A_complaint_is_acknowledged_and_answered_in_writing_on_its_own_clock()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var privacy = await OfficerAsync(retailer);
        var asked = await AskAsync(shop, "complain");
        var listed = Only(await privacy.GetAsync("/api/requests"));
        (listed.GetProperty("next").GetString(), listed.GetProperty("nextOn").GetString()).ShouldBe(("acknowledge", "2026-12-01"));
        (await privacy.PostAsync($"/api/requests/{asked.Number}/acknowledge")).Ok();
        (await privacy.PostAsync($"/api/requests/{asked.Number}/acknowledge")).Refused(HttpStatusCode.Conflict, "request-acknowledged");
        listed = Only(await privacy.GetAsync("/api/requests"));
        (listed.GetProperty("next").GetString(), listed.GetProperty("nextOn").GetString()).ShouldBe(("answer", "2026-12-24"));
        (await privacy.PostAsync($"/api/requests/{asked.Number}/extend", new { workingDays = 5, reason = "Busy." })).Refused(
            HttpStatusCode.Conflict,
            "extension-of-complaint"
        );
        (await privacy.PostAsync($"/api/requests/{asked.Number}/answer", new { })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "field-missing"
        );
        (await privacy.PostAsync($"/api/requests/{asked.Number}/answer", new { text = "Staff were rude. We are sorry." })).Ok();
        var page = Words((await FollowAsync(Server, asked)).Ok());
        page.ShouldContain("Staff were rude. We are sorry.");
        page.ShouldContain("Privacy Commissioner");

        static JsonElement Only(Answer list) => list.Ok().Json.EnumerateArray().ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Rule", "R22")]
    public async Task Nobody_of_another_retailer_or_store_comes_near()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var asked = await AskAsync(shop, "hold");
        var other = await Retailer.OpenAsync(Server);
        await other.OpenShopAsync();
        var stranger = await OfficerAsync(other);
        (await stranger.GetAsync($"/api/requests/{asked.Number}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await stranger.PostAsync($"/api/requests/{asked.Number}/acknowledge")).Refused(HttpStatusCode.NotFound, "not-found");
        (await stranger.GetAsync("/api/requests")).Ok().Json.GetArrayLength().ShouldBe(0);
        (await TryTakeInAsync(stranger, shop, "access", "2026-11-23T00:00:00Z")).Refused(HttpStatusCode.NotFound, "not-found");

        // A store's manager takes in for the store alone, and reads what nobody wrote.
        var elsewhere = await retailer.OpenShopAsync("Store 2");
        var manager = await (await retailer.HireAsync(Role.StoreManager, elsewhere)).SignInAsync();
        (await TryTakeInAsync(manager, shop, "access", "2026-11-23T00:00:00Z")).Refused(HttpStatusCode.NotFound, "not-found");
        var (number, code, _) = await TakeInAsync(manager, elsewhere, "complaint", "2026-11-23T00:00:00Z");
        (await manager.GetAsync("/api/requests"))
            .Ok()
            .Json.EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("number")
            .GetString()
            .ShouldBe(number);
        (await manager.GetAsync($"/api/requests/{number}")).Refused(HttpStatusCode.Forbidden, "role-missing");
        Words((await FollowAsync(Server, (number, code))).Ok()).ShouldContain("Monday 23 November 2026");

        // An entry of another retailer is none.
        await using var stage = await Stage.SetAsync(Server, reader);
        var privacy = await OfficerAsync(retailer);
        (await TieAsync(privacy, asked.Number, stage.Entry, null)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_comes_by_paper_names_all_that_is_wrong_at_once()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var privacy = await OfficerAsync(retailer);
        var refused = await TryTakeInAsync(privacy, shop, "access", "2027-01-01T00:00:00Z", "portal");
        refused.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid");
        refused["errors"].EnumerateObject().Select(e => e.Name).ShouldBe(["channel", "receivedAt"], ignoreOrder: true);
        (await TryTakeInAsync(privacy, shop, "access", "2026-01-01T00:00:00Z")).Refused(
            HttpStatusCode.UnprocessableEntity,
            "received-too-early"
        );
    }

    internal static async Task<Api> OfficerAsync(Retailer retailer) => await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();

    private static Task<Answer> TieAsync(Api person, string number, Guid entry, string? ground) =>
        person.PostAsync($"/api/requests/{number}/tie", new { entry, ground });

    private static Task<Answer> RefuseAsync(Api person, string number) =>
        person.PostAsync($"/api/requests/{number}/refuse", new { ground = "accurate", reason = "The footage shows it." });

    private static Task<Answer> ReinstateAsync(Api person, Guid entry) =>
        person.PostAsync($"/api/entries/{entry}/reinstate", new { reason = "It was looked at." });

    private static async Task<string?> StandingAsync(Api person, Guid entry) =>
        (await person.GetAsync($"/api/entries/{entry}")).Ok()["entry"].GetProperty("state").GetString();

    internal static async Task<(string Number, string Code, string DueOn)> TakeInAsync(
        Api person,
        Shop shop,
        string kind,
        string receivedAt
    )
    {
        var taken = (await TryTakeInAsync(person, shop, kind, receivedAt)).Ok();
        return (taken["number"].GetString()!, taken["code"].GetString()!, taken["dueOn"].GetString()!);
    }

    private static Task<Answer> TryTakeInAsync(Api person, Shop shop, string kind, string receivedAt, string channel = "paper") =>
        person.PostAsync(
            "/api/requests",
            new
            {
                storeId = shop.Id,
                kind,
                channel,
                receivedAt,
                name = "Requester 2",
                whenAndWhere = "In October, at the checkout",
            }
        );
}

public sealed class RequestDeskOnDisk(OnDisk fixture, FaceReader reader) : RequestDeskTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class RequestDeskInCloud(InCloud fixture, FaceReader reader) : RequestDeskTests(fixture, reader), IClassFixture<InCloud>;
