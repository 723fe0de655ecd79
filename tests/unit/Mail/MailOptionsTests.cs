using Microsoft.Extensions.Configuration;
using RetailGuard.Foundation;
using RetailGuard.Mail;
using RetailGuard.Storage;

namespace RetailGuard.Tests.Unit.Mail;

public sealed class MailOptionsTests
{
    [Fact]
    public void Without_a_host_mail_is_off() => Read().IsOn.ShouldBeFalse();

    [Fact]
    public void A_server_with_an_encrypted_line_is_taken()
    {
        var read = Read(("Host", "mail.example"), ("From", "guard@mail.example"), ("User", "guard"), ("Password", "secret-1"));
        (read.IsOn, read.Port, read.Security).ShouldBe((true, 587, MailSecurity.StartTls));
        Read(("Host", "mail.example"), ("From", "guard@mail.example"), ("Security", "tls")).Port.ShouldBe(465);
        Read(("Host", "127.0.0.1"), ("From", "guard@mail.example"), ("Security", "none")).Security.ShouldBe(MailSecurity.None);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_no_secret_is()
    {
        var wrong = Should.Throw<StorageException>(() =>
            Read(
                ("PublicAddress", ""),
                ("Host", "mail.example:25"),
                ("Port", "70000"),
                ("From", "Guard <guard@mail.example>"),
                ("Password", "secret-1"),
                ("Security", "none"),
                ("AuthorityFile", "/nowhere/authority.pem"),
                ("TimeoutSeconds", "0")
            )
        );
        wrong.Code.ShouldBe("mail-settings");
        foreach (
            var part in new[]
            {
                "Mail:Host is no host name",
                "Mail:Port is a whole number from 1 to 65535.",
                "Mail:From is no address",
                "Mail:Password is set, and Mail:User is not",
                "Mail:Security is none, and Mail:Host is another machine",
                "Mail:AuthorityFile cannot be read",
                "Mail:TimeoutSeconds is a whole number from 1 to 300.",
                "PublicAddress is missing",
            }
        )
        {
            wrong.Message.ShouldContain(part);
        }

        wrong.Message.ShouldNotContain("secret-1");
    }

    [Fact]
    public void What_is_set_without_a_host_would_do_nothing_and_is_refused()
    {
        var wrong = Should.Throw<StorageException>(() => Read(("From", "guard@mail.example"), ("Security", "2")));
        wrong.Message.ShouldContain("Mail:From is set, and Mail:Host is not");
        wrong.Message.ShouldContain("Mail:Security is one of: startTls, tls, none.");
    }

    private static MailOptions Read(params (string Name, string Value)[] set)
    {
        var settings = set.ToDictionary(
            s => s.Name is "PublicAddress" ? s.Name : $"Mail:{s.Name}",
            string? (s) => s.Value,
            StringComparer.Ordinal
        );
        settings.TryAdd("PublicAddress", "https://guard.example");
        return MailOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("name@example.org")]
    [InlineData("first.last+tag@mail.example.co.nz")]
    [InlineData("guard@localhost")]
    public void An_address_is_taken(string typed) => MailAddress.IsRight(typed).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("@example.org")]
    [InlineData("name@")]
    [InlineData("a@b@c")]
    [InlineData("a..b@example.org")]
    [InlineData("a@example..org")]
    [InlineData("a b@example.org")]
    [InlineData("Name <a@example.org>")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    [InlineData("māori@example.org")]
    public void Anything_else_is_not(string typed) => MailAddress.IsRight(typed).ShouldBeFalse();
}
