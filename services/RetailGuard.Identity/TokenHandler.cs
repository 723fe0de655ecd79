using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Knows people by their session token and tablets by their device token.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Sessions sessions
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private bool IsTablet => Scheme.Name == AccessSchemes.Tablet;

    // A tablet's line connects again by itself; that keeps nobody signed in.
    private bool IsLiveLine => Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        ClaimsIdentity? identity = null;
        if (Token() is { Length: > 0 and < 200 } token)
        {
            identity = IsTablet
                ? await sessions.FindTabletAsync(token, Context.RequestAborted) is { } tablet
                    ? new TabletIdentity(tablet)
                    : null
                : await sessions.FindAsync(token, used: !IsLiveLine, Context.RequestAborted) is { } caller
                    ? new CallerIdentity(caller)
                    : null;
        }

        return identity is null
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Response.HasStarted)
        {
            // A route for people and tablets asks both; the first has answered.
            return Task.CompletedTask;
        }

        if (IsTablet)
        {
            return Answer(
                "tablet-not-paired",
                "This tablet is not paired with an open store. Ask a store manager for a pairing code.",
                RefusalKind.Unauthenticated
            );
        }

        // An ended session's cookie would go on claiming to be somebody.
        Response.Cookies.Delete(AccessSchemes.SessionCookie, CookieOptions(Context, lifetime: null));
        return Answer("not-signed-in", "Nobody is signed in, or the sign-in has ended. Sign in again.", RefusalKind.Unauthenticated);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Response.HasStarted ? Task.CompletedTask
        : Caller.Of(Context.User) is { LacksSecondFactor: true } ? SecondFactors.Missing.ToHttp().ExecuteAsync(Context)
        : Answer("role-missing", "Your role does not allow this. Ask your administrator.", RefusalKind.Forbidden);

    private Task Answer(string code, string detail, RefusalKind kind) => new Refusal(code, detail, kind).ToHttp().ExecuteAsync(Context);

    private string? Token()
    {
        if (IsTablet)
        {
            return Request.Headers[AccessSchemes.TabletHeader] is [{ } header] ? header : Request.Cookies[AccessSchemes.TabletCookie];
        }

        const string Bearer = "Bearer ";
        return Request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.Ordinal)
            ? value[Bearer.Length..]
            : Request.Cookies[AccessSchemes.SessionCookie];
    }

    /// <summary>Whether a request claims a sign-in, good or ended.</summary>
    public static bool Claims(HttpRequest request) =>
        request.Cookies.ContainsKey(AccessSchemes.SessionCookie) || request.Headers.Authorization.Count > 0;

    /// <summary>Cookies that scripts cannot read, other sites cannot send, and no network but this machine's own carries in the clear.</summary>
    public static CookieOptions CookieOptions(HttpContext context, TimeSpan? lifetime) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps || !IsThisMachine(context.Request.Host.Host),
            MaxAge = lifetime,
        };

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
