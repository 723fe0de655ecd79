using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

public sealed class CommonPinsTests
{
    [Theory]
    [InlineData("123456")]
    [InlineData("098765")]
    [InlineData("135791")]
    [InlineData("123123")]
    [InlineData("112233")]
    [InlineData("123321")]
    [InlineData("147258")]
    [InlineData("741852")]
    [InlineData("159753")]
    [InlineData("789456")]
    [InlineData("311299")]
    [InlineData("991231")]
    public void What_anybody_tries_first_is_refused(string pin) => Secrets.JudgePin(pin)!.Code.ShouldBe("pin-weak");

    [Theory]
    [InlineData("482913")]
    [InlineData("739214")]
    [InlineData("320199")]
    public void Others_may_be_chosen(string pin) => Secrets.JudgePin(pin).ShouldBeNull();

    [Fact]
    public void Nine_of_ten_are_left_to_choose_from()
    {
        var left = Enumerable.Range(0, 1_000_000).Count(n => Secrets.JudgePin($"{n:D6}") is null);
        left.ShouldBeGreaterThan(900_000);
    }
}
