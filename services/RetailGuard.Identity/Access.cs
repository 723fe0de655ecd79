using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace RetailGuard.Identity;

/// <summary>Names of the two ways to be known, and what carries their tokens.</summary>
public static class AccessSchemes
{
    public const string Person = "person";
    public const string Tablet = "tablet";
    public const string SessionCookie = "rg-session";
    public const string TabletCookie = "rg-tablet";
    public const string TabletHeader = "X-Tablet-Token";
    public const string BrowserCookie = "rg-browser";
}

/// <summary>What a route or hub declares about who may use it. One that declares nothing is refused to everybody.</summary>
/// <param name="Who">Roles, <c>tablet</c>, or <c>anyone: reason</c>, for the table of routes.</param>
public sealed record AccessDeclaration(string Who);

/// <summary>The ways to declare access: every route and hub has exactly one of these.</summary>
public static class Access
{
    /// <summary>People with any of the roles.</summary>
    public static TBuilder AllowRoles<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(new AuthorizationPolicyBuilder(AccessSchemes.Person).RequireRole(roles.Select(r => r.ToString())).Build())
            .WithMetadata(new AccessDeclaration(string.Join(" ", roles)));

    /// <summary>Everybody who is signed in.</summary>
    public static TBuilder AllowAllRoles<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AllowRoles(Enum.GetValues<Role>());

    /// <summary>Everybody who is signed in, also before they have shown the second factor that their roles demand.</summary>
    public static TBuilder AllowSignedIn<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(new AuthorizationPolicyBuilder(AccessSchemes.Person).RequireAuthenticatedUser().Build())
            .WithMetadata(new AccessDeclaration(string.Join(" ", Enum.GetValues<Role>())));

    /// <summary>A paired tablet, nobody signed in.</summary>
    public static TBuilder AllowTablet<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(new AuthorizationPolicyBuilder(AccessSchemes.Tablet).RequireAuthenticatedUser().Build())
            .WithMetadata(new AccessDeclaration("tablet"));

    /// <summary>People with any of the roles, or a paired tablet on which nobody is signed in.</summary>
    public static TBuilder AllowRolesOrTablet<TBuilder>(this TBuilder builder, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder
            .RequireAuthorization(
                new AuthorizationPolicyBuilder(AccessSchemes.Person, AccessSchemes.Tablet)
                    .RequireAssertion(context =>
                        Caller.Of(context.User) is { } caller ? caller.Roles.Any(roles.Contains) : TabletCaller.Of(context.User) is not null
                    )
                    .Build()
            )
            .WithMetadata(new AccessDeclaration($"{string.Join(" ", roles)} tablet"));

    /// <summary>Anyone, for the reason given: the route proves what it needs by itself.</summary>
    public static TBuilder AllowAnyone<TBuilder>(this TBuilder builder, string because)
        where TBuilder : IEndpointConventionBuilder => builder.AllowAnonymous().WithMetadata(new AccessDeclaration($"anyone: {because}"));

    /// <summary>Anyone, with something that could be guessed: at most so often from one address (<see cref="GuessLimit"/>).</summary>
    public static TBuilder AllowGuesses<TBuilder>(this TBuilder builder, string because)
        where TBuilder : IEndpointConventionBuilder => builder.AllowAnyone(because).RequireRateLimiting(GuessLimit.Policy);
}
