using System.Net;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>An entry goes to another store: only on recorded grounds, by that store's own answers, and never longer than its source.</summary>
public abstract class ShareTests(ServerFixture fixture, FaceReader reader)
{
    private RunningServer Server => fixture.Server;

    [Fact]
    [Trait("Rule", "R17")]
    public async Task Sharing_is_locked_until_its_grounds_are_recorded_and_again_when_their_review_is_due()
    {
        var retailer = await Retailer.OpenAsync(Server);
        await using var stage = await Stage.SetAsync(Server, reader, retailer);
        var next = await retailer.OpenShopAsync("Store 99");
        var officer = await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();

        var locked = await Shares.OfferAsync(stage.HeadOffice, stage.Entry, next);
        locked.Refused(HttpStatusCode.Conflict, "sharing-locked");
        locked.Text.ShouldContain("rule 11");
        locked.Text.ShouldContain("assessment");
        locked.Text.ShouldContain("rule 3A");
        (await stage.HeadOffice.GetAsync("/api/sharing/grounds")).Ok()["isOpen"].GetBoolean().ShouldBeFalse();
        (await stage.HeadOffice.PutAsync("/api/sharing/grounds", Shares.Grounds(retailer))).Refused(
            HttpStatusCode.Forbidden,
            "role-missing"
        );
        var endless = Shares.Grounds(retailer);
        endless["reviewBy"] = Watchlist.Iso(Server.Time.GetUtcNow().AddMonths(13));
        (await officer.PutAsync("/api/sharing/grounds", endless)).Refused(HttpStatusCode.UnprocessableEntity, "review-out-of-range");
        (await officer.PutAsync("/api/sharing/grounds", Shares.Grounds(retailer))).Ok();
        var again = Shares.Grounds(retailer);
        again["mostKilometres"] = 30;
        (await officer.PutAsync("/api/sharing/grounds", again)).Ok();
        var view = (await stage.Manager.GetAsync("/api/sharing/grounds")).Ok();
        view["isOpen"].GetBoolean().ShouldBeTrue();
        view["recorded"].GetProperty("mostKilometres").GetInt32().ShouldBe(30);
        (await Shares.OfferAsync(stage.HeadOffice, stage.Entry, next, kilometres: 31)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "no-need-there"
        );
        (await Shares.OfferAsync(stage.HeadOffice, stage.Entry, next, "offendedThere", kilometres: 31)).Ok();

        (await officer.SendAsync(HttpMethod.Delete, "/api/sharing/grounds", null)).Ok();
        (await Shares.OfferAsync(stage.HeadOffice, stage.Entry, await retailer.OpenShopAsync("Store 98"))).Refused(
            HttpStatusCode.Conflict,
            "sharing-locked"
        );
    }

    [Fact]
    [Trait("Rule", "R18")]
    [Trait("Rule", "R19")]
    public async Task A_receiving_store_answers_for_itself_and_enrols_anew()
    {
        await using var scene = await SetAsync();
        var share = await scene.OfferAsync();

        var offered = (await scene.First.GetAsync($"/api/shares/{share}")).Ok();
        offered["share"].GetProperty("standing").GetString().ShouldBe("waiting");
        offered["sent"].GetProperty("summary").GetString().ShouldBe("Struck a checkout operator with a basket.");
        offered.Text.ShouldNotContain(scene.Stage.Entry.ToString());
        offered.Text.ShouldNotContain("Subject A");
        (await scene.First.GetAsync($"/api/shares/{share}/photo")).Ok();
        (await scene.First.GetAsync($"/api/entries/{scene.Stage.Entry}")).Refused(HttpStatusCode.NotFound, "not-found");
        (await scene.AcceptAsync(scene.Stage.HeadOffice, share)).Refused(HttpStatusCode.Forbidden, "role-missing");
        (await scene.AcceptAsync(scene.Stage.Manager, share)).Refused(HttpStatusCode.Forbidden, "not-the-receiver");

        var entry = (await scene.AcceptAsync(scene.First, share)).Ok()["entry"].GetGuid();
        (await scene.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await scene.Stage.HeadOffice.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.Forbidden, "not-the-receiver");
        (await scene.First.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await scene.Second.PostAsync($"/api/entries/{entry}/approve")).Ok();
        (await scene.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Hold);

        var file = (await scene.Second.GetAsync($"/api/entries/{entry}")).Ok();
        file["entry"].GetProperty("label").GetString().ShouldBe("Subject 1");
        file["summary"].GetString()!.ShouldContain("Threatened the night fill");
        file.Text.ShouldNotContain(scene.Stage.Entry.ToString());
        (await Server.QueryAsync("""SELECT * FROM "Entries" WHERE "Id" = @p0""", entry))
            .Single()
            .ShouldNotContain(cell => Equals(cell, scene.Stage.Entry) || $"{cell}".Contains($"{scene.Stage.Entry}"));
        var templates = await Server.QueryAsync(
            """SELECT "Sealed" FROM "EntryTemplates" WHERE "Entry" IN (@p0, @p1)""",
            entry,
            scene.Stage.Entry
        );
        templates.Select(row => Convert.ToHexString((byte[])row[0]!)).Distinct().Count().ShouldBe(templates.Count);
        (await scene.First.GetAsync($"/api/shares/{share}/photo")).Refused(HttpStatusCode.NotFound, "not-found");
        var ledger = (await scene.Stage.HeadOffice.GetAsync($"/api/entries/{scene.Stage.Entry}/shares")).Ok();
        ledger.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("standing").GetString().ShouldBe("inForce");
        (await scene.AcceptAsync(scene.First, share)).Refused(HttpStatusCode.Conflict, "share-not-waiting");
        (await Shares.OfferAsync(scene.Stage.HeadOffice, entry, scene.Stage.Shop)).Refused(HttpStatusCode.Conflict, "entry-received");
        (await Shares.OfferAsync(scene.Stage.HeadOffice, scene.Stage.Entry, scene.Shop)).Refused(HttpStatusCode.Conflict, "already-shared");
    }

