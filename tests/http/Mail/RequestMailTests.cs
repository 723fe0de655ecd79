using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Testing;
using static RetailGuard.Tests.Http.PortalForms;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever asks and gives an address hears by mail how it stands; what was answered and the code are in no mail.</summary>
[Trait("Rule", "R38")]
public sealed class RequestMailTests(MailedServer mailed) : IClassFixture<MailedServer>
{
    [Fact]
    public async Task Receipt_extension_and_answer_are_told_without_what_was_asked_or_answered()
    {
        var (retailer, shop, privacy) = await OpenAsync();
        var address = NewAddress();
        (await mailed.Server.Anyone.GetAsync($"/privacy/{shop.Id}/hold")).Ok().Text.ShouldContain("name=\"mail\"");
        var receipt = await AskAsync(shop, "hold", address);
        Words(receipt).ShouldContain("go to the e-mail address that you gave");
        var (number, code) = ShownIn(receipt);

        await mailed.SendAsync(retailer);
        var received = await mailed.Mail.UntilAsync(address);
        received.Subject.ShouldBe($"Your request {number}: we have it");
        var due = DateOnly.Parse(
            (await privacy.GetAsync($"/api/requests/{number}")).Ok()["request"].GetProperty("dueOn").GetString()!,
            CultureInfo.InvariantCulture
        );
        received.Text.ShouldContain(due.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture));
        received.Text.ShouldContain($"https://guard.example/privacy/follow?number={number}");

        (await privacy.PostAsync($"/api/requests/{number}/acknowledge")).Ok();
        (await privacy.PostAsync($"/api/requests/{number}/extend", new { workingDays = 5, reason = "Looked for in two stores." })).Ok();
        (await privacy.PostAsync($"/api/requests/{number}/answer", new { text = "Nothing of you is here." })).Ok();
        await mailed.SendAsync(retailer);

        await mailed.Mail.UntilAsync(address, m => m.Subject.EndsWith("somebody has it in hand", StringComparison.Ordinal));
        var extended = await mailed.Mail.UntilAsync(address, m => m.Subject.EndsWith("we need more time", StringComparison.Ordinal));
        extended.Text.ShouldContain("5 working days more");
        extended.Text.ShouldContain("Privacy Commissioner");
        await mailed.Mail.UntilAsync(address, m => m.Subject.EndsWith("the answer is there", StringComparison.Ordinal));
        foreach (var text in mailed.Mail.To(address).Select(m => m.Text + m.Html))
        {
            text.ShouldNotContain(code);
            text.ShouldNotContain("Looked for in two stores");
            text.ShouldNotContain("Nothing of you is here");
            text.ShouldNotContain("Requester 1");
        }

