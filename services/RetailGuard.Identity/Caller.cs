using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>
/// The signed-in person behind a request. A route that takes a <see cref="Caller"/> never sees anonymous requests:
/// the route's own declaration turned them away before.
/// </summary>
/// <param name="Roles">That this sign-in may use (<see cref="SecondFactors.RolesOf"/>).</param>
/// <param name="Store">The store that the session looks at; null for head office.</param>
/// <param name="Stores">The stores where the person works.</param>
public sealed record Caller(
    TenantId Tenant,
    PersonId Person,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<StoreId> Stores,
    StoreId? Store,
    DeviceId? Tablet,
    string SessionKey,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>Whether the sign-in has shown a second factor.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>Whether it has fewer roles than the person, for want of a second factor.</summary>
    public bool LacksSecondFactor { get; init; }

    public Actor Actor => Actor.Of(Person);

    /// <summary>Head office, the administrator and the auditor: they reach every store of their tenant, others only those where they work.</summary>
    private bool IsOfHeadOffice =>
        Roles.Any(r => r is Role.HeadOfficeLossPrevention or Role.TenantAdmin or Role.PrivacyOfficer or Role.Auditor);

    public bool Reaches(StoreId store) => IsOfHeadOffice || Stores.Contains(store);

    /// <summary>Whether somebody works in a store that this person reaches, or this person is of head office.</summary>
    public bool Reaches(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return IsOfHeadOffice || person.Stores.Any(Stores.Contains);
    }

    /// <summary>Whether there is such a store and the person reaches it: to others it does not exist.</summary>
    public async Task<bool> ReachesAsync(RetailGuardDb db, StoreId store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return Reaches(store) && await db.Set<Store>().AnyAsync(s => s.Id == store, cancellation);
    }

    public static Caller? Of(ClaimsPrincipal? user) => user?.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    /// <summary>Whether a request claims a sign-in, good or ended.</summary>
    public static bool IsClaimedBy(HttpContext context) => TokenHandler.Claims(context.Request);

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context?.User));
}

/// <summary>The paired tablet behind a request.</summary>
public sealed record TabletCaller(TenantId Tenant, StoreId Store, DeviceId Tablet, string Name)
{
    /// <summary>Somebody who works in the tablet's store; null for everybody else, so that a tablet cannot probe for people.</summary>
    internal async Task<Person?> FindPersonAsync(RetailGuardDb db, PersonId id, CancellationToken cancellation) =>
        await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.DisabledAt == null, cancellation) is { } person
        && person.Stores.Contains(Store)
            ? person
            : null;

    public static TabletCaller? Of(ClaimsPrincipal? user) => user?.Identities.OfType<TabletIdentity>().FirstOrDefault()?.Caller;

    public static ValueTask<TabletCaller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context?.User));
}

internal sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity(
        caller.Roles.Select(r => new Claim(ClaimTypes.Role, r.ToString())),
        AccessSchemes.Person,
        ClaimTypes.Name,
        ClaimTypes.Role
    )
{
    public Caller Caller { get; } = caller;
}

internal sealed class TabletIdentity(TabletCaller caller) : ClaimsIdentity(AccessSchemes.Tablet)
{
    public TabletCaller Caller { get; } = caller;
}
