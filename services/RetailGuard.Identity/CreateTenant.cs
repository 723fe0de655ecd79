using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>An administrator of a new retailer.</summary>
public sealed record NewAdministrator(string Email, string Password);

/// <summary>
/// A new retailer with its two administrators: where only one made all the others' accounts, no two of them would count as two people
/// (<see cref="Signatory"/>). Done by the operator on the server's machine; no route leads here.
/// </summary>
public sealed partial class CreateTenant(Database database, TenantKeys keys, SecretHasher hasher, AuditLog audit, IIds ids)
{
    public async Task<Result<TenantId>> RunAsync(
        string slug,
        string name,
        NewAdministrator first,
        NewAdministrator second,
        CancellationToken cancellation
    )
    {
        if (!Slugs().IsMatch(slug))
        {
            return Refusal.Invalid("slug-invalid", "The short name has 2 to 40 lower-case letters, digits and hyphens.");
        }

        if (Required.Text(name, "name", 80) is { } missing)
        {
            return missing;
        }

        if (string.Equals(first.Email.Trim(), second.Email.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return Refusal.Invalid("same-person", "The two administrators must be two people with an e-mail each.");
        }

        await using (var all = database.AcrossTenants())
        {
            if (await all.Set<Tenant>().AnyAsync(t => t.Slug == slug, cancellation))
            {
                return Refusal.Conflict("slug-taken", $"A tenant named {slug} is there already.");
            }
        }

        var tenant = new Tenant
        {
            Id = new(ids.Next()),
            Slug = slug,
            Name = name.Trim(),
        };
        await using var db = database.Of(tenant.Id);
        db.Add(tenant);
        keys.Create(db, tenant.Id);
        AuditLog.Begin(db, tenant.Id);
        var administrators = new List<PersonId>();
        foreach (var (number, (email, password)) in new[] { first, second }.Index())
        {
            var request = new ManagePeople.PersonRequest($"Administrator {number + 1}", email, password, [Role.TenantAdmin], []);
            var added = await ManagePeople.PrepareAsync(db, tenant.Id, issuer: null, request, hasher, ids, cancellation);
            if (!added.Succeeded(out var administrator, out var refusal))
            {
                return refusal with { Detail = $"Administrator {number + 1}: {refusal.Detail}" };
            }

            administrators.Add(administrator.Id);
        }

        await db.SaveChangesAsync(cancellation);
        await audit.CommitAsync(
            db,
            tenant.Id,
            [new(Actor.System, "tenant.created", tenant.Id.ToString(), new { administrators })],
            cancellation
        );
        return tenant.Id;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slugs();
}
