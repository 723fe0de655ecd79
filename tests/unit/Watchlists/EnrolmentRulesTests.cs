using System.Globalization;
using RetailGuard.Foundation;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Watchlists;

public sealed class EnrolmentRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly EntryRequest Complete = new(
        StoreId: new(new(1, 0, 0, new byte[8])),
        Label: "Subject A",
        Category: EntryCategory.Threat,
        Role: EntryRole.Offender,
        IncidentAt: Now.AddDays(-10),
        Evidence: "case 17",
        Basis: EntryBasis.TrespassNotice,
        Summary: "Threatened staff at the counter.",
        ExpiresAt: Now.AddMonths(6),
        Adult: Attestation.Yes,
        Vulnerable: Attestation.No
    );

    [Fact]
    [Trait("Rule", "R9")]
    public void A_complete_request_breaks_no_rule() =>
        EnrolmentRules.Check(Complete, EnrolmentCriteria.BuiltIn, Now, TimeZoneInfo.Utc).ShouldBeNull();

    [Fact]
    public void All_rules_that_are_broken_are_named_at_once()
    {
        var broken = Complete with
        {
            Adult = Attestation.Unsure,
            Vulnerable = Attestation.Yes,
            IncidentAt = Now.AddTicks(1),
            ExpiresAt = Now,
        };

        var refusal = EnrolmentRules.Check(broken, EnrolmentCriteria.BuiltIn, Now, TimeZoneInfo.Utc).ShouldNotBeNull();

        refusal.Code.ShouldBe("fields-invalid");
        refusal.Errors!.Keys.ShouldBe(["adult", "vulnerable", "incidentAt", "expiresAt"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(Attestation.No)]
    [InlineData(Attestation.Unsure)]
    [Trait("Rule", "R11")]
    public void Who_is_not_attested_to_be_an_adult_is_refused(Attestation adult) =>
        Code(Complete with { Adult = adult }).ShouldBe("adult-not-attested");

    [Theory]
    [InlineData(Attestation.Yes)]
    [InlineData(Attestation.Unsure)]
    [Trait("Rule", "R11")]
    public void Who_may_be_vulnerable_is_refused(Attestation vulnerable) =>
        Code(Complete with { Vulnerable = vulnerable }).ShouldBe("vulnerable-not-excluded");

    [Theory]
    [InlineData(EntryRole.Offender, 24)]
    [InlineData(EntryRole.Accomplice, 3)]
    [Trait("Rule", "R12")]
    public void An_entry_ends_with_the_longest_time_from_its_incident(EntryRole role, int months)
    {
        var incident = Now.AddDays(-10);
        var longest = Complete with { Role = role, ExpiresAt = incident.AddMonths(months) };
        Code(longest).ShouldBeNull();
        var refusal = EnrolmentRules
            .Check(longest with { ExpiresAt = longest.ExpiresAt.AddTicks(1) }, EnrolmentCriteria.BuiltIn, Now, TimeZoneInfo.Utc)
            .ShouldNotBeNull();
        refusal.Code.ShouldBe("expiry-too-late");
        refusal.Detail.ShouldContain($"{months} months");
    }

    [Theory]
    [InlineData("2028-04-04T10:00:00+12:00", null)]
    [InlineData("2028-04-04T10:00:01+12:00", "expiry-too-late")]
    [Trait("Rule", "R12")]
    public void Months_are_counted_on_the_clock_of_the_store_whatever_its_summer_time(string expiry, string? code)
    {
        var request = Complete with
        {
            IncidentAt = DateTimeOffset.Parse("2026-04-04T10:00:00+13:00", CultureInfo.InvariantCulture),
            ExpiresAt = DateTimeOffset.Parse(expiry, CultureInfo.InvariantCulture),
        };
        var now = request.IncidentAt.AddDays(1);
        EnrolmentRules.Check(request, EnrolmentCriteria.BuiltIn, now, NewZealand.Zone)?.Code.ShouldBe(code);
        (EnrolmentRules.Check(request, EnrolmentCriteria.BuiltIn, now, NewZealand.Zone) is null).ShouldBe(code is null);
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void An_expiry_that_has_passed_is_refused()
    {
        Code(Complete with { ExpiresAt = Now }).ShouldBe("expiry-passed");
        Code(Complete with { ExpiresAt = Now.AddTicks(1) }).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R12")]
    public void An_old_incident_has_no_time_left_to_be_listed() =>
        Code(Complete with { IncidentAt = Now.AddMonths(-24).AddDays(-1), ExpiresAt = Now.AddDays(1) }).ShouldBe("expiry-too-late");

    [Fact]
    [Trait("Rule", "R12")]
    public void An_incident_in_the_future_is_refused()
    {
        Code(Complete with { IncidentAt = Now.AddTicks(1) }).ShouldBe("incident-in-future");
        Code(Complete with { IncidentAt = Now }).ShouldBeNull();
    }

    private static string? Code(EntryRequest request) =>
        EnrolmentRules.Check(request, EnrolmentCriteria.BuiltIn, Now, TimeZoneInfo.Utc)?.Code;
}
