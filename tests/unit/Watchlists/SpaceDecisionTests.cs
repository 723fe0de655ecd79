using RetailGuard.Identity;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

/// <summary>Which step of a move between embedding spaces may be taken, and by whom.</summary>
[Trait("Rule", "R44")]
public sealed class SpaceDecisionTests
{
    private static readonly Signatory One = new(new(new Guid(1, 0, 0, new byte[8])), []);
    private static readonly Signatory Other = new(new(new Guid(2, 0, 0, new byte[8])), []);
    private static readonly ManageSpaces.SpaceView Beside = new("new-1", "new", SpaceStanding.Beside, 10, 9, 1, 0, null);

    [Fact]
    public void One_person_asks_and_another_agrees()
    {
        Code(Beside, SpaceStanding.Current, One).ShouldBeNull();
        var asked = Beside with { Asked = new(SpaceStanding.Current, One.Person, "Assessed.") };
        Code(asked, SpaceStanding.Current, One).ShouldBe("same-person");
        Code(asked, SpaceStanding.Current, Other).ShouldBeNull();
        Code(asked, SpaceStanding.Current, Other with { Issuers = [One.Person] }).ShouldBe("not-independent");
        var issued = asked with { Asked = new(SpaceStanding.Current, One.Person, "Assessed.") { Issuers = [Other.Person] } };
        Code(issued, SpaceStanding.Current, Other).ShouldBe("not-independent");
        Code(asked, SpaceStanding.Dropped, One).ShouldBeNull("another question");
    }

    [Fact]
    public void A_space_that_lacks_entries_or_its_pack_does_not_take_over()
    {
        Code(Beside with { Pending = 1 }, SpaceStanding.Current, One).ShouldBe("space-not-ready");
        Code(Beside with { Pack = null }, SpaceStanding.Current, One).ShouldBe("space-not-ready");
        Code(Beside with { Pack = null }, SpaceStanding.Dropped, One).ShouldBeNull();
    }

    [Fact]
    public void A_space_in_use_or_needed_is_not_dropped_and_a_dropped_one_never_comes_back()
    {
        Code(Beside with { Standing = SpaceStanding.Current }, SpaceStanding.Dropped, One).ShouldBe("space-current");
        Code(Beside, SpaceStanding.Dropped, One, lost: 1).ShouldBe("space-needed");
        Code(Beside with { Standing = SpaceStanding.Dropped }, SpaceStanding.Current, One).ShouldBe("space-decided");
        Code(Beside with { Standing = SpaceStanding.Current }, SpaceStanding.Current, One).ShouldBe("space-decided");
    }

    private static string? Code(ManageSpaces.SpaceView space, SpaceStanding wanted, Signatory person, int lost = 0) =>
        ManageSpaces.Check(space, wanted, person, lost)?.Code;
}