        var file = (await privacy.GetAsync($"/api/requests/{number}")).Ok();
        file["mail"].GetString().ShouldBe(address);
        file["lastMail"].GetProperty("state").GetString().ShouldBe("sent");
        var told = await mailed.Server.QueryAsync("""SELECT "Detail" FROM "Audit" WHERE "Tenant" = @p0""", retailer.Id);
        told.ShouldAllBe(row => !((string)row[0]!).Contains("asker"));
    }

    [Fact]
    public async Task A_refusal_and_a_transfer_are_told()
    {
        var (retailer, shop, privacy) = await OpenAsync();
        var (refused, sentOn) = (NewAddress(), NewAddress());
        var (first, _) = ShownIn(await AskAsync(shop, "hold", refused));
        var (second, _) = ShownIn(await AskAsync(shop, "hold", sentOn));

        (await privacy.PostAsync($"/api/requests/{first}/refuse", new { ground = "notFound", reason = "Not here." })).Ok();
        (await privacy.PostAsync($"/api/requests/{second}/transfer", new { agency = "Agency 1" })).Ok();
        await mailed.SendAsync(retailer);

        await mailed.Mail.UntilAsync(refused, m => m.Subject.EndsWith("we have decided", StringComparison.Ordinal));
        await mailed.Mail.UntilAsync(sentOn, m => m.Subject.EndsWith("it was sent on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_is_withdrawn_takes_its_mails_along()
    {
        var (retailer, shop, privacy) = await OpenAsync();
        var address = NewAddress();
        var asked = ShownIn(await AskAsync(shop, "hold", address));
        await mailed.SendAsync(retailer);
        await mailed.Mail.UntilAsync(address);
        mailed.Mail.Fail(MailFault.AddressBusy);
        (await privacy.PostAsync($"/api/requests/{asked.Number}/acknowledge")).Ok();
        await mailed.SendAsync(retailer);

        (await FollowAsync(mailed.Server, asked, "/withdraw", "")).Ok();
        mailed.Server.Time.Stall(TimeSpan.FromMinutes(2));
        await mailed.SendAsync(retailer);

        mailed.Mail.To(address).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nobody_fills_another_ones_mailbox()
    {
        var (retailer, shop, _) = await OpenAsync();
        var address = NewAddress();
        for (var i = 0; i < 7; i++)
        {
            var receipt = await AskAsync(shop, "hold", address);
            Words(receipt).Contains("go to the e-mail address").ShouldBe(i < 5);
        }

        await mailed.SendAsync(retailer);
        await mailed.Mail.UntilAsync(address);
        (await MailedServer.ListAsync(retailer.Admin)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_address_that_is_none_is_named_with_all_else_that_is_wrong()
    {
        var (_, shop, privacy) = await OpenAsync();
        var fields = Filled();
        (fields["name"], fields["mail"]) = ("", "nobody\r\nBcc: somebody@example.org");

        var page = await SendAsync(mailed.Server, $"/privacy/{shop.Id}/hold", fields);
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Words(page).ShouldContain("The e-mail address is not one such as name@example.org.");
        Words(page).ShouldContain("Your name, or an initial, is missing.");

        var taken = await privacy.PostAsync("/api/requests", Intake(shop, "nobody"));
        taken.Refused(HttpStatusCode.UnprocessableEntity, "mail-invalid");
    }

    [Fact]
    public async Task Privacy_officers_are_told_when_the_clock_runs()
    {
        var (retailer, shop, _) = await OpenAsync();
        var officer = await retailer.HireAsync(Role.PrivacyOfficer);
        var (number, _) = ShownIn(await AskAsync(shop, "hold", NewAddress()));
        mailed.Server.Time.Stall(TimeSpan.FromDays(9));
        var due = mailed.Server.Services.GetServices<RetailGuard.Foundation.IDueWork>().Single(w => w.GetType().Name == "RequestsDue");
        await due.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
        await mailed.SendAsync(retailer);

        var mail = await mailed.Mail.UntilAsync(officer.Email, m => m.Subject.Contains(number));
        mail.Subject.ShouldBe($"Request {number}: 5 working days have passed");
        mail.Text.ShouldContain($"https://guard.example/console/requests/{number}");
    }

    [Fact]
    public async Task Without_mail_no_page_asks_for_an_address_and_none_is_kept()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        var retailer = await Retailer.OpenAsync(server);
        var shop = await retailer.OpenShopAsync();
        var privacy = await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync();

        (await server.Anyone.GetAsync($"/privacy/{shop.Id}/hold")).Ok().Text.ShouldNotContain("name=\"mail\"");
        var (number, _) = ShownIn(await AskAsync(shop, "hold", NewAddress()));
        (await privacy.GetAsync($"/api/requests/{number}")).Ok()["mail"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await privacy.PostAsync("/api/requests", Intake(shop, "a@example.org"))).Refused(HttpStatusCode.UnprocessableEntity, "mail-off");
    }

    private static string NewAddress() => $"asker-{Unique.Name()}@example.org";

    private static object Intake(Shop shop, string mail) =>
        new
        {
            storeId = shop.Id,
            kind = "access",
            channel = "phone",
            receivedAt = "2026-11-23T09:00:00+13:00",
            name = "Requester 1",
            whenAndWhere = "Last Tuesday",
            mail,
        };

    private async Task<(Retailer Retailer, Shop Shop, Api Privacy)> OpenAsync()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var shop = await retailer.OpenShopAsync();
        return (retailer, shop, await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync());
    }

    private static async Task<Answer> AskAsync(Shop shop, string door, string mail)
    {
        var fields = Filled();
        fields["mail"] = mail;
        return (await SendAsync(shop.Retailer.Server, $"/privacy/{shop.Id}/{door}", fields)).Ok();
    }
}
