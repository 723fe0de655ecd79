using RetailGuard.Privacy;

namespace RetailGuard.Tests.Unit.Privacy;

/// <summary>What is owed by when (R38, R40, R42).</summary>
public sealed class StatutoryClockTests
{
    private const string Auckland = "Pacific/Auckland";
    private static readonly DateOnly Received = new(2026, 11, 24);

    [Theory]
    [InlineData("2026-11-24T10:59:59Z", 24)] // a second before midnight of summer time
    [InlineData("2026-11-24T11:00:00Z", 25)]
    [InlineData("2026-11-23T21:00:00Z", 24)]
    [Trait("Rule", "R38")]
    public void A_request_is_received_on_the_day_of_the_store(string at, int day) =>
        StatutoryClock.DayOf(DateTimeOffset.Parse(at), Auckland).ShouldBe(new(2026, 11, day));

    [Theory]
    [InlineData("2026-11-30", 0)]
    [InlineData("2026-12-01", 5)]
    [InlineData("2026-12-07", 5)]
    [InlineData("2026-12-08", 10)]
    [InlineData("2026-12-15", 15)]
    [InlineData("2026-12-17", 15)]
    [InlineData("2026-12-18", 18)]
    [InlineData("2027-03-01", 18)]
    [Trait("Rule", "R38")]
    public void Warnings_come_at_5_10_15_and_18(string today, int warning) =>
        StatutoryClock.Warning(Received, DateOnly.Parse(today)).ShouldBe(warning);

    [Fact]
    [Trait("Rule", "R38")]
    public void Transfer_by_the_tenth_extension_by_the_twentieth_and_the_answer_as_much_later()
    {
        StatutoryClock.TransferBy(Received).ShouldBe(new(2026, 12, 8));
        StatutoryClock.ExtendBy(Received).ShouldBe(new(2026, 12, 22));
        StatutoryClock.DueOn(RequestKind.Access, Received, 0).ShouldBe(new(2026, 12, 22));
        StatutoryClock.DueOn(RequestKind.Correction, Received, 5).ShouldBe(new(2027, 1, 20));
    }

    [Theory]
    [InlineData(RequestKind.Complaint)]
    [InlineData(RequestKind.WronglyApproached)]
    [Trait("Rule", "R42")]
    public void A_complaint_is_acknowledged_in_7_days_and_answered_in_30(RequestKind kind)
    {
        StatutoryClock.AcknowledgeBy(kind, Received).ShouldBe(new DateOnly(2026, 12, 1));
        StatutoryClock.DueOn(kind, Received, 0).ShouldBe(new(2026, 12, 24));
        StatutoryClock.AcknowledgeBy(RequestKind.Access, Received).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R40")]
    public void A_correction_is_decided_in_two_working_days_of_being_tied() =>
        StatutoryClock.DecideBy(new(2026, 12, 4)).ShouldBe(new(2026, 12, 8));

    [Theory]
    [InlineData(RequestKind.Access)]
    [InlineData(RequestKind.Correction)]
    [InlineData(RequestKind.WronglyApproached)]
    [InlineData(RequestKind.Complaint)]
    [Trait("Rule", "R41")]
    public void Every_refusal_names_its_law_and_how_to_complain(RequestKind kind)
    {
        foreach (var ground in Grounds.Of(kind))
        {
            var request = new PersonRequest
            {
                Tenant = new(new(1, 0, 0, new byte[8])),
                Number = "RQ-0000-0000",
                StoreId = new(new(2, 0, 0, new byte[8])),
                Kind = kind,
                Channel = RequestChannel.Paper,
                ReceivedAt = DateTimeOffset.UnixEpoch,
                CodeHash = [],
                State = RequestState.Refused,
                RefusedFor = ground,
            };
            var letter = string.Join(
                '\n',
                Grounds.Letter(request, new("Requester 1", null, "", null, null) { Answer = "Because of this." })
            );
            letter.ShouldContain("Privacy Act 2020");
            letter.ShouldContain("Because of this.");
            letter.ShouldContain("Privacy Commissioner");
            letter.Contains("section 64", StringComparison.Ordinal).ShouldBe(request.IsCorrection);
        }
    }
}
