using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>What a person may do. A person may have several.</summary>
public enum Role
{
    StoreStaff,
    StoreManager,
    HeadOfficeLossPrevention,
    PrivacyOfficer,
    TenantAdmin,
    Auditor,
}

/// <summary>A retailer.</summary>
public sealed class Tenant
{
    public required TenantId Id { get; init; }

    /// <summary>Short name for signing in: lower-case letters, digits and hyphens.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }

    /// <summary>Id of the tenant with a short name, or null.</summary>
    internal static async Task<TenantId?> FindAsync(Database database, string slug, CancellationToken cancellation)
    {
        await using var all = database.AcrossTenants();
        return (await all.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Slug == slug, cancellation))?.Id;
    }
}

public sealed class Store : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required StoreId Id { get; init; }

    public required string Name { get; set; }

    public required string Address { get; set; }

    /// <summary>IANA name, for example <c>Pacific/Auckland</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Code of its <see cref="Identity.Jurisdiction"/>; null is the usual one, also of stores from before it was asked for.</summary>
    public string? Country { get; set; }

    /// <summary>Whose law holds in it (R55).</summary>
    public string Jurisdiction => Country ?? Identity.Jurisdiction.Usual;

    /// <summary>Since when nobody is matched in it, nobody signed in to it, and no machine of it is known.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

public sealed class Camera : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required CameraId Id { get; init; }

    public required StoreId StoreId { get; init; }

    public required string Name { get; set; }

    /// <summary>Since when it is out of use; what it shows is not matched.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>Somebody who signs in.</summary>
public sealed class Person : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required PersonId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Lower case; unique within the tenant.</summary>
    public required string Email { get; init; }

    /// <summary>Loaded with the person; for queries. <see cref="Roles"/> says the same.</summary>
    public List<PersonRole> RoleRows { get; private init; } = [];

    /// <summary>Loaded with the person; for queries. <see cref="Stores"/> says the same.</summary>
    public List<PersonStore> StoreRows { get; private init; } = [];

    public required IReadOnlyList<Role> Roles
    {
        get => [.. RoleRows.Select(r => r.Role).Order()];
        init => RoleRows = [.. value.Distinct().Select(role => new PersonRole { Role = role })];
    }

    /// <summary>The stores where this person works; head-office roles reach every store.</summary>
    public required IReadOnlyList<StoreId> Stores
    {
        get => [.. StoreRows.Select(s => s.StoreId)];
        init => StoreRows = [.. value.Distinct().Select(store => new PersonStore { StoreId = store })];
    }

    /// <summary>Since when the account opens nothing.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>Another one whenever what the person may do changes: a sign-in lasts no longer than the one it was opened under.</summary>
    public Guid AccessStamp { get; private set; }

    /// <summary>Who made the account, or last invited its owner to choose another password; null for the operator.</summary>
    public PersonId? IssuedBy { get; private set; }

    /// <summary>Who has met this person and is independent of the account's issuer; null when nobody has vouched since it was issued.</summary>
    public PersonId? VouchedBy { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/>; as things stood when the account was issued, whatever becomes of the issuers' accounts.</summary>
    // R24: stays when the person chooses a password. Whoever held the code could have done that too, so it proves nothing.
    public IReadOnlyList<PersonId> Issuers { get; private set; } = [];

    /// <param name="issuer">Who could choose the next password; null for the operator.</param>
    internal void Issue(Signatory? issuer) => (IssuedBy, VouchedBy, Issuers) = (issuer?.Person, null, issuer?.Behind ?? []);

    /// <summary>Ends every sign-in, since what the person may do, or where, is another thing now.</summary>
    /// <param name="stamp">A new one.</param>
    internal void Allow(IReadOnlyList<Role> roles, IReadOnlyList<StoreId> stores, Guid stamp)
    {
        RoleRows.RemoveAll(row => !roles.Contains(row.Role));
        RoleRows.AddRange(roles.Except(Roles).Select(role => new PersonRole { Role = role }));
        StoreRows.RemoveAll(row => !stores.Contains(row.StoreId));
        StoreRows.AddRange(stores.Except(Stores).Select(store => new PersonStore { StoreId = store }));
        AccessStamp = stamp;
    }

    /// <param name="since">Null takes the account into use again; who was signed in signs in anew.</param>
    /// <param name="stamp">A new one.</param>
    internal void Disable(DateTimeOffset? since, Guid stamp) => (DisabledAt, AccessStamp) = (since, stamp);

    /// <param name="voucher">Independent of everybody who issued the account.</param>
    internal void Vouch(PersonId voucher) => (VouchedBy, Issuers) = (voucher, []);
}

