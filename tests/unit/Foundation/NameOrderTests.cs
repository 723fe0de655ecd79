using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class NameOrderTests
{
    [Fact]
    public void Names_stand_where_a_new_zealander_looks_them_up()
    {
        string[] sorted = ["Aroha", "aroha ngata", "Āwhina Tāmaki", "Éva", "Ōtara Smith", "Öztürk", "Zoe"];
        sorted.Reverse().OrderByName(name => name).ShouldBe(sorted);
        string[] byLength = [.. sorted.OrderBy(name => name.Length)];
        byLength.OrderByName(name => name).ShouldBe(sorted);
    }

    [Theory]
    [InlineData("A\u0304whina", "Āwhina")]
    [InlineData("O’Brien", "O'Brien")]
    [InlineData("Weiß", "Weiss")]
    [InlineData("Ærø", "Aero")]
    [InlineData("ŁUCJA", "lucja")]
    [InlineData("Nguyễn", "Nguyen")]
    [InlineData(" Mere", "Mere")]
    public void The_same_name_written_otherwise_stands_beside_it(string one, string other)
    {
        string[] names = [one, "~", other, "!"];
        string[] sorted = [.. names.OrderByName(name => name)];
        sorted[1..3].ShouldBe([one, other], ignoreOrder: true);
        names.Reverse().OrderByName(name => name).ShouldBe(sorted, "the order is the same each time");
    }
}
