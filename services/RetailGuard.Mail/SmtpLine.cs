using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>What came of handing a mail over.</summary>
/// <param name="Trouble">Null when the server took it.</param>
/// <param name="IsFinal">Whether another try would be in vain.</param>
/// <param name="IsOfServer">Whether the next mail would fare no better.</param>
/// <param name="Code">The server's number, or the kind of failure. Never its words: they may repeat an address.</param>
internal sealed record HandedOver(MailTrouble? Trouble, bool IsFinal, bool IsOfServer, string Code)
{
    public static HandedOver Well { get; } = new(null, false, false, "");

    /// <summary>An address of before they were looked at closely.</summary>
    public static HandedOver NoAddress { get; } = new(MailTrouble.AddressRefused, true, false, "no address");
}

/// <summary>The way to the mail server: connects when the first mail is there, and keeps the connection for a round's others.</summary>
internal sealed class SmtpLine(MailOptions options) : IAsyncDisposable
{
    private const int ConnectAgain = 2;

    // Another machine's answer is waited for by the clock on the wall, whatever the product's clock does.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    private readonly ResiliencePipeline _limit = new ResiliencePipelineBuilder { TimeProvider = TimeProvider.System }
        .AddTimeout(options.Timeout)
        .Build();

    // Only connecting is repeated here: of a mail whose answer was lost nobody knows whether it was taken.
    private readonly ResiliencePipeline _connecting = new ResiliencePipelineBuilder { TimeProvider = TimeProvider.System }
        .AddRetry(
            new RetryStrategyOptions
            {
                MaxRetryAttempts = ConnectAgain,
                Delay = FirstWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<SocketException>(),
            }
        )
        .Build();

    private SmtpClient? _client;

    public async Task<HandedOver> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        try
        {
            await _limit.ExecuteAsync(
                async within =>
                {
                    await ConnectAsync(within);
                    await _client!.SendAsync(message, within);
                },
                cancellation
            );
            return HandedOver.Well;
        }
        catch (SmtpCommandException e)
        {
            return Refused(e);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && TroubleOf(e) is { } trouble)
        {
            await CloseAsync();
            return new(trouble, false, true, e.GetType().Name);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private static HandedOver Refused(SmtpCommandException e)
    {
        var (code, isFinal) = ((int)e.StatusCode, (int)e.StatusCode >= 500);
        return e.ErrorCode is SmtpErrorCode.RecipientNotAccepted
            ? new(isFinal ? MailTrouble.AddressRefused : MailTrouble.Delayed, isFinal, false, $"{code}")
            : new(
                isFinal ? MailTrouble.MailRefused : MailTrouble.Delayed,
                isFinal && e.ErrorCode is SmtpErrorCode.SenderNotAccepted or SmtpErrorCode.MessageNotAccepted,
                false,
                $"{code}"
            );
    }

    private static MailTrouble? TroubleOf(Exception e) =>
        e switch
        {
            AuthenticationException => MailTrouble.SignInRefused,
            SslHandshakeException or System.Security.Authentication.AuthenticationException or NotSupportedException =>
                MailTrouble.Insecure,
            ServiceNotAuthenticatedException => MailTrouble.SignInRefused,
            SocketException
            or IOException
            or ProtocolException
            or ServiceNotConnectedException
            or TimeoutRejectedException
            or OperationCanceledException => MailTrouble.Unreachable,
            _ => null,
        };

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        if (_client is { IsConnected: true })
        {
            return;
        }

        await CloseAsync();
        _client = new SmtpClient { ServerCertificateValidationCallback = options.Authority is null ? null : IsVouchedFor };
        await _connecting.ExecuteAsync(
            async within =>
                await _client.ConnectAsync(
                    options.Host!,
                    options.Port,
                    options.Security switch
                    {
                        // Never "when available": whoever sits between could say that it is not.
                        MailSecurity.StartTls => SecureSocketOptions.StartTls,
                        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                        MailSecurity.None => SecureSocketOptions.None,
                    },
                    within
                ),
            cancellation
        );
        if (options.User is { } user)
        {
            await _client.AuthenticateAsync(user, options.Password!, cancellation);
        }
    }

    private bool IsVouchedFor(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(options.Authority!);

        // An authority of one's own seldom has a place where it says what it took back.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ExtraStore.AddRange(chain?.ChainPolicy.ExtraStore ?? []);
        return own.Build(shown);
    }

    private async Task CloseAsync()
    {
        if (_client is not { } client)
        {
            return;
        }

        _client = null;
        using (client)
        {
            if (!client.IsConnected)
            {
                return;
            }

            try
            {
                // A server that hangs is not waited for.
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
                await client.DisconnectAsync(true, soon.Token);
            }
            catch (Exception e) when (e is IOException or ProtocolException or CommandException or OperationCanceledException)
            {
                // It is gone already.
            }
        }
    }
}
