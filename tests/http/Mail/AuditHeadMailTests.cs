using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>How the audit log ends, where nobody who runs the server reaches it. A server of its own: a week passes.</summary>
public sealed class AuditHeadMailTests : IAsyncLifetime
{
    private readonly MailedServer _mailed = new();

    public ValueTask InitializeAsync() => _mailed.InitializeAsync();

    public ValueTask DisposeAsync() => _mailed.DisposeAsync();

    [Fact]
    [Trait("Rule", "R49")]
    public async Task Auditors_get_each_week_how_the_audit_log_ends_and_tell_by_it_what_was_taken_away()
    {
        var retailer = await Retailer.OpenAsync(_mailed.Server);
        var auditor = await retailer.HireAsync(Role.Auditor);
        var heads = _mailed.Server.Services.GetServices<IDueWork>().Single(w => w.GetType().Name == "MailHeads");
        await Task.WhenAll(
            heads.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken),
            heads.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken)
        );
        await heads.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
        await _mailed.SendAsync(retailer);

        var mail = await _mailed.Mail.UntilAsync(auditor.Email);
        mail.Subject.ShouldBe($"Audit log, week 2026-W48: {Between(mail, "Event ", ",")} events");
        var head = Between(mail, "--head ", "\n")[..64];
        var verifier = _mailed.Server.Services.GetRequiredService<AuditVerifier>();
        (await verifier.VerifyAsync([head], TestContext.Current.CancellationToken)).ShouldAllBe(v => v.Holds);
        (await verifier.VerifyAsync([new string('0', 64)], TestContext.Current.CancellationToken)).ShouldContain(v => !v.Holds);

        _mailed.Server.Time.Sleep(TimeSpan.FromDays(7));
        await heads.DoAsync(new(retailer.Id), TestContext.Current.CancellationToken);
        await _mailed.SendAsync(retailer);
        await _mailed.Mail.UntilAsync(auditor.Email, m => m.Subject.Contains("2026-W49"));
        _mailed.Mail.To(auditor.Email).Count.ShouldBe(2, "one a week");

        static string Between(TakenMail mail, string from, string to) => mail.Text.Split(from)[1].Split(to)[0];
    }
}
