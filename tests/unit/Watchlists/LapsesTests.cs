using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

/// <summary>An entry that nobody looks at stops, and what stopped it for another reason is not lifted by looking.</summary>
public sealed class LapsesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Rule", "R14")]
    public void An_entry_lapses_at_the_moment_at_which_it_was_to_be_looked_at()
    {
        var versions = Versions();
        Lapses.Of(Entry(revalidateBy: Now.AddTicks(1)), versions, Now).ShouldBeNull();
        Lapses.Of(Entry(revalidateBy: Now), versions, Now).ShouldBe(SuspensionReason.NotRevalidated);
    }

    [Fact]
    [Trait("Rule", "R13")]
    public void The_oldest_version_that_nobody_looked_at_it_under_counts()
    {
        var versions = Versions(Now.AddDays(-30), Now.AddDays(-1));
        versions.Version.ShouldBe(3);
        versions.ReviewBy(Entry(meets: 1)).ShouldBe(Now);
        versions.ReviewBy(Entry(meets: 2)).ShouldBe(Now.AddDays(29));
        versions.ReviewBy(Entry(meets: 3)).ShouldBeNull();
        Lapses.Of(Entry(meets: 1), versions, Now).ShouldBe(SuspensionReason.NotReviewed);
        Lapses.Of(Entry(meets: 2), versions, Now).ShouldBeNull();
        (versions.OverdueBefore(Now), versions.OverdueBefore(Now.AddTicks(-1)), versions.OverdueBefore(Now.AddDays(29))).ShouldBe(
            (2, 1, 3)
        );
    }

    [Theory]
    [InlineData(SuspensionReason.AlertRate)]
    [InlineData(SuspensionReason.Disputed)]
    [InlineData(SuspensionReason.Doubted)]
    [Trait("Rule", "R14")]
    public void Looking_at_an_entry_brings_nothing_back_that_stopped_for_another_reason(SuspensionReason reason)
    {
        var entry = Entry(suspension: reason);
        Lapses.Lift(entry, Versions(), Now).ShouldBeFalse();
        (entry.State, entry.Suspension).ShouldBe((EntryState.Suspended, reason));
    }

    [Fact]
    [Trait("Rule", "R13")]
    [Trait("Rule", "R14")]
    public void An_entry_of_which_two_things_are_due_comes_back_after_both()
    {
        var entry = Entry(meets: 1, suspension: SuspensionReason.NotRevalidated);
        var versions = Versions(Now.AddDays(-31));
        Lapses.Lift(entry, versions, Now).ShouldBeFalse();
        (entry.State, entry.Suspension).ShouldBe((EntryState.Suspended, SuspensionReason.NotReviewed));
        entry.MeetsVersion = 2;
        Lapses.Lift(entry, versions, Now).ShouldBeTrue();
        (entry.State, entry.Suspension, entry.SuspendedAt).ShouldBe((EntryState.Active, null, null));
    }

    private static CriteriaVersions Versions(params DateTimeOffset[] publishedAt) =>
        new([
            .. publishedAt.Select(
                (at, i) =>
                    new PublishedCriteria
                    {
                        Tenant = new(Number(3)),
                        Version = i + 2,
                        Content = EnrolmentCriteria.BuiltIn,
                        ProposedBy = new(Number(1)),
                        PublishedBy = new(Number(2)),
                        PublishedAt = at,
                    }
            ),
        ]);

    private static Entry Entry(DateTimeOffset? revalidateBy = null, int meets = 1, SuspensionReason? suspension = null) =>
        new()
        {
            Tenant = new(Number(3)),
            Id = new(Number(4)),
            StoreId = new(Number(5)),
            Category = EntryCategory.Violence,
            Role = EntryRole.Offender,
            IncidentAt = Now.AddDays(-10),
            Basis = EntryBasis.Conviction,
            ExpiresAt = Now.AddMonths(6),
            EnrolledBy = new(Number(1)),
            State = suspension is null ? EntryState.Active : EntryState.Suspended,
            Suspension = suspension,
            SuspendedAt = suspension is null ? null : Now.AddDays(-1),
            MeetsVersion = meets,
            RevalidateBy = revalidateBy ?? Now.AddDays(1),
        };

    private static Guid Number(int number) => new(number, 0, 0, new byte[8]);
}
