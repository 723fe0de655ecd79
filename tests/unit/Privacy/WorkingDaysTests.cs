using System.Globalization;
using RetailGuard.Privacy;
using RetailGuard.Server;

namespace RetailGuard.Tests.Unit.Privacy;

/// <summary>The 20th working day, as the law counts (R38).</summary>
[Trait("Rule", "R38")]
public sealed class WorkingDaysTests
{
    /// <summary>Holidays that fall on a weekday, by hand from the calendars of each year; the shop of the law is closed from 25 December to 15 January.</summary>
    private static readonly HashSet<DateOnly> ByHand =
    [
        .. """
            2025-02-06 2025-04-18 2025-04-21 2025-04-25 2025-06-02 2025-06-20 2025-10-27
            2026-02-06 2026-04-03 2026-04-06 2026-04-27 2026-06-01 2026-07-10 2026-10-26
            2027-02-08 2027-03-26 2027-03-29 2027-04-26 2027-06-07 2027-06-25 2027-10-25
            2028-02-07 2028-04-14 2028-04-17 2028-04-25 2028-06-05 2028-07-14 2028-10-23
            2029-02-06 2029-03-30 2029-04-02 2029-04-25 2029-06-04 2029-07-06 2029-10-22
            2030-02-06 2030-04-19 2030-04-22 2030-04-25 2030-06-03 2030-06-21 2030-10-28
            2031-02-06
            """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Day),
    ];

    [Fact]
    public void Every_receipt_of_six_years_is_due_on_the_day_that_counting_by_hand_gives()
    {
        // Another way: all days of the calendar that are left, and the twentieth of them after the receipt.
        List<DateOnly> left = [];
        for (var day = Day("2025-01-01"); day < Day("2031-04-01"); day = day.AddDays(1))
        {
            var isClosed = (day.Month == 12 && day.Day > 24) || (day.Month == 1 && day.Day < 16);
            if (!isClosed && (int)day.DayOfWeek is > 0 and < 6 && !ByHand.Contains(day))
            {
                left.Add(day);
            }
        }

        var receipts = 0;
        for (var received = Day("2025-01-01"); received <= Day("2030-12-31"); received = received.AddDays(1), receipts++)
        {
            var first = left.FindIndex(day => day > received);
            WorkingDays.After(received, 20).ShouldBe(left[first + 19], $"received {received:O}");
            WorkingDays.After(received, 10).ShouldBe(left[first + 9], $"received {received:O}");
            WorkingDays.Between(received, left[first + 19]).ShouldBe(20);
            WorkingDays.Between(received, left[first + 19].AddDays(-1)).ShouldBe(19);
        }

        receipts.ShouldBe(2191);
    }

    [Theory]
    [InlineData("2026-12-24", "2027-02-15")] // Waitangi Day on a Saturday: its Monday too
    [InlineData("2026-11-28", "2027-01-18")] // received on a Saturday
    [InlineData("2026-11-24", "2026-12-22")]
    [InlineData("2027-01-01", "2027-02-15")]
    [InlineData("2025-04-17", "2025-05-20")] // Easter and Anzac Day in one week
    public void The_twentieth_working_day_after_the_day_of_receipt(string received, string due) =>
        WorkingDays.After(Day(received), 20).ShouldBe(Day(due));

    [Theory]
    [InlineData("2026-01-26")] // Auckland
    [InlineData("2026-01-19")] // Wellington
    [InlineData("2026-11-13")] // Canterbury
    public void Regional_anniversary_days_are_working_days(string day) => WorkingDays.WhyNot(Day(day)).ShouldBeNull();

    [Fact]
    public void Matariki_is_a_Friday_in_each_year_that_the_law_has_set()
    {
        for (var year = 2022; year <= 2052; year++)
        {
            WorkingDays.MatarikiOf(year)!.Value.DayOfWeek.ShouldBe(DayOfWeek.Friday, $"{year}");
            WorkingDays.WhyNot(WorkingDays.MatarikiOf(year)!.Value).ShouldBe("Matariki");
        }

        WorkingDays.MatarikiOf(2021).ShouldBeNull();
        WorkingDays.MatarikiOf(2053).ShouldBeNull();
    }

    [Fact]
    public void The_command_prints_the_day_and_each_day_that_does_not_count()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        ClockCommand.Print("2026-12-24", output, errors).ShouldBe(0);
        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines[1].ShouldBe("due       2027-02-15 Monday");
        lines.ShouldContain("skipped   2026-12-25 Friday: 25 December to 15 January");
        lines.ShouldContain("skipped   2027-02-08 Monday: the Monday after Waitangi Day, which fell on a weekend");
        lines.Count(l => l.StartsWith("skipped", StringComparison.Ordinal)).ShouldBe(33);

        ClockCommand.Print("24/12/2026", output, errors).ShouldBe(1);
        ClockCommand.Print("2053-01-20", output, errors).ShouldBe(1);
        errors.ToString().ShouldContain("2022 to 2052");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
