using System.Net;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The shared tablet: signing in by PIN, guessing PINs, and signing out by itself.</summary>
public abstract class PinTests(ServerFixture fixture)
{
    private const string WrongPin = "111222";

    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_paired_tablet_lists_its_stores_people_and_takes_their_pins()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var (staff, next) = (await retailer.HireAsync(Role.StoreStaff, shop), await retailer.OpenShopAsync("Store 2"));
        var elsewhere = await (await retailer.HireAsync(Role.StoreStaff, next)).GivenPinAsync();
        await staff.GivenPinAsync();

        var seen = (await tablet.GetAsync("/api/tablet")).Ok();

        seen["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        var listed = seen["people"].EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("id").GetGuid().ShouldBe(staff.Id);
        listed.GetProperty("hasPin").GetBoolean().ShouldBeTrue();
        var session = (await staff.TryPinAsync(tablet)).Ok();
        session["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        session["tablet"].GetProperty("name").GetString().ShouldBe("tablet 1");
        session["expiresAt"].GetDateTimeOffset().ShouldBe(Server.Time.GetUtcNow().AddMinutes(5));
        (await elsewhere.TryPinAsync(tablet)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Five_wrong_pins_lock_out_until_the_person_chooses_another()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();

        foreach (var left in (string[])["4 tries", "3 tries", "2 tries", "1 try"])
        {
            (await staff.TryPinAsync(tablet, WrongPin))
                .Refused(HttpStatusCode.Unauthorized, "pin-wrong")
                .Detail!.ShouldContain($"{left} left");
        }

        (await staff.TryPinAsync(tablet, WrongPin))
            .Refused(HttpStatusCode.Locked, "locked-out")
            .Detail!.ShouldContain("choose a new PIN on the tablet with your password");
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Locked, "locked-out");
        (await staff.TryOwnPinAsync(tablet, "739214")).Ok();
        (await staff.TryPinAsync(tablet, "739214")).Ok();
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
    }

    [Fact]
    public async Task A_hundred_guesses_at_once_are_five_tries()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();

        var guesses = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => staff.TryPinAsync(tablet, $"1{i:00000}")));

        guesses.Count(g => g.Code == "pin-wrong").ShouldBeLessThanOrEqualTo(4);
        guesses.Count(g => g.Code == "locked-out").ShouldBeGreaterThanOrEqualTo(96);
        var judged = await Server.QueryAsync("""SELECT "WrongTries" FROM "Secrets" WHERE "PersonId" = @p0 AND "Kind" = 'Pin' """, staff.Id);
        Convert.ToInt32(judged.ShouldHaveSingleItem()[0]).ShouldBe(5);
        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Locked, "locked-out");
    }

    [Fact]
    public async Task A_tablet_signs_out_by_itself_after_five_minutes_without_a_request()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await (await retailer.HireAsync(Role.StoreStaff, shop)).GivenPinAsync();
        var person = await staff.EnterPinAsync(tablet);
        await using var screen = await StoreScreen.OpenAsync(person);

        Server.Time.Step(TimeSpan.FromMinutes(4));
        (await person.GetAsync("/api/me")).Ok();
        Server.Time.Step(TimeSpan.FromMinutes(4));
        (await person.GetAsync("/api/me")).Ok();
        Server.Time.Step(TimeSpan.FromMinutes(5));

        (await person.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        await Server.StepUntilEndedAsync(screen);
        screen.Seen.ShouldContain(m => m.Kind == "signedOut");
        (await tablet.GetAsync("/api/tablet")).Ok();
    }

    [Fact]
    public async Task A_person_without_a_pin_signs_in_nowhere()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);

        (await staff.TryPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "pin-wrong");
        (await staff.TryPinAsync(tablet, "")).Refused(HttpStatusCode.UnprocessableEntity, "field-missing");
    }

    [Fact]
    public async Task One_sets_ones_own_pin_with_ones_password()
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();

        (await person.PutAsync("/api/me/pin", new { pin = "739214", password = "not the password" })).Refused(
            HttpStatusCode.Unauthorized,
            "sign-in-wrong"
        );
        (await person.PutAsync("/api/me/pin", new { pin = "739214", password = Retailer.Password })).Status.ShouldBe(
            HttpStatusCode.NoContent
        );

        (await staff.TryPinAsync(tablet, "739214")).Ok();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("48291")]
    [InlineData("4829137")]
    [InlineData("48291a")]
    [InlineData("111111")]
    [InlineData("121212")]
    [InlineData("123456")]
    [InlineData("258147")]
    [InlineData("４８２９１３")]
    public async Task A_weak_pin_is_refused_before_a_try_is_spent(string? pin)
    {
        var (retailer, shop, tablet) = await TabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var person = await staff.SignInAsync();
        var code = string.IsNullOrEmpty(pin) ? "field-missing" : "pin-weak";

        for (var i = 0; i < 6; i++)
        {
            (await person.PutAsync("/api/me/pin", new { pin, password = "a guess" })).Refused(HttpStatusCode.UnprocessableEntity, code);
            (await staff.TryOwnPinAsync(tablet, pin, "a guess")).Refused(HttpStatusCode.UnprocessableEntity, code);
        }

        (await staff.TryOwnPinAsync(tablet)).Ok();
    }

    private async Task<(Retailer Retailer, Shop Shop, Api Tablet)> TabletAsync()
    {
        var retailer = await Retailer.OpenAsync(Server);
        var shop = await retailer.OpenShopAsync();
        return (retailer, shop, await shop.PairTabletAsync());
    }
}

public sealed class PinsOnDisk(OnDisk fixture) : PinTests(fixture), IClassFixture<OnDisk>;

public sealed class PinsInCloud(InCloud fixture) : PinTests(fixture), IClassFixture<InCloud>;
