using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

public sealed class EntryDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Issuer = new(Number(9));
    private static readonly Signatory Enroller = new(new(Number(1)), [Issuer]);
    private static readonly Signatory Approver = new(new(Number(2)), [new(Number(8))]);

    [Fact]
    [Trait("Rule", "R9")]
    public void Another_person_may_approve() => Check(EntryState.Proposed, EntryState.Active, Approver).ShouldBeNull();

    [Fact]
    [Trait("Rule", "R9")]
    public void The_enroller_cannot_approve()
    {
        var refusal = Check(EntryState.Proposed, EntryState.Active, Enroller).ShouldNotBeNull();
        (refusal.Code, refusal.Status).ShouldBe(("same-person", 422));
    }

    [Fact]
    [Trait("Rule", "R9")]
    public void Nobody_approves_who_may_be_behind_the_enrollers_account_or_shares_somebody_who_may()
    {
        Check(EntryState.Proposed, EntryState.Active, new(Issuer, [])).ShouldNotBeNull().Code.ShouldBe("not-independent");
        Check(EntryState.Proposed, EntryState.Active, new(Approver.Person, [Issuer])).ShouldNotBeNull().Code.ShouldBe("not-independent");
        Check(EntryState.Proposed, EntryState.Active, new(Approver.Person, [Enroller.Person]))
            .ShouldNotBeNull()
            .Code.ShouldBe("not-independent");
        Check(EntryState.Proposed, EntryState.Refused, new(Issuer, [])).ShouldBeNull("one person may refuse");
    }

    [Theory]
    [InlineData(EntryState.Refused)]
    [InlineData(EntryState.Removed)]
    public void The_enroller_may_take_the_own_proposal_back(EntryState wanted) =>
        Check(EntryState.Proposed, wanted, Enroller).ShouldBeNull();

    [Theory]
    [InlineData(EntryState.Active, EntryState.Active)]
    [InlineData(EntryState.Active, EntryState.Refused)]
    [InlineData(EntryState.Refused, EntryState.Active)]
    [InlineData(EntryState.Refused, EntryState.Removed)]
    [InlineData(EntryState.Removed, EntryState.Active)]
    [InlineData(EntryState.Removed, EntryState.Removed)]
    public void What_is_decided_stays_decided(EntryState state, EntryState wanted) =>
        Check(state, wanted, Approver).ShouldNotBeNull().Code.ShouldBe("entry-decided");

    [Fact]
    public void An_active_entry_can_be_taken_off_by_anyone_who_may_decide()
    {
        Check(EntryState.Active, EntryState.Removed, Enroller).ShouldBeNull();
        Check(EntryState.Active, EntryState.Removed, Approver).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void A_proposal_that_waited_too_long_cannot_be_approved() =>
        DecideEntry
            .Check(Proposal(EntryState.Proposed), EntryState.Active, Approver, Now.AddMonths(1))
            .ShouldNotBeNull()
            .Code.ShouldBe("expiry-passed");

    private static Refusal? Check(EntryState state, EntryState wanted, Signatory decider) =>
        DecideEntry.Check(Proposal(state), wanted, decider, Now);

    private static Entry Proposal(EntryState state) =>
        new()
        {
            Tenant = new(Number(3)),
            Id = new(Number(4)),
            StoreId = new(Number(5)),
            Category = EntryCategory.Violence,
            Role = EntryRole.Offender,
            IncidentAt = Now.AddDays(-10),
            Basis = EntryBasis.Conviction,
            ExpiresAt = Now.AddMonths(1),
            EnrolledBy = Enroller.Person,
            EnrollerIssuers = Enroller.Issuers,
            State = state,
        };

    private static Guid Number(int number) => new(number, 0, 0, new byte[8]);
}
