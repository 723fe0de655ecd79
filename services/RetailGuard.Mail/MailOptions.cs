using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>How the line to the mail server is kept private.</summary>
internal enum MailSecurity
{
    /// <summary>Encrypted before anything is said of anybody, or nothing is sent.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>On this machine only.</summary>
    None,
}

/// <summary>The server that takes our mails; without one none is sent.</summary>
// No record: one would print its password.
internal sealed class MailOptions
{
    private const string Words = "startTls, tls, none";

    /// <summary>Null: nothing is sent, ever.</summary>
    public string? Host { get; private init; }

    public int Port { get; private init; }

    public MailSecurity Security { get; private init; }

    public string? User { get; private init; }

    public string? Password { get; private init; }

    /// <summary>Whom mails are from; each retailer's own name stands before it.</summary>
    public string From { get; private init; } = "";

    /// <summary>Who alone vouches for the server's certificate; null for whom this machine trusts.</summary>
    public X509Certificate2? Authority { get; private init; }

    /// <summary>How long one mail may take.</summary>
    public TimeSpan Timeout { get; private init; }

    /// <summary>Where people reach this server, without a slash at its end.</summary>
    public string PublicAddress { get; private init; } = "";

    public bool IsOn => Host is not null;

    /// <exception cref="StorageException"><c>mail-settings</c>: names all that is wrong, and no secret.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        List<string> wrong = [];
        var (user, password, file) = (Text("User"), Text("Password"), Text("AuthorityFile"));
        var security = SecurityOf(Text("Security"), wrong);
        var read = new MailOptions
        {
            Host = Text("Host"),
            Port = Number("Port", security is MailSecurity.Tls ? 465 : 587, 1, 65_535),
            Security = security,
            User = user,
            Password = password,
            From = Text("From") ?? "",
            Authority = file is null ? null : Certificate(file, wrong),
            Timeout = TimeSpan.FromSeconds(Number("TimeoutSeconds", 30, 1, 300)),
            PublicAddress = Foundation.PublicAddress.Of(configuration) ?? "",
        };
        string[] others = ["User", "Password", "From", "Port", "Security", "AuthorityFile", "TimeoutSeconds"];
        wrong.AddRange(
            read.IsOn
                ? Wrong(read)
                : others
                    .Where(name => Text(name) is not null)
                    .Select(name => $"Mail:{name} is set, and Mail:Host is not: nothing would be sent.")
        );
        return wrong.Count == 0 ? read : throw new StorageException("mail-settings", string.Join(' ', wrong));

        string? Text(string name) => configuration[$"Mail:{name}"] is { } set && !string.IsNullOrWhiteSpace(set) ? set.Trim() : null;

        int Number(string name, int otherwise, int least, int most)
        {
            if (Text(name) is not { } set)
            {
                return otherwise;
            }

            if (int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            wrong.Add($"Mail:{name} is a whole number from {least} to {most}.");
            return otherwise;
        }
    }

    private static IEnumerable<string> Wrong(MailOptions read)
    {
        if (Uri.CheckHostName(read.Host) is UriHostNameType.Unknown)
        {
            yield return "Mail:Host is no host name and no address; its port goes into Mail:Port.";
        }

        if (read.From.Length == 0)
        {
            yield return "Mail:From is missing: the address that mails come from.";
        }
        else if (!MailAddress.IsRight(read.From))
        {
            yield return "Mail:From is no address such as guard@example.org; names do not go into it.";
        }

        if (read.User is null != read.Password is null)
        {
            yield return read.User is null
                ? "Mail:Password is set, and Mail:User is not: set both, or neither."
                : "Mail:User is set, and Mail:Password is not: set both, or neither.";
        }

        if (read.Security is MailSecurity.None && !IsThisMachine(read.Host!))
        {
            yield return "Mail:Security is none, and Mail:Host is another machine: codes and names would cross the network in clear.";
        }

        if (read.Security is MailSecurity.None && read.Authority is not null)
        {
            yield return "Mail:AuthorityFile is set, and Mail:Security is none: there is no certificate to look at.";
        }

        if (read.PublicAddress.Length == 0)
        {
            yield return "PublicAddress is missing: what stands in mails leads to it.";
        }
    }

    private static MailSecurity SecurityOf(string? set, List<string> wrong)
    {
        if (set is null)
        {
            return MailSecurity.StartTls;
        }

        // By name: a number would be taken for one too.
        foreach (var value in Enum.GetValues<MailSecurity>())
        {
            if (value.ToString().Equals(set, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        wrong.Add($"Mail:Security is one of: {Words}.");
        return MailSecurity.StartTls;
    }

    private static X509Certificate2? Certificate(string file, List<string> wrong)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            wrong.Add("Mail:AuthorityFile cannot be read, or holds no certificate in PEM.");
            return null;
        }
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
