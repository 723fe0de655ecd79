using RetailGuard.Billing;

namespace RetailGuard.Tests.Unit.Billing;

public sealed class PlanTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(10, 2)]
    [InlineData(29_900, 4_485)]
    [InlineData(39_700, 5_955)]
    public void Gst_is_15_percent_to_the_cent_half_a_cent_up(long net, long gst) => Money.WithGst(net).ShouldBe(new(net, gst, net + gst));

    [Fact]
    public void The_plan_is_by_stores_and_cameras() => new PlanPrices(29_900, 4_900).Of(new(320, 960)).NetCents.ShouldBe(14_272_000);

    [Theory]
    [InlineData("49-091-850", true)]
    [InlineData("35901981", true)]
    [InlineData("49098576", true)]
    [InlineData("136410132", true)]
    [InlineData("136410133", false)]
    [InlineData("49091851", false)]
    [InlineData("1234567", false)]
    [InlineData("4909185a", false)]
    [InlineData("", false)]
    public void A_gst_number_has_its_check_digit(string number, bool isRight) => GstNumbers.AreRight(number).ShouldBe(isRight);

    [Theory]
    [InlineData("2026-11-30T10:59:59Z", "2026-11", "2026-11-30T11:00:00Z")]
    [InlineData("2026-11-30T11:00:00Z", "2026-12", "2026-12-31T11:00:00Z")]
    [InlineData("2026-06-30T11:59:59Z", "2026-06", "2026-06-30T12:00:00Z")]
    public void A_month_ends_at_midnight_in_new_zealand(string at, string month, string end)
    {
        Months.Of(DateTimeOffset.Parse(at)).ShouldBe(month);
        Months.EndOf(month).ShouldBe(DateTimeOffset.Parse(end));
    }
}
