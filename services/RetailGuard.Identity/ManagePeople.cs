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
        List<Role> Roles,
        List<StoreId>? StoreIds = null
    );

    /// <param name="Invitation">For the person alone: mailed to them, or its code is shown here once.</param>
    public sealed record AddedPerson(PersonId Id, IssuedInvitation Invitation);

    /// <param name="MadeBy">Null for the operator.</param>
    /// <param name="OpensAt">An operator's opens after a day, unless another administrator lets the person in before.</param>
    public sealed record OpenInvitation(PersonId? MadeBy, DateTimeOffset OpensAt, DateTimeOffset ExpiresAt);

    /// <param name="IssuedBy">Who made the account or last invited its owner; null for the operator.</param>
    /// <param name="VouchedBy">Null while nobody has vouched for an account that somebody issued.</param>
    /// <param name="DisabledAt">Since when the account opens nothing.</param>
    /// <param name="HasPassword">False until the person has accepted an invitation.</param>
    /// <param name="Invitation">Neither used nor over; null when there is none.</param>
    /// <param name="Mail">How the last mail to them stands; null when there was none in the last 30 days.</param>
    public sealed record PersonView(
        PersonId Id,
        string Name,
        string Email,
        IReadOnlyList<Role> Roles,
        IReadOnlyList<StoreId> StoreIds,
        PersonId? IssuedBy,
        PersonId? VouchedBy,
        DateTimeOffset? DisabledAt,
        bool HasPassword,
        OpenInvitation? Invitation,
        MailStanding? Mail
    );

    /// <param name="Roles">All that the person has from now on.</param>
    /// <param name="StoreIds">All where the person works from now on.</param>
    public sealed record PersonChange(
        [property: MaxLength(ManagedChanges.LongestReason)] string Reason,
        [property: MaxLength(80)] string? Name = null,
        List<Role>? Roles = null,
        List<StoreId>? StoreIds = null
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/people", ListAsync).AllowRoles(VouchForPerson.Vouchers);
        routes.MapPost("/api/people", AddAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPatch("/api/people/{person}", ChangeAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/people/{person}/disable", DisableAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/people/{person}/enable", EnableAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<List<PersonView>>> ListAsync(
        Caller caller,
        Database database,
        IMail mail,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var now = time.GetUtcNow();
        var invited = await db.Set<Invitation>()
            .AsNoTracking()
            .Where(i => i.ExpiresAt > now)
            .ToDictionaryAsync(i => i.PersonId, cancellation);
        var settled = await Secrets.WaysIn(db).Select(s => s.PersonId).ToHashSetAsync(cancellation);
        var people = await db.Set<Person>().AsNoTracking().ToListByNameAsync(p => p.Name, cancellation);
        var mailed = await mail.StandingsAsync(db, [.. people.Select(p => $"{p.Id}")], cancellation);
        return TypedResults.Ok(
            people
                .Where(caller.Reaches)
                .Select(p => new PersonView(
                    p.Id,
                    p.Name,
                    p.Email,
                    p.Roles,
                    p.Stores,
                    p.IssuedBy,
                    p.VouchedBy,
                    p.DisabledAt,
                    settled.Contains(p.Id),
                    invited.TryGetValue(p.Id, out var open) ? new(open.MadeBy, open.OpensAt, open.ExpiresAt) : null,
                    mailed.GetValueOrDefault($"{p.Id}")
                ))
                .ToList()
        );
    }

    /// <param name="by"><c>mail</c> or <c>print</c>; left out, the invitation goes by mail where mail is sent.</param>
    private static async Task<Answer<Created<AddedPerson>>> AddAsync(
        PersonRequest request,
        string? by,
        Caller caller,
        Invitations invitations,
        AuditLog audit,
        IIds ids,
        CancellationToken cancellation
    )
    {
        if (!invitations.WayOf(by).Succeeded(out var way, out var impossible))
        {
            return impossible;
        }

        // Of two with one e-mail at the same moment, the later one finds it taken.
        var added = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return added.Succeeded(out var person, out var refused) ? TypedResults.Created($"/api/people/{person.Id}", person) : refused;

        async Task<Decision<AddedPerson>> DecideAsync(RetailGuardDb db)
        {
            var issuer = await Signatory.OfAsync(db, caller.Person, cancellation);
            if (!(await PrepareAsync(db, caller.Tenant, issuer, request, ids, cancellation)).Succeeded(out var person, out var refusal))
            {
                return refusal;
            }

            var invitation = await invitations.IssueAsync(db, person, caller.Person, way, isReset: false, cancellation);
            return new(
                new AddedPerson(person.Id, invitation),
                new AuditEvent(
                    caller.Actor,
                    "person.added",
                    person.Id.ToString(),
                    new
                    {
                        person.Roles,
                        person.Stores,
                        By = way,
                    }
                )
            );
        }
    }

    /// <summary>Checks the request and adds the person to the context; the caller saves.</summary>
    /// <param name="issuer">Who invites the person; null for the operator.</param>
    internal static async Task<Result<Person>> PrepareAsync(
        RetailGuardDb db,
        TenantId tenant,
        Signatory? issuer,
        PersonRequest request,
        IIds ids,
        CancellationToken cancellation
    )
    {
        var (email, roles, stores) = (request.Email.Trim().ToLowerInvariant(), request.Roles, request.StoreIds ?? []);
        var wrong = new WrongFields();
        if (!MailAddress.IsRight(email))
        {
            wrong.Add("email", "email-invalid", "email must be an address such as name@example.org.");
        }

        await CheckPlaceAsync(db, roles, stores, wrong, cancellation);
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
        return person;
    }

    private static async Task CheckPlaceAsync(
        RetailGuardDb db,
        IReadOnlyList<Role> roles,
        IReadOnlyList<StoreId> stores,
        WrongFields wrong,
        CancellationToken cancellation
    )
    {
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
    }

    /// <summary>Another name, other roles, other stores. Whose roles or stores change is signed out everywhere within seconds.</summary>
    private static Task<Answer<NoContent>> ChangeAsync(
        PersonId person,
        PersonChange request,
        Caller caller,
        ManagedChanges changes,
        IIds ids,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, person, cancellation), DecideAsync, cancellation);

        async Task<Result<ManagedChanges.Change>> DecideAsync(RetailGuardDb db, Person found)
        {
            var (roles, stores) = (request.Roles ?? found.Roles, request.StoreIds ?? found.Stores);
            var wrong = ManagedChanges.Check(("name", request.Name), ("roles", request.Roles), ("storeIds", request.StoreIds));
            await CheckPlaceAsync(db, roles, stores, wrong, cancellation);
            if (wrong.Refusal is { } invalid)
            {
                return invalid;
            }

            if (!roles.Contains(Role.TenantAdmin) && await LastAdministratorAsync(db, found, cancellation) is { } last)
            {
                return last;
            }

            var before = new { found.Roles, found.Stores };
            found.Name = request.Name?.Trim() ?? found.Name;
            if (!roles.ToHashSet().SetEquals(found.Roles) || !stores.ToHashSet().SetEquals(found.Stores))
            {
                found.Allow(roles, stores, ids.Next());
            }

            return new ManagedChanges.Change(
                "person.changed",
                person.Value,
                new
                {
                    Renamed = request.Name is not null,
                    Before = before,
                    After = new { found.Roles, found.Stores },
                }
            );
        }
    }

    /// <summary>For somebody who has left, or is under suspicion: signed out everywhere within seconds, and in nowhere.</summary>
    private static Task<Answer<NoContent>> DisableAsync(
        PersonId person,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        IIds ids,
        TimeProvider time,
        CancellationToken cancellation
    ) => SetDisabledAsync(person, time.GetUtcNow(), request, caller, changes, ids, cancellation);

    private static Task<Answer<NoContent>> EnableAsync(
        PersonId person,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        IIds ids,
        CancellationToken cancellation
    ) => SetDisabledAsync(person, since: null, request, caller, changes, ids, cancellation);

    private static Task<Answer<NoContent>> SetDisabledAsync(
        PersonId person,
        DateTimeOffset? since,
        ManagedChanges.ReasonRequest request,
        Caller caller,
        ManagedChanges changes,
        IIds ids,
        CancellationToken cancellation
    )
    {
        return changes.CommitAsync(caller, request.Reason, db => FindAsync(db, person, cancellation), DecideAsync, cancellation);

        async Task<Result<ManagedChanges.Change>> DecideAsync(RetailGuardDb db, Person found)
        {
            if (found.DisabledAt is null == since is null)
            {
                return since is null
                    ? Refusal.Conflict("person-enabled", "This account is in use.")
                    : Refusal.Conflict("person-disabled", "This account is disabled already.");
            }

            if (await LastAdministratorAsync(db, found, cancellation) is { } last)
            {
                return last;
            }

            found.Disable(since, ids.Next());
            return new ManagedChanges.Change(since is null ? "person.enabled" : "person.disabled", person.Value);
        }
    }

    private static async Task<Result<Person>> FindAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation) =>
        await db.Set<Person>().AsTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation) is { } found
            ? found
            : Refusal.NotFound("person");

    /// <summary>A refusal where nobody else could administer the retailer; null otherwise.</summary>
    private static async Task<Refusal?> LastAdministratorAsync(RetailGuardDb db, Person person, CancellationToken cancellation)
    {
        if (person.DisabledAt is not null || !person.Roles.Contains(Role.TenantAdmin))
        {
            return null;
        }

        var others = await db.Set<Person>()
            .AsTracking()
            .Where(p => p.Id != person.Id && p.DisabledAt == null && p.RoleRows.Any(r => r.Role == Role.TenantAdmin))
            .ToListAsync(cancellation);

        // Of two who disable each other at one moment, the later one finds these rows changed.
        others.ForEach(other => db.Entry(other).State = EntityState.Modified);
        return others.Count > 0
            ? null
            : Refusal.Conflict("last-administrator", "Nobody else administers this retailer. Make another administrator first.");
    }
}
