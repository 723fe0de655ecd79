using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>What the next version of a retailer's assessment says, while it is written.</summary>
internal sealed class AssessmentDraft : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public AssessmentContent Content { get; set; } = AssessmentContent.Empty;

    /// <summary>Who has written in it since the last version was submitted.</summary>
    public IReadOnlyList<PersonId> Authors { get; private set; } = [];

    /// <summary>Everybody who may have been behind the authors' accounts when they wrote (<see cref="Signatory.Behind"/>).</summary>
    public IReadOnlyList<PersonId> Behind { get; private set; } = [];

    public void WrittenBy(Signatory author) => (Authors, Behind) = ([.. Authors.Union([author.Person])], [.. Behind.Union(author.Behind)]);

    /// <summary>A version came back: whoever wrote it has still written what stands here.</summary>
    public void TakeBack(AssessmentVersion version) =>
        (Authors, Behind) = ([.. Authors.Union(version.Authors)], [.. Behind.Union(version.Behind)]);

    public void Submitted() => (Authors, Behind) = ([], []);

    /// <summary>The draft, tracked; a new one where there is none yet.</summary>
    public static Task<AssessmentDraft> FindAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation) =>
        db.SingleOrAddAsync(() => new AssessmentDraft { Tenant = tenant }, cancellation);
}

/// <summary>A version of a retailer's assessment as it was submitted. What it says never changes; what became of it does.</summary>
internal sealed class AssessmentVersion : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>1 and up.</summary>
    public required int Version { get; init; }

    public required AssessmentContent Content { get; init; }

    /// <summary>What the review of the version before found, and why there is another; null for the first.</summary>
    public string? Review { get; init; }

    /// <summary>What the product ran with when it was submitted, by <see cref="IAssessedSetting.Name"/>.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required PersonId SubmittedBy { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Everybody who has written in it.</summary>
    public required IReadOnlyList<PersonId> Authors { get; init; }

    /// <summary>As <see cref="AssessmentDraft.Behind"/>.</summary>
    public required IReadOnlyList<PersonId> Behind { get; init; }

    public PersonId? FirstApprover { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/> of the first approver, at that moment.</summary>
    public IReadOnlyList<PersonId> FirstIssuers { get; private set; } = [];

    public DateTimeOffset? FirstApprovedAt { get; private set; }

    public PersonId? SecondApprover { get; private set; }

    /// <summary>Since when two have approved it.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>The first moment at which it no longer stands without a review.</summary>
    public DateTimeOffset? ReviewBy { get; private set; }

    public PersonId? ReturnedBy { get; private set; }

    public DateTimeOffset? ReturnedAt { get; private set; }

    public string? ReturnedWhy { get; private set; }

    public bool IsWaiting => ApprovedAt is null && ReturnedAt is null;

    /// <summary>R44: why somebody's approval does not count; null when it does.</summary>
    public Refusal? WhyNot(Signatory person) =>
        Authors.Contains(person.Person) ? Refusal.Invalid("same-person", "You have written in this version. Two others must approve it.")
        : person.Behind.Intersect(Behind).Any() ? Signatory.NotIndependent
        : FirstApprover == person.Person
            ? Refusal.Invalid("same-person", "You have approved this version. A second person must approve it too.")
        : FirstApprover is { } first && !new Signatory(first, FirstIssuers).IsIndependentOf(person) ? Signatory.NotIndependent
        : null;

    /// <param name="person">Whose approval counts.</param>
    public void Approve(Signatory person, DateTimeOffset now)
    {
        if (FirstApprover is null)
        {
            (FirstApprover, FirstIssuers, FirstApprovedAt) = (person.Person, person.Issuers, now);
        }
        else
        {
            (SecondApprover, ApprovedAt) = (person.Person, now);
            ReviewBy = now.AddMonths(Math.Min(Content.ReviewMonths ?? AssessmentContent.MostMonths, AssessmentContent.MostMonths));
        }
    }

    public void Return(PersonId by, string why, DateTimeOffset now) => (ReturnedBy, ReturnedWhy, ReturnedAt) = (by, why, now);

    /// <summary>What the newest version that two have approved was approved with, and until when it stands: without what it says.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Settings, DateTimeOffset ReviewBy)?> PinnedAsync(
        RetailGuardDb db,
        CancellationToken cancellation
    ) =>
        await db.Set<AssessmentVersion>()
            .Where(v => v.ApprovedAt != null)
            .OrderByDescending(v => v.Version)
            .Select(v => new { v.Settings, v.ReviewBy })
            .FirstOrDefaultAsync(cancellation)
            is { } found
            ? (found.Settings, found.ReviewBy!.Value)
            : null;

    /// <summary>The newest version that two have approved; null when none ever was.</summary>
    public static Task<AssessmentVersion?> InForceAsync(RetailGuardDb db, CancellationToken cancellation) =>
        db.Set<AssessmentVersion>()
            .AsNoTracking()
            .Where(v => v.ApprovedAt != null)
            .OrderByDescending(v => v.Version)
            .FirstOrDefaultAsync(cancellation);

    /// <summary>The version that waits for approval; null when none does.</summary>
    public static Task<AssessmentVersion?> WaitingAsync(RetailGuardDb db, CancellationToken cancellation) =>
        db.Set<AssessmentVersion>()
            .AsNoTracking()
            .Where(v => v.ApprovedAt == null && v.ReturnedAt == null)
            .OrderByDescending(v => v.Version)
            .FirstOrDefaultAsync(cancellation);
}

internal sealed class AssessmentTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        TrialTables.Describe(model);
        model.Entity<AssessmentDraft>(draft =>
        {
            draft.ToTable("AssessmentDrafts").HasKey(d => d.Tenant);
            draft.Property(d => d.Content).HasConversion(new JsonText<AssessmentContent>());
            draft.Property(d => d.Authors).HasIssuers();
            draft.Property(d => d.Behind).HasIssuers();
        });
        model.Entity<AssessmentVersion>(version =>
        {
            // The number is part of the key: of two that submit at one moment the later one looks again.
            version.ToTable("Assessments").HasKey(v => new { v.Tenant, v.Version });
            version.Ignore(v => v.IsWaiting);
            version.Property(v => v.Content).HasConversion(new JsonText<AssessmentContent>());
            version.Property(v => v.Settings).HasConversion(new JsonText<IReadOnlyDictionary<string, string>>());
            version.Property(v => v.Authors).HasIssuers();
            version.Property(v => v.Behind).HasIssuers();
            version.Property(v => v.FirstIssuers).HasIssuers();
        });
    }
}
