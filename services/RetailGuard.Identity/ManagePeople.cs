using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>The tenant's people, their roles, stores and PINs.</summary>
internal static class ManagePeople
{
    public const int PinDigits = 6;
    public const int PasswordLeast = 12;

    public sealed record PersonRequest(string? Name, string? Email, string? Password, List<Role>? Roles, List<StoreId>? StoreIds);

    public sealed record PersonView(PersonId Id, string Name, string Email, IReadOnlyList<Role> Roles, IReadOnlyList<StoreId> StoreIds);

    public sealed record OwnPinRequest(string? Pin, string? Password);

    public sealed record PinRequest(string? Pin);

    public sealed record Created(PersonId Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/people", ListAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/people", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPut("/api/people/{person}/pin", SetPinAsync).AllowRoles(Role.TenantAdmin, Role.StoreManager);
        routes.MapPut("/api/me/pin", SetOwnPinAsync).AllowAllRoles();
    }

    private static async Task<IResult> ListAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var people = await db.Set<Person>().AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancellation);
        return Results.Ok(people.ConvertAll(p => new PersonView(p.Id, p.Name, p.Email, p.Roles, p.Stores)));
    }

    private static async Task<IResult> AddAsync(
        PersonRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var added = await PrepareAsync(db, caller.Tenant, request, ids, cancellation);
        if (!added.Succeeded(out var person, out var refusal))
        {
            return refusal.ToHttp();
        }

        var e = new AuditEvent(caller.Actor, "person.added", person.Id.ToString(), new { person.Roles, person.Stores });
        await audit.CommitAsync(db, caller.Tenant, [e], cancellation);
        return Results.Created($"/api/people/{person.Id}", new Created(person.Id));
    }

    /// <summary>Checks the request and adds the person to the context; the caller saves.</summary>
    internal static async Task<Result<Person>> PrepareAsync(
        RetailGuardDb db,
        TenantId tenant,
        PersonRequest request,
        IIds ids,
        CancellationToken cancellation
    )
    {
        var email = request.Email?.Trim().ToLowerInvariant();
        if ((Required.Text(request.Name, "name", 80) ?? Required.Text(email, "email", 200)) is { } missing)
        {
            return missing;
        }

        if (!email!.Contains('@'))
        {
            return Refusal.Invalid("email-invalid", "email must be an address such as name@example.org.");
        }

        if (request.Password is not { Length: >= PasswordLeast and <= 200 })
        {
            return Refusal.Invalid("password-too-short", $"password must have {PasswordLeast} to 200 characters.");
        }

        if (request.Roles is not { Count: > 0 } roles || roles.Any(r => !Enum.IsDefined(r)))
        {
            return Refusal.Invalid("role-missing", $"roles must name at least one of: {string.Join(", ", Enum.GetNames<Role>())}.");
        }

        var stores = request.StoreIds ?? [];
        if (await db.Set<Store>().CountAsync(s => stores.Contains(s.Id), cancellation) != stores.Distinct().Count())
        {
            return Refusal.Invalid("store-unknown", "storeIds names a store that does not exist.");
        }

        if (stores.Count == 0 && roles.Any(r => r is Role.StoreStaff or Role.StoreManager))
        {
            return Refusal.Invalid("store-missing", "Store staff and managers need at least one store in storeIds.");
        }

        if (await db.Set<Person>().AnyAsync(p => p.Email == email, cancellation))
        {
            return Refusal.Conflict("email-taken", "Somebody with this e-mail is there already.");
        }

        var person = new Person
        {
            Tenant = tenant,
            Id = new(ids.Next()),
            Name = request.Name!.Trim(),
            Email = email,
            Roles = [.. roles.Distinct()],
            Stores = [.. stores.Distinct()],
        };
        db.Add(person);
        await Secrets.SetAsync(db, tenant, person.Id, SecretKind.Password, request.Password, cancellation);
        return person;
    }

    private static async Task<IResult> SetPinAsync(
        PersonId person,
        PinRequest request,
        Caller caller,
        Database database,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var target = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
        if (target is null || !(caller.Roles.Contains(Role.TenantAdmin) || target.Stores.Any(caller.Reaches)))
        {
            return Refusal.NotFound("person").ToHttp();
        }

        return await SavePinAsync(db, caller, person, request.Pin, audit, cancellation);
    }

    private static async Task<IResult> SetOwnPinAsync(
        OwnPinRequest request,
        Caller caller,
        Database database,
        Secrets secrets,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
        return await secrets.CheckAsync(db, me, SecretKind.Password, request.Password ?? "", cancellation) is { } refusal
            ? refusal.ToHttp()
            : await SavePinAsync(db, caller, caller.Person, request.Pin, audit, cancellation);
    }

    private static async Task<IResult> SavePinAsync(
        RetailGuardDb db,
        Caller caller,
        PersonId person,
        string? pin,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        if (pin is not { Length: PinDigits } || !pin.All(char.IsAsciiDigit) || pin.Distinct().Count() < 3)
        {
            return Refusal.Invalid("pin-weak", $"A PIN has {PinDigits} digits, at least three of them different.").ToHttp();
        }

        await Secrets.SetAsync(db, caller.Tenant, person, SecretKind.Pin, pin, cancellation);
        await audit.CommitAsync(db, caller.Tenant, [new(caller.Actor, "person.pin-set", person.ToString())], cancellation);
        return Results.NoContent();
    }
}
