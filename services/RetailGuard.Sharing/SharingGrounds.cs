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

namespace RetailGuard.Sharing;

/// <summary>What rule 11 of the Code lets a retailer disclose by.</summary>
public enum LawfulGround
{
    /// <summary>The purpose of collection, or one directly related to it.</summary>
    DirectlyRelated,

    /// <summary>To prevent or lessen a serious threat to somebody.</summary>
    SeriousThreat,

    /// <summary>To avoid prejudice to the maintenance of the law.</summary>
    MaintenanceOfLaw,

    /// <summary>The person has agreed.</summary>
    Authorised,
}

/// <summary>What a retailer has recorded so that its stores may share (R17). Without it, or after its review is due, sharing is locked.</summary>
public sealed class SharingGrounds : ITenantOwned, IRevised
{
    /// <summary>A ground is looked at again at least so often.</summary>
    public const int LongestMonths = 12;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public LawfulGround Ground { get; set; }

    public string Explanation { get; set; } = "";

    public string Assessment { get; set; } = "";

    public string NoticePlan { get; set; } = "";

    public int MostKilometres { get; set; }

    public DateTimeOffset ReviewBy { get; set; }

    public PersonId RecordedBy { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>The grounds that hold now, or why sharing is locked.</summary>
    internal static async Task<Result<SharingGrounds>> InForceAsync(RetailGuardDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var grounds = await db.Set<SharingGrounds>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        return grounds is null
                ? Locked(
                    "Missing are the lawful ground (rule 11), the assessment's section on sharing and the plan for telling the people concerned (rule 3A)."
                )
            : grounds.ReviewBy <= now ? Locked($"The grounds were to be reviewed by {NewZealand.DayOf(grounds.ReviewBy):d MMMM yyyy}.")
            : grounds;

        static Refusal Locked(string why) =>
            Refusal.Conflict("sharing-locked", $"Sharing is locked. {why} Your privacy officer records them: PUT /api/sharing/grounds.");
    }
}

/// <summary>The privacy officer's record of why and how far entries are shared; anybody who runs lists reads it.</summary>
internal static class RecordGrounds
{
    /// <param name="Explanation">Why that ground holds.</param>
    /// <param name="Assessment">The section of the privacy impact assessment that looks at sharing.</param>
    /// <param name="NoticePlan">How people are told that another store holds their face (rule 3A).</param>
    /// <param name="MostKilometres">Farther off, a store has a need only where the person offended or said they would come.</param>
    /// <param name="ReviewBy">Locks sharing when it passes; at most 12 months ahead.</param>
    public sealed record GroundsRequest(
        LawfulGround Ground,
        [property: MaxLength(1000)] string Explanation,
        [property: MaxLength(400)] string Assessment,
        [property: MaxLength(1000)] string NoticePlan,
        [property: Range(1, 200)] int MostKilometres,
        DateTimeOffset ReviewBy
    );

    /// <param name="IsOpen">Whether entries may be shared now.</param>
    /// <param name="WhyLocked">A sentence; null when open.</param>
    public sealed record GroundsView(bool IsOpen, string? WhyLocked, RecordedGrounds? Recorded);

    public sealed record RecordedGrounds(
        LawfulGround Ground,
        string Explanation,
        string Assessment,
        string NoticePlan,
        int MostKilometres,
        DateTimeOffset ReviewBy,
        Named RecordedBy,
        DateTimeOffset RecordedAt
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sharing/grounds", ReadAsync).AllowRoles([.. BrowseShares.Readers, Role.Auditor]);
        routes.MapPut("/api/sharing/grounds", RecordAsync).AllowRoles(Role.PrivacyOfficer);
        routes.MapDelete("/api/sharing/grounds", WithdrawAsync).AllowRoles(Role.PrivacyOfficer);
    }

    private static async Task<Ok<GroundsView>> ReadAsync(
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        (await SharingGrounds.InForceAsync(db, time.GetUtcNow(), cancellation)).Succeeded(out _, out var locked);
        var found = await db.Set<SharingGrounds>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var name = found is null
            ? null
            : await db.Set<Person>().Where(p => p.Id == found.RecordedBy).Select(p => p.Name).SingleAsync(cancellation);
        return TypedResults.Ok(
            new GroundsView(
                locked is null,
                locked?.Detail,
                found is null
                    ? null
                    : new(
                        found.Ground,
                        found.Explanation,
                        found.Assessment,
                        found.NoticePlan,
                        found.MostKilometres,
                        found.ReviewBy,
                        new(found.RecordedBy.Value, name!),
                        found.RecordedAt
                    )
            )
        );
    }

    private static async Task<Answer<NoContent>> RecordAsync(
        GroundsRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        if (request.ReviewBy <= now || request.ReviewBy > now.AddMonths(SharingGrounds.LongestMonths))
        {
            return WrongFields.One(
                "reviewBy",
                "review-out-of-range",
                $"reviewBy must lie ahead, at most {SharingGrounds.LongestMonths} months."
            );
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var grounds = await db.SingleOrAddAsync(() => new SharingGrounds { Tenant = caller.Tenant }, cancellation);
            (grounds.Ground, grounds.MostKilometres, grounds.ReviewBy) = (
                request.Ground,
                request.MostKilometres,
                request.ReviewBy.ToUniversalTime()
            );
            (grounds.Explanation, grounds.Assessment, grounds.NoticePlan) = (
                request.Explanation.Trim(),
                request.Assessment.Trim(),
                request.NoticePlan.Trim()
            );
            (grounds.RecordedBy, grounds.RecordedAt) = (caller.Person, now);
            return new(
                Done.Instance,
                new AuditEvent(
                    caller.Actor,
                    "sharing.grounds-recorded",
                    caller.Tenant.ToString(),
                    new
                    {
                        request.Ground,
                        request.MostKilometres,
                        request.ReviewBy,
                    }
                )
            );
        }
    }

    /// <summary>Locks sharing. What is in force stays so until it is recalled or ends.</summary>
    private static async Task<Answer<NoContent>> WithdrawAsync(Caller caller, AuditLog audit, CancellationToken cancellation)
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<SharingGrounds>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } found)
            {
                return Refusal.NotFound("record of grounds");
            }

            db.Remove(found);
            return new(Done.Instance, new AuditEvent(caller.Actor, "sharing.grounds-withdrawn", caller.Tenant.ToString()));
        }
    }
}
