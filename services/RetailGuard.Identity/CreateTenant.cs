using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>A new retailer, with what its two administrators choose their passwords with.</summary>
public sealed record CreatedTenant(TenantId Id, InvitationCode First, InvitationCode Second);

/// <summary>
/// A new retailer with its two administrators: where only one made all the others' accounts, no two of them would count as two people
/// (<see cref="Signatory"/>). Done by the operator on the server's machine; no route leads here.
/// </summary>
public sealed partial class CreateTenant(Database database, TenantKeys keys, AuditLog audit, IIds ids, Invitations invitations)
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
            if (!MailAddress.IsRight(email.Trim()))
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

    public async Task<Result<CreatedTenant>> RunAsync(
        string slug,
        string name,
        string firstEmail,
        string secondEmail,
        CancellationToken cancellation
    )
    {
        if (Check(slug, name, firstEmail, secondEmail) is [var wrong, ..])
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
        keys.Create(db, tenant.Id);
        AuditLog.Begin(db, tenant.Id);
        var administrators = new List<PersonId>();
        var codes = new List<InvitationCode>();
        foreach (var (number, email) in new[] { firstEmail, secondEmail }.Index())
        {
            var request = new ManagePeople.PersonRequest($"Administrator {number + 1}", email, [Role.TenantAdmin], []);
            var added = await ManagePeople.PrepareAsync(db, tenant.Id, issuer: null, request, ids, cancellation);
            if (!added.Succeeded(out var administrator, out var refusal))
            {
                return refusal with { Detail = $"Administrator {number + 1}: {refusal.Detail}" };
            }

            administrators.Add(administrator.Id);
            codes.Add(await invitations.MakeAsync(db, tenant.Id, administrator.Id, by: null, TimeSpan.Zero, cancellation));
        }

        await audit.CommitAsync(
            db,
            tenant.Id,
            [new(Actor.System, "tenant.created", tenant.Id.ToString(), new { administrators })],
            cancellation
        );
        return new CreatedTenant(tenant.Id, codes[0], codes[1]);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slugs();
}
