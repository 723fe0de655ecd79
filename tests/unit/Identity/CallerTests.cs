using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

public sealed class CallerTests
{
    private static readonly StoreId Own = new(new(1, 0, 0, new byte[8]));
    private static readonly StoreId Other = new(new(2, 0, 0, new byte[8]));

    [Theory]
    [InlineData(Role.StoreStaff, false)]
    [InlineData(Role.StoreManager, false)]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.HeadOfficeLossPrevention, true)]
    [InlineData(Role.PrivacyOfficer, true)]
    [InlineData(Role.TenantAdmin, true)]
    [Trait("Rule", "R31")]
    public void Only_head_office_reaches_stores_where_the_person_does_not_work(Role role, bool reaches)
    {
        CallerWith(role).Reaches(Own).ShouldBeTrue();
        CallerWith(role).Reaches(Other).ShouldBe(reaches);
    }

    [Fact]
    [Trait("Rule", "R31")]
    public void Looking_at_a_store_gives_no_reach_to_it() =>
        (CallerWith(Role.StoreStaff) with { Store = Other }).Reaches(Other).ShouldBeFalse();

    private static Caller CallerWith(Role role) =>
        new(
            new(new(3, 0, 0, new byte[8])),
            new(new(4, 0, 0, new byte[8])),
            [role],
            [Own],
            null,
            null,
            "sign-in 1",
            DateTimeOffset.MaxValue
        );
}
