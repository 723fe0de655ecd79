using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RetailGuard.Audit;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Who somebody is, by their provider.</summary>
/// <param name="UserName">As they know their account there; empty where the provider does not say.</param>
/// <param name="SecondFactor">Whether the provider has seen a second factor and the retailer lets that count.</param>
internal sealed record ProvenSubject(string Issuer, string Subject, string UserName, bool SecondFactor);

/// <summary>Sends people to their provider, and finds out who came back: authorization code, PKCE, state and nonce.</summary>
internal sealed class ProviderExchange(
    ProviderDiscovery discovery,
    ProviderLine line,
    ProviderSecrets secrets,
    RepeatedRefusals refusals,
    TimeProvider time
)
{
    // RFC 8176.
    private const string MultipleFactors = "mfa";
    private const int LongestSubject = 255;
    private const int LongestUserName = 200;

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false };

    // The nonce is ours and opaque; state, which the browser brings, is compared before.
    private static readonly OpenIdConnectProtocolValidator Protocol = new()
    {
        RequireNonce = true,
        RequireTimeStampInNonce = false,
        RequireState = false,
        RequireStateValidation = false,
        RequireSub = true,
    };

    /// <summary>Where the browser is to go; the way back is kept in it.</summary>
    public async Task<Result<string>> BeginAsync(Trip trip, SingleSignOnProvider provider, CancellationToken cancellation)
    {
        if (!(await discovery.FindAsync(provider.Issuer, anew: false, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var request = new OpenIdConnectMessage
        {
            IssuerAddress = found.AuthorizationEndpoint,
            ClientId = trip.ClientId,
            RedirectUri = trip.Redirect,
            ResponseType = OpenIdConnectResponseType.Code,
            Scope = "openid profile email",
            State = trip.State,
            Nonce = trip.Nonce,
        };
        request.SetParameter("code_challenge", trip.Challenge);
        request.SetParameter("code_challenge_method", "S256");
        if (provider.AsksAfresh)
        {
            request.Prompt = "login";
            request.MaxAge = "0";
        }

        return request.CreateAuthenticationRequestUrl();
    }

    /// <summary>Who the code stands for; it is used up.</summary>
    public async Task<Result<ProvenSubject>> EndAsync(Trip trip, SingleSignOnProvider provider, CancellationToken cancellation)
    {
        var proven = await ProveAsync(trip, provider, cancellation);
        if (!proven.Succeeded(out _, out var refusal))
        {
            refusals.Note(provider.Tenant, Actor.System, "single-sign-on.refused", provider.Tenant.ToString(), refusal.Code);
        }

        return proven;
    }

    private async Task<Result<ProvenSubject>> ProveAsync(Trip trip, SingleSignOnProvider provider, CancellationToken cancellation)
    {
        if (trip.Code is null)
        {
            return new Refusal(
                "single-sign-on-declined",
                $"{provider.Name} signed nobody in ({trip.Declined}). Try again, or ask your administrator.",
                RefusalKind.Unauthenticated
            );
        }

        if (!(await discovery.FindAsync(provider.Issuer, anew: false, cancellation)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        OpenIdConnectMessage answer;
        try
        {
            if (!(await RedeemAsync(trip, provider, found, cancellation)).Succeeded(out answer!, out refusal))
            {
                return refusal;
            }
        }
        catch (ProviderUnreachableException e)
        {
            return new Refusal(
                "provider-unusable",
                $"Your organisation’s sign-in cannot be used at this moment. {e.Message}",
                RefusalKind.Unavailable
            );
        }

        var read = await Tokens.ValidateTokenAsync(answer.IdToken, Demands(provider, found));
        if (
            read.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException
            && (await discovery.FindAsync(provider.Issuer, anew: true, cancellation)).Succeeded(out var renewed, out _)
        )
        {
            // The provider has changed its keys since they were read.
            read = await Tokens.ValidateTokenAsync(answer.IdToken, Demands(provider, renewed));
        }

        return !read.IsValid ? Wrong(Reason(read.Exception)) : Judge((JsonWebToken)read.SecurityToken, trip, provider, answer);
    }

    private async Task<Result<OpenIdConnectMessage>> RedeemAsync(
        Trip trip,
        SingleSignOnProvider provider,
        OpenIdConnectConfiguration found,
        CancellationToken cancellation
    )
    {
        var secret = await secrets.OpenAsync(provider, cancellation);
        var form = new OpenIdConnectMessage
        {
            ClientId = provider.ClientId,
            GrantType = OpenIdConnectGrantTypes.AuthorizationCode,
            Code = trip.Code,
            RedirectUri = trip.Redirect,
        };
        form.SetParameter("code_verifier", trip.Verifier);
        using var request = new HttpRequestMessage(HttpMethod.Post, found.TokenEndpoint);
        if (ProviderDiscovery.AuthenticationOf(found) is true)
        {
            // RFC 6749, 2.3.1: both are encoded as in a form before.
            var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form.ClientSecret = secret;
        }

        request.Content = new FormUrlEncodedContent(form.Parameters);
        var answered = await line.SendAsync(request, cancellation);
        switch ((int)answered.Status)
        {
            case 200:
                break;
            case 400 or 401 or 403:
                return ErrorOf(answered.Body) is "invalid_client" or "unauthorized_client"
                    ? Wrong("it does not take this client’s secret")
                    : Wrong("it does not take the code, which may be used up");
            default:
                throw new ProviderUnreachableException($"{request.RequestUri!.Host} answered {(int)answered.Status}.");
        }

        try
        {
            var message = new OpenIdConnectMessage(answered.Body);
            return message.IdToken is { Length: > 0 } ? message : Wrong("it gave no ID token");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return Wrong("what it said cannot be read");
        }
    }

    private static string? ErrorOf(string body)
    {
        try
        {
            return new OpenIdConnectMessage(body).Error;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private TokenValidationParameters Demands(SingleSignOnProvider provider, OpenIdConnectConfiguration found) =>
        new()
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = provider.ClientId,
            ValidAlgorithms = ProviderDiscovery.Algorithms,
            IssuerSigningKeys = found.SigningKeys,
            ValidateIssuerSigningKey = true,
            RequireSignedTokens = true,
            RequireAudience = true,
            RequireExpirationTime = true,

            // By the product's clock.
            LifetimeValidator = (begins, ends, _, _) =>
                ends is { } end
                && Utc(end) > time.GetUtcNow() - ProviderDiscovery.Skew
                && (begins is null || Utc(begins.Value) < time.GetUtcNow() + ProviderDiscovery.Skew),
        };

    private static DateTimeOffset Utc(DateTime read) => new(DateTime.SpecifyKind(read, DateTimeKind.Utc));

    private static string Reason(Exception? e) =>
        e switch
        {
            SecurityTokenInvalidIssuerException => "its token is another issuer’s",
            SecurityTokenInvalidAudienceException => "its token is for another client",
            SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException =>
                "its token is over, or not begun",
            _ => "its token is not signed with a key of its own",
        };

    private static Refusal Wrong(string reason) =>
        new(
            "provider-answer-wrong",
            $"What your organisation’s sign-in answered cannot be used: {reason}. Begin again; if it stays so, tell your administrator.",
            RefusalKind.Unauthenticated
        );

    private static Result<ProvenSubject> Judge(JsonWebToken token, Trip trip, SingleSignOnProvider provider, OpenIdConnectMessage answer)
    {
        try
        {
            Protocol.ValidateTokenResponse(
                new()
                {
                    ClientId = provider.ClientId,
                    Nonce = trip.Nonce,
                    ProtocolMessage = answer,
                    ValidatedIdToken = JwtSecurityTokenConverter.Convert(token),
                }
            );
        }
        catch (OpenIdConnectProtocolInvalidNonceException)
        {
            return Wrong("its token answers another request");
        }
        catch (Exception e) when (e is OpenIdConnectProtocolException or ArgumentException)
        {
            return Wrong("its token lacks something");
        }

        if (token.Subject is not { Length: > 0 and <= LongestSubject })
        {
            return Wrong("its token names nobody");
        }

        if (provider.AsksAfresh && !IsAfresh(token, trip))
        {
            return Wrong("it did not ask anew who is there");
        }

        if (provider.DomainList is { Count: > 0 } domains && !domains.Contains(DomainOf(token), StringComparer.Ordinal))
        {
            return new Refusal(
                "provider-domain",
                "That account has an e-mail address that your organisation does not let in. Take the one of your work.",
                RefusalKind.Forbidden
            );
        }

        var shown = provider.TrustsSecondFactor && token.Claims.Any(c => c.Type == "amr" && c.Value == MultipleFactors);
        var name = TextOf(token, provider.UserNameClaim) ?? "";
        return new ProvenSubject(provider.Issuer, token.Subject, name.Length > LongestUserName ? name[..LongestUserName] : name, shown);
    }

    /// <summary>OpenID Connect Core 3.1.2.1: who is asked to prove anew who they are comes back with the time of that.</summary>
    private static bool IsAfresh(JsonWebToken token, Trip trip) =>
        token.TryGetPayloadValue<long>("auth_time", out var seconds)
        && seconds >= (trip.BegunAt - ProviderDiscovery.Skew).ToUnixTimeSeconds();

    /// <summary>Of the address, in lower case; null where there is none, or the provider says that it is not theirs.</summary>
    private static string? DomainOf(JsonWebToken token) =>
        TextOf(token, "email") is { } email
        && email.LastIndexOf('@') is > 0 and var at
        && !(token.TryGetPayloadValue<object>("email_verified", out var verified) && verified is false or "false")
            ? email[(at + 1)..].ToLowerInvariant()
            : null;

    private static string? TextOf(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;
}
