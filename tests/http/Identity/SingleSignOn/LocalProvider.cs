using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using RetailGuard.Testing;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace RetailGuard.Tests.Http;

/// <summary>Somebody at the provider.</summary>
public sealed record ProviderPerson(string Subject, string Email)
{
    public IReadOnlyList<string> Methods { get; init; } = ["pwd"];

    public bool IsEmailVerified { get; init; } = true;

    /// <summary>Null is now.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }
}

/// <summary>What the provider does wrong.</summary>
public sealed class ProviderFaults
{
    /// <summary>Changes the ID token's claims before they are signed.</summary>
    public Action<JsonObject>? Claims { get; set; }

    /// <summary>Signs with a key that is not the provider's.</summary>
    public bool OtherKey { get; set; }

    /// <summary>Says that there is no signature, and gives none.</summary>
    public bool NoSignature { get; set; }

    /// <summary>Signs with the client's secret, which is no key of the provider's alone.</summary>
    public bool SharedKey { get; set; }

    /// <summary>Answers instead of the provider.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>Changes the provider's description.</summary>
    public Action<JsonObject>? Description { get; set; }
}

/// <summary>A real OpenID provider on loopback, with faults on demand.</summary>
public sealed class LocalProvider : IAsyncDisposable
{
    public const string ClientId = "retailguard";
    public const string Secret = "a secret + with/odd: characters";

    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _codes = [];
    private RsaSecurityKey _key = NewKey();

    private LocalProvider(TimeProvider time) => (_app, Time) = (Build(), time);

    public TimeProvider Time { get; }

    public string Issuer => _app.Urls.First() + "/";

    /// <summary>Who sits at the browser; null declines.</summary>
    public ProviderPerson? Person { get; set; } = new("subject-1", "Person1@Example.org");

    public ProviderFaults Faults { get; set; } = new();

    public static async Task<LocalProvider> StartAsync(TimeProvider time)
    {
        var provider = new LocalProvider(time);
        await provider._app.StartAsync();
        return provider;
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>From now on another key signs, and the old one is gone.</summary>
    public void ChangeKey()
    {
        var options = _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        options.SigningCredentials.Clear();
        _key = NewKey();
        options.SigningCredentials.Add(new(_key, SecurityAlgorithms.RsaSha256));
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = $"key-{Unique.Id()}" };

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder
            .Services.AddOpenIddict()
            .AddServer(options =>
            {
                options.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
                options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                options.RegisterScopes("profile", "email");
                options.AddEphemeralEncryptionKey().AddSigningKey(_key);
                options.EnableDegradedMode();
                options.UseAspNetCore().DisableTransportSecurityRequirement();
                options.Configure(o =>
                {
                    o.TimeProvider = Time;
                    o.CodeChallengeMethods.Remove("plain");
                });
                options.AddEventHandler<ValidateAuthorizationRequestContext>(b => b.UseInlineHandler(Known));
                options.AddEventHandler<HandleAuthorizationRequestContext>(b => b.UseInlineHandler(SignIn));
                options.AddEventHandler<ValidateTokenRequestContext>(b => b.UseInlineHandler(Redeem));
                options.AddEventHandler<ExtractTokenRequestContext>(b => b.UseInlineHandler(Unfold).SetOrder(int.MaxValue));
                options.AddEventHandler<GenerateTokenContext>(b => b.UseInlineHandler(Fold).SetOrder(int.MaxValue));
                options.AddEventHandler<GenerateTokenContext>(b => b.UseInlineHandler(Spoil).SetOrder(int.MaxValue));
            });
        var app = builder.Build();
        app.Use(
            async (context, next) =>
            {
                if (Faults.Instead is { } instead && await instead(context))
                {
                    return;
                }

                if (Faults.Description is { } change && context.Request.Path == "/.well-known/openid-configuration")
                {
                    await DescribeAsync(context, _ => next(), change);
                    return;
                }

                await next();
            }
        );
        app.UseAuthentication();
        return app;
    }

    private static ValueTask Known(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != ClientId)
        {
            context.Reject(OpenIddictConstants.Errors.UnauthorizedClient);
        }

        return default;
    }

    private ValueTask SignIn(HandleAuthorizationRequestContext context)
    {
        if (Person is not { } person)
        {
            context.Reject(OpenIddictConstants.Errors.AccessDenied);
            return default;
        }

        var identity = new ClaimsIdentity("here");
        identity.SetClaim("sub", person.Subject).SetClaim("email", person.Email).SetClaim("preferred_username", person.Subject);
        identity.SetClaim("email_verified", person.IsEmailVerified);
        identity.SetClaim("auth_time", (person.AuthenticatedAt ?? Time.GetUtcNow()).ToUnixTimeSeconds());
        identity.SetClaims("amr", [.. person.Methods]);
        identity.SetScopes("openid", "profile", "email");
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        context.SignIn(new ClaimsPrincipal(identity));
        return default;
    }

    private ValueTask Redeem(ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId || context.ClientSecret != Secret)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient);
        }

        return default;
    }

    /// <summary>A short code for the long one that the library makes where it keeps nothing; each works once.</summary>
    private ValueTask Unfold(ExtractTokenRequestContext context)
    {
        if (context.Request is { Code: { } code } request)
        {
            lock (_codes)
            {
                request.Code = _codes.Remove(code, out var whole) ? whole : "used";
            }
        }

        return default;
    }

    private ValueTask Fold(GenerateTokenContext context)
    {
        if (context.TokenType is OpenIddictConstants.TokenTypeIdentifiers.Private.AuthorizationCode && context.Token is { } whole)
        {
            context.Token = Unique.Id().ToString();
            lock (_codes)
            {
                _codes[context.Token] = whole;
            }
        }

        return default;
    }

    private ValueTask Spoil(GenerateTokenContext context)
    {
        if (context.TokenType is not OpenIddictConstants.TokenTypeIdentifiers.IdentityToken || context.Token is not { } token)
        {
            return default;
        }

        var parts = token.Split('.');
        var header = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[0]))!.AsObject();
        var claims = JsonNode.Parse(WebEncoders.Base64UrlDecode(parts[1]))!.AsObject();
        Faults.Claims?.Invoke(claims);
        header["alg"] =
            Faults.NoSignature ? "none"
            : Faults.SharedKey ? "HS256"
            : "RS256";
        var content = $"{Part(header)}.{Part(claims)}";
        var bytes = Encoding.ASCII.GetBytes(content);
        using var other = RSA.Create(2048);
        var signature =
            Faults.NoSignature ? []
            : Faults.SharedKey ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), bytes)
            : (Faults.OtherKey ? other : _key.Rsa).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        context.Token = $"{content}.{WebEncoders.Base64UrlEncode(signature)}";
        return default;

        static string Part(JsonObject json) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static async Task DescribeAsync(HttpContext context, RequestDelegate next, Action<JsonObject> change)
    {
        var real = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        await next(context);
        var described = JsonNode.Parse(kept.ToArray())!.AsObject();
        change(described);
        context.Response.Body = real;
        context.Response.ContentLength = null;
        await context.Response.WriteAsync(described.ToJsonString());
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
