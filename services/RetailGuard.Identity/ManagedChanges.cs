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

/// <summary>Why somebody changed a person, a store, a camera or a machine: the audit log, which keeps no free text, has its id.</summary>
internal sealed class ManagedChange : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The person, store, camera or machine.</summary>
    public required Guid Subject { get; init; }

    /// <summary>As in the audit log: <c>person.disabled</c>.</summary>
    public required string Action { get; init; }

    public required string Reason { get; init; }

    public required PersonId By { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What was done to somebody or something of the retailer: in the audit log, with its reason beside it.</summary>
internal sealed class ManagedChanges(AuditLog audit, IIds ids, TimeProvider time)
{
    public const int LongestReason = 300;

    public sealed record ReasonRequest([property: MaxLength(LongestReason)] string Reason);

    /// <param name="Subject">The person, store, camera or machine.</param>
    public sealed record ChangeView(Guid Id, Guid Subject, string Action, string Reason, PersonId By, DateTimeOffset At);

    /// <summary>What a change is called, what it happened to, and what the audit log keeps of it.</summary>
    /// <param name="Detail">Ids, codes and numbers only.</param>
    public sealed record Change(string Action, Guid Subject, object? Detail = null);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/changes", ListAsync).AllowRoles(Role.TenantAdmin, Role.PrivacyOfficer, Role.Auditor);

    /// <summary>What is wrong with a request that changes some of these; each may be left out, but not all, and none may be blank.</summary>
    /// <param name="sent">By name; null where it was left out.</param>
    public static WrongFields Check(params ReadOnlySpan<(string Name, object? Value)> sent)
    {
        var wrong = new WrongFields();
        var (known, isEmpty) = (new List<string>(), true);
        foreach (var (name, value) in sent)
        {
            known.Add(name);
            isEmpty &= value is null;
            if (value is string text && string.IsNullOrWhiteSpace(text))
            {
                wrong.Add(name, "field-missing", $"{name} is blank.");
            }
        }

        if (isEmpty)
        {
            wrong.Add(known[0], "nothing-to-change", $"Send at least one of: {string.Join(", ", known)}.");
        }

        return wrong;
    }

    /// <inheritdoc cref="CommitAsync{TRow}(Caller, string, Func{RetailGuardDb, Task{Result{TRow}}}, Func{RetailGuardDb, TRow, Task{Result{Change}}}, CancellationToken)"/>
    public Task<Answer<NoContent>> CommitAsync<TRow>(
        Caller caller,
        string reason,
        Func<RetailGuardDb, Task<Result<TRow>>> find,
        Func<TRow, Result<Change>> decide,
        CancellationToken cancellation
    ) => CommitAsync(caller, reason, find, (_, found) => Task.FromResult(decide(found)), cancellation);

    /// <summary>Loads, decides and commits, again when somebody else was faster.</summary>
    /// <param name="find">What is to be changed, tracked by the context, or a refusal. May run several times, as the next.</param>
    /// <param name="decide">Changes it, or refuses.</param>
    public async Task<Answer<NoContent>> CommitAsync<TRow>(
        Caller caller,
        string reason,
        Func<RetailGuardDb, Task<Result<TRow>>> find,
        Func<RetailGuardDb, TRow, Task<Result<Change>>> decide,
        CancellationToken cancellation
    )
    {
        var changed = await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation);
        return changed.ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (
                !(await find(db)).Succeeded(out var found, out var refusal)
                || !(await decide(db, found)).Succeeded(out var change, out refusal)
            )
            {
                return refusal;
            }

            var row = new ManagedChange
            {
                Tenant = caller.Tenant,
                Id = ids.Next(),
                Subject = change.Subject,
                Action = change.Action,
                Reason = reason.Trim(),
                By = caller.Person,
                At = time.GetUtcNow(),
            };
            db.Add(row);
            return new(
                Done.Instance,
                new AuditEvent(caller.Actor, change.Action, change.Subject.ToString(), new { Reason = row.Id, Change = change.Detail })
            );
        }
    }

    /// <summary>The newest thousand, the newest first.</summary>
    private static async Task<Ok<List<ChangeView>>> ListAsync(
        Caller caller,
        Database database,
        CancellationToken cancellation,
        Guid? subject = null
    )
    {
        const int most = 1000;
        await using var db = database.Of(caller.Tenant);
        var rows = await db.Set<ManagedChange>()
            .AsNoTracking()
            .Where(c => subject == null || c.Subject == subject)
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(most)
            .ToListAsync(cancellation);
        return TypedResults.Ok(rows.ConvertAll(c => new ChangeView(c.Id, c.Subject, c.Action, c.Reason, c.By, c.At)));
    }
}
