using RetailGuard.Assessment;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Assessments;

/// <summary>Whether nobody is matched, and since when, by what was approved and what the product runs with.</summary>
[Trait("Rule", "R44")]
public sealed class AssessmentInForceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 3, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Settings = new() { ["alert threshold"] = "92.5", ["face model"] = "faces-1" };

    [Fact]
    [Trait("Rule", "R8")]
    public void Nothing_approved_stops_every_store() => Of(null, Settings).ShouldBe(("assessment-missing", default));

    [Fact]
    [Trait("Rule", "R8")]
    public void It_stops_every_store_when_its_review_is_due() =>
        Of(Approved(6), Settings).ShouldBe(("assessment-lapsed", Now.AddMonths(6)));

    [Theory]
    [InlineData("alert threshold", "95")]
    [InlineData("face model", "faces-2")]
    [InlineData("criteria for enrolment", "version 2")]
    public void What_was_assessed_otherwise_or_not_at_all_stops_every_store_at_once(string name, string value)
    {
        var disarmed = AssessmentInForce.Check(Pinned(Approved(12)), new Dictionary<string, string>(Settings) { [name] = value });
        (disarmed.Code, disarmed.From).ShouldBe(("assessment-stale", default));
        disarmed.Detail.ShouldStartWith($"The {name} changed since");
    }

    [Fact]
    public void No_version_stands_longer_than_twelve_months() => Approved(null).ReviewBy.ShouldBe(Now.AddMonths(12));

    [Theory]
    [InlineData(335, AssessmentStanding.Ending)]
    [InlineData(334, AssessmentStanding.InForce)]
    [InlineData(365, AssessmentStanding.Lapsed)]
    public void It_is_said_thirty_days_ahead(int days, AssessmentStanding standing) =>
        WriteAssessment.StandingOf(Approved(12), Settings, Now.AddDays(days)).ShouldBe(standing);

    [Fact]
    public void One_person_behind_two_accounts_is_no_second()
    {
        var version = Submitted(12, author: new(Person(1), []));
        version.WhyNot(new(Person(1), []))!.Code.ShouldBe("same-person");
        version.WhyNot(new(Person(2), [Person(1)]))!.Code.ShouldBe("not-independent");
        version.Approve(new(Person(3), [Person(9)]), Now);
        version.WhyNot(new(Person(3), [Person(9)]))!.Code.ShouldBe("same-person");
        version.WhyNot(new(Person(4), [Person(9)]))!.Code.ShouldBe("not-independent");
        version.WhyNot(new(Person(4), []))!.ShouldBeNull();
    }

    private static (string Code, DateTimeOffset From) Of(AssessmentVersion? version, Dictionary<string, string> settings)
    {
        var disarmed = AssessmentInForce.Check(Pinned(version), settings);
        disarmed.Store.ShouldBeNull();
        return (disarmed.Code, disarmed.From);
    }

    private static (IReadOnlyDictionary<string, string> Settings, DateTimeOffset ReviewBy)? Pinned(AssessmentVersion? version) =>
        version is null ? null : (version.Settings, version.ReviewBy!.Value);

    private static AssessmentVersion Approved(int? months)
    {
        var version = Submitted(months, new(Person(1), []));
        version.Approve(new(Person(2), []), Now);
        version.Approve(new(Person(3), []), Now);
        return version;
    }

    private static AssessmentVersion Submitted(int? months, Signatory author) =>
        new()
        {
            Tenant = new(Person(7).Value),
            Version = 1,
            Content = new(ReviewMonths: months),
            Settings = Settings,
            SubmittedBy = author.Person,
            SubmittedAt = Now,
            Authors = [author.Person],
            Behind = author.Behind,
        };

    private static PersonId Person(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
