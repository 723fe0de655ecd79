using System.ComponentModel.DataAnnotations;
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
    // What is kept of a try is as long as these.
    public sealed record SignInRequest(
        [property: MaxLength(40)] string Tenant,
        [property: MaxLength(200)] string Email,
        [property: MaxLength(200)] string Password,
        StoreId? StoreId = null
    );

    // The same for an unknown person, a wrong password and one try too many, so that nobody learns who exists.
    private static readonly Refusal Unknown = new(
        "sign-in-wrong",
        $"Tenant, e-mail or password is wrong. After {StrangerTries.Most} wrong tries no further one counts for {StrangerTries.Span.TotalMinutes:0} minutes, except in a browser where you have signed in before.",
        RefusalKind.Unauthenticated
    );

    private const string ComeBackSeconds = "5";

    private static readonly Refusal Busy = new(
        "sign-in-busy",
        "Too many people are signing in at this moment. Try again in a few seconds.",
        RefusalKind.Unavailable
    );

    public sealed record TabletSignInRequest(PersonId PersonId, string Pin);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sign-in", WithPasswordAsync).AllowGuesses("it proves who somebody is");
        routes.MapPost("/api/tablet/pin", WithPinAsync).AllowTablet();
        routes.MapPost("/api/sign-out", OutAsync).AllowSignedIn();
        routes.MapGet("/api/me", MeAsync).AllowSignedIn();
    }

    private static async Task<Answer<Ok<SessionView>>> WithPasswordAsync(
        SignInRequest request,
        HttpContext http,
        Database database,
        StrangerTries tries,
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

        var (slug, email, browser) = (Plain(request.Tenant), Plain(request.Email), KnownBrowser.HashOf(http.Request));
        await using var all = database.AcrossTenants();
        var found = await (
            from t in all.Set<Tenant>().AsNoTracking()
            where t.Slug == slug
            from p in all.Set<Person>().Where(p => p.Tenant == t.Id && p.Email == email && p.DisabledAt == null).DefaultIfEmpty()
            select new
            {
                Tenant = t.Id,
                Person = (Person?)p,
                Secret = Secrets.Passwords(all).FirstOrDefault(s => s.Tenant == t.Id && s.PersonId == p.Id),
                IsKnownHere = browser != null
                    && all.Set<Session>().Any(s => s.Tenant == t.Id && s.PersonId == p.Id && s.BrowserHash == browser),
            }
        ).SingleOrDefaultAsync(cancellation);

        // The same work and the same words whether there is such a person, such a password or a try left. A new password has new tries.
        var where = found?.IsKnownHere == true ? Convert.ToHexString(browser!) : "";
        var account = $"{slug} {email} {found?.Secret?.Stamp} {where}";
        var hash = tries.Spend(account) ? found?.Secret?.Hash : null;
        var verdict = await hasher.JudgeAsync(found?.Tenant, hash, request.Password, HashingFor.Stranger, cancellation);
        if (verdict is HashVerdict.Wrong)
        {
            if (found?.Person is { } tried)
            {
                opening.Refuse(tried, Unknown);
            }

            return Unknown;
        }

        tries.Forgive(account);
        var (person, stamp) = (found!.Person!, found.Secret!.Stamp);
        await using var db = database.Of(person.Tenant);
        await secrets.StrengthenAsync(found.Secret, request.Password, verdict, cancellation);

        if (await SubjectLinks.DemandedAsync(db, person, cancellation) is { } provider)
        {
            // Told to nobody who has not shown the password.
            return new Refusal(
                "single-sign-on-demanded",
                $"Your password is right, but your organisation has you sign in with {provider.Name}.",
                RefusalKind.Forbidden
            );
        }

        if (!(await StoreOfAsync(db, person, request.StoreId, cancellation)).Succeeded(out var looksAt, out var refusal))
        {
            return refusal;
        }

        return TypedResults.Ok(
            await opening.RunAsync(http, db, person, looksAt.Store, null, (SecretKind.Password, stamp), [], cancellation)
        );
    }

    /// <param name="Store">Null for none.</param>
    internal sealed record ChosenStore(StoreId? Store);

    /// <summary>Where a session in a browser looks: store people at their own store, head office at one of its choice or at none.</summary>
    internal static async Task<Result<ChosenStore>> StoreOfAsync(
        RetailGuardDb db,
        Person person,
        StoreId? asked,
        CancellationToken cancellation
    )
    {
        var store = asked ?? (person.Stores is [var only] ? only : null);
        return
            store is { } chosen
            && (!person.Stores.Contains(chosen) || !await db.Set<Store>().AnyAsync(s => s.Id == chosen && s.ClosedAt == null, cancellation))
            ? Refusal.NotFound("store of yours")
            : new ChosenStore(store);
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

        var proven = await secrets.CheckAsync(db, person, SecretKind.Pin, request.Pin, cancellation);
        if (!proven.Succeeded(out var stamp, out var refusal))
        {
            opening.Refuse(person, refusal);
            return refusal;
        }

        return TypedResults.Ok(
            await opening.RunAsync(http, db, person, tablet.Store, tablet.Tablet, (SecretKind.Pin, stamp), [], cancellation)
        );
    }

    private static string Plain(string typed) => typed.Trim().ToLowerInvariant();

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
            await opening.ViewAsync(
                db,
                null,
                caller.ExpiresAt,
                caller.Tenant,
                caller.Person,
                caller.Store,
                caller.Tablet,
                caller.HasSecondFactor,
                cancellation
            )
        );
    }
}
