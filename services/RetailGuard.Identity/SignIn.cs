using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Signing in with a password in a browser, or with a PIN on a paired tablet; signing out; who am I.</summary>
internal static class SignIn
{
    public sealed record PasswordRequest(string? Tenant, string? Email, string? Password, StoreId? StoreId);

    public sealed record PinRequest(PersonId PersonId, string? Pin);

    public sealed record Named(Guid Id, string Name);

    public sealed record PersonView(PersonId Id, string Name, IReadOnlyList<Role> Roles);

    /// <param name="Token">For clients that are no browsers; null when only read back.</param>
    public sealed record SessionView(string? Token, DateTimeOffset ExpiresAt, PersonView Person, Named Tenant, Named? Store, Named? Tablet);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/sign-in", WithPasswordAsync).AllowAnyone("it proves who somebody is");
        routes.MapPost("/api/tablet/pin", WithPinAsync).AllowTablet();
        routes.MapPost("/api/sign-out", OutAsync).AllowAllRoles();
        routes.MapGet("/api/me", MeAsync).AllowAllRoles();
    }

    private static async Task<IResult> WithPasswordAsync(
        PasswordRequest request,
        HttpContext http,
        Database database,
        Secrets secrets,
        Sessions sessions,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var (slug, email, password) = (
            request.Tenant?.Trim().ToLowerInvariant(),
            request.Email?.Trim().ToLowerInvariant(),
            request.Password ?? ""
        );
        await using var all = database.AcrossTenants();
        var person = await (
            from p in all.Set<Person>().AsNoTracking()
            join t in all.Set<Tenant>() on p.Tenant equals t.Id
            where t.Slug == slug && p.Email == email
            select p
        ).SingleOrDefaultAsync(cancellation);
        if (person is null)
        {
            Secrets.SpendTheTimeOfACheck(password);
            return Secrets.Wrong(SecretKind.Password, null).ToHttp();
        }

        await using var db = database.Of(person.Tenant);
        if (await secrets.CheckAsync(db, person, SecretKind.Password, password, cancellation) is { } refusal)
        {
            await audit.CommitAsync(db, person.Tenant, [Failed(person, refusal)], cancellation);
            return refusal.ToHttp();
        }

        // Store people look at their own store; head office may look at one of its choice.
        var store = request.StoreId ?? (person.Stores is [var only] ? only : null);
        if (store is { } chosen && (!person.Stores.Contains(chosen) || !await db.Set<Store>().AnyAsync(s => s.Id == chosen, cancellation)))
        {
            return Refusal.NotFound("store of yours").ToHttp();
        }

        return await OpenAsync(http, db, sessions, audit, person, store, null, cancellation);
    }

    private static async Task<IResult> WithPinAsync(
        PinRequest request,
        TabletCaller tablet,
        HttpContext http,
        Database database,
        Secrets secrets,
        Sessions sessions,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tablet.Tenant);
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.PersonId, cancellation);
        if (person is null || !person.Stores.Contains(tablet.Store))
        {
            return Refusal.NotFound("person in this store").ToHttp();
        }

        if (await secrets.CheckAsync(db, person, SecretKind.Pin, request.Pin ?? "", cancellation) is { } refusal)
        {
            await audit.CommitAsync(db, person.Tenant, [Failed(person, refusal)], cancellation);
            return refusal.ToHttp();
        }

        return await OpenAsync(http, db, sessions, audit, person, tablet.Store, tablet.Tablet, cancellation);
    }

    private static AuditEvent Failed(Person person, Refusal refusal) =>
        new(Actor.Of(person.Id), "sign-in.refused", person.Id.ToString(), new { refusal.Code });

    private static async Task<IResult> OpenAsync(
        HttpContext http,
        RetailGuardDb db,
        Sessions sessions,
        AuditLog audit,
        Person person,
        StoreId? store,
        DeviceId? tablet,
        CancellationToken cancellation
    )
    {
        var (token, expiresAt) = sessions.Open(db, person, store, tablet);
        await audit.CommitAsync(
            db,
            person.Tenant,
            [new(Actor.Of(person.Id), "sign-in.opened", person.Id.ToString(), new { store, tablet })],
            cancellation
        );
        http.Response.Cookies.Append(TokenHandler.SessionCookie, token, TokenHandler.CookieOptions(http, lifetime: null));
        return Results.Ok(await ViewAsync(db, token, expiresAt, person.Tenant, person.Id, store, tablet, cancellation));
    }

    private static async Task<IResult> OutAsync(Caller caller, HttpContext http, Sessions sessions, CancellationToken cancellation)
    {
        await sessions.EndAsync(caller, cancellation);
        http.Response.Cookies.Delete(TokenHandler.SessionCookie, TokenHandler.CookieOptions(http, lifetime: null));
        return Results.NoContent();
    }

    private static async Task<IResult> MeAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        return Results.Ok(
            await ViewAsync(db, null, caller.ExpiresAt, caller.Tenant, caller.Person, caller.Store, caller.Tablet, cancellation)
        );
    }

    private static async Task<SessionView> ViewAsync(
        RetailGuardDb db,
        string? token,
        DateTimeOffset expiresAt,
        TenantId tenant,
        PersonId person,
        StoreId? store,
        DeviceId? tablet,
        CancellationToken cancellation
    )
    {
        var who = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == person, cancellation);
        var retailer = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == tenant, cancellation);
        var place = await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == store, cancellation);
        var device = await db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == tablet, cancellation);
        return new(
            token,
            expiresAt,
            new(who.Id, who.Name, who.Roles),
            new(retailer.Id.Value, retailer.Name),
            place is null ? null : new(place.Id.Value, place.Name),
            device is null ? null : new(device.Id.Value, device.Name)
        );
    }
}
