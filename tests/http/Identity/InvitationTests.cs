using System.Net;
using System.Text.Json;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Accounts begin with an invitation: nobody but its owner ever knows a password (R24).</summary>
[Trait("Rule", "R24")]
[Trait("Rule", "R9")]
public abstract class InvitationTests(RunningServer server)
{
    [Fact]
    public async Task Whom_it_invites_is_shown_and_they_choose_their_password_once()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var (id, email, code) = await AddAsync(retailer, shop);
        (await Retailer.SignInAsync(server, retailer.Slug, email, Retailer.Password, null)).Refused(
            HttpStatusCode.Unauthorized,
            "sign-in-wrong"
        );
        var listed = await ListedAsync(retailer, id);
        listed.GetProperty("hasPassword").GetBoolean().ShouldBeFalse();
        listed.GetProperty("invitation").GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(server.Time.GetUtcNow().AddDays(7));

        var typed = new { code = $" {code.Replace('-', ' ').ToLowerInvariant()}" };
        var seen = (await server.Anyone.PostAsync("/api/invitation", typed)).Ok();
        seen["email"].GetString().ShouldBe(email);
        seen["tenant"].GetProperty("slug").GetString().ShouldBe(retailer.Slug);
        (await Retailer.AcceptAsync(server.Anyone, code, "eleven char")).Refused(HttpStatusCode.UnprocessableEntity, "password-too-short");
        var session = (await Retailer.AcceptAsync(server.Anyone, code)).Ok();

