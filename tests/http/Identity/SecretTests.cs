using System.Net;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Nobody can become a colleague: whoever could, would cast both votes (R24) or approve their own entry (R9).</summary>
[Trait("Rule", "R24")]
[Trait("Rule", "R9")]
public abstract class SecretTests(ServerFixture fixture)
{
    private const string NewPassword = "loud kea at noon";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_manager_chooses_no_colleagues_pin()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).SignInAsync();

        foreach (var boss in (Api[])[manager, retailer.Admin])
        {
            (await boss.PutAsync($"/api/people/{staff.Id}/pin", new { pin = "739214" })).Refused(
                HttpStatusCode.MethodNotAllowed,
                "method-not-allowed"
            );
        }

        (await staff.TryPinAsync(tablet, "739214")).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
        (await staff.TryPinAsync(tablet)).Ok();
    }

    [Fact]
    public async Task A_manager_who_takes_a_pin_away_cannot_sign_in_as_its_owner_and_the_owner_can()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).SignInAsync();
        var onTablet = await staff.EnterPinAsync(tablet);
        var inBrowser = await staff.SignInAsync();

        (await manager.DeleteAsync($"/api/people/{staff.Id}/pin")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
        (await staff.TryPinAsync(tablet, "")).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
        (await staff.TryOwnPinAsync(tablet, "739214", "not the password")).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        (await onTablet.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await inBrowser.GetAsync("/api/me")).Ok();
        HasPin(await tablet.GetAsync("/api/tablet"), staff).ShouldBeFalse();
        (await staff.TryOwnPinAsync(tablet, "739214")).Ok();
        (await staff.TryPinAsync(tablet, "739214")).Ok();
        HasPin(await tablet.GetAsync("/api/tablet"), staff).ShouldBeTrue();
    }

    [Fact]
    public async Task Taking_a_pin_away_ends_its_lock_out_and_may_be_repeated()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await staff.TryPinAsync(tablet, "111222");
        }

        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Locked, "locked-out");
        (await retailer.Admin.DeleteAsync($"/api/people/{staff.Id}/pin")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await retailer.Admin.DeleteAsync($"/api/people/{staff.Id}/pin")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await staff.TryOwnPinAsync(tablet)).Ok();
        (await staff.TryPinAsync(tablet)).Ok();
        (await ActionsAsync(staff.Id)).Count(a => a == "person.pin-taken").ShouldBe(1);
    }

    [Fact]
    public async Task A_manager_takes_no_pin_in_another_store()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var next = await retailer.OpenShopAsync("Store 2");
        var manager = await (await retailer.HireAsync(Role.StoreManager, next)).SignInAsync();
        var stranger = (await Retailer.OpenAsync(Server)).Admin;

        (await manager.DeleteAsync($"/api/people/{staff.Id}/pin")).Refused(HttpStatusCode.NotFound, "not-found");
        (await stranger.DeleteAsync($"/api/people/{staff.Id}/pin")).Refused(HttpStatusCode.NotFound, "not-found");
        (await stranger.PostAsync($"/api/people/{staff.Id}/invitation")).Refused(HttpStatusCode.NotFound, "not-found");
        (await staff.TryPinAsync(tablet)).Ok();
    }

    [Fact]
    public async Task A_pin_chosen_on_the_tablet_signs_in_at_once()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);

        var session = (await staff.TryOwnPinAsync(tablet)).Ok();

        session["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        session["tablet"].GetProperty("name").GetString().ShouldBe("tablet 1");
        session["expiresAt"].GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow().AddMinutes(5));
        (await tablet.SignedIn(session["token"].GetString()!).GetAsync("/api/me"))
            .Ok()["person"]
            .GetProperty("id")
            .GetGuid()
            .ShouldBe(staff.Id);
        (await ActionsAsync(staff.Id)).TakeLast(2).ShouldBe(["person.pin-chosen", "sign-in.opened"]);
    }

    [Fact]
    public async Task Five_wrong_passwords_for_a_pin_lock_the_password_out_for_those_who_are_known()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);

        foreach (var left in (string[])["4 tries", "3 tries", "2 tries", "1 try"])
        {
            (await staff.TryOwnPinAsync(tablet, password: "not the password"))
                .Refused(HttpStatusCode.Unauthorized, "sign-in-wrong")
                .Detail!.ShouldContain($"{left} left");
        }

        (await staff.TryOwnPinAsync(tablet, password: "not the password"))
            .Refused(HttpStatusCode.Locked, "locked-out")
            .Detail!.ShouldContain("ask your administrator for an invitation");
        (await staff.TryOwnPinAsync(tablet)).Refused(HttpStatusCode.Locked, "locked-out");
        (await SignInAsync(retailer, staff, Retailer.Password)).Ok();
        Server.Time.Step(TimeSpan.FromMinutes(15));
        (await staff.TryOwnPinAsync(tablet)).Ok();
    }

    [Fact]
    public async Task A_tablet_takes_pins_of_its_own_stores_people_only()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var next = await retailer.OpenShopAsync("Store 2");
        var (_, _, strangers) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var elsewhere = await retailer.HireAsync(Role.StoreStaff, next);

        (await elsewhere.TryOwnPinAsync(tablet)).Refused(HttpStatusCode.NotFound, "not-found");
        (await staff.TryOwnPinAsync(strangers)).Refused(HttpStatusCode.NotFound, "not-found");
        (await staff.TryOwnPinAsync(Server.Anyone)).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
    }

    [Fact]
    public async Task Another_pin_ends_what_the_old_one_opened()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var old = await staff.EnterPinAsync(tablet);
        await using var screen = await StoreScreen.OpenAsync(old);
        var current = await staff.EnterPinAsync(tablet);
        var inBrowser = await staff.SignInAsync();

        (await current.PutAsync("/api/me/pin", new { pin = "739214", password = Retailer.Password })).Status.ShouldBe(
            HttpStatusCode.NoContent
        );

        (await old.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await current.GetAsync("/api/me")).Ok();
        (await inBrowser.GetAsync("/api/me")).Ok();
        await Server.StepUntilEndedAsync(screen);
        screen.Seen.ShouldContain(m => m.Kind == "signedOut");
    }

    [Fact]
    public async Task Of_many_first_pins_at_once_one_is_the_pin()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        // Fewer than the tries that lock out: each is spent before it is judged.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 4)
                .Select(async i =>
                    (
                        Pin: $"73921{i}",
                        Answer: await person.PutAsync("/api/me/pin", new { pin = $"73921{i}", password = Retailer.Password })
                    )
                )
        );

        answers.ShouldAllBe(a => a.Answer.Status == HttpStatusCode.NoContent || a.Answer.Code == "secret-changed");
        var chosen = answers.Where(a => a.Answer.Status == HttpStatusCode.NoContent).Select(a => a.Pin).ToList();
        chosen.ShouldNotBeEmpty();
        var right = 0;
        foreach (var pin in answers.Select(a => a.Pin))
        {
            if ((await staff.TryPinAsync(tablet, pin)).Status == HttpStatusCode.OK)
            {
                chosen.ShouldContain(pin);
                right++;
            }
        }

        right.ShouldBe(1);
    }

    [Fact]
    public async Task One_changes_ones_password_and_all_other_sign_ins_end()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var (mine, other) = (await staff.SignInAsync(), await staff.SignInAsync());
        var onTablet = await staff.EnterPinAsync(tablet);

        (await ChangeAsync(mine, "not the password", NewPassword))
            .Refused(HttpStatusCode.Unauthorized, "sign-in-wrong")
            .Detail!.ShouldContain("4 tries left");
        (await ChangeAsync(mine, Retailer.Password, NewPassword)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await mine.GetAsync("/api/me")).Ok();
        (await other.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await onTablet.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await SignInAsync(retailer, staff, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        (await SignInAsync(retailer, staff, NewPassword)).Ok();
        (await staff.TryPinAsync(tablet)).Ok();
        (await ActionsAsync(staff.Id)).ShouldContain("person.password-changed");
    }

    [Fact]
    public async Task A_password_is_changed_from_the_tablet_too_and_the_person_stays_signed_in()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var onTablet = await staff.EnterPinAsync(tablet);

        (await ChangeAsync(onTablet, Retailer.Password, NewPassword)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await onTablet.GetAsync("/api/me")).Ok();
    }

    [Theory]
    [InlineData(null, "field-missing")]
    [InlineData("", "field-missing")]
    [InlineData("eleven char", "password-too-short")]
    [InlineData(Retailer.Password, "password-unchanged")]
    public async Task A_bad_new_password_is_refused_before_a_try_is_spent(string? password, string code)
    {
        var (retailer, shop, _) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        for (var i = 0; i < 6; i++)
        {
            (await ChangeAsync(person, Retailer.Password, password)).Refused(HttpStatusCode.UnprocessableEntity, code);
        }

        (await ChangeAsync(person, "not the password", NewPassword)).Detail!.ShouldContain("4 tries left");
    }

    [Fact]
    public async Task An_invitation_takes_the_password_and_ends_everything_before_it()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var (inBrowser, onTablet) = (await staff.SignInAsync(), await staff.EnterPinAsync(tablet));
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await SignInAsync(retailer, staff, "not the password");
        }

        (await SignInAsync(retailer, staff, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        var first = await retailer.InviteAsync(staff.Id);
        var second = await retailer.InviteAsync(staff.Id);

        second.ShouldNotBe(first);
        (await inBrowser.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await onTablet.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        (await SignInAsync(retailer, staff, Retailer.Password)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        (await Retailer.AcceptAsync(Server.Anyone, first)).Refused(HttpStatusCode.UnprocessableEntity, "invitation-invalid");
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
        (await Retailer.AcceptAsync(Server.Anyone, second, NewPassword)).Ok();
        (await SignInAsync(retailer, staff, NewPassword)).Ok();
        (await staff.TryOwnPinAsync(tablet, password: NewPassword)).Ok();
        (await ActionsAsync(staff.Id)).Count(a => a == "person.invited").ShouldBe(2);
        var stored = await Server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Action" = 'person.invited' """);
        stored.ShouldAllBe(row => !((string)row[0]!).Contains(second));
    }

    [Fact]
    public async Task A_pin_or_password_chosen_with_the_old_password_while_it_is_reset_does_not_outlive_the_reset()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        for (var round = 0; round < 6; round++)
        {
            var staff = await retailer.HireAsync(Role.StoreStaff, shop);
            var person = await staff.SignInAsync();

            // The reset needs no check of a password and is sooner there: each choice begins a little earlier.
            var choosing = Task.WhenAll(staff.TryOwnPinAsync(tablet, "739214"), ChangeAsync(person, Retailer.Password, NewPassword));
            await staff.TryPinAsync(tablet, "000000");
            var reset = await retailer.Admin.PostAsync($"/api/people/{staff.Id}/invitation");
            var choices = await choosing;

            foreach (var choice in choices)
            {
                choice.Code.ShouldBeOneOf(null, "secret-changed", "sign-in-wrong", "not-signed-in");
            }

            reset.Ok();
            (await staff.TryPinAsync(tablet, "739214")).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
            (await SignInAsync(retailer, staff, NewPassword)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
            (await Retailer.AcceptAsync(Server.Anyone, reset["code"].GetString()!)).Ok();
        }
    }

    [Fact]
    public async Task Only_an_administrator_invites_anew_and_never_themselves()
    {
        var (retailer, shop, _) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var manager = await (await retailer.HireAsync(Role.StoreManager, shop)).SignInAsync();
        var me = (await retailer.Admin.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();

        (await manager.PostAsync($"/api/people/{staff.Id}/invitation")).Refused(HttpStatusCode.Forbidden, "role-missing");
        (await retailer.Admin.PostAsync($"/api/people/{me}/invitation")).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        (await retailer.Admin.GetAsync("/api/me")).Ok();
    }

    [Fact]
    public async Task An_account_remembers_who_last_invited_its_owner_also_when_the_password_is_changed()
    {
        var (retailer, shop, _) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var second = await retailer.HireAsync(Role.TenantAdmin);
        var secondAdmin = await second.SignInAsync();
        var creator = (await retailer.Admin.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid();

        (await IssuerAsync(creator)).ShouldBeNull("the operator is nobody of the retailer's");
        (await IssuerAsync(staff.Id)).ShouldBe(creator);
        (await ChangeAsync(await staff.SignInAsync(), Retailer.Password, NewPassword)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await IssuerAsync(staff.Id)).ShouldBe(creator);
        var code = await retailer.InviteAsync(staff.Id, secondAdmin);
        (await IssuerAsync(staff.Id)).ShouldBe(second.Id);
        await Retailer.EnterAsync(Server, code);
        (await IssuerAsync(staff.Id)).ShouldBe(second.Id);
    }

    private async Task<(Retailer Retailer, Shop Shop, Api Tablet)> TabletAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        return (retailer, shop, await shop.PairTabletAsync());
    }

    private Task<Answer> SignInAsync(Retailer retailer, Employee person, string password) =>
        Retailer.SignInAsync(Server, retailer.Slug, person.Email, password, null);

    private static Task<Answer> ChangeAsync(Api person, string password, string? newPassword) =>
        person.PutAsync("/api/me/password", new { password, newPassword });

    private static bool HasPin(Answer tablet, Employee person) =>
        tablet.Ok()["people"].EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == person.Id).GetProperty("hasPin").GetBoolean();

    private async Task<List<string>> ActionsAsync(Guid person)
    {
        var rows = await Server.QueryAsync("""SELECT "Action" FROM "Audit" WHERE "Subject" = @p0 ORDER BY "Sequence" """, $"{person}");
        return [.. rows.Select(row => (string)row[0]!)];
    }

    private async Task<Guid?> IssuerAsync(Guid person)
    {
        var row = (await Server.QueryAsync("""SELECT "IssuedBy" FROM "People" WHERE "Id" = @p0""", person)).ShouldHaveSingleItem();
        return row[0] is null or DBNull ? null : Guid.Parse($"{row[0]}");
    }
}

public sealed class SecretsOnDisk(OnDisk fixture) : SecretTests(fixture), IClassFixture<OnDisk>;

public sealed class SecretsInCloud(InCloud fixture) : SecretTests(fixture), IClassFixture<InCloud>;
