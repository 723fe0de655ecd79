using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class RefusalTests
{
    private static readonly Refusal No = Refusal.Conflict("alert-expired", "Too late.");

    [Theory]
    [InlineData(RefusalKind.Invalid, 422)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Forbidden, 403)]
    [InlineData(RefusalKind.Unauthenticated, 401)]
    [InlineData(RefusalKind.LockedOut, 423)]
    [InlineData(RefusalKind.Gone, 410)]
    [InlineData(RefusalKind.Unreadable, 400)]
    public void Each_kind_of_no_has_its_status(RefusalKind kind, int status) => new Refusal("code", "detail", kind).Status.ShouldBe(status);

    [Fact]
    [Trait("Rule", "R22")]
    public void Missing_and_not_yours_are_one_answer()
    {
        Refusal.NotFound("alert").ShouldBe(Refusal.NotFound("alert"));
        Refusal.NotFound("alert").Status.ShouldBe(404);
    }

    [Fact]
    public void A_result_is_a_value_or_a_refusal()
    {
        Result<string> yes = "value";
        yes.Succeeded(out var value, out var noRefusal).ShouldBeTrue();
        (value, noRefusal).ShouldBe(("value", null));
        yes.Expect().ShouldBe("value");

        Result<string> no = No;
        no.Succeeded(out _, out var refusal).ShouldBeFalse();
        refusal.ShouldBe(No);
        Should.Throw<InvalidOperationException>(() => no.Expect()).Message.ShouldContain("alert-expired");
    }
}