    [Theory]
    [Trait("Rule", "R19")]
    [InlineData("adult", "unsure", "adult-not-attested")]
    [InlineData("vulnerable", "yes", "vulnerable-not-excluded")]
    [InlineData("basis", "heardOfIt", "field-invalid")]
    [InlineData("harmHere", null, "field-missing")]
    [InlineData("notice", null, "field-missing")]
    [InlineData("expiresAt", "late", "share-outlives-source")]
    public async Task An_answer_that_is_not_the_stores_own_or_outlives_the_source_is_refused(string field, string? value, string code)
    {
        await using var scene = await SetAsync();
        var share = await scene.OfferAsync();
        var answers = Shares.Answers(scene.Stage.Retailer);
        answers[field] = value == "late" ? Watchlist.Iso(Server.Time.GetUtcNow().AddMonths(8)) : value;
        if (value is null)
        {
            answers.Remove(field);
        }

        (await scene.First.PostAsync($"/api/shares/{share}/accept", answers)).Refused(HttpStatusCode.UnprocessableEntity, code);

        var rows = await Server.QueryAsync("""SELECT "Id" FROM "Entries" WHERE "StoreId" = @p0""", scene.Shop.Id);
        rows.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R20")]
    public async Task What_ends_at_its_source_or_is_recalled_ends_in_every_store()
    {
        await using var scene = await SetAsync();
        var removed = await scene.InForceAsync();
        await using var other = await SetAsync();
        var recalled = await other.InForceAsync();

        (await scene.Stage.HeadOffice.PostAsync($"/api/entries/{scene.Stage.Entry}/remove", new { reason = "Notice withdrawn." })).Ok();
        (await other.First.PostAsync($"/api/shares/{recalled.Share}/recall", new { reason = "wrongPerson" })).Refused(
            HttpStatusCode.Forbidden,
            "not-the-sender"
        );
        (await other.Stage.Manager.PostAsync($"/api/shares/{recalled.Share}/recall", new { reason = "wrongPerson" })).Ok();

        foreach (
            var (where, share, entry, standing) in new[]
            {
                (scene, removed.Share, removed.Entry, "ended"),
                (other, recalled.Share, recalled.Entry, "recalled"),
            }
        )
        {
            (await where.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);
            (await Server.QueryAsync("""SELECT "State", "KeyId", "SealedTexts" FROM "Entries" WHERE "Id" = @p0""", entry))
                .Single()
                .ShouldBe(["Removed", null, null]);
            (await Server.QueryAsync("""SELECT "Space" FROM "EntryTemplates" WHERE "Entry" = @p0""", entry)).ShouldBeEmpty();
            var view = (await where.Stage.HeadOffice.GetAsync($"/api/shares/{share}")).Ok()["share"];
            view.GetProperty("standing").GetString().ShouldBe(standing);
            view.GetProperty("hasReached").GetBoolean().ShouldBeTrue();
        }

        // The sender's own entry goes on where only the share was taken back.
        (await other.Stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (await other.Stage.Manager.PostAsync($"/api/shares/{recalled.Share}/recall", new { reason = "corrected" })).Refused(
            HttpStatusCode.Conflict,
            "share-over"
        );
    }

    [Fact]
    [Trait("Rule", "R28")]
    public async Task A_dispute_in_one_store_holds_the_entry_back_in_all_and_the_receivers_comes_back_last()
    {
        await using var scene = await SetAsync();
        var (_, entry) = await scene.InForceAsync();
        var alert = await scene.Stage.RaiseWithPictureAsync();

        (await scene.Stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Ok();

        (await scene.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await scene.First.GetAsync($"/api/entries/{entry}")).Ok()["entry"].GetProperty("state").GetString().ShouldBe("suspended");
        var asked = new { reason = "It was looked at." };
        (await scene.Stage.HeadOffice.PostAsync($"/api/entries/{entry}/reinstate", asked)).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    [Trait("Rule", "R7")]
    public async Task Alerts_are_counted_over_all_stores_that_share_a_person()
    {
        await using var scene = await SetAsync();
        var (_, entry) = await scene.InForceAsync();
        await RejectHereAsync();
        for (var i = 0; i < 2; i++)
        {
            await RejectHereAsync();
            var raised = await scene.RaiseAsync();
            (await Server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
            (await Stage.VoteAsync(scene.First, raised.Id, "different")).Ok();
            (await scene.First.PostAsync($"/api/alerts/{raised.Id}/alert-again")).Ok();
        }

        (await scene.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);

        foreach (var id in (Guid[])[entry, scene.Stage.Entry])
        {
            var file = (await scene.Stage.HeadOffice.GetAsync($"/api/entries/{id}")).Ok();
            file["entry"].GetProperty("suspension").GetProperty("reason").GetString().ShouldBe("alertRate");
        }

        async Task RejectHereAsync()
        {
            var alert = await scene.Stage.RaiseWithPictureAsync();
            (await Stage.VoteAsync(scene.Stage.First, alert, "different")).Ok();
            (await scene.Stage.Manager.PostAsync($"/api/alerts/{alert}/alert-again")).Ok();
        }
    }

    [Fact]
    [Trait("Rule", "R11")]
    public async Task A_doubt_about_age_holds_the_entry_back_where_it_came_from()
    {
        await using var scene = await SetAsync();
        var share = await scene.OfferAsync();

        (await scene.First.PostAsync($"/api/shares/{share}/decline", new { reason = "mayBeMinorOrVulnerable" })).Ok();

        (await scene.Stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        var file = (await scene.Stage.HeadOffice.GetAsync($"/api/entries/{scene.Stage.Entry}")).Ok();
        file["entry"].GetProperty("suspension").GetProperty("reason").GetString().ShouldBe("doubted");
        (await scene.First.GetAsync($"/api/shares/{share}"))
            .Ok()["share"]
            .GetProperty("declined")
            .GetString()
            .ShouldBe("mayBeMinorOrVulnerable");
    }

    [Fact]
    [Trait("Rule", "R20")]
    public async Task Of_a_recall_and_an_answer_at_the_same_moment_nothing_is_left_on_the_receivers_list()
    {
        await using var scene = await SetAsync();
        var share = await scene.OfferAsync();

        var answers = await Task.WhenAll(
            scene.AcceptAsync(scene.First, share),
            scene.Stage.HeadOffice.PostAsync($"/api/shares/{share}/recall", new { reason = "noLongerNeeded" })
        );

        answers[1].Ok();
        answers[0].Code.ShouldBeOneOf(null, "changed-meanwhile", "share-not-waiting");
        var states = await Server.QueryAsync("""SELECT "State" FROM "Entries" WHERE "StoreId" = @p0""", scene.Shop.Id);
        states.ShouldAllBe(row => (string)row[0]! == "Removed");
    }

    [Fact]
    [Trait("Rule", "R21")]
    [Trait("Rule", "R40")]
    [Trait("Rule", "R41")]
    public async Task What_somebody_asks_for_themselves_reaches_every_store_that_was_shown_their_entry()
    {
        await using var scene = await SetAsync();
        var (_, entry) = await scene.InForceAsync();
        var officer = await RequestDeskTests.OfficerAsync(scene.Stage.Retailer);
        var access = await RequestDeskTests.TakeInAsync(officer, scene.Stage.Shop, "access", Watchlist.Iso(Server.Time.GetUtcNow()));
        (await officer.PostAsync($"/api/requests/{access.Number}/tie", new { entry = scene.Stage.Entry })).Ok();
        (await officer.GetAsync($"/api/requests/{access.Number}/pack")).Ok().Text.ShouldContain(scene.Shop.Name);

        var correction = await RequestDeskTests.TakeInAsync(
            officer,
            scene.Stage.Shop,
            "correction",
            Watchlist.Iso(Server.Time.GetUtcNow())
        );
        var tie = new { entry = scene.Stage.Entry, ground = "factsWrong" };
        (await officer.PostAsync($"/api/requests/{correction.Number}/tie", tie)).Ok();

        (await scene.PassAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);
        var refusal = new { ground = "accurate", reason = "The footage shows it." };
        (await officer.PostAsync($"/api/requests/{correction.Number}/refuse", refusal)).Ok();
        var statement = new { text = "I paid at the second till." };
        (await officer.PostAsync($"/api/requests/{correction.Number}/statement", statement)).Ok();
        var file = (await scene.First.GetAsync($"/api/entries/{entry}")).Ok();
        file["entry"].GetProperty("state").GetString().ShouldBe("suspended");
        file.Text.ShouldContain("I paid at the second till.");
    }

    [Fact]
    [Trait("Rule", "R20")]
    [Trait("Rule", "R40")]
    public async Task A_correction_reaches_the_stores_that_it_was_shared_to_and_leaves_what_they_added()
    {
        await using var scene = await SetAsync();
        var (_, entry) = await scene.InForceAsync();
        var officer = await RequestDeskTests.OfficerAsync(scene.Stage.Retailer);
        await CorrectAsync(scene.Stage.Entry, "Pushed a basket over.");
        (await SummaryAsync(entry)).ShouldBe("Pushed a basket over.\n\nHere: Threatened the night fill in March.");

        // What the receiver added is its own: to correct that leaves the sender's words alone.
        await CorrectAsync(entry, "Pushed a basket over. Nothing happened here.");
        (await SummaryAsync(entry)).ShouldBe("Pushed a basket over. Nothing happened here.");
        (await SummaryAsync(scene.Stage.Entry)).ShouldBe("Pushed a basket over.");

        async Task CorrectAsync(Guid which, string summary)
        {
            var asked = await RequestDeskTests.TakeInAsync(officer, scene.Shop, "correction", Watchlist.Iso(Server.Time.GetUtcNow()));
            (await officer.PostAsync($"/api/requests/{asked.Number}/tie", new { entry = which, ground = "factsWrong" })).Ok();
            var correction = new
            {
                made = "corrected",
                summary,
                text = "You are right.",
            };
            (await officer.PostAsync($"/api/requests/{asked.Number}/correct", correction)).Ok();
        }

        async Task<string?> SummaryAsync(Guid which) => (await officer.GetAsync($"/api/entries/{which}")).Ok()["summary"].GetString();
    }

    [Fact]
    public async Task Of_two_who_offer_it_to_one_store_at_the_same_moment_one_does()
    {
        await using var scene = await SetAsync();

        var offers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Shares.OfferAsync(scene.Stage.HeadOffice, scene.Stage.Entry, scene.Shop))
        );

        offers.Count(o => o.Code is null).ShouldBe(1);
        offers.Count(o => o.Code == "already-shared").ShouldBe(3);
    }

    private Task<SharingScene> SetAsync() => SharingScene.SetAsync(Server, reader);
}

public sealed class SharesOnDisk(OnDisk fixture, FaceReader reader) : ShareTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class SharesInCloud(InCloud fixture, FaceReader reader) : ShareTests(fixture, reader), IClassFixture<InCloud>;

/// <summary>What weeks do to a share. On a server of its own, since nobody stays signed in so long.</summary>
public sealed class ShareLapseTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>
{
    [Fact]
    public async Task An_offer_that_nobody_answers_lapses()
    {
        await using var scene = await SharingScene.SetAsync(fixture.Server, reader);
        var share = await scene.OfferAsync();
        (await Shares.OfferAsync(scene.Stage.HeadOffice, scene.Stage.Entry, scene.Stage.Shop)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "share-with-itself"
        );
        fixture.Server.Time.Step(TimeSpan.FromDays(15));
        var manager = await scene.FirstManager.SignInAsync();
        (await manager.PostAsync($"/api/shares/{share}/accept", Shares.Answers(scene.Stage.Retailer))).Refused(
            HttpStatusCode.Conflict,
            "share-not-waiting"
        );
        var page = (await manager.GetAsync($"/api/shares?state=offered&storeId={scene.Shop.Id}")).Ok();
        page["shares"].EnumerateArray().Single().GetProperty("standing").GetString().ShouldBe("lapsed");
    }
}
