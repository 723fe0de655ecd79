using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Signing in with a password in a browser, or with a PIN on a paired tablet; signing out; who am I.</summary>
internal static class SignIn
{
    public sealed record SignInRequest(string Tenant, string Email, string Password, StoreId? StoreId = null);

    // The same for an unknown person and a wrong password, so that nobody learns who exists.
    private static readonly Refusal Unknown = new("sign-in-wrong", "Tenant, e-mail or password is wrong.", RefusalKind.Unauthenticated);

    private const string ComeBackSeconds = "5";

    private static readonly Refusal Busy = new(
        "sign-in-busy",
        "Too many people are signing in at this moment. Try again in a few seconds.",
        RefusalKind.Unavailable
    );

    public sealed record TabletSignInRequest(PersonId PersonId, string Pin);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sign-in", WithPasswordAsync).AllowAnyone("it proves who somebody is");
        routes.MapPost("/api/tablet/pin", WithPinAsync).AllowTablet();
        routes.MapPost("/api/sign-out", OutAsync).AllowAllRoles();
        routes.MapGet("/api/me", MeAsync).AllowAllRoles();
    }

    private static async Task<Answer<Ok<SessionView>>> WithPasswordAsync(
        SignInRequest request,
        HttpContext http,
        Database database,
        Secrets secrets,
        SecretHasher hasher,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        using var place = await hasher.TakePlaceAsync(cancellation);
        if (place is null)
        {
            http.Response.Headers.RetryAfter = ComeBackSeconds;
            return Busy;
        }

        var (slug, email, password) = (request.Tenant.Trim().ToLowerInvariant(), request.Email.Trim().ToLowerInvariant(), request.Password);
        await using var all = database.AcrossTenants();
        var person = await (
            from p in all.Set<Person>().AsNoTracking()
            join t in all.Set<Tenant>() on p.Tenant equals t.Id
            where t.Slug == slug && p.Email == email && p.DisabledAt == null
            select p
        ).SingleOrDefaultAsync(cancellation);
        if (person is null)
        {
            await hasher.IsRightAsync(null, password, HashingFor.Stranger, cancellation);
            return Unknown;
        }

        await using var db = database.Of(person.Tenant);
        var proven = await secrets.CheckAsync(db, person, SecretKind.Password, password, HashingFor.Stranger, cancellation);
        if (!proven.Succeeded(out var stamp, out var refusal))
        {
            await opening.RefuseAsync(db, person, refusal, cancellation);
            return refusal.Kind is RefusalKind.Unauthenticated ? Unknown : refusal;
        }

        // Store people look at their own store; head office may look at one of its choice.
        var store = request.StoreId ?? (person.Stores is [var only] ? only : null);
        if (
            store is { } chosen
            && (!person.Stores.Contains(chosen) || !await db.Set<Store>().AnyAsync(s => s.Id == chosen && s.ClosedAt == null, cancellation))
        )
        {
            return Refusal.NotFound("store of yours");
        }

        return TypedResults.Ok(await opening.RunAsync(http, db, person, store, null, (SecretKind.Password, stamp), [], cancellation));
    }

    private static async Task<Answer<Ok<SessionView>>> WithPinAsync(
        TabletSignInRequest request,
        TabletCaller tablet,
        HttpContext http,
        Database database,
        Secrets secrets,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tablet.Tenant);
        if (await tablet.FindPersonAsync(db, request.PersonId, cancellation) is not { } person)
        {
            return Refusal.NotFound("person in this store");
        }

        var proven = await secrets.CheckAsync(db, person, SecretKind.Pin, request.Pin, HashingFor.Known, cancellation);
        if (!proven.Succeeded(out var stamp, out var refusal))
        {
            await opening.RefuseAsync(db, person, refusal, cancellation);
            return refusal;
        }

        return TypedResults.Ok(
            await opening.RunAsync(http, db, person, tablet.Store, tablet.Tablet, (SecretKind.Pin, stamp), [], cancellation)
        );
    }

    private static async Task<NoContent> OutAsync(Caller caller, HttpContext http, Sessions sessions, CancellationToken cancellation)
    {
        await sessions.EndAsync(caller, cancellation);
        http.Response.Cookies.Delete(AccessSchemes.SessionCookie, TokenHandler.CookieOptions(http, lifetime: null));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionView>> MeAsync(
        Caller caller,
        Database database,
        OpenSession opening,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        return TypedResults.Ok(
            await opening.ViewAsync(db, null, caller.ExpiresAt, caller.Tenant, caller.Person, caller.Store, caller.Tablet, cancellation)
        );
    }
}
