using System.Globalization;
using System.Text.Json;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Bench.Load;

/// <param name="FacesPerSecond">In all stores together.</param>
/// <param name="Seconds">Of each part: before, while the database hangs, and after.</param>
internal sealed record DatabaseHangPlan(int Stores, int Entries, int FacesPerSecond, TimeSpan Seconds);

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
internal sealed class DatabaseHangBench(DatabaseHangPlan plan, PostgresCluster database, IReadOnlyList<LoadLine> lines, TimeProvider time)
{
    private const double P99RatioBar = 2;
    private const int StrangersEach = 16;

    /// <summary>Until the server's code is compiled for the load.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <summary>What is on its way still arrives.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    /// <summary>Decisions end a minute after the list was last checked (R56), so a longer hang has other answers.</summary>
    private static readonly TimeSpan HangAtMost = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(DatabaseHangPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        if (plan is not { Stores: > 0, Entries: > 0, FacesPerSecond: > 0 } || plan.Seconds <= TimeSpan.Zero || plan.Seconds > HangAtMost)
        {
            throw new CommandRefusedException(
                $"--stores, --entries and --faces must be at least 1, --seconds 1 to {HangAtMost.TotalSeconds}."
            );
        }

        await using var machines = new CloudMachines();
        using var data = await DataStore.InCloudAsync(machines);
        var password = await SyntheticRetailer.CreateAsync(data);
        var pack = ModelPack.LoadNamed();
        var seed = new SyntheticStores(data.Settings, pack, time);
        Say($"Making {plan.Stores} stores with {plan.Entries} entries each");
        var stores = await seed.AddAsync(plan.Stores, plan.Entries, cancellation);
        await using var server = await ServerProcess.StartAsync(data);
        using var admin = new ApiClient(server.Address);
        await SyntheticRetailer.AddStaffAsync(admin, stores, password, time);

        var lines = new List<LoadLine>();
        try
        {
            foreach (var store in stores)
            {
                var now = time.GetUtcNow();
                var strangers = Enumerable
                    .Range(0, StrangersEach)
                    .Select(_ => ProbeFrames.Probe(store.Camera, pack.Space.Id, seed.Face(), now));
                lines.Add(await LoadLine.ConnectAsync(server.Address, store, pack.Space, new([.. strangers], new(), 1), time));
            }

            var (postgres, _) = await machines.StartedAsync();
            var report = await new DatabaseHangBench(plan, postgres, lines, time).MeasureAsync(cancellation);
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return report is { P99Ratio: <= P99RatioBar, Unanswered: 0, Troubles.Count: 0 } ? 0 : 1;
        }
        finally
        {
            foreach (var line in lines)
            {
                await line.DisposeAsync();
            }
        }
    }

    private async Task<DatabaseHangReport> MeasureAsync(CancellationToken cancellation)
    {
        Say($"Warming up for {WarmUp.TotalSeconds:0} s");
        await LoadPace.KeepAsync(lines, plan.FacesPerSecond, WarmUp, time, cancellation);
        var before = await PartAsync("The database answers", cancellation);
        PartTally hanging;
        await using (await database.HangAsync())
        {
            hanging = await PartAsync("The database hangs", cancellation);
        }

        var after = await PartAsync("The database answers again", cancellation);
        return new(
            plan.Stores,
            plan.FacesPerSecond,
            before.Answers,
            hanging.Answers,
            after.Answers,
            Math.Round(hanging.Answers.P99 / before.Answers.P99, 2),
            hanging.Unanswered,
            [.. new[] { before, hanging, after }.SelectMany(p => p.Troubles).Distinct(StringComparer.Ordinal).Take(20)]
        );
    }

    private async Task<PartTally> PartAsync(string what, CancellationToken cancellation)
    {
        Say($"{what}: {plan.FacesPerSecond} faces a second for {plan.Seconds.TotalSeconds:0} s");
        var tallies = new List<LoadTally>();
        foreach (var line in lines)
        {
            tallies.Add(line.Tally = new());
        }

        await LoadPace.KeepAsync(lines, plan.FacesPerSecond, plan.Seconds, time, cancellation);
        await Task.Delay(Lag, time, cancellation);
        foreach (var line in lines)
        {
            line.Tally = null;
        }

        return new(
            Spread.Of(tallies.SelectMany(t => t.Answers)) ?? throw new CommandRefusedException($"{what}: not one face was decided."),
            lines.Sum(l => l.Unanswered),
            [.. tallies.SelectMany(t => t.Troubles)]
        );
    }

    private static void Say(FormattableString what) => Console.Error.WriteLine($"→ {what.ToString(CultureInfo.InvariantCulture)}");

    private sealed record PartTally(Spread Answers, int Unanswered, IReadOnlyList<string> Troubles);
}
