using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>What somebody went to the provider for.</summary>
internal enum TripFor
{
    SignIn,
    Invitation,
    Link,
}

/// <summary>
/// Somebody's way to the provider and back. The server keeps nothing of it: it travels sealed in a cookie of the browser that began, so any
/// node can end it and no other browser can (R24: nobody is signed in as somebody else unawares).
/// </summary>
/// <param name="Verifier">Of PKCE.</param>
/// <param name="Redirect">Where the provider was told to send them back to.</param>
/// <param name="Invitation">The code that is to be accepted.</param>
/// <param name="SessionKey">Whose account is to be linked.</param>
/// <param name="Code">That the provider gave; null until they are back.</param>
/// <param name="Declined">Why it gave none.</param>
internal sealed record Trip(
    TenantId Tenant,
    TripFor For,
    string Issuer,
    string ClientId,
    string State,
    string Nonce,
    string Verifier,
    string Redirect,
    DateTimeOffset BegunAt,
    string? Invitation = null,
    string? SessionKey = null,
    string? Code = null,
    string? Declined = null
)
{
    public const string Cookie = "rg-provider";

    /// <summary>Long enough for a provider that asks for a code from a telephone.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(15);

    private const string Context = "single-sign-on/trip";

    // A cookie has 4096 bytes.
    private const int LongestCode = 1900;

    /// <summary>Errors of OAuth 2.0 and OpenID Connect that may be repeated; others come from who knows where.</summary>
    private static readonly string[] KnownErrors =
    [
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
        "unsupported_response_type",
    ];

    /// <summary>None was begun in this browser, or too long ago, or it was ended already.</summary>
    public static readonly Refusal Over = Refusal.Invalid(
        "single-sign-on-over",
        $"This sign-in was not begun in this browser, or more than {Lasts.TotalMinutes:0} minutes ago, or is used up. Begin again."
    );

    public static string New() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public void Keep(HttpContext http, SecondFactors seals) =>
        http.Response.Cookies.Append(Cookie, seals.SealStep(this, Context, Lasts), CookieOptions(http, Lasts));

    /// <summary>The browser's trip; its cookie is gone with the answer.</summary>
    public static Result<Trip> Take(HttpContext http, SecondFactors seals)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 and <= 4096 } token)
        {
            return Over;
        }

        http.Response.Cookies.Delete(Cookie, CookieOptions(http, null));
        return seals.OpenStep<Trip>(token, Context).Succeeded(out var trip, out _) ? trip : Over;
    }

    /// <summary>With what the provider sent along; null where it is no answer to this trip.</summary>
    public Trip? Back(IQueryCollection query)
    {
        if (
            One(query, "state") is not { } state
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State))
            // RFC 9207: an answer of another provider is none.
            || (query.ContainsKey("iss") && One(query, "iss") != Issuer)
        )
        {
            return null;
        }

        return One(query, "code") is { Length: > 0 and <= LongestCode } code
            ? this with
            {
                Code = code,
            }
            : this with
            {
                Declined = One(query, "error") is { } error && KnownErrors.Contains(error) ? error : "no code",
            };
    }

    private static string? One(IQueryCollection query, string name) => query[name] is [{ } only] ? only : null;

    /// <summary>Comes along when the provider sends the browser back, which a strict cookie would not.</summary>
    private static CookieOptions CookieOptions(HttpContext http, TimeSpan? lifetime)
    {
        var options = TokenHandler.CookieOptions(http, lifetime);
        options.SameSite = SameSiteMode.Lax;
        return options;
    }
}
