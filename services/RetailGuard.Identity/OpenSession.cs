using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Who is signed in.</summary>
/// <param name="Roles">That this sign-in may use: fewer than the person has, for want of a second factor.</param>
internal sealed record SessionPerson(PersonId Id, string Name, IReadOnlyList<Role> Roles);

/// <summary>A sign-in.</summary>
/// <param name="Token">For clients that are no browsers; null when only read back.</param>
/// <param name="ExpiresAt">By the server's clock; moves with each request.</param>
/// <param name="Store">That the person works in now; null for head office, which may look at none.</param>
/// <param name="SendsMail">Whether mail goes out at all; where it does not, codes are printed.</param>
/// <param name="Certificate">Null when the exam was never passed; without one that holds, nobody votes (R24).</param>
internal sealed record SessionView(
    string? Token,
    DateTimeOffset ExpiresAt,
    SessionPerson Person,
    Named Tenant,
    Named? Store,
    Named? Tablet,
    SessionCertificate? Certificate,
    SecondFactorView SecondFactor,
    bool SendsMail
);

/// <summary>Opens a session for somebody who has proven who they are, and tells what a session is.</summary>
internal sealed class OpenSession(Sessions sessions, AuditLog audit, RepeatedRefusals refusals, ITrainingStatus training, IMail mail)
{
    /// <summary>Saves what the context holds with the new session and both their events.</summary>
    /// <param name="proven">The secret that was shown, and its stamp.</param>
    /// <param name="changes">Events of what the context holds already.</param>
    /// <param name="challenge">Hash of the challenge that a passkey or the provider answered.</param>
    /// <param name="isSecondFactorShown">Besides what was proven; a passkey is one by itself.</param>
    public async Task<SessionView> RunAsync(
        HttpContext http,
        RetailGuardDb db,
        Person person,
        StoreId? store,
        DeviceId? tablet,
        (SecretKind Kind, Guid Stamp) proven,
        AuditEvent[] changes,
        CancellationToken cancellation,
        byte[]? challenge = null,
        bool isSecondFactorShown = false
    )
    {
        isSecondFactorShown |= proven.Kind is SecretKind.Passkey;
        var browser = tablet is null ? KnownBrowser.Remember(http) : null;
        var (token, expiresAt) = await sessions.OpenAsync(
            db,
            person,
            store,
            tablet,
            browser,
            proven,
            challenge,
            isSecondFactorShown,
            cancellation
        );
        var opened = new AuditEvent(Actor.Of(person.Id), "sign-in.opened", person.Id.ToString(), new { store, tablet });
        await audit.CommitAsync(db, person.Tenant, [.. changes, opened], cancellation);
        http.Response.Cookies.Append(AccessSchemes.SessionCookie, token, TokenHandler.CookieOptions(http, lifetime: null));
        return await ViewAsync(db, token, expiresAt, person.Tenant, person.Id, store, tablet, isSecondFactorShown, cancellation);
    }

    /// <summary>Notes that somebody could not prove to be this person.</summary>
    public void Refuse(Person person, Refusal refusal) =>
        refusals.Note(person.Tenant, Actor.Of(person.Id), "sign-in.refused", person.Id.ToString(), refusal.Code);

    public async Task<SessionView> ViewAsync(
        RetailGuardDb db,
        string? token,
        DateTimeOffset expiresAt,
        TenantId tenant,
        PersonId person,
        StoreId? store,
        DeviceId? tablet,
        bool hasSecondFactor,
        CancellationToken cancellation
    )
    {
        var who = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == person, cancellation);
        var retailer = await db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == tenant, cancellation);
        var place = await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == store, cancellation);
        var device = await db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == tablet, cancellation);
        var factor = await SecondFactors.ViewAsync(db, who, tablet is not null, hasSecondFactor, cancellation);
        var hasOne = factor.HasAuthenticator || factor.Passkeys > 0;
        return new(
            token,
            expiresAt,
            new(who.Id, who.Name, SecondFactors.RolesOf(who.Roles, tablet is not null, hasSecondFactor, hasOne)),
            new(retailer.Id.Value, retailer.Name),
            place is null ? null : new(place.Id.Value, place.Name),
            device is null ? null : new(device.Id.Value, device.Name),
            await training.OfAsync(tenant, person, cancellation),
            factor,
            mail.IsOn
        );
    }
}
