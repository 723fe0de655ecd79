using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace RetailGuard.Testing;

/// <summary>How a mail goes wrong.</summary>
public enum MailFault
{
    /// <summary>The address, for now (451).</summary>
    AddressBusy,

    /// <summary>The address, for good (550).</summary>
    AddressRefused,

    /// <summary>What the mail says, for good (554).</summary>
    MailRefused,

    /// <summary>No answer to the address.</summary>
    Hang,

    /// <summary>It is taken, and the line is cut before the answer.</summary>
    CutWhenTaken,
}

/// <summary>A mail as it came.</summary>
/// <param name="From">Name and address.</param>
public sealed record TakenMail(string To, string From, string Subject, string Text, string Html, string MessageId, string AutoSubmitted);

/// <summary>A real SMTP server on loopback, with STARTTLS and a sign-in; what it takes is kept in memory, and goes wrong on demand.</summary>
public sealed class MailServer : IAsyncDisposable
{
    public const string User = "guard";
    public const string Password = "kept-from-every-log";
    public const string From = "guard@mail.example";

    private readonly ConcurrentQueue<TakenMail> _taken = new();
    private readonly ConcurrentQueue<MailFault> _faults = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly string _authorityFile = Path.Combine(Path.GetTempPath(), $"mail-{Unique.Name()}.pem");
    private readonly int _port = FreePort.Next();
    private readonly Task _serving;
    private TaskCompletionSource _next = NewTurn();
    private int _signIns;

    private MailServer(bool isTrusted)
    {
        using var other = Certificate();
        File.WriteAllText(_authorityFile, (isTrusted ? _certificate : other).ExportCertificatePem());
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .CommandWaitTimeout(TimeSpan.FromMinutes(5))
            .Endpoint(end => end.Endpoint(new IPEndPoint(IPAddress.Loopback, _port)).Certificate(_certificate).AuthenticationRequired(true))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Addresses(this));
        services.Add(new Store(this));
        services.Add(
            (IUserAuthenticator)
                new DelegatingUserAuthenticator(
                    (user, password) =>
                    {
                        Interlocked.Increment(ref _signIns);
                        return user == User && password == Password;
                    }
                )
        );
        _serving = new SmtpServer.SmtpServer(options, services).StartAsync(_ending.Token);
    }

    /// <summary>What it took, in order; one that was handed over twice is there twice.</summary>
    public IReadOnlyList<TakenMail> Taken => [.. _taken];

    /// <summary>How often somebody has tried to sign in.</summary>
    public int SignIns => Volatile.Read(ref _signIns);

    /// <summary>For a server of the product that sends through this one.</summary>
    public IReadOnlyList<string> Settings => SettingsWith(Password);

    /// <param name="isTrusted">False shows a certificate that the product's authority does not vouch for.</param>
    public static MailServer Start(bool isTrusted = true) => new(isTrusted);

    public IReadOnlyList<string> SettingsWith(string password) =>
        [
            "--Mail:Host=localhost",
            $"--Mail:Port={_port}",
            $"--Mail:User={User}",
            $"--Mail:Password={password}",
            $"--Mail:From={From}",
            $"--Mail:AuthorityFile={_authorityFile}",
            "--Mail:TimeoutSeconds=5",
            "--PublicAddress=https://guard.example",
        ];

    /// <summary>The next mail goes wrong.</summary>
    public void Fail(MailFault fault) => _faults.Enqueue(fault);

    /// <summary>Waits until it has taken what is looked for.</summary>
    /// <exception cref="WaitTimeoutException">It did not come.</exception>
    public async Task<TakenMail> UntilAsync(string to, Func<TakenMail, bool>? of = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (_taken.FirstOrDefault(m => m.To == to && of?.Invoke(m) is not false) is { } found)
            {
                return found;
            }

            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new WaitTimeoutException(
                    $"Expected a mail to {to}; it never came. There are: {string.Join("; ", _taken.Select(m => m.Subject))}",
                    e
                );
            }
        }
    }

    /// <summary>All that it took for an address.</summary>
    public IReadOnlyList<TakenMail> To(string address) => [.. _taken.Where(m => m.To == address)];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        try
        {
            await _serving;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        File.Delete(_authorityFile);
        _certificate.Dispose();
        _ending.Dispose();
    }

    private static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    /// <summary>The fault of this mail that shows at the address; one that shows at the content stays for that.</summary>
    private bool Takes(MailFault fault) => _faults.TryPeek(out var next) && next == fault && _faults.TryDequeue(out _);

    private sealed class Addresses(MailServer server) : MailboxFilter
    {
        public override async Task<bool> CanDeliverToAsync(
            ISessionContext context,
            IMailbox to,
            IMailbox from,
            CancellationToken cancellationToken
        )
        {
            if (server.Takes(MailFault.Hang))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            // As real servers do, it repeats the address.
            return server.Takes(MailFault.AddressBusy) ? throw Refusal((SmtpReplyCode)451, "try later")
                : server.Takes(MailFault.AddressRefused) ? throw Refusal(SmtpReplyCode.MailboxUnavailable, "no such user")
                : true;

            SmtpResponseException Refusal(SmtpReplyCode code, string why) => new(new SmtpResponse(code, $"<{to.User}@{to.Host}>: {why}"));
        }
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            if (server.Takes(MailFault.MailRefused))
            {
                return SmtpResponse.TransactionFailed;
            }

            await using var bytes = new MemoryStream(buffer.ToArray());
            var message = await MimeMessage.LoadAsync(bytes, cancellationToken);
            server._taken.Enqueue(
                new(
                    message.To.Mailboxes.Single().Address,
                    message.From.ToString(),
                    message.Subject ?? "",
                    message.TextBody ?? "",
                    message.HtmlBody ?? "",
                    message.MessageId ?? "",
                    message.Headers["Auto-Submitted"] ?? ""
                )
            );
            Interlocked.Exchange(ref server._next, NewTurn()).TrySetResult();
            if (server.Takes(MailFault.CutWhenTaken))
            {
                context.Pipe.Dispose();
            }

            return SmtpResponse.Ok;
        }
    }
}
