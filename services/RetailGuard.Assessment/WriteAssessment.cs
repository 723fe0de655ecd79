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

/// <summary>How a retailer's assessment stands.</summary>
public enum AssessmentStanding
{
    /// <summary>None was ever approved.</summary>
    Missing,

    InForce,

    /// <summary>In force, and to be reviewed within <see cref="WriteAssessment.WarnedDays"/> days.</summary>
    Ending,

    /// <summary>What it judged has changed.</summary>
    Stale,

    /// <summary>Its review is overdue.</summary>
    Lapsed,
}

/// <summary>The desk where the assessment is written, part by part, and submitted (R44).</summary>
internal static class WriteAssessment
{
    /// <summary>How long before its review is due people are told.</summary>
    public const int WarnedDays = 30;

    private const int LongestReview = 2000;

    /// <param name="Assessed">What the version in force was approved with; null where there is none, or it was not assessed.</param>
    public sealed record SettingView(string Name, string Now, string? Assessed);

    public sealed record InForceView(int Version, DateTimeOffset ApprovedAt, IReadOnlyList<Named> ApprovedBy, DateTimeOffset ReviewBy);

    /// <param name="First">Who approved first; null while nobody has.</param>
    /// <param name="Outdated">Names what has changed since it was submitted; then it cannot be approved.</param>
    /// <param name="WhyNotYou">Why the caller's approval would not count; null when it would.</param>
    public sealed record WaitingView(
        int Version,
        Named SubmittedBy,
        DateTimeOffset SubmittedAt,
        string? Review,
        IReadOnlyList<AssessmentPart> Parts,
        IReadOnlyList<AssessmentChange> Changes,
        Named? First,
        IReadOnlyList<string> Outdated,
        string? WhyNotYou
    );

    /// <param name="Parts">Of the draft, in the order in which they are read.</param>
    /// <param name="Missing">What keeps the draft from being submitted, in sentences that begin with the field.</param>
    public sealed record AssessmentDesk(
        AssessmentStanding Standing,
        IReadOnlyList<AssessmentPart> Parts,
        IReadOnlyList<string> Missing,
        IReadOnlyList<SettingView> Settings,
        InForceView? InForce,
        WaitingView? Waiting
    );

    /// <param name="Review">What the review of the last version found, and why there is another; not for the first.</param>
    public sealed record SubmitRequest([property: MaxLength(LongestReview)] string? Review = null);

    public sealed record SubmittedVersion(int Version);

    internal static readonly Role[] Readers =
    [
        Role.StoreManager,
        Role.HeadOfficeLossPrevention,
        Role.PrivacyOfficer,
        Role.TenantAdmin,
        Role.Auditor,
    ];

