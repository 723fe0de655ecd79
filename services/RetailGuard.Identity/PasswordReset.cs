using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Gives somebody a new first password: by an administrator, or by the operator when the only administrator has lost theirs.</summary>
public sealed class PasswordReset(Database database, SecretHasher hasher, AuditLog audit)
{
    private const int PasswordLength = 16;

    // No letters and digits that look alike: the password is read out or copied by hand. 31^16 of them are 79 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>For the operator on the server's machine; no route leads here.</summary>
    /// <param name="slug">The tenant's short name.</param>
    public async Task<Result<string>> RunAsync(string slug, string email, CancellationToken cancellation)
    {
        TenantId tenant;
        PersonId person;
        await using (var all = database.AcrossTenants())
        {
            var (tenants, address) = (all.Set<Tenant>(), email.Trim().ToLowerInvariant());
            var found = await all.Set<Person>()
                .Where(p => tenants.Any(t => t.Id == p.Tenant && t.Slug == slug) && p.Email == address)
                .Select(p => new { p.Tenant, p.Id })
                .SingleOrDefaultAsync(cancellation);
            if (found is null)
            {
                return Refusal.Invalid("person-unknown", $"{slug} has no person with that e-mail.");
            }

            (tenant, person) = (found.Tenant, found.Id);
        }

        return await RunAsync(tenant, person, Actor.System, issuer: null, cancellation);
    }

    /// <returns>The new password: shown once, kept nowhere.</returns>
    /// <param name="issuer">Who knows it besides its owner; null when that is nobody of the tenant.</param>
    internal async Task<Result<string>> RunAsync(
        TenantId tenant,
        PersonId person,
        Actor actor,
        PersonId? issuer,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(tenant);
        if (await db.Set<Person>().AsTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation) is not { } target)
        {
            return Refusal.NotFound("person");
        }

        return await Secrets.ChangeAsync(async () =>
        {
            var password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
            var hash = await hasher.HashAsync(tenant, password, cancellation);
            await Secrets.SetAsync(db, tenant, person, SecretKind.Password, hash, isOwn: false, cancellation);
            target.Issue(issuer is { } by ? await Signatory.OfAsync(db, by, cancellation) : null);
            await audit.CommitAsync(db, tenant, [new(actor, "person.password-reset", person.ToString())], cancellation);

            // R24: an earlier issuer may have chosen the PIN; from now on only the new one has known anything that works.
            // After the password, since until then the old one chooses a PIN.
            await TakePinAsync(db, actor, tenant, person, audit, cancellation);
            return password;
        });
    }

    internal static async Task TakePinAsync(
        RetailGuardDb db,
        Actor actor,
        TenantId tenant,
        PersonId person,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (await Secrets.RemoveAsync(db, tenant, person, SecretKind.Pin, cancellation))
        {
            await audit.CommitAsync(db, tenant, [new(actor, "person.pin-taken", person.ToString())], cancellation);
        }
    }
}
