using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A mail on its way: through a real server, and through all that goes wrong with one.</summary>
public abstract class MailDeliveryTests(MailedServer mailed)
{
    [Fact]
    public async Task It_goes_out_encrypted_in_the_retailers_name_and_nothing_is_left_of_what_it_said()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);

        (await retailer.Admin.PostAsync("/api/mails/test")).Ok()["to"].GetString().ShouldBe(retailer.AdminEmail);
        await mailed.SendAsync(retailer);

        var mail = await mailed.Mail.UntilAsync(retailer.AdminEmail);
        mail.From.ShouldBe($"\"Test Foods\" <{MailServer.From}>");
        mail.AutoSubmitted.ShouldBe("auto-generated");
        mail.Text.ShouldContain("This is a test.");
        mail.Html.ShouldContain("This is a test.");
        mail.Html.ShouldNotContain("<img");
        mail.Html.ShouldNotContain("<script");
        var shown = await UntilAsync(retailer, "sent");
        shown.GetProperty("maySendAgain").GetBoolean().ShouldBeFalse();
        await LeavesNothingAsync(retailer);
        var told = (await mailed.Server.DetailsAsync(retailer, "mail.sent")).ShouldHaveSingleItem();
        told.ShouldContain("\"kind\":");
        told.ShouldNotContain("@");
    }

    [Fact]
    public async Task Keepers_on_two_nodes_hand_it_over_once()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        await AskAsync(retailer);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => mailed.SendAsync(retailer)));

        await UntilAsync(retailer, "sent");
        mailed.Mail.To(retailer.AdminEmail).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_address_that_is_refused_is_said_where_its_owner_is_shown_and_the_mail_can_be_sent_again()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        mailed.Mail.Fail(MailFault.AddressRefused);
        await AskAsync(retailer);
        await mailed.SendAsync(retailer);

        var stopped = await UntilAsync(retailer, "givenUp");
        stopped.GetProperty("trouble").GetString().ShouldBe("addressRefused");
        var me = (await retailer.Admin.GetAsync("/api/people"))
            .Ok()
            .Json.EnumerateArray()
            .Single(p => p.GetProperty("email").GetString() == retailer.AdminEmail);
        me.GetProperty("mail").GetProperty("trouble").GetString().ShouldBe("addressRefused");
        await mailed.SendAsync(retailer);
        mailed.Mail.To(retailer.AdminEmail).ShouldBeEmpty();

        (await retailer.Admin.PostAsync($"/api/mails/{stopped.GetProperty("id").GetGuid()}/again")).Ok();
        await mailed.SendAsync(retailer);
        await mailed.Mail.UntilAsync(retailer.AdminEmail);
        var sent = await UntilAsync(retailer, "sent");
        (await retailer.Admin.PostAsync($"/api/mails/{sent.GetProperty("id").GetGuid()}/again")).Refused(
            HttpStatusCode.Conflict,
            "mail-gone"
        );
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_what_it_says_leaves_the_address_alone()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        mailed.Mail.Fail(MailFault.MailRefused);
        await AskAsync(retailer);
        await mailed.SendAsync(retailer);

        (await UntilAsync(retailer, "givenUp")).GetProperty("trouble").GetString().ShouldBe("mailRefused");
    }

    [Fact]
    public async Task A_busy_server_is_tried_again_later()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        mailed.Mail.Fail(MailFault.AddressBusy);
        await AskAsync(retailer);
        await mailed.SendAsync(retailer);
        await UntilAsync(retailer, "waiting", "delayed");
        await mailed.SendAsync(retailer);
        mailed.Mail.To(retailer.AdminEmail).ShouldBeEmpty("a minute has not passed");

        mailed.Server.Time.Stall(TimeSpan.FromMinutes(1));
        await mailed.SendAsync(retailer);

        await mailed.Mail.UntilAsync(retailer.AdminEmail);
        await UntilAsync(retailer, "sent");
    }

    [Theory]
    [InlineData(MailFault.Hang, 1)]
    [InlineData(MailFault.CutWhenTaken, 2)]
    public async Task When_the_answer_is_lost_it_may_come_twice_and_shows_that_it_is_one(MailFault fault, int times)
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        mailed.Mail.Fail(fault);
        await AskAsync(retailer);
        await mailed.SendAsync(retailer);
        await UntilAsync(retailer, "waiting", "unreachable");

        mailed.Server.Time.Stall(TimeSpan.FromMinutes(1));
        await mailed.SendAsync(retailer);

        await UntilAsync(retailer, "sent");
        var taken = mailed.Mail.To(retailer.AdminEmail);
        taken.Count.ShouldBe(times);
        taken.Select(m => m.MessageId).Distinct().ShouldHaveSingleItem().ShouldEndWith("@mail.example");
    }

    [Fact]
    [Trait("Rule", "R12")]
    public async Task After_three_days_it_is_given_up_and_after_ten_nobody_can_read_it()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        for (var i = 0; i < 2; i++)
        {
            mailed.Mail.Fail(MailFault.AddressBusy);
        }

        await AskAsync(retailer);
        await mailed.SendAsync(retailer);
        await UntilAsync(retailer, "waiting", "delayed");
        mailed.Server.Time.Stall(TimeSpan.FromMinutes(1));
        await mailed.SendAsync(retailer);
        mailed.Server.Time.Stall(TimeSpan.FromDays(3));
        await mailed.SendAsync(retailer);

        var detail = (await mailed.Server.DetailsAsync(retailer, "mail.given-up")).ShouldHaveSingleItem();
        detail.ShouldNotContain("@");
        (await mailed.Server.QueryAsync("""SELECT "KeyId" FROM "Mails" WHERE "Tenant" = @p0""", retailer.Id)).Single()[0].ShouldNotBeNull();
        mailed.Server.Time.Stall(TimeSpan.FromDays(7));
        await mailed.SendAsync(retailer);
        await LeavesNothingAsync(retailer);
        mailed.Server.Time.Stall(TimeSpan.FromDays(31));
        await mailed.SendAsync(retailer);
        (await mailed.Server.QueryAsync("""SELECT "Id" FROM "Mails" WHERE "Tenant" = @p0""", retailer.Id)).ShouldBeEmpty();
        mailed.Mail.To(retailer.AdminEmail).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_secret_and_no_address_is_in_a_log()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        mailed.Mail.Fail(MailFault.AddressRefused);
        await AskAsync(retailer);
        await mailed.SendAsync(retailer);
        await UntilAsync(retailer, "givenUp");

        var lines = mailed.Server.Log.Lines.Select(l => $"{l.Message} {l.Failure}").ToList();
        lines.ShouldContain(l => l.Contains("AddressRefused"), "the failure itself is logged");
        lines.ShouldNotContain(l => l.Contains(retailer.AdminEmail) || l.Contains("no such user") || l.Contains(MailServer.Password));
    }

    private static async Task AskAsync(Retailer retailer) => (await retailer.Admin.PostAsync("/api/mails/test")).Ok();

    /// <summary>The retailer's one mail, once it stands so; the keeper itself may have it in hand.</summary>
    private async Task<System.Text.Json.JsonElement> UntilAsync(Retailer retailer, string state, string? trouble = null)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var mail = (await MailedServer.ListAsync(retailer.Admin)).Single();
            if (mail.GetProperty("state").GetString() == state && (trouble is null || mail.GetProperty("trouble").GetString() == trouble))
            {
                return mail;
            }

            await mailed.SendAsync(retailer);
        }

        throw new TimeoutException($"The mail is not {state}.");
    }

    private async Task LeavesNothingAsync(Retailer retailer)
    {
        var row = (
            await mailed.Server.QueryAsync("""SELECT "KeyId", "SealedTexts" FROM "Mails" WHERE "Tenant" = @p0""", retailer.Id)
        ).Single();
        row.ShouldAllBe(column => column == null);
    }
}

