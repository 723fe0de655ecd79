namespace RetailGuard.Privacy;

/// <summary>A day that does not count.</summary>
/// <param name="Why">For people: <c>Labour Day</c>.</param>
public readonly record struct SkippedDay(DateOnly Day, string Why);

/// <summary>Working days as section 7 of the Privacy Act 2020 counts them (R38). Regional anniversary days are working days.</summary>
public static class WorkingDays
{
    // Te Kāhui o Matariki Public Holiday Act 2022, schedule 1: month and day, from 2022 on.
    private static readonly (int Month, int Day)[] Matariki =
    [
        (6, 24),
        (7, 14),
        (6, 28),
        (6, 20),
        (7, 10),
        (6, 25),
        (7, 14),
        (7, 6),
        (6, 21),
        (7, 11),
        (7, 2),
        (6, 24),
        (7, 7),
        (6, 29),
        (7, 18),
        (7, 10),
        (6, 25),
        (7, 15),
        (7, 6),
        (7, 19),
        (7, 11),
        (7, 3),
        (6, 24),
        (7, 7),
        (6, 29),
        (7, 19),
        (7, 3),
        (6, 25),
        (7, 15),
        (6, 30),
        (6, 21),
    ];

    private const int FirstMatariki = 2022;

    /// <summary>The day of Matariki; null outside of what the law has set, 2022 to 2052. A date beyond is then a day early, never late.</summary>
    public static DateOnly? MatarikiOf(int year) =>
        year - FirstMatariki is var n && n >= 0 && n < Matariki.Length ? new(year, Matariki[n].Month, Matariki[n].Day) : null;

    /// <summary>The n-th working day after a day, whether or not that day is one.</summary>
    /// <param name="number">1 and up.</param>
    public static DateOnly After(DateOnly day, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        while (number > 0)
        {
            day = day.AddDays(1);
            number -= WhyNot(day) is null ? 1 : 0;
        }

        return day;
    }

    /// <summary>How many working days lie after a day, up to and with another; 0 when that is not later.</summary>
    public static int Between(DateOnly day, DateOnly until)
    {
        var count = 0;
        for (day = day.AddDays(1); day <= until; day = day.AddDays(1))
        {
            count += WhyNot(day) is null ? 1 : 0;
        }

        return count;
    }

    /// <summary>The days after a day, up to another, that do not count.</summary>
    public static IEnumerable<SkippedDay> Skipped(DateOnly day, DateOnly until)
    {
        for (day = day.AddDays(1); day <= until; day = day.AddDays(1))
        {
            if (WhyNot(day) is { } why)
            {
                yield return new(day, why);
            }
        }
    }

    /// <summary>Why a day is not a working day; null when it is one.</summary>
    public static string? WhyNot(DateOnly day)
    {
        var easter = EasterSunday(day.Year);
        return day switch
        {
            { Month: 12, Day: >= 25 } or { Month: 1, Day: <= 15 } => "25 December to 15 January",
            { DayOfWeek: DayOfWeek.Saturday } => "Saturday",
            { DayOfWeek: DayOfWeek.Sunday } => "Sunday",
            { Month: 2, Day: 6 } => "Waitangi Day",
            { Month: 4, Day: 25 } => "Anzac Day",
            { Month: 2, Day: 7 or 8, DayOfWeek: DayOfWeek.Monday } => "the Monday after Waitangi Day, which fell on a weekend",
            _ when day == easter.AddDays(-2) => "Good Friday",
            _ when day == easter.AddDays(1) => "Easter Monday",
            { Month: 4, Day: 26 or 27, DayOfWeek: DayOfWeek.Monday } => "the Monday after Anzac Day, which fell on a weekend",
            { Month: 6, Day: <= 7, DayOfWeek: DayOfWeek.Monday } => "the Sovereign’s birthday",
            { Month: 10, Day: >= 22 and <= 28, DayOfWeek: DayOfWeek.Monday } => "Labour Day",
            _ when day == MatarikiOf(day.Year) => "Matariki",
            _ => null,
        };
    }

    /// <summary>By the Gregorian reckoning of Meeus, Jones and Butcher.</summary>
    private static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = (year / 100, year % 100);
        var moon = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - moon - (ofCentury % 4)) % 7;
        var late = (golden + (11 * moon) + (22 * weekday)) / 451;
        var day = moon + weekday - (7 * late) + 114;
        return new(year, day / 31, (day % 31) + 1);
    }
}
