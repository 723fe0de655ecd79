using System.Text;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class TokensTests
{
    [Fact]
    public void A_token_has_256_bits_and_goes_into_an_address_as_it_is()
    {
        var token = Tokens.New();
        token.Length.ShouldBe(43);
        token.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
        Enumerable.Range(0, 100).Select(_ => Tokens.New()).ShouldBeUnique();
    }

    [Fact]
    public void What_is_stored_of_a_token_is_its_sha_256()
    {
        // NIST's test vector for "abc".
        Convert.ToHexStringLower(Tokens.Hash("abc")).ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        var token = Tokens.New();
        Encoding.UTF8.GetString(Tokens.Hash(token)).ShouldNotContain(token);
    }
}
