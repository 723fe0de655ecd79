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
    /// <summary>Everything that is wrong with the retailer's names and addresses, before anything is asked or made.</summary>
    public static IReadOnlyList<Refusal> Check(string slug, string name, string firstEmail, string secondEmail)
    {
        List<Refusal> wrong = [];
        if (!Slugs().IsMatch(slug))
        {
            wrong.Add(Refusal.Invalid("slug-invalid", "The short name has 2 to 40 lower-case letters, digits and hyphens."));
        }

        if (Required.Text(name, "name", 80) is { } missing)
        {
            wrong.Add(missing);
        }

        foreach (var (number, email) in new[] { firstEmail, secondEmail }.Index())
        {
            if (!email.Contains('@'))
            {
                wrong.Add(Refusal.Invalid("email-invalid", $"Administrator {number + 1}: an e-mail address is such as name@example.org."));
            }
        }

        if (string.Equals(firstEmail.Trim(), secondEmail.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            wrong.Add(Refusal.Invalid("same-person", "The two administrators must be two people with an e-mail each."));
        }

        return wrong;
    }

    /// <summary>Null when it may be the password of a new administrator.</summary>
    public static Refusal? CheckPassword(string email, string password) => Secrets.JudgePassword(password, $"The password of {email}");

    public async Task<Result<TenantId>> RunAsync(
        string slug,
        string name,
        NewAdministrator first,
        NewAdministrator second,
        CancellationToken cancellation
    )
    {
        if (Check(slug, name, first.Email, second.Email) is [var wrong, ..])
        {
            return wrong;
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
        var pepper = SecretHasher.PepperFrom(keys.Create(db, tenant.Id), tenant.Id);
        AuditLog.Begin(db, tenant.Id);
        var administrators = new List<PersonId>();
        foreach (var (number, (email, password)) in new[] { first, second }.Index())
        {
            var request = new ManagePeople.PersonRequest($"Administrator {number + 1}", email, password, [Role.TenantAdmin], []);
            var added = await ManagePeople.PrepareAsync(db, tenant.Id, issuer: null, request, Hash, ids, cancellation);
            if (!added.Succeeded(out var administrator, out var refusal))
            {
                return refusal with { Detail = $"Administrator {number + 1}: {refusal.Detail}" };
            }

            administrators.Add(administrator.Id);
        }

        await audit.CommitAsync(
            db,
            tenant.Id,
            [new(Actor.System, "tenant.created", tenant.Id.ToString(), new { administrators })],
            cancellation
        );
        return tenant.Id;

        Task<string> Hash(string password) => hasher.HashAsync(pepper, password, cancellation);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slugs();
}
