using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit;

public sealed class QueryWordTests
{
    private enum Outcome
    {
        None,
        AskToLeave,
    }

    [Fact]
    public void A_word_is_read_as_the_API_writes_it_and_no_other_way()
    {
        QueryWord.Read<Outcome>("outcome", "askToLeave").Expect().Value.ShouldBe(Outcome.AskToLeave);
        QueryWord.Read<Outcome>("outcome", null).Expect().Value.ShouldBeNull();
        foreach (var other in (string[])["", "AskToLeave", "1", "detain"])
        {
            QueryWord.Read<Outcome>("outcome", other).Succeeded(out _, out var refusal).ShouldBeFalse();
            refusal!.Code.ShouldBe("outcome-unknown");
            refusal.Detail.ShouldBe("outcome must be one of: none, askToLeave.");
        }
    }
}
