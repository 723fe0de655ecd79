using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>
/// A browser in which somebody has signed in keeps a secret that outlives the sign-in. It proves nothing about who asks; it lets that
/// person try their password there while strangers elsewhere have used up all tries.
/// </summary>
internal static class KnownBrowser
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    /// <summary>Hash of the secret that the browser brings, or null.</summary>
    public static byte[]? HashOf(HttpRequest request) => Bring(request) is { } secret ? Tokens.Hash(secret) : null;

    /// <summary>Gives the browser its secret, or prolongs the one that it has; returns its hash.</summary>
    public static byte[] Remember(HttpContext http)
    {
        var secret = Bring(http.Request) ?? Tokens.New();
        http.Response.Cookies.Append(AccessSchemes.BrowserCookie, secret, TokenHandler.CookieOptions(http, Lifetime));
        return Tokens.Hash(secret);
    }

    private static string? Bring(HttpRequest request) =>
        request.Cookies[AccessSchemes.BrowserCookie] is { Length: > 20 and < 200 } secret ? secret : null;
}
