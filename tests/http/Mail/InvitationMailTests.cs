using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>With mail, the code of an invitation reaches its owner alone.</summary>
[Trait("Rule", "R24")]
public sealed partial class InvitationMailTests(MailedServer mailed) : IClassFixture<MailedServer>
{
    [Fact]
    public async Task Whoever_invites_does_not_see_the_code_and_the_person_chooses_with_the_mail()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var email = $"manager-{Unique.Name()}@{retailer.Slug}.example";

        var added = (await AddAsync(retailer, email)).Ok();
        added["invitation"].GetProperty("code").ValueKind.ShouldBe(JsonValueKind.Null);
        added["invitation"].GetProperty("sentTo").GetString().ShouldBe(email);
        await mailed.SendAsync(retailer);

        var mail = await mailed.Mail.UntilAsync(email);
        mail.Subject.ShouldBe("Your invitation to RetailGuard");
        mail.Text.ShouldContain($"https://guard.example/console/invitation#{CodeIn(mail)}");
        mail.Text.ShouldContain("The code works once, until 1 December 2026, 10:");
        (await Retailer.EnterAsync(mailed.Server, CodeIn(mail))).ShouldNotBeNull();

        var id = added["id"].GetGuid();
        (await retailer.Admin.PostAsync($"/api/people/{id}/invitation")).Ok()["code"].ValueKind.ShouldBe(JsonValueKind.Null);
        await mailed.SendAsync(retailer);
        var reset = await mailed.Mail.UntilAsync(email, m => m.Subject.StartsWith("Choose a new password", StringComparison.Ordinal));
        (await Retailer.AcceptAsync(mailed.Server.Anyone, CodeIn(reset), "another quiet tui")).Ok();
    }

    [Fact]
    public async Task It_is_printed_where_that_is_asked_for_and_then_goes_to_nobody()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var email = $"manager-{Unique.Name()}@{retailer.Slug}.example";

        var added = (await AddAsync(retailer, email, "?by=print")).Ok();
        added["invitation"].GetProperty("sentTo").ValueKind.ShouldBe(JsonValueKind.Null);
        await mailed.SendAsync(retailer);

        await Retailer.EnterAsync(mailed.Server, Retailer.CodeIn(added));
        (await MailedServer.ListAsync(retailer.Admin)).ShouldBeEmpty();
        (await mailed.Server.DetailsAsync(retailer, "person.added"))[^1].ShouldContain("\"by\":");
        (await AddAsync(retailer, $"x{email}", "?by=pigeon")).Refused(HttpStatusCode.UnprocessableEntity, "by-unknown");
    }

    [Fact]
    public async Task One_that_is_withdrawn_before_it_went_out_never_does()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var email = $"manager-{Unique.Name()}@{retailer.Slug}.example";
        mailed.Mail.Fail(MailFault.AddressBusy);
        var id = (await AddAsync(retailer, email)).Ok()["id"].GetGuid();
        await mailed.SendAsync(retailer);

        (await retailer.Admin.DeleteAsync($"/api/people/{id}/invitation")).Ok();
        mailed.Server.Time.Stall(TimeSpan.FromMinutes(2));
        await mailed.SendAsync(retailer);

        mailed.Mail.To(email).ShouldBeEmpty();
        var row = (
            await mailed.Server.QueryAsync("""SELECT "State", "KeyId", "SealedTexts" FROM "Mails" WHERE "Tenant" = @p0""", retailer.Id)
        ).Single();
        row.ShouldBe(["Withdrawn", null, null]);
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_not_sent_again_once_its_code_is_used()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var email = $"manager-{Unique.Name()}@{retailer.Slug}.example";
        mailed.Mail.Fail(MailFault.CutWhenTaken);
        (await AddAsync(retailer, email)).Ok();
        await mailed.SendAsync(retailer);
        var mail = await mailed.Mail.UntilAsync(email);
        await Retailer.EnterAsync(mailed.Server, CodeIn(mail));

        mailed.Server.Time.Stall(TimeSpan.FromMinutes(2));
        await mailed.SendAsync(retailer);

        mailed.Mail.To(email).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_mail_the_code_is_printed_as_before()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        var retailer = await Retailer.OpenAsync(server);

        (await AddAsync(retailer, $"a@{retailer.Slug}.example", "?by=mail")).Refused(HttpStatusCode.Conflict, "mail-off");
        var added = (await AddAsync(retailer, $"a@{retailer.Slug}.example")).Ok();
        Retailer.CodeIn(added).ShouldNotBeEmpty();
        added["invitation"].GetProperty("sentTo").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static Task<Answer> AddAsync(Retailer retailer, string email, string query = "") =>
        retailer.Admin.PostAsync(
            $"/api/people{query}",
            new
            {
                name = "Auditor 1",
                email,
                roles = new[] { "auditor" },
            }
        );

    private static string CodeIn(TakenMail mail) => Codes().Match(mail.Text).Groups["code"].Value;

    [GeneratedRegex("^    (?<code>[A-Z0-9-]+)\\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Codes();
}
