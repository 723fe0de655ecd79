using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>
/// The retailer's audit log to read, the newest event first (R49). Events of what people still judge without knowing of one another are
/// left out until they have. To verify the log takes the operator's <c>audit verify</c>.
/// </summary>
internal static class ReadAudit
{
    private const int PageSize = 100;

    /// <param name="Actor">Name of the person; null for a machine or the system.</param>
    /// <param name="ActorKind"><c>person</c>, <c>device</c> or <c>system</c>.</param>
    /// <param name="Subject">Id of what it happened to.</param>
    /// <param name="Detail">JSON: ids, codes and numbers.</param>
    /// <param name="Hash">Of this event and all before it, lower-case hex.</param>
    public sealed record AuditEventView(
        long Sequence,
        DateTimeOffset At,
        string ActorKind,
        Named? Actor,
        string Action,
        string Subject,
        string Detail,
        string Hash
    );

    /// <param name="Next">The <c>before</c> of the next page; null on the last one.</param>
    public sealed record AuditPage(IReadOnlyList<AuditEventView> Events, long? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/audit", RunAsync).AllowRoles(Role.Auditor, Role.PrivacyOfficer, Role.TenantAdmin);

    /// <param name="action">What happened, or how its name begins: <c>entry.</c> is everything about entries.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="subject">Id of what it happened to.</param>
    /// <param name="from">At this time or later.</param>
    /// <param name="to">Before this time.</param>
    /// <param name="before">Only events with a smaller number.</param>
    private static async Task<Ok<AuditPage>> RunAsync(
        [MaxLength(80)] string? action,
        PersonId? actor,
        [MaxLength(80)] string? subject,
        DateTimeOffset? from,
        DateTimeOffset? to,
        long? before,
        Caller caller,
        Database database,
        IEnumerable<IBlindSubjects> modules,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var (since, until) = (from?.ToUniversalTime(), to?.ToUniversalTime());
        var rows = db.Set<AuditRow>()
            .AsNoTracking()
            .Where(r => before == null || r.Sequence < before)
            .Where(r => (since == null || r.At >= since) && (until == null || r.At < until));
        if (action is { Length: > 0 })
        {
            rows = rows.Where(r => r.Action.StartsWith(action));
        }

        if (subject is { Length: > 0 })
        {
            rows = rows.Where(r => r.Subject == subject);
        }

        if (actor?.ToString() is { } person)
        {
            rows = rows.Where(r => r.ActorKind == "person" && r.ActorId == person);
        }

        var found = await rows.OrderByDescending(r => r.Sequence).Take(PageSize + 1).ToListAsync(cancellation);
        var page = found.Take(PageSize).ToList();
        var next = found.Count > PageSize ? page[^1].Sequence : (long?)null;

        // After the events: what is raised between the two has none among them. Who looked is no judgement.
        foreach (var module in modules)
        {
            var blind = await module.FindAsync(db, cancellation);
            page.RemoveAll(r => blind.Contains(r.Subject) && !r.Action.EndsWith("-viewed", StringComparison.Ordinal));
        }

        var names = await db.Set<Person>().Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        return TypedResults.Ok(
            new AuditPage(
                page.ConvertAll(r => new AuditEventView(
                    r.Sequence,
                    r.At,
                    r.ActorKind,
                    r.ActorKind == "person" && PersonId.TryParse(r.ActorId, out var id) && names.TryGetValue(id, out var name)
                        ? new(id.Value, name)
                        : null,
                    r.Action,
                    r.Subject,
                    r.Detail,
                    Convert.ToHexStringLower(r.Hash)
                )),
                next
            )
        );
    }
}
