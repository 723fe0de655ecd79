using System.CommandLine;
using System.Globalization;
using RetailGuard.Privacy;

namespace RetailGuard.Server;

/// <summary>clock due: what the law's clock says of a day (R38).</summary>
internal static class ClockCommand
{
    private const int AnswerWithin = 20;
    private const string Form = "yyyy-MM-dd";

    public static Command Clock()
    {
        var received = new Argument<string>("date") { Description = "The day on which a request was received, for example 2026-12-24." };
        var due = new Command(
            "due",
            "Prints the last day for an answer, the 20th working day after the day of receipt, and the days that do not count. Needs no storage and no running server."
        )
        {
            received,
        };
        due.SetAction(parsed => Print(parsed.GetRequiredValue(received), Console.Out, Console.Error));
        return new Command("clock", "The clock of the Privacy Act 2020.") { due };
    }

    /// <returns>The exit code.</returns>
    internal static int Print(string typed, TextWriter output, TextWriter errors)
    {
        if (!DateOnly.TryParseExact(typed, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var received))
        {
            errors.WriteLine($"{typed} is no day such as 2026-12-24.");
            return 1;
        }

        if (WorkingDays.MatarikiOf(received.Year) is null || WorkingDays.MatarikiOf(received.AddDays(60).Year) is null)
        {
            errors.WriteLine("The law has set the days of Matariki for 2022 to 2052: the day cannot be told.");
            return 1;
        }

        var due = WorkingDays.After(received, AnswerWithin);
        output.WriteLine($"received  {Line(received)}");
        output.WriteLine($"due       {Line(due)}");
        foreach (var (day, why) in WorkingDays.Skipped(received, due))
        {
            output.WriteLine($"skipped   {Line(day)}: {why}");
        }

        return 0;
    }

    private static string Line(DateOnly day) => day.ToString($"{Form} dddd", CultureInfo.InvariantCulture);
}
