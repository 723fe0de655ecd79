using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>What somebody proposes as the retailer's next criteria; gone once it is published or taken back.</summary>
internal sealed class CriteriaProposal : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required EnrolmentCriteria Content { get; set; }

    public PersonId ProposedBy { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/> of whoever proposed it, at that moment.</summary>
    public IReadOnlyList<PersonId> ProposerIssuers { get; private set; } = [];

    public DateTimeOffset ProposedAt { get; private set; }

    public Signatory Proposer => new(ProposedBy, ProposerIssuers);

    public void By(Signatory proposer, DateTimeOffset at) =>
        (ProposedBy, ProposerIssuers, ProposedAt) = (proposer.Person, proposer.Issuers, at);
}

/// <summary>A version of a retailer's criteria as two people published it (R13). Never changed.</summary>
internal sealed class PublishedCriteria : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    /// <summary>2 and up: version 1 is <see cref="EnrolmentCriteria.BuiltIn"/>.</summary>
    public required int Version { get; init; }

    public required EnrolmentCriteria Content { get; init; }

    public required PersonId ProposedBy { get; init; }

    public required PersonId PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>All versions of a retailer's criteria, and what they ask of entries that were enrolled under earlier ones.</summary>
/// <param name="Published">Rising; empty while the built-in version is in force.</param>
internal sealed record CriteriaVersions(IReadOnlyList<PublishedCriteria> Published)
{
    public const int First = 1;

    /// <summary>Within so many days of a new version each live entry is looked at; whatever is not is suspended.</summary>
    public const int ReviewDays = 30;

    public int Version => Published is [.., var latest] ? latest.Version : First;

    public EnrolmentCriteria Current => Published is [.., var latest] ? latest.Content : EnrolmentCriteria.BuiltIn;

    /// <summary>By when an entry is to be reviewed; null when nothing has changed since it last was.</summary>
    public DateTimeOffset? ReviewBy(Entry entry) =>
        Published.FirstOrDefault(p => p.Version > entry.MeetsVersion)?.PublishedAt.AddDays(ReviewDays);

    /// <summary>Whether somebody may say that an entry still meets the criteria: they have changed since, or its harm was never stated.</summary>
    public bool MayReview(Entry entry) => ReviewBy(entry) is not null || entry.IsHarmUnknown;

    /// <summary>Entries that meet only versions before this one are overdue; <see cref="First"/> when none is.</summary>
    public int OverdueBefore(DateTimeOffset now) =>
        Published.LastOrDefault(p => p.PublishedAt.AddDays(ReviewDays) <= now)?.Version ?? First;

    /// <summary>The number of the version in force.</summary>
    public static async Task<int> LatestAsync(RetailGuardDb db, CancellationToken cancellation) =>
        await db.Set<PublishedCriteria>().MaxAsync(p => (int?)p.Version, cancellation) ?? First;

    public static async Task<CriteriaVersions> ReadAsync(RetailGuardDb db, CancellationToken cancellation) =>
        new(await db.Set<PublishedCriteria>().AsNoTracking().OrderBy(p => p.Version).ToListAsync(cancellation));
}
