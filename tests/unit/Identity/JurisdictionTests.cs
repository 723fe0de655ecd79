using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Where nobody is matched because of the law there.</summary>
[Trait("Rule", "R55")]
public sealed class JurisdictionTests
{
    [Fact]
    public void New_Zealand_is_the_only_country_where_people_are_matched() =>
        Jurisdiction.All.Where(pack => pack.WhyNot is null).Select(pack => pack.Code).ShouldBe([Jurisdiction.Usual]);

    [Theory]
    [InlineData("US-IL", "forbids")]
    [InlineData("EU", "AI Act")]
    [InlineData("GB", "special category")]
    [InlineData("AU", "sensitive information")]
    [InlineData("FR", "another country")]
    public void Elsewhere_a_store_is_told_what_the_law_would_ask(string country, string asks)
    {
        var disarmed = JurisdictionAllowed.Check(new(new Guid(1, 0, 0, new byte[8])), country)!;
        disarmed.Code.ShouldBe("jurisdiction-blocked");
        disarmed.Detail.ShouldContain(asks);
        disarmed.Detail.ShouldEndWith("For a lawyer to check.");
    }

    [Fact]
    public void Each_pack_that_blocks_says_what_it_would_take() =>
        Jurisdiction.All.Where(pack => pack.Code != Jurisdiction.Usual).ShouldAllBe(pack => pack.Needs.Count > 0 && pack.Law.Length > 0);
}
