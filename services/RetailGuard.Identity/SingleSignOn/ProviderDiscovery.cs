using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Something that is wrong with a provider, or that an administrator should know.</summary>
/// <param name="Code">Stable: <c>issuer-mismatch</c>.</param>
/// <param name="Stops">Whether nobody can sign in with it.</param>
internal sealed record ProviderFinding(string Code, string Sentence, bool Stops);

/// <summary>Reads what a provider says of itself (OpenID Connect Discovery 1.0) and its keys.</summary>
internal sealed class ProviderDiscovery(ProviderLine line, TimeProvider time)
{
    /// <summary>How long what was read is good; a key that is not among those is looked for at once.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>How far clocks may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LeastBetween = TimeSpan.FromSeconds(5);

    /// <summary>Signed by a key that only the provider has: a secret that both know, or none, proves nothing.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly ConcurrentDictionary<string, (OpenIdConnectConfiguration Found, long At)> _read = new(StringComparer.Ordinal);

    /// <summary>What a provider that can be used says of itself.</summary>
    /// <param name="anew">Because a key was not among those that are known.</param>
    public async Task<Result<OpenIdConnectConfiguration>> FindAsync(string issuer, bool anew, CancellationToken cancellation)
    {
        if (_read.TryGetValue(issuer, out var known) && time.GetElapsedTime(known.At) < (anew ? LeastBetween : Lifetime))
        {
            return known.Found;
        }

        var (found, findings) = await ReadAsync(issuer, cancellation);
        if (findings.FirstOrDefault(f => f.Stops) is { } wrong)
        {
            return new Refusal(
                "provider-unusable",
                $"Your organisation’s sign-in cannot be used at this moment. {wrong.Sentence}",
                RefusalKind.Unavailable
            );
        }

        _read[issuer] = (found!, time.GetTimestamp());
        return found!;
    }

    /// <summary>Asks a provider about itself, and says what is wrong.</summary>
    /// <returns>Null where nothing could be read.</returns>
    public async Task<(OpenIdConnectConfiguration? Found, IReadOnlyList<ProviderFinding> Findings)> ReadAsync(
        string issuer,
        CancellationToken cancellation
    )
    {
        if (!line.Allows(issuer) || new Uri(issuer).Query.Length > 0)
        {
            return (null, [new("issuer-address", "The issuer must be an https address without a query.", true)]);
        }

        var findings = new List<ProviderFinding>();
        OpenIdConnectConfiguration found;
        DateTimeOffset? date;
        try
        {
            (var document, date) = await GetAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", cancellation);
            found = OpenIdConnectConfiguration.Create(document);
        }
        catch (ProviderUnreachableException e)
        {
            return (null, [new("unreachable", e.Message, true)]);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return (
                null,
                [new("unreadable", "What is at the issuer’s /.well-known/openid-configuration is no provider’s description.", true)]
            );
        }

        Judge(issuer, found, findings);
        if (date is { } theirs && (theirs - time.GetUtcNow()).Duration() > Skew)
        {
            findings.Add(
                new(
                    "clock",
                    $"The provider’s clock and this server’s are {(theirs - time.GetUtcNow()).Duration().TotalSeconds:0} seconds apart, so its tokens may seem to be over or not begun.",
                    false
                )
            );
        }

        if (!findings.Exists(f => f.Stops))
        {
            await ReadKeysAsync(found, findings, cancellation);
        }

        return (found, findings);
    }

    private void Judge(string issuer, OpenIdConnectConfiguration found, List<ProviderFinding> findings)
    {
        if (!string.Equals(found.Issuer, issuer, StringComparison.Ordinal))
        {
            var says = found.Issuer is { Length: > 0 and <= 300 } name ? $"calls itself {name}" : "does not say what it is called";
            findings.Add(new("issuer-mismatch", $"The provider {says}, not {issuer}: both must be the same, letter for letter.", true));
        }

        if (!line.Allows(found.AuthorizationEndpoint) || !line.Allows(found.TokenEndpoint) || !line.Allows(found.JwksUri))
        {
            findings.Add(new("endpoints", "The provider names no https addresses for signing in, for tokens and for its keys.", true));
        }

        if (!found.ResponseTypesSupported.Contains(OpenIdConnectResponseType.Code))
        {
            findings.Add(new("no-code", "The provider does not offer the authorization code flow.", true));
        }

        if (found.CodeChallengeMethodsSupported.Count == 0)
        {
            findings.Add(new("pkce-unsaid", "The provider does not say that it checks PKCE. It is asked to, and may not.", false));
        }
        else if (!found.CodeChallengeMethodsSupported.Contains("S256"))
        {
            findings.Add(new("no-pkce", "The provider does not offer PKCE with S256.", true));
        }

        if (found.IdTokenSigningAlgValuesSupported.Count > 0 && !found.IdTokenSigningAlgValuesSupported.Any(Algorithms.Contains))
        {
            findings.Add(new("no-signature", "The provider does not sign its tokens with a key of its own (RS256 or ES256, say).", true));
        }

        if (AuthenticationOf(found) is null)
        {
            findings.Add(
                new("no-secret", "The provider takes a client secret neither as client_secret_basic nor as client_secret_post.", true)
            );
        }
    }

    /// <summary>How the provider takes the client's secret: in a header (true) or in the form; null for neither.</summary>
    public static bool? AuthenticationOf(OpenIdConnectConfiguration provider)
    {
        var offered = provider.TokenEndpointAuthMethodsSupported;
        return offered.Count == 0 || offered.Contains("client_secret_basic") ? true
            : offered.Contains("client_secret_post") ? false
            : null;
    }

    private async Task ReadKeysAsync(OpenIdConnectConfiguration found, List<ProviderFinding> findings, CancellationToken cancellation)
    {
        try
        {
            var (document, _) = await GetAsync(found.JwksUri, cancellation);
            found.JsonWebKeySet = new(document);
            foreach (var key in found.JsonWebKeySet.GetSigningKeys().Where(k => k is not SymmetricSecurityKey))
            {
                found.SigningKeys.Add(key);
            }
        }
        catch (ProviderUnreachableException e)
        {
            findings.Add(new("unreachable", e.Message, true));
            return;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Said below: there are none.
        }

        if (found.SigningKeys.Count == 0)
        {
            findings.Add(new("no-keys", "The provider’s address for keys has none that tokens can be checked with.", true));
        }
    }

    private async Task<(string Document, DateTimeOffset? Date)> GetAsync(string address, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await line.SendAsync(request, cancellation);
        return (int)answer.Status == 200
            ? (answer.Body, answer.Date)
            : throw new ProviderUnreachableException(
                $"{request.RequestUri!.Host} answered {(int)answer.Status} where its description should be."
            );
    }
}
