using System.Net;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>One person with several accounts of their own making is one person, wherever two must agree.</summary>
[Trait("Rule", "R9")]
[Trait("Rule", "R24")]
public abstract class VouchTests(RunningServer server, FaceReader reader)
{
    [Fact]
    public async Task Nobody_confirms_an_alert_with_an_account_from_their_own_line()
    {
        await using var stage = await Stage.SetAsync(server, reader);
        var puppet = await (await stage.Retailer.HireUnknownAsync(Role.TenantAdmin, [stage.Shop])).SignInAsync();
        var second = await stage.Retailer.HireUnknownAsync(Role.StoreStaff, [stage.Shop], by: puppet);
        (await Training.PassAsync(await second.SignInAsync())).Ok();
        var sibling = await stage.Retailer.HireUnknownAsync(Role.StoreStaff, [stage.Shop]);
        (await Training.PassAsync(await sibling.SignInAsync())).Ok();

        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(await sibling.SignInAsync(), alert)).Ok();
        (await Stage.VoteAsync(await second.SignInAsync(), alert)).Refused(HttpStatusCode.Conflict, "not-independent");

        (await stage.Retailer.SecondAdmin.PostAsync($"/api/people/{second.Id}/vouch")).Ok();
        (await Stage.VoteAsync(await second.SignInAsync(), alert)).Ok()["state"].GetString().ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_vote_stays_its_issuers_when_the_account_is_cleared_after_it()
    {
        await using var stage = await Stage.SetAsync(server, reader);
        var puppet = await stage.Retailer.HireUnknownAsync(Role.StoreStaff, [stage.Shop]);
        var other = await stage.Retailer.HireUnknownAsync(Role.StoreStaff, [stage.Shop]);
        foreach (var person in new[] { puppet, other })
        {
            (await Training.PassAsync(await person.SignInAsync())).Ok();
        }

        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(await puppet.SignInAsync(), alert)).Ok();
        (await stage.Retailer.SecondAdmin.PostAsync($"/api/people/{puppet.Id}/vouch")).Ok();
        (await Stage.VoteAsync(await other.SignInAsync(), alert)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await Stage.VoteAsync(stage.First, alert)).Ok()["state"].GetString().ShouldBe("confirmed");
    }

    [Fact]
    public async Task Nobody_proposes_and_approves_an_entry_with_two_accounts_of_their_making()
    {
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var proposer = await retailer.HireUnknownAsync(Role.StoreManager, [shop]);
        var approver = await retailer.HireUnknownAsync(Role.HeadOfficeLossPrevention, []);
        var (one, other) = (await proposer.SignInAsync(), await approver.SignInAsync());
        var entry = (await Watchlist.ProposeAsync(one, Watchlist.Statement(shop), Photos.Of('A'))).Ok()["id"].GetGuid();

        (await other.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.Conflict, "not-independent");

        // To clear the proposer now does not clear what was proposed before.
        (await retailer.SecondAdmin.PostAsync($"/api/people/{proposer.Id}/vouch")).Ok();
        (await other.PostAsync($"/api/entries/{entry}/approve")).Refused(HttpStatusCode.Conflict, "not-independent");
        (await retailer.SecondAdmin.PostAsync($"/api/people/{approver.Id}/vouch")).Ok();
        (await other.PostAsync($"/api/entries/{entry}/approve")).Ok();
    }

    [Fact]
    public async Task Nobody_brings_an_entry_back_with_two_accounts_of_their_making()
    {
        await using var stage = await Stage.SetAsync(server, reader);
        // The sixth in a day freezes it.
        for (var i = 0; i < 5; i++)
        {
            (await Stage.VoteAsync(stage.First, await stage.RaiseWithPictureAsync(), "cannotTell")).Ok();
        }

        await stage.PassAsync(Photos.Of('A'));
        var reason = new { reason = "Compared with the incident's footage." };
        var asker = await (await stage.Retailer.HireUnknownAsync(Role.HeadOfficeLossPrevention, [])).SignInAsync();
        var agreeing = await stage.Retailer.HireUnknownAsync(Role.PrivacyOfficer, []);

        (await asker.PostAsync($"/api/entries/{stage.Entry}/reinstate", reason)).Ok()["state"].GetString().ShouldBe("suspended");
        var other = await agreeing.SignInAsync();
        (await other.PostAsync($"/api/entries/{stage.Entry}/reinstate", reason)).Refused(HttpStatusCode.Conflict, "not-independent");
        (await stage.HeadOffice.PostAsync($"/api/entries/{stage.Entry}/reinstate", reason)).Ok()["state"].GetString().ShouldBe("active");
    }

    [Fact]
    public async Task Who_vouches_must_be_independent_and_the_person_must_have_accepted_their_invitation()
    {
        var retailer = await Retailer.OpenAsync(server);
        var (shop, elsewhere) = (await retailer.OpenShopAsync(), await retailer.OpenShopAsync("Store 2"));
        var staff = await retailer.HireUnknownAsync(Role.StoreStaff, [shop]);
        var path = $"/api/people/{staff.Id}/vouch";

        (await retailer.Admin.PostAsync(path)).Refused(HttpStatusCode.Conflict, "not-independent");
        var puppet = await (await retailer.HireUnknownAsync(Role.StoreManager, [shop])).SignInAsync();
        (await puppet.PostAsync(path)).Refused(HttpStatusCode.Conflict, "not-independent");
        (
            await puppet.PostAsync($"/api/people/{(await puppet.GetAsync("/api/me")).Ok()["person"].GetProperty("id").GetGuid()}/vouch")
        ).Refused(HttpStatusCode.UnprocessableEntity, "same-person");
        var manager = await (await retailer.HireAsync(Role.StoreManager, elsewhere)).SignInAsync();
        (await manager.PostAsync(path)).Refused(HttpStatusCode.NotFound, "not-found");
        (await IdsAsync(puppet)).ShouldContain(staff.Id);
        (await IdsAsync(manager)).Count.ShouldBe(1, "of another store they see nobody, of head office neither");

        var code = await retailer.InviteAsync(staff.Id);
        (await retailer.SecondAdmin.PostAsync(path)).Refused(HttpStatusCode.Conflict, "invitation-open");
        await Retailer.EnterAsync(server, code);
        (await retailer.SecondAdmin.PostAsync(path)).Ok();
        (await retailer.SecondAdmin.PostAsync(path)).Refused(HttpStatusCode.Conflict, "already-vouched");

        var listed = (await retailer.Admin.GetAsync("/api/people"))
            .Ok()
            .Json.EnumerateArray()
            .Single(p => p.GetProperty("id").GetGuid() == staff.Id);
        listed.GetProperty("vouchedBy").GetGuid().ShouldNotBe(listed.GetProperty("issuedBy").GetGuid());

        static async Task<List<Guid>> IdsAsync(Api person) =>
            [.. (await person.GetAsync("/api/people")).Ok().Json.EnumerateArray().Select(p => p.GetProperty("id").GetGuid())];
    }
}

public sealed class VouchOnDisk(OnDisk fixture, FaceReader reader) : VouchTests(fixture.Server, reader), IClassFixture<OnDisk>;

public sealed class VouchInCloud(InCloud fixture, FaceReader reader) : VouchTests(fixture.Server, reader), IClassFixture<InCloud>;
