using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class NameOrderTests
{
    [Fact]
    public void Names_stand_where_a_new_zealander_looks_them_up()
    {
        string[] sorted = ["Aroha", "aroha ngata", "Āwhina Tāmaki", "Éva", "Ōtara Smith", "Öztürk", "Zoe"];
        sorted.Reverse().Order(NameOrder.Instance).ShouldBe(sorted);
        string[] byLength = [.. sorted.OrderBy(name => name.Length)];
        byLength.Order(NameOrder.Instance).ShouldBe(sorted);
    }

    [Theory]
    [InlineData("A\u0304whina", "Āwhina")]
    [InlineData("O’Brien", "O'Brien")]
    [InlineData("Weiß", "Weiss")]
    [InlineData("Ærø", "Aero")]
    [InlineData("ŁUCJA", "lucja")]
    [InlineData("Nguyễn", "Nguyen")]
    public void The_same_name_written_otherwise_stands_beside_it(string one, string other)
    {
        string[] between = [one, other];
        new[] { one, "~", other, "!" }.Order(NameOrder.Instance).ToArray()[1..3].ShouldBe(between, ignoreOrder: true);
        NameOrder.Instance.Compare(one, other).ShouldNotBe(0, "the order is the same each time");
    }
}
