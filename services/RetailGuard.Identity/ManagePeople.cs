using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>The tenant's people, their roles and stores.</summary>
internal static class ManagePeople
{
    public sealed record PersonRequest(
        [property: MaxLength(80)] string Name,
        [property: MaxLength(200)] string Email,
        string Password,
        List<Role> Roles,
        List<StoreId>? StoreIds = null
    );

    /// <param name="IssuedBy">Who made the account or last reset its password; null for the operator.</param>
    /// <param name="VouchedBy">Null while nobody has vouched for an account that somebody issued.</param>
    public sealed record PersonView(
        PersonId Id,
        string Name,
        string Email,
        IReadOnlyList<Role> Roles,
        IReadOnlyList<StoreId> StoreIds,
        PersonId? IssuedBy,
        PersonId? VouchedBy
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/people", ListAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/people", AddAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<List<PersonView>>> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var people = await db.Set<Person>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancellation);
        return TypedResults.Ok(people.ConvertAll(p => new PersonView(p.Id, p.Name, p.Email, p.Roles, p.Stores, p.IssuedBy, p.VouchedBy)));
    }

    private static async Task<Answer<Created<Added>>> AddAsync(
        PersonRequest request,
        Caller caller,
        SecretHasher hasher,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        // Of two with one e-mail at the same moment, the later one finds it taken.
        var added = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return added.Succeeded(out var person, out var refused)
            ? TypedResults.Created($"/api/people/{person.Id}", new Added(person.Id.Value))
            : refused;

        async Task<Decision<Person>> DecideAsync(RetailGuardDb db)
        {
            var issuer = await Signatory.OfAsync(db, caller.Person, cancellation);
            var prepared = await PrepareAsync(db, caller.Tenant, issuer, request, hasher, ids, cancellation);
            if (!prepared.Succeeded(out var person, out var refusal))
            {
                return refusal;
            }

            return new(person, new AuditEvent(caller.Actor, "person.added", person.Id.ToString(), new { person.Roles, person.Stores }));
        }
    }

    /// <summary>Checks the request and adds the person to the context; the caller saves.</summary>
    /// <param name="issuer">Who chooses the password; null for the operator.</param>
    internal static async Task<Result<Person>> PrepareAsync(
        RetailGuardDb db,
        TenantId tenant,
        Signatory? issuer,
        PersonRequest request,
        SecretHasher hasher,
        IIds ids,
        CancellationToken cancellation
    )
    {
        var (email, roles, stores) = (request.Email.Trim().ToLowerInvariant(), request.Roles, request.StoreIds ?? []);
        var wrong = new WrongFields();
        if (!email.Contains('@'))
        {
            wrong.Add("email", "email-invalid", "email must be an address such as name@example.org.");
        }

        if (Secrets.JudgePassword(request.Password, "password") is { } weak)
        {
            wrong.Add("password", weak.Code, weak.Detail);
        }

        if (roles.Count == 0 || roles.Any(r => !Enum.IsDefined(r)))
        {
            wrong.Add("roles", "role-missing", $"roles must name at least one of: {RequestCheck.Allowed<Role>()}.");
        }

        if (await db.Set<Store>().CountAsync(s => stores.Contains(s.Id), cancellation) != stores.Distinct().Count())
        {
            wrong.Add("storeIds", "store-unknown", "storeIds names a store that does not exist.");
        }

        if (stores.Count == 0 && roles.Any(r => r is Role.StoreStaff or Role.StoreManager))
        {
            wrong.Add("storeIds", "store-missing", "Store staff and managers need at least one store in storeIds.");
        }

        if (wrong.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await db.Set<Person>().AnyAsync(p => p.Email == email, cancellation))
        {
            return Refusal.Conflict("email-taken", "Somebody with this e-mail is there already.");
        }

        var person = new Person
        {
            Tenant = tenant,
            Id = new(ids.Next()),
            Name = request.Name.Trim(),
            Email = email,
            Roles = roles,
            Stores = stores,
        };
        person.Issue(issuer);
        db.Add(person);
        await Secrets.SetAsync(db, hasher, tenant, person.Id, SecretKind.Password, request.Password, isOwn: issuer is null, cancellation);
        return person;
    }
}
