using System.Net;
using System.Net.WebSockets;
using RetailGuard.Identity;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

public sealed class ManagementOnDisk(OnDisk fixture, FaceReader reader) : ManagementTests(fixture, reader), IClassFixture<OnDisk>;

public sealed class ManagementInCloud(InCloud fixture, FaceReader reader) : ManagementTests(fixture, reader), IClassFixture<InCloud>;

/// <summary>Who leaves, what is lost and what is closed is cut off at once, and what it was before can be read.</summary>
public abstract class ManagementTests(ServerFixture fixture, FaceReader reader)
{
    private static readonly object Because = new { reason = "It had to be." };

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_disabled_person_is_signed_out_everywhere_and_gets_in_nowhere()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var (browser, onTablet) = (await staff.SignInAsync(), await staff.EnterPinAsync(tablet));
        await using var screen = await StoreScreen.OpenAsync(onTablet);

        (await retailer.Admin.PostAsync($"/api/people/{staff.Id}/disable", new { reason = "Left the company." })).Ok();

        (await browser.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await onTablet.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        await EndsWithinAsync(screen);
        screen.Seen.ShouldContain(m => m.Kind == "signedOut");
        var password = await Retailer.SignInAsync(Server, retailer.Slug, staff.Email, Retailer.Password, null);
        var unknown = await Retailer.SignInAsync(Server, retailer.Slug, $"not-{staff.Email}", Retailer.Password, null);
        password.Refused(HttpStatusCode.Unauthorized, "sign-in-wrong").Detail.ShouldBe(unknown.Detail);
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.NotFound, "not-found");
        (await tablet.GetAsync("/api/tablet"))
            .Ok()["people"]
            .EnumerateArray()
            .ShouldNotContain(p => p.GetProperty("id").GetGuid() == staff.Id);
        (await PersonAsync(retailer, staff)).GetProperty("disabledAt").ValueKind.ShouldNotBe(System.Text.Json.JsonValueKind.Null);
        (await retailer.Admin.PostAsync($"/api/people/{staff.Id}/disable", Because)).Refused(HttpStatusCode.Conflict, "person-disabled");
    }

    [Fact]
    public async Task An_enabled_person_signs_in_anew_and_no_old_sign_in_comes_back()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var before = await staff.SignInAsync();
        (await retailer.Admin.PostAsync($"/api/people/{staff.Id}/enable", Because)).Refused(HttpStatusCode.Conflict, "person-enabled");
        (await retailer.Admin.PostAsync($"/api/people/{staff.Id}/disable", Because)).Ok();

        (await retailer.Admin.PostAsync($"/api/people/{staff.Id}/enable", Because)).Ok();

        (await before.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await staff.TryPinAsync(tablet)).Ok();
        await staff.SignInAsync();
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_store_whose_people_are_disabled_until_fewer_than_two_may_vote_matches_nobody()
    {
        await using var stage = await StageAsync();
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        foreach (var person in await PeopleOfAsync(stage))
        {
            (await stage.Retailer.Admin.PostAsync($"/api/people/{person}/disable", Because)).Ok();
        }

        await stage.LookAsync();

        var decision = await stage.PassAsync(Photos.Of('A'));
        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        decision.Reason.ShouldStartWith("Fewer than two people");
    }

    [Fact]
    public async Task Whose_roles_or_stores_change_is_signed_out_and_may_do_what_the_new_ones_allow()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var (one, two) = (await retailer.OpenShopAsync(), await retailer.OpenShopAsync("Store 2"));
        var staff = await retailer.HireAsync(Role.StoreStaff, one);
        var before = await staff.SignInAsync();
        await using var screen = await StoreScreen.OpenAsync(before);

        (
            await retailer.Admin.PatchAsync(
                $"/api/people/{staff.Id}",
                new
                {
                    reason = "Promoted, to the other store.",
                    roles = new[] { "storeManager" },
                    storeIds = new[] { two.Id },
                }
            )
        ).Ok();

        (await before.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        await EndsWithinAsync(screen);
        var after = await staff.SignInAsync();
        (await after.GetAsync("/api/me")).Ok()["store"].GetProperty("id").GetGuid().ShouldBe(two.Id);
        (await after.PostAsync($"/api/stores/{two.Id}/pairing-codes", new { kind = "tablet", name = "Tablet 1" })).Ok();
        (await after.GetAsync($"/api/stores/{one.Id}/cameras")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Another_name_signs_nobody_out_and_is_shown_on_tablets()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        (await retailer.Admin.PatchAsync($"/api/people/{staff.Id}", new { reason = "Married.", name = " Staff 77 " })).Ok();

        (await person.GetAsync("/api/me")).Ok()["person"].GetProperty("name").GetString().ShouldBe("Staff 77");
        var shown = (await tablet.GetAsync("/api/tablet")).Ok()["people"].EnumerateArray().Select(p => p.GetProperty("name").GetString());
        shown.ShouldContain("Staff 77");
    }

    [Fact]
    public async Task A_change_names_all_that_is_wrong_with_it_and_changes_nothing()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var staff = await retailer.HireAsync(Role.StoreStaff, await retailer.OpenShopAsync());
        var path = $"/api/people/{staff.Id}";

        var wrong = await retailer.Admin.PatchAsync(
            path,
            new
            {
                reason = "Why not.",
                name = " ",
                storeIds = new[] { Unique.Id() },
            }
        );
        var nothing = await retailer.Admin.PatchAsync(path, new { reason = "Why not." });
        var unreasoned = await retailer.Admin.PatchAsync(path, new { name = "Staff 2" });
        var homeless = await retailer.Admin.PatchAsync(path, new { reason = "Why not.", storeIds = Array.Empty<Guid>() });

        wrong.Refused(HttpStatusCode.UnprocessableEntity, "fields-invalid").Text.ShouldContain("\"name\"");
        wrong.Text.ShouldContain("\"storeIds\"");
        nothing.Refused(HttpStatusCode.UnprocessableEntity, "nothing-to-change");
        unreasoned.Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        homeless.Refused(HttpStatusCode.UnprocessableEntity, "store-missing");
        (await retailer.Admin.GetAsync($"/api/changes?subject={staff.Id}")).Ok().Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_always_administers_the_retailer()
    {
        for (var i = 0; i < 4; i++)
        {
            var retailer = await Retailer.OpenAsync(Server);
            var (one, two) = (await IdAsync(retailer.Admin), await IdAsync(retailer.SecondAdmin));

            // Each other, at one moment: whoever is later has no account any more, or is refused.
            var both = await Task.WhenAll(
                retailer.Admin.PostAsync($"/api/people/{two}/disable", Because),
                retailer.SecondAdmin.PatchAsync($"/api/people/{one}", new { reason = "It had to be.", roles = new[] { "auditor" } })
            );

            both.Count(a => a.Status == HttpStatusCode.NoContent).ShouldBe(1, string.Join(' ', both.Select(a => a.Text)));
            var left = both[0].Status == HttpStatusCode.NoContent ? retailer.Admin : retailer.SecondAdmin;
            var self = await IdAsync(left);
            (await left.PostAsync($"/api/people/{self}/disable", Because)).Refused(HttpStatusCode.Conflict, "last-administrator");
            (await left.PatchAsync($"/api/people/{self}", new { reason = "Tired.", roles = new[] { "auditor" } })).Refused(
                HttpStatusCode.Conflict,
                "last-administrator"
            );
        }
    }

    [Fact]
    public async Task A_revoked_tablet_is_nobodys_and_whoever_was_signed_in_on_it_is_out()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        await using var ringing = await RawLine.OpenAsync(tablet);
        var person = await staff.EnterPinAsync(tablet);
        await using var screen = await StoreScreen.OpenAsync(person);
        var device = (await DevicesAsync(retailer, shop)).ShouldHaveSingleItem().GetProperty("id").GetGuid();

        (await retailer.Admin.PostAsync($"/api/devices/{device}/revoke", new { reason = "Stolen at the till." })).Ok();

        (await person.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await tablet.GetAsync("/api/tablet")).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
        var told = ringing.UntilAsync(r => r.Contains("signedOut", StringComparison.Ordinal), "that it is signed out");
        await Server.StepUntilEndedAsync(screen);
        await Server.StepUntilAsync(told);
        await Server.StepUntilAsync(ringing.CutAsync());
        (await DevicesAsync(retailer, shop)).ShouldHaveSingleItem().GetProperty("revokedAt").GetDateTimeOffset();
        (await retailer.Admin.PostAsync($"/api/devices/{device}/revoke", Because)).Refused(HttpStatusCode.Conflict, "device-revoked");
        (await retailer.Admin.PatchAsync($"/api/devices/{device}", new { reason = "Back.", name = "Tablet 2" })).Refused(
            HttpStatusCode.Conflict,
            "device-revoked"
        );
        await staff.SignInAsync();
    }

    [Fact]
    public async Task A_revoked_connector_is_told_and_cut_off_and_does_not_come_back()
    {
        await using var stage = await StageAsync();
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);

        (await stage.Manager.PostAsync($"/api/devices/{stage.Paired.Device}/revoke", Because)).Ok();

        await CutOffAsync(stage);
        await using var again = await Connector.DialAsync(Server.Address);
        var challenge = (await again.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        await again.SendAsync(new() { Hello = stage.Paired.Answer(challenge, reader.Pack.Space.Id, reader.Pack.Space.Dimension) });
        (await again.RefusedAsync()).Code.ShouldBe("device-unknown");
    }

    [Fact]
    public async Task A_machine_that_is_moved_belongs_to_its_new_store()
    {
        await using var stage = await StageAsync();
        var elsewhere = await stage.Retailer.OpenShopAsync("Store 2");
        var move = new
        {
            reason = "Needed there.",
            name = "Box 2",
            storeId = elsewhere.Id,
        };
        (await stage.Manager.PatchAsync($"/api/devices/{stage.Paired.Device}", move)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "store-unknown"
        );

        (await stage.Retailer.Admin.PatchAsync($"/api/devices/{stage.Paired.Device}", move)).Ok();

        await CutOffAsync(stage);
        await using var there = await Connector.OpenAsync(stage.Paired, reader);
        var policy = (await there.NextAsync(CloudFrame.BodyOneofCase.Policy)).Policy;
        policy.Cameras.Select(c => WireId(c.CameraId)).ShouldBe(elsewhere.Cameras);
        var device = (await DevicesAsync(stage.Retailer, elsewhere)).ShouldHaveSingleItem();
        device.GetProperty("name").GetString().ShouldBe("Box 2");
        device.GetProperty("kind").GetString().ShouldBe("edge");
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_closed_store_matches_nobody_and_knows_nobody_until_it_is_reopened()
    {
        await using var stage = await StageAsync();
        var tablet = await stage.Shop.PairTabletAsync();
        var code = await stage.Shop.PairingCodeAsync("tablet");
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        var store = $"/api/stores/{stage.Shop.Id}";
        (await stage.Retailer.Admin.PostAsync($"{store}/reopen", Because)).Refused(HttpStatusCode.Conflict, "store-open");

        (await stage.Retailer.Admin.PostAsync($"{store}/close", new { reason = "Burnt down." })).Ok();

        (await stage.First.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await tablet.GetAsync("/api/tablet")).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
        (await Server.Anyone.PostAsync("/api/tablet/pair", new { code })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "pairing-code-invalid"
        );
        var signIn = await Retailer.SignInAsync(Server, stage.Retailer.Slug, stage.FirstPerson.Email, Retailer.Password, stage.Shop.Id);
        signIn.Refused(HttpStatusCode.NotFound, "not-found");
        await EndsWithinAsync(screen);
        await CutOffAsync(stage);
        (await stage.Retailer.Admin.PostAsync($"{store}/close", Because)).Refused(HttpStatusCode.Conflict, "store-closed");

        (await stage.Retailer.Admin.PostAsync($"{store}/reopen", Because)).Ok();

        (await tablet.GetAsync("/api/tablet")).Ok();
        await stage.FirstPerson.SignInAsync(stage.Shop);
        await using var back = await Connector.OpenAsync(stage.Paired, reader);
        var armed = back.NextAsync(f => f.Policy?.Cameras.Any(c => c.Armed) == true, "an armed camera");
        await stage.StepUntilAsync(armed);
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task A_disabled_camera_is_matched_no_more_until_it_is_enabled_and_has_its_name()
    {
        await using var stage = await StageAsync();
        var camera = $"/api/stores/{stage.Shop.Id}/cameras/{stage.Shop.Cameras[0]}";

        (await stage.Retailer.Admin.PostAsync($"{camera}/disable", new { reason = "It looks into the fitting room." })).Ok();
        await stage.LookAsync();

        var decision = await stage.PassAsync(Photos.Of('A'));
        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        decision.Reason.ShouldContain("out of use");
        (await stage.Retailer.Admin.PostAsync($"{camera}/disable", Because)).Refused(HttpStatusCode.Conflict, "camera-disabled");

        (await stage.Retailer.Admin.PostAsync($"{camera}/enable", Because)).Ok();
        (await stage.Retailer.Admin.PatchAsync(camera, new { reason = "Typing error.", name = "Door 5" })).Ok();
        await stage.LookAsync();

        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        var listed = (await stage.Manager.GetAsync($"/api/stores/{stage.Shop.Id}/cameras"))
            .Ok()
            .Json.EnumerateArray()
            .ShouldHaveSingleItem();
        listed.GetProperty("name").GetString().ShouldBe("Door 5");
    }

    [Fact]
    public async Task Every_change_is_on_record_with_its_reason_which_the_audit_log_does_not_hold()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var store = $"/api/stores/{shop.Id}";
        (await retailer.Admin.PatchAsync(store, new { reason = "Moved across the road.", address = "2 Test Street" })).Ok();
        (await retailer.Admin.PatchAsync(store, new { reason = "Wrong zone.", timeZone = "Mars/Olympus" })).Refused(
            HttpStatusCode.UnprocessableEntity,
            "time-zone-unknown"
        );

        var change = (await retailer.Admin.GetAsync($"/api/changes?subject={shop.Id}")).Ok().Json.EnumerateArray().ShouldHaveSingleItem();

        change.GetProperty("action").GetString().ShouldBe("store.changed");
        change.GetProperty("reason").GetString().ShouldBe("Moved across the road.");
        change.GetProperty("by").GetGuid().ShouldBe(await IdAsync(retailer.Admin));
        var logged = await Server.QueryAsync(
            """SELECT "Detail" FROM "Audit" WHERE "Action" = 'store.changed' AND "Subject" = @p0""",
            $"{shop.Id}"
        );
        var detail = (string)logged.ShouldHaveSingleItem()[0]!;
        detail.ShouldContain(change.GetProperty("id").GetString()!);
        detail.ShouldNotContain("road");
    }

    [Fact]
    public async Task A_code_opens_nothing_once_whoever_made_it_is_disabled()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        var manager = await retailer.HireAsync(Role.StoreManager, shop);
        var made = await (await manager.SignInAsync()).PostAsync(
            $"/api/stores/{shop.Id}/pairing-codes",
            new { kind = "tablet", name = "Mine" }
        );
        (await retailer.Admin.PostAsync($"/api/people/{manager.Id}/disable", Because)).Ok();

        var paired = await Server.Anyone.PostAsync("/api/tablet/pair", new { code = made.Ok()["code"].GetString() });

        paired.Refused(HttpStatusCode.UnprocessableEntity, "pairing-code-invalid");
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_second_sign_in_on_a_tablet_ends_the_first_whatever_the_clock_says()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var first = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var second = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var other = await first.EnterPinAsync(await shop.PairTabletAsync());
        var before = await first.EnterPinAsync(tablet);
        await using var screen = await StoreScreen.OpenAsync(before);

        // As when it was wrong and is set right.
        Server.Time.AdjustTime(Server.Time.GetUtcNow() - TimeSpan.FromMinutes(1));

        var after = await second.EnterPinAsync(tablet);

        (await before.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await after.GetAsync("/api/me")).Ok();
        (await other.GetAsync("/api/me")).Ok();
        (await after.PostAsync("/api/sign-out")).Ok();
        (await before.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        await EndsWithinAsync(screen);
    }

    [Theory]
    [InlineData(true, 12)]
    [InlineData(false, 7 * 24)]
    public async Task However_busy_a_sign_in_has_an_end(bool onTablet, int hours)
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var person = onTablet ? await staff.EnterPinAsync(tablet) : await staff.SignInAsync();
        var ends = Server.Time.GetUtcNow() + TimeSpan.FromHours(hours);
        var often = onTablet ? TimeSpan.FromMinutes(4) : TimeSpan.FromHours(10);

        while (Server.Time.GetUtcNow() + often < ends)
        {
            Server.Time.Sleep(often);
            (await person.GetAsync("/api/me")).Ok()["expiresAt"].GetDateTimeOffset().ShouldBeLessThanOrEqualTo(ends);
        }

        Server.Time.Sleep(ends - Server.Time.GetUtcNow());
        (await person.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    private static Guid WireId(Google.Protobuf.ByteString id) => Protocol.WireId.Read(id);

    private static async Task<Guid> IdAsync(Api person) => (await person.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();

    private static async Task<System.Text.Json.JsonElement> PersonAsync(Retailer retailer, Employee employee) =>
        (await retailer.Admin.GetAsync("/api/people")).Ok().Json.EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == employee.Id);

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> DevicesAsync(Retailer retailer, Shop shop) =>
        [.. (await retailer.Admin.GetAsync($"/api/devices?storeId={shop.Id}")).Ok().Json.EnumerateArray()];

    private static async Task<IReadOnlyList<Guid>> PeopleOfAsync(Stage stage) =>
        [
            .. (await stage.Retailer.Admin.GetAsync("/api/people"))
                .Ok()
                .Json.EnumerateArray()
                .Where(p => p.GetProperty("storeIds").EnumerateArray().Any(s => s.GetGuid() == stage.Shop.Id))
                .Select(p => p.GetProperty("id").GetGuid())
                .Where(id => id != stage.FirstPerson.Id),
        ];

    /// <summary>Of a retailer of its own: what is taken away from it is missing nowhere else.</summary>
    private async Task<Stage> StageAsync() => await Stage.SetAsync(Server, reader, await Retailer.OpenAsync(Server));

    private async Task<(Retailer Retailer, Shop Shop, Api Tablet)> TabletAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        return (retailer, shop, await shop.PairTabletAsync());
    }

    /// <summary>Within five seconds of the server's time, and those it takes to say so.</summary>
    private async Task EndsWithinAsync(StoreScreen screen)
    {
        Server.Time.Step(TimeSpan.FromSeconds(5));
        await Server.StepUntilEndedAsync(screen);
    }

    private async Task CutOffAsync(Stage stage)
    {
        var refused = stage.Connector.RefusedAsync();
        await Server.StepUntilAsync(refused);
        (await refused).Code.ShouldBe("device-unknown");
        stage.Connector.Goodbye.ShouldBe(WebSocketCloseStatus.PolicyViolation);
    }
}