        session["person"].GetProperty("id").GetGuid().ShouldBe(id);
        session["store"].GetProperty("id").GetGuid().ShouldBe(shop.Id);
        Invalid(await Retailer.AcceptAsync(server.Anyone, code, "loud kea at noon"));
        Invalid(await server.Anyone.PostAsync("/api/invitation", new { code }));
        (await Retailer.SignInAsync(server, retailer.Slug, email, Retailer.Password, null)).Ok();
        listed = await ListedAsync(retailer, id);
        listed.GetProperty("hasPassword").GetBoolean().ShouldBeTrue();
        listed.GetProperty("invitation").ValueKind.ShouldBe(JsonValueKind.Null);
        var stored = await server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Subject" = @p0""", $"{id}");
        stored.ShouldAllBe(row => !((string)row[0]!).Contains(code));
    }

    [Fact]
    public async Task Of_several_who_accept_it_at_once_one_does()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (_, email, code) = await AddAsync(retailer, await retailer.OpenShopAsync());
        string[] passwords = [.. Enumerable.Range(0, 4).Select(i => $"a long password {i}")];

        var answers = await Task.WhenAll(passwords.Select(p => Retailer.AcceptAsync(server.Anyone, code, p)));

        var won = answers.Index().Where(a => a.Item.Status == HttpStatusCode.OK).ShouldHaveSingleItem().Index;
        answers.Where((_, i) => i != won).ShouldAllBe(a => a.Code == "secret-changed" || a.Code == "invitation-invalid");
        foreach (var (i, password) in passwords.Index())
        {
            (await Retailer.SignInAsync(server, retailer.Slug, email, password, null)).Code.ShouldBe(i == won ? null : "sign-in-wrong");
        }
    }

    [Fact]
    public async Task It_ends_with_its_time_when_withdrawn_and_with_either_account()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var (late, withdrawn) = (await AddAsync(retailer, shop), await AddAsync(retailer, shop));
        (await retailer.Admin.DeleteAsync($"/api/people/{withdrawn.Id}/invitation")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await retailer.Admin.DeleteAsync($"/api/people/{withdrawn.Id}/invitation")).Refused(HttpStatusCode.NotFound, "not-found");
        Invalid(await Retailer.AcceptAsync(server.Anyone, withdrawn.Code));
        server.Time.Step(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (await server.Anyone.PostAsync("/api/invitation", new { late.Code })).Ok();
        server.Time.Step(TimeSpan.FromSeconds(1));
        Invalid(await Retailer.AcceptAsync(server.Anyone, late.Code));

        retailer = await Retailer.OpenAsync(server);
        shop = await retailer.OpenShopAsync();
        var leaver = await AddAsync(retailer, shop);
        (await retailer.Admin.PostAsync($"/api/people/{leaver.Id}/disable", new { reason = "Did not start." })).Ok();
        Invalid(await Retailer.AcceptAsync(server.Anyone, leaver.Code));
        (await retailer.Admin.PostAsync($"/api/people/{leaver.Id}/invitation")).Refused(HttpStatusCode.Conflict, "person-disabled");
        var deputy = await retailer.HireAsync(Role.TenantAdmin);
        var puppet = await AddAsync(retailer, shop, await deputy.SignInAsync());
        (await retailer.Admin.PostAsync($"/api/people/{deputy.Id}/disable", new { reason = "Under suspicion." })).Ok();
        Invalid(await Retailer.AcceptAsync(server.Anyone, puppet.Code));
    }

    [Fact]
    public async Task On_a_tablet_its_owner_chooses_password_and_pin_at_once()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var tablet = await shop.PairTabletAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        var other = await retailer.HireAsync(Role.StoreStaff, shop);
        var code = await retailer.InviteAsync(staff.Id);
        Listed(await tablet.GetAsync("/api/tablet")).GetProperty("hasPassword").GetBoolean().ShouldBeFalse();

        (await staff.TryOwnPinAsync(tablet)).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        (await other.TryOwnPinAsync(tablet, invitation: code)).Refused(HttpStatusCode.UnprocessableEntity, "invitation-not-yours");
        (await staff.TryOwnPinAsync(tablet, password: "eleven char", invitation: code)).Refused(
            HttpStatusCode.UnprocessableEntity,
            "password-too-short"
        );
        (await staff.TryOwnPinAsync(tablet, pin: "111111", invitation: code)).Refused(HttpStatusCode.UnprocessableEntity, "pin-weak");
        Invalid(await staff.TryOwnPinAsync(tablet, invitation: "ABCD-EFGH-JKLM-NPQR"));
        (await staff.TryOwnPinAsync(tablet, invitation: code)).Ok();

        Listed(await tablet.GetAsync("/api/tablet")).GetProperty("hasPassword").GetBoolean().ShouldBeTrue();
        (await staff.TryPinAsync(tablet)).Ok();
        Invalid(await staff.TryOwnPinAsync(tablet, invitation: code));
        (await Retailer.SignInAsync(server, retailer.Slug, staff.Email, Retailer.Password, null)).Ok();

        var stranger = await Retailer.OpenAsync(server);
        var (_, _, foreign) = await AddAsync(stranger, await stranger.OpenShopAsync());
        Invalid(await staff.TryOwnPinAsync(tablet, invitation: foreign));

        JsonElement Listed(Answer answer) => answer.Ok()["people"].EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == staff.Id);
    }

    [Fact]
    public async Task A_password_that_somebody_else_chose_opens_nothing_any_more()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var staff = await retailer.HireAsync(Role.StoreStaff, shop);
        await staff.SignInAsync();

        // As an earlier version left it.
        await server.QueryAsync("""UPDATE "Secrets" SET "IsOwn" = FALSE WHERE "PersonId" = @p0""", staff.Id);

        (await Retailer.SignInAsync(server, retailer.Slug, staff.Email, Retailer.Password, null)).Refused(
            HttpStatusCode.Unauthorized,
            "sign-in-wrong"
        );
        (await staff.TryOwnPinAsync(await shop.PairTabletAsync())).Refused(HttpStatusCode.Unauthorized, "sign-in-wrong");
        await Retailer.EnterAsync(server, await retailer.InviteAsync(staff.Id));
        await staff.SignInAsync();
    }

    private static void Invalid(Answer answer) => answer.Refused(HttpStatusCode.UnprocessableEntity, "invitation-invalid");

    private static async Task<JsonElement> ListedAsync(Retailer retailer, Guid person) =>
        (await retailer.Admin.GetAsync("/api/people")).Ok().Json.EnumerateArray().Single(p => p.GetProperty("id").GetGuid() == person);

    private static async Task<(Guid Id, string Email, string Code)> AddAsync(Retailer retailer, Shop shop, Api? by = null)
    {
        var email = $"staff-{Unique.Name()}@{retailer.Slug}.example";
        var added = await (by ?? retailer.Admin).PostAsync(
            "/api/people",
            new
            {
                name = "Staff member 1",
                email,
                roles = new[] { "storeStaff" },
                storeIds = new[] { shop.Id },
            }
        );
        return (added.Ok()["id"].GetGuid(), email, Retailer.CodeIn(added));
    }
}

public sealed class InvitationsOnDisk(OnDisk fixture) : InvitationTests(fixture.Server), IClassFixture<OnDisk>;

public sealed class InvitationsInCloud(InCloud fixture) : InvitationTests(fixture.Server), IClassFixture<InCloud>;