public sealed class MailDeliveryOnDisk(MailedServer mailed) : MailDeliveryTests(mailed), IClassFixture<MailedServer>;

public sealed class MailDeliveryInCloud(MailedInCloud mailed) : MailDeliveryTests(mailed), IClassFixture<MailedInCloud>;

/// <summary>A mail server that cannot be trusted, or does not trust us: nothing is told to it.</summary>
public sealed class MistrustedMailTests
{
    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_no_password_and_no_mail()
    {
        await using var mail = MailServer.Start(isTrusted: false);
        var shown = await TryAsync(mail, mail.Settings);
        shown.ShouldBe("insecure");
        mail.SignIns.ShouldBe(0);
        mail.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_tried_again_at_once()
    {
        await using var mail = MailServer.Start();
        (await TryAsync(mail, mail.SettingsWith("another one"))).ShouldBe("signInRefused");
        mail.SignIns.ShouldBeLessThanOrEqualTo(2, "two ways to sign in, once each");
        mail.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_server_nothing_is_queued_and_it_is_said()
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage);
        var retailer = await Retailer.OpenAsync(server);

        (await retailer.Admin.PostAsync("/api/mails/test")).Refused(HttpStatusCode.Conflict, "mail-off");
        var mails = (await retailer.Admin.GetAsync("/api/mails")).Ok();
        mails["isOn"].GetBoolean().ShouldBeFalse();
        mails["mails"].GetArrayLength().ShouldBe(0);
        (await retailer.Admin.GetAsync("/api/me")).Ok()["sendsMail"].GetBoolean().ShouldBeFalse();
    }

    private static async Task<string?> TryAsync(MailServer mail, IReadOnlyList<string> settings)
    {
        using var storage = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(storage, settings: settings);
        var retailer = await Retailer.OpenAsync(server);
        (await retailer.Admin.PostAsync("/api/mails/test")).Ok();
        for (var tries = 0; tries < 3; tries++)
        {
            await MailedServer.SendAsync(server, retailer);
        }

        server.Log.Lines.ShouldNotContain(l => $"{l.Message} {l.Failure}".Contains("another one"));
        return (await MailedServer.ListAsync(retailer.Admin)).Single().GetProperty("trouble").GetString();
    }
}
