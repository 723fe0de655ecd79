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

namespace RetailGuard.Assessment;

/// <summary>What becomes of a version that was submitted: two people approve it, or one sends it back (R44).</summary>
internal static class DecideAssessment
{
    /// <param name="IsInForce">Whether two have approved it now.</param>
    public sealed record ApprovedView(bool IsInForce);

    public sealed record ReturnRequest([property: MaxLength(2000)] string Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/assessment/versions/{version}/approve", ApproveAsync).AllowRoles(WriteAssessment.Writers);
        routes.MapPost("/api/assessment/versions/{version}/return", ReturnAsync).AllowRoles(WriteAssessment.Writers);
    }

    /// <summary>In force for every store at once when the second person agrees.</summary>
    private static async Task<Answer<Ok<ApprovedView>>> ApproveAsync(
        int version,
        Caller caller,
        AuditLog audit,
        AssessedSettings settings,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var holds = await settings.OfAsync(caller.Tenant, cancellation);
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<ApprovedView>> DecideAsync(RetailGuardDb db)
        {
            var found = await FindAsync(db, version, cancellation);
            if (!found.Succeeded(out var waiting, out var refusal))
            {
                return refusal;
            }

            // What the approvers read must be what runs.
            if (AssessedSettings.Changed(waiting.Settings, holds) is { Count: > 0 } changed)
            {
                return Refusal.Conflict(
                    "assessment-outdated",
                    $"The {string.Join(" and the ", changed)} changed since this version was submitted. Send it back and submit it anew."
                );
            }

            var person = await Signatory.OfAsync(db, caller.Person, cancellation);
            if (waiting.WhyNot(person) is { } notYou)
            {
                return notYou;
            }

            waiting.Approve(person, time.GetUtcNow());
            var isInForce = waiting.ApprovedAt is not null;
            return new(
                new ApprovedView(isInForce),
                new AuditEvent(
                    caller.Actor,
                    isInForce ? "assessment.approved" : "assessment.first-approved",
                    caller.Tenant.ToString(),
                    new { version }
                )
            );
        }
    }

    /// <summary>The draft goes on from it; whoever submitted it may take it back themselves.</summary>
    private static async Task<Answer<NoContent>> ReturnAsync(
        int version,
        ReturnRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var found = await FindAsync(db, version, cancellation);
            if (!found.Succeeded(out var waiting, out var refusal))
            {
                return refusal;
            }

            waiting.Return(caller.Person, request.Reason.Trim(), time.GetUtcNow());
            (await AssessmentDraft.FindAsync(db, caller.Tenant, cancellation)).TakeBack(waiting);
            return new(Done.Instance, new AuditEvent(caller.Actor, "assessment.returned", caller.Tenant.ToString(), new { version }));
        }
    }

    private static async Task<Result<AssessmentVersion>> FindAsync(RetailGuardDb db, int version, CancellationToken cancellation) =>
        await db.Set<AssessmentVersion>().AsTracking().SingleOrDefaultAsync(v => v.Version == version, cancellation) is not { } found
            ? Refusal.NotFound("version")
        : found.IsWaiting ? found
        : Refusal.Conflict(
            "assessment-decided",
            $"Version {version} was {(found.ApprovedAt is null ? "sent back" : "approved by two")} already."
        );
}
