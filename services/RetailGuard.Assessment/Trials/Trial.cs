using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Assessment;

/// <summary>What a trial's findings lead to.</summary>
public enum TrialVerdict
{
    /// <summary>There is enough evidence: matching goes on without a trial.</summary>
    GoOn,

    /// <summary>There is not yet: it lasts longer, once.</summary>
    Extend,
}

/// <summary>How a trial stands.</summary>
public enum TrialState
{
    Running,

    /// <summary>Its time is over and two people have not agreed on what follows: its stores match nobody.</summary>
    Ended,

    /// <summary>Two people have agreed that there is enough evidence.</summary>
    Concluded,
}

/// <summary>
/// R45: matching on trial in some stores, because there is not enough evidence yet that it works. It ends by itself, and the stores stop
/// with it unless two people have agreed on its findings.
/// </summary>
internal sealed class Trial : ITenantOwned, IRevised
{
    /// <summary>Of a trial, and of what it is extended by. For a lawyer to check against the Code's rule on trials.</summary>
    public const int MostMonths = 6;

    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    /// <summary>1 and up.</summary>
    public required int Number { get; init; }

    /// <summary>What is not known yet, and why nothing but a trial can show it.</summary>
    public required string MissingEvidence { get; init; }

    /// <summary>What is counted, and what would be enough.</summary>
    public required string Measures { get; init; }

    /// <summary>What the counts are held against: stores without it, or a time before it.</summary>
    public required string ComparedWith { get; init; }

    public required IReadOnlyList<StoreId> Stores { get; init; }

    /// <summary>Without matching on trial; may be none where a time before is compared.</summary>
    public required IReadOnlyList<StoreId> ComparisonStores { get; init; }

    public required PersonId StartedBy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The first moment at which its stores match nobody.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>Why it was ended before its time; null where it was not.</summary>
    public string? EndedWhy { get; set; }

    public bool WasExtended { get; private set; }

    public TrialVerdict? Verdict { get; private set; }

    /// <summary>What was counted, and what it shows.</summary>
    public string? Findings { get; private set; }

    /// <summary>Of an extension: until when.</summary>
    public DateTimeOffset? ExtendTo { get; private set; }

    public PersonId? ProposedBy { get; private set; }

    /// <summary>As <see cref="Signatory.Issuers"/> of whoever proposed the verdict, at that moment.</summary>
    public IReadOnlyList<PersonId> ProposerIssuers { get; private set; } = [];

    public DateTimeOffset? ProposedAt { get; private set; }

    public PersonId? AgreedBy { get; private set; }

    /// <summary>Since when two have agreed that matching goes on.</summary>
    public DateTimeOffset? ConcludedAt { get; private set; }

    /// <summary>Whether a verdict waits for a second person.</summary>
    public bool IsWaiting => Verdict is not null && ConcludedAt is null;

    public TrialState StateAt(DateTimeOffset now) =>
        ConcludedAt is not null ? TrialState.Concluded
        : EndsAt <= now ? TrialState.Ended
        : TrialState.Running;

    public void Propose(TrialVerdict verdict, string findings, DateTimeOffset? extendTo, Signatory by, DateTimeOffset now) =>
        (Verdict, Findings, ExtendTo, ProposedBy, ProposerIssuers, ProposedAt) = (verdict, findings, extendTo, by.Person, by.Issuers, now);

    /// <summary>Why somebody's agreement does not count; null when it does.</summary>
    public Refusal? WhyNot(Signatory person) =>
        ProposedBy == person.Person ? Refusal.Invalid("same-person", "You have proposed this verdict. A second person must agree to it.")
        : !new Signatory(ProposedBy!.Value, ProposerIssuers).IsIndependentOf(person) ? Signatory.NotIndependent
        : null;

    public void Agree(PersonId person, DateTimeOffset now)
    {
        AgreedBy = person;
        if (Verdict is TrialVerdict.GoOn)
        {
            ConcludedAt = now;
            return;
        }

        (EndsAt, WasExtended) = (ExtendTo!.Value, true);
        (Verdict, ExtendTo) = (null, null);
    }
}

internal static class TrialTables
{
    public static void Describe(ModelBuilder model) =>
        model.Entity<Trial>(trial =>
        {
            // The number is part of the key: of two that start at one moment the later one looks again.
            trial.ToTable("Trials").HasKey(t => new { t.Tenant, t.Number });
            trial.Ignore(t => t.IsWaiting);
            trial.Property(t => t.Stores).HasConversion(new JsonText<IReadOnlyList<StoreId>>());
            trial.Property(t => t.ComparisonStores).HasConversion(new JsonText<IReadOnlyList<StoreId>>());
            trial.Property(t => t.ProposerIssuers).HasIssuers();
        });
}