/// <summary>A role that a person holds.</summary>
public sealed class PersonRole : ITenantOwned
{
    public TenantId Tenant { get; private init; }

    public PersonId PersonId { get; private init; }

    public required Role Role { get; init; }
}

/// <summary>A store where a person works.</summary>
public sealed class PersonStore : ITenantOwned
{
    public TenantId Tenant { get; private init; }

    public PersonId PersonId { get; private init; }

    public required StoreId StoreId { get; init; }
}

/// <summary>What a person proves who they are with. An authenticator and passkeys are second factors.</summary>
internal enum SecretKind
{
    Password,
    Pin,
    Authenticator,
    Passkey,

    /// <summary>No factor of ours: an account at the retailer's provider that the person is linked with.</summary>
    SingleSignOn,
}

/// <summary>A person's password, PIN or second factor, with its count of wrong tries.</summary>
internal sealed class Secret : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required PersonId PersonId { get; init; }

    public required SecretKind Kind { get; init; }

    /// <summary>
    /// Of a password or PIN, PBKDF2 with its salt and parameters; of an authenticator app, its sealed key; of passkeys, which have rows of
    /// their own, nothing; of an account at the provider, <see cref="LinkedSubject.SubjectHash"/> in hexadecimal.
    /// </summary>
    public required string Hash { get; set; }

    /// <summary>Another one with each change. A session lasts no longer than the stamp that it was opened under.</summary>
    public required Guid Stamp { get; set; }

    /// <summary>False for a password of an earlier version that somebody else chose: it opens nothing any more.</summary>
    public bool IsOwn { get; set; } = true;

    public int WrongTries { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Of an authenticator app: the half minute whose code was last used.</summary>
    public long LastStep { get; set; }
}

public enum DeviceKind
{
    Edge,
    Tablet,
}

/// <summary>A paired machine of one store.</summary>
public sealed class Device : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required DeviceId Id { get; init; }

    public required StoreId StoreId { get; set; }

    public required DeviceKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>Edge: its public key (SubjectPublicKeyInfo, P-256). Tablet: SHA-256 of its token.</summary>
    public required byte[] Credential { get; init; }

    public required DateTimeOffset PairedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>Lets one machine join one store, once.</summary>
internal sealed class PairingCode : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required byte[] CodeHash { get; init; }

    public required StoreId StoreId { get; init; }

    public required DeviceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>A code opens nothing once the account of whoever made it is disabled. Null for one made before that was kept.</summary>
    public PersonId? MadeBy { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>One sign-in of one person.</summary>
internal sealed class Session : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required byte[] TokenHash { get; init; }

    public required PersonId PersonId { get; init; }

    /// <summary>The store the session looks at; null for head office.</summary>
    public StoreId? StoreId { get; init; }

    /// <summary>The shared tablet it runs on; null for a browser.</summary>
    public DeviceId? TabletId { get; init; }

    /// <summary>Of what the browser is known by (<see cref="KnownBrowser"/>); null on a tablet.</summary>
    public byte[]? BrowserHash { get; init; }

    /// <summary>Which secret opened it.</summary>
    public required SecretKind OpenedWith { get; set; }

    /// <summary>The stamp of that secret.</summary>
    public required Guid Stamp { get; set; }

    /// <summary>When a second factor was shown: a passkey, a code, or by setting one up. Null while none was.</summary>
    public DateTimeOffset? SecondFactorAt { get; set; }

    /// <summary>SHA-256 of the challenge that a passkey or the provider answered, once; null for other sign-ins.</summary>
    public byte[]? ChallengeHash { get; init; }

    /// <summary>Rises with each sign-in on the tablet: the last one has it. Not by a clock, which may step back.</summary>
    public required long Turn { get; init; }

    /// <summary>Of the person, when it was opened.</summary>
    public required Guid AccessStamp { get; init; }

    /// <summary>When it ends without a request, at most <see cref="EndsAt"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it ends however busy it is.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}
