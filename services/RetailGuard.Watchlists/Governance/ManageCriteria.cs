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

namespace RetailGuard.Watchlists;

/// <summary>The retailer's enrolment criteria: one person proposes a version, another publishes it (R10, R13).</summary>
internal static class ManageCriteria
{
    private static readonly Role[] Writers = [Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.TenantAdmin];

    public sealed record CriteriaRequest(
        [property: MaxLength(EnrolmentCriteria.LongestText)] string Text,
        IReadOnlyList<CategoryCriteria> Categories
    );

    /// <param name="Version">1 and up; the first is the product's own.</param>
    /// <param name="PublishedBy">Null for the first.</param>
    /// <param name="PublishedAt">Null for the first.</param>
    public sealed record CriteriaView(
        int Version,
        EnrolmentCriteria Criteria,
        Named? ProposedBy,
        Named? PublishedBy,
        DateTimeOffset? PublishedAt
    );

    public sealed record ProposalView(EnrolmentCriteria Criteria, Named ProposedBy, DateTimeOffset ProposedAt);

    /// <param name="Versions">All, the one in force first.</param>
    /// <param name="Proposal">What waits for a second person; null when nothing does.</param>
    /// <param name="LiveEntries">On the lists now: those that a new version asks to review.</param>
    /// <param name="ToReview">Of those, how many are still to be reviewed against the version in force.</param>
    /// <param name="ReviewDays">Within which they are, before they are suspended.</param>
    public sealed record CriteriaDesk(
        IReadOnlyList<CriteriaView> Versions,
        ProposalView? Proposal,
        int LiveEntries,
        int ToReview,
        int ReviewDays,
        int LowestValue,
        int FewestIncidents
    );

    /// <param name="Version">Of what is in force now.</param>
    public sealed record PublishedVersion(int Version);

    /// <param name="ProposedAt">Of the proposal that was read: another one since then is not published unread.</param>
    public sealed record PublishRequest(DateTimeOffset ProposedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/criteria", ReadAsync).AllowRoles([.. ListEntries.Readers, Role.TenantAdmin, Role.Auditor]);
        routes.MapPut("/api/criteria/proposal", ProposeAsync).AllowRoles(Writers);
        routes.MapDelete("/api/criteria/proposal", WithdrawAsync).AllowRoles(Writers);
        routes.MapPost("/api/criteria/publish", PublishAsync).AllowRoles(Writers);
    }

    private static async Task<Ok<CriteriaDesk>> ReadAsync(
        Caller caller,
        Database database,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var versions = await CriteriaVersions.ReadAsync(db, cancellation);
        var proposal = await db.Set<CriteriaProposal>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var names = await db.Set<Person>().Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var now = time.GetUtcNow();
        var live = db.Set<Entry>().Where(Entry.IsLive(now));
        var views = versions
            .Published.Select(p => new CriteriaView(p.Version, p.Content, NameOf(p.ProposedBy), NameOf(p.PublishedBy), p.PublishedAt))
            .Reverse()
            .Append(new(CriteriaVersions.First, EnrolmentCriteria.BuiltIn, null, null, null));
        return TypedResults.Ok(
            new CriteriaDesk(
                [.. views],
                proposal is null ? null : new(proposal.Content, NameOf(proposal.ProposedBy), proposal.ProposedAt),
                await live.CountAsync(cancellation),
                await live.CountAsync(e => e.MeetsVersion < versions.Version, cancellation),
                CriteriaVersions.ReviewDays,
                EnrolmentCriteria.LowestValue,
                EnrolmentCriteria.FewestIncidents
            )
        );

        Named NameOf(PersonId id) => new(id.Value, names[id]);
    }

    private static async Task<Answer<NoContent>> ProposeAsync(
        CriteriaRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var asked = new EnrolmentCriteria(request.Text, request.Categories);
        if (asked.Check() is { } wrong)
        {
            return wrong;
        }

        var content = asked.Trimmed();
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            var versions = await CriteriaVersions.ReadAsync(db, cancellation);
            if (versions.Current.Says(content))
            {
                return Refusal.Conflict("criteria-unchanged", $"This is what version {versions.Version} says, which is in force.");
            }

            var proposal = await db.SingleOrAddAsync(
                () => new CriteriaProposal { Tenant = caller.Tenant, Content = content },
                cancellation
            );
            proposal.Content = content;
            proposal.By(await Signatory.OfAsync(db, caller.Person, cancellation), time.GetUtcNow());
            return new(Done.Instance, new AuditEvent(caller.Actor, "criteria.proposed", $"{versions.Version + 1}"));
        }
    }

    /// <summary>Whoever writes criteria may take a proposal back, also another's: nothing has come of it yet.</summary>
    private static async Task<Answer<NoContent>> WithdrawAsync(Caller caller, AuditLog audit, CancellationToken cancellation)
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<CriteriaProposal>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } found)
            {
                return Refusal.NotFound("proposal");
            }

            db.Remove(found);
            return new(Done.Instance, new AuditEvent(caller.Actor, "criteria.proposal-withdrawn", ""));
        }
    }

    private static async Task<Answer<Ok<PublishedVersion>>> PublishAsync(
        PublishRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(published => TypedResults.Ok(published));

        async Task<Decision<PublishedVersion>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<CriteriaProposal>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } proposal)
            {
                return Refusal.NotFound("proposal");
            }

            var person = await Signatory.OfAsync(db, caller.Person, cancellation);
            if (Check(proposal, person, request.ProposedAt) is { } refusal)
            {
                return refusal;
            }

            var version = await CriteriaVersions.LatestAsync(db, cancellation) + 1;
            db.Add(
                new PublishedCriteria
                {
                    Tenant = caller.Tenant,
                    Version = version,
                    Content = proposal.Content,
                    ProposedBy = proposal.ProposedBy,
                    PublishedBy = caller.Person,
                    PublishedAt = time.GetUtcNow(),
                }
            );
            db.Remove(proposal);
            return new(new PublishedVersion(version), new AuditEvent(caller.Actor, "criteria.published", $"{version}"));
        }
    }

    /// <summary>Why this person may not publish the proposal; null when they may.</summary>
    /// <param name="read">When what they have read was proposed.</param>
    internal static Refusal? Check(CriteriaProposal proposal, Signatory person, DateTimeOffset read) =>
        proposal.ProposedAt != read
            ? Refusal.Conflict("proposal-changed", "Somebody has proposed something else since you read it. Look again.")
        : proposal.ProposedBy == person.Person
            ? Refusal.Invalid("same-person", "You proposed these criteria. Somebody else must publish them.")
        : proposal.Proposer.IsIndependentOf(person) ? null
        : Signatory.NotIndependent;
}
