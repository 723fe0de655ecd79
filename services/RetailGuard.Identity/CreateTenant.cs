using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A new retailer with its first administrator. Done by the operator on the server's machine; no route leads here.</summary>
public sealed partial class CreateTenant(Database database, TenantKeys keys, PasswordHasher<object> hasher, AuditLog audit, IIds ids)
{
    public async Task<Result<TenantId>> RunAsync(
        string slug,
        string name,
        string adminEmail,
        string adminPassword,
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
        var request = new ManagePeople.PersonRequest("Administrator", adminEmail, adminPassword, [Role.TenantAdmin], []);
        var added = await ManagePeople.PrepareAsync(db, tenant.Id, issuer: null, request, hasher, ids, cancellation);
        if (!added.Succeeded(out var admin, out var refusal))
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await audit.CommitAsync(
            db,
            tenant.Id,
            [new(Actor.System, "tenant.created", tenant.Id.ToString(), new { admin = admin.Id })],
            cancellation
        );
        return tenant.Id;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slugs();
}
