using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What the retailer's own people hear by mail, so that they need not look for it.</summary>
public sealed class StaffMailTests(MailedServer mailed, FaceReader reader) : IClassFixture<MailedServer>
{
    [Fact]
    [Trait("Rule", "R29")]
    public async Task Privacy_officers_hear_of_a_case_while_there_is_time_and_of_the_mistake_once()
    {
        await using var stage = await Stage.SetAsync(mailed.Server, reader);
        var officer = await stage.Retailer.HireAsync(Role.PrivacyOfficer);
        var alert = await stage.RaiseAndConfirmAsync();
        var disputed = (await stage.First.PostAsync($"/api/alerts/{alert}/dispute")).Ok();
        var number = disputed["case"].GetProperty("number").GetString()!;
        await mailed.SendAsync(stage.Retailer);
        await mailed.SendAsync(stage.Retailer);

        var opened = await mailed.Mail.UntilAsync(officer.Email);
        opened.Subject.ShouldStartWith($"Case {number}:");
        opened.Text.ShouldContain("within 24 hours");
        opened.Text.ShouldContain($"https://guard.example/console/cases/{number}");

        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await DisputeTests.RecordAsync(stage.Manager, number)).Ok();
        }

        await mailed.SendAsync(stage.Retailer);
        await mailed.Mail.UntilAsync(officer.Email, m => m.Subject.EndsWith("was recorded", StringComparison.Ordinal));
        var all = mailed.Mail.To(officer.Email);
        all.Count.ShouldBe(2, "what is added to the record later is not told again");
        all.ShouldAllBe(m => !m.Text.Contains("Subject A") && !m.Text.Contains("voucher"));
    }

    [Fact]
    public async Task Administrators_hear_that_the_operator_was_asked_for_a_code()
    {
        var retailer = await Retailer.OpenAsync(mailed.Server);
        var second = Retailer.SecondOf(retailer.AdminEmail);
        var invitations = mailed.Server.Services.GetRequiredService<OperatorInvitations>();
        (await invitations.RunAsync(retailer.Slug, second, TestContext.Current.CancellationToken)).Expect();
        await mailed.SendAsync(retailer);

        foreach (var address in new[] { retailer.AdminEmail, second })
        {
            var mail = await mailed.Mail.UntilAsync(address);
            mail.Subject.ShouldBe("RetailGuard: the operator was asked for a code");
            mail.Text.ShouldContain("after 24 hours");
        }
    }
}
