using RetailGuard.Alerts;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Alerts;

public sealed class EntryRateTests
{
    private static StoreId Store(int number) => new(AlertBuilder.Number(number));

    [Fact]
    [Trait("Rule", "R7")]
    public void The_sixth_alert_of_a_day_is_one_too_many()
    {
        List<StoreId> five = [.. Enumerable.Repeat(Store(1), 5)];
        EntryRate.Exceeded(five[..4], Store(1)).ShouldBeNull();
        EntryRate.Exceeded(five, Store(1)).ShouldBe((6, 1));
    }

    [Fact]
    [Trait("Rule", "R7")]
    public void Nine_hundred_matches_in_a_hundred_and_thirty_stores_are_stopped_at_the_fourth_store()
    {
        var raised = new List<StoreId>();
        (int Alerts, int Stores)? frozen = null;
        for (var match = 0; match < 900 && frozen is null; match++)
        {
            var store = Store(1 + (match % 130));
            frozen = EntryRate.Exceeded(raised, store);
            raised.Add(store);
        }

        frozen.ShouldBe((4, 4));
    }
}
