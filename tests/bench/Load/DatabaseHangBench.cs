using System.Text.Json;

namespace RetailGuard.Bench.Load;

/// <summary>What <c>bench database-hang</c> prints. Times are milliseconds from when a probe was due to its answer.</summary>
/// <param name="P99Ratio">99th percentile while the database hangs, by the one before.</param>
/// <param name="Unanswered">Probes sent while it hangs that had no decision when it went on.</param>
internal sealed record DatabaseHangReport(
    int Stores,
    int FacesPerSecond,
    Spread Before,
    Spread Hanging,
    Spread After,
    double P99Ratio,
    int Unanswered,
    IReadOnlyList<string> Troubles
);

/// <summary>
/// Measures whether decisions wait for the database: one load on a real server process, before, while every process of PostgreSQL is
/// stopped, and after they go on.
/// </summary>
internal static class DatabaseHangBench
{
    private const double P99RatioBar = 2;

    /// <summary>Decisions end a minute after the list was last checked (R56), so a longer hang has other answers.</summary>
    private static readonly TimeSpan HangAtMost = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(SteadyLoadPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        plan.Check(HangAtMost);
        await using var load = await SteadyLoad.StartAsync(plan, time, cancellation);
        var (postgres, _) = await load.Machines.StartedAsync();
        var before = await load.PartAsync("The database answers", cancellation);
        LoadPart hanging;
        await using (await postgres.HangAsync())
        {
            hanging = await load.PartAsync("The database hangs", cancellation);
        }

        var after = await load.PartAsync("The database answers again", cancellation);
        var report = new DatabaseHangReport(
            plan.Stores,
            plan.FacesPerSecond,
            before.Answers,
            hanging.Answers,
            after.Answers,
            Math.Round(hanging.Answers.P99 / before.Answers.P99, 2),
            hanging.Unanswered,
            [.. before.Troubles, .. hanging.Troubles, .. after.Troubles]
        );
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return report is { P99Ratio: <= P99RatioBar, Unanswered: 0, Troubles.Count: 0 } ? 0 : 1;
    }
}