    internal static readonly Role[] Writers = [Role.HeadOfficeLossPrevention, Role.PrivacyOfficer, Role.TenantAdmin];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/assessment", ReadAsync).AllowRoles(Readers);
        routes.MapPatch("/api/assessment/draft", DraftAsync).AllowRoles(Writers);
        routes.MapPost("/api/assessment/submit", SubmitAsync).AllowRoles(Writers);
    }

    private static async Task<Ok<AssessmentDesk>> ReadAsync(
        Caller caller,
        Database database,
        AssessedSettings settings,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var draft = await db.Set<AssessmentDraft>().AsNoTracking().SingleOrDefaultAsync(cancellation);
        var content = draft?.Content ?? AssessmentContent.Empty;
        var inForce = await AssessmentVersion.InForceAsync(db, cancellation);
        var waiting = await AssessmentVersion.WaitingAsync(db, cancellation);
        var now = await settings.OfAsync(caller.Tenant, cancellation);
        var names = await NamesAsync(db, [inForce, waiting], cancellation);
        return TypedResults.Ok(
            new AssessmentDesk(
                StandingOf(inForce, now, time.GetUtcNow()),
                content.Parts,
                content.WhyNotWhole()?.Errors?.SelectMany(field => field.Value).ToList() ?? [],
                [.. now.Select(setting => new SettingView(setting.Key, setting.Value, inForce?.Settings.GetValueOrDefault(setting.Key)))],
                inForce is null
                    ? null
                    : new(
                        inForce.Version,
                        inForce.ApprovedAt!.Value,
                        [names[inForce.FirstApprover!.Value], names[inForce.SecondApprover!.Value]],
                        inForce.ReviewBy!.Value
                    ),
                waiting is null
                    ? null
                    : new(
                        waiting.Version,
                        names[waiting.SubmittedBy],
                        waiting.SubmittedAt,
                        waiting.Review,
                        waiting.Content.Parts,
                        inForce is null ? [] : waiting.Content.ChangesSince(inForce.Content),
                        waiting.FirstApprover is { } first ? names[first] : null,
                        AssessedSettings.Changed(waiting.Settings, now),
                        waiting.WhyNot(await Signatory.OfAsync(db, caller.Person, cancellation))?.Detail
                    )
            )
        );
    }

    /// <summary>Keeps the parts that are sent; the others stay as they are.</summary>
    private static async Task<Answer<NoContent>> DraftAsync(
        AssessmentContent request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var changed = await audit.CommitOrRetryAsync(
            caller.Tenant,
            async db =>
            {
                var draft = await AssessmentDraft.FindAsync(db, caller.Tenant, cancellation);
                draft.Content = draft.Content.With(request);
                draft.WrittenBy(await Signatory.OfAsync(db, caller.Person, cancellation));
                var fields = request.Parts.Where(part => part.Text is not null).Select(part => part.Field).ToList();
                return new Decision<Done>(
                    Done.Instance,
                    new AuditEvent(caller.Actor, "assessment.drafted", caller.Tenant.ToString(), new { fields })
                );
            },
            cancellation
        );
        return changed.ToHttp(_ => TypedResults.NoContent());
    }

    /// <summary>Makes a version of the draft, which two others approve.</summary>
    private static async Task<Answer<Ok<SubmittedVersion>>> SubmitAsync(
        SubmitRequest request,
        Caller caller,
        AuditLog audit,
        AssessedSettings settings,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var now = await settings.OfAsync(caller.Tenant, cancellation);
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<SubmittedVersion>> DecideAsync(RetailGuardDb db)
        {
            var draft = await AssessmentDraft.FindAsync(db, caller.Tenant, cancellation);
            if (draft.Content.WhyNotWhole() is { } missing)
            {
                return missing;
            }

            if (await AssessmentVersion.WaitingAsync(db, cancellation) is { } waiting)
            {
                return Refusal.Conflict(
                    "assessment-waiting",
                    $"Version {waiting.Version} waits for approval. It is approved or sent back before another is submitted."
                );
            }

            var review = request.Review?.Trim();
            if (string.IsNullOrEmpty(review) && await AssessmentVersion.InForceAsync(db, cancellation) is not null)
            {
                return WrongFields.One(
                    "review",
                    "field-missing",
                    "review is missing: what the review of the version in force found, and why there is another."
                );
            }

            var last = await db.Set<AssessmentVersion>().Select(v => (int?)v.Version).MaxAsync(cancellation);
            var version = 1 + (last ?? 0);
            draft.WrittenBy(await Signatory.OfAsync(db, caller.Person, cancellation));
            db.Add(
                new AssessmentVersion
                {
                    Tenant = caller.Tenant,
                    Version = version,
                    Content = draft.Content,
                    Review = string.IsNullOrEmpty(review) ? null : review,
                    Settings = now,
                    SubmittedBy = caller.Person,
                    SubmittedAt = time.GetUtcNow(),
                    Authors = draft.Authors,
                    Behind = draft.Behind,
                }
            );
            draft.Submitted();
            return new(
                new SubmittedVersion(version),
                new AuditEvent(caller.Actor, "assessment.submitted", caller.Tenant.ToString(), new { version })
            );
        }
    }

    internal static AssessmentStanding StandingOf(
        AssessmentVersion? inForce,
        IReadOnlyDictionary<string, string> settings,
        DateTimeOffset now
    ) =>
        inForce is null ? AssessmentStanding.Missing
        : AssessedSettings.Changed(inForce.Settings, settings).Count > 0 ? AssessmentStanding.Stale
        : inForce.ReviewBy <= now ? AssessmentStanding.Lapsed
        : inForce.ReviewBy <= now.AddDays(WarnedDays) ? AssessmentStanding.Ending
        : AssessmentStanding.InForce;

    /// <summary>Of everybody who has had to do with some versions.</summary>
    internal static async Task<IReadOnlyDictionary<PersonId, Named>> NamesAsync(
        RetailGuardDb db,
        IEnumerable<AssessmentVersion?> versions,
        CancellationToken cancellation
    )
    {
        var people = versions
            .OfType<AssessmentVersion>()
            .SelectMany(v => new[] { v.SubmittedBy, v.FirstApprover, v.SecondApprover, v.ReturnedBy })
            .OfType<PersonId>()
            .Distinct()
            .ToList();
        return await db.Set<Person>()
            .AsNoTracking()
            .IgnoreAutoIncludes()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => new Named(p.Id.Value, p.Name), cancellation);
    }
}
