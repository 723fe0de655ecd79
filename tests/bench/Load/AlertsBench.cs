using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Bench.Load;

/// <param name="Waiting">Probes that each connector keeps waiting at full load.</param>
/// <param name="Seconds">Of each part: full load and half of it.</param>
internal sealed record AlertsPlan(int Stores, int Entries, int Waiting, TimeSpan Seconds);

/// <summary>
/// Measures how many faces a server decides on this machine, with what sends them on the same machine: a real server process with
/// SQLite, a connector for each store on the real wire, and tablets on the live line in some of the stores, where now and then a
/// listed person comes by.
/// </summary>
internal sealed class AlertsBench(AlertsPlan plan, Product product, ModelPack pack, TimeProvider time)
{
    /// <summary>Stores with a tablet, in which listed people come by.</summary>
    private const int Watched = 32;

    /// <summary>In these stores one face of so many is listed: some alerts every second, all of different entries (R7).</summary>
    private const int FacesPerListed = 200;

    private const double FacesPerSecondBar = 35_000;

    private const int StrangersEach = 16;

    /// <summary>Connectors that connect at once: their stores' galleries are loaded meanwhile.</summary>
    private const int AtOnce = 16;

    /// <summary>Cosine between what the camera sees and what was enrolled: a good match, as in decent light.</summary>
    private const double Likeness = 0.9;

    /// <summary>A server is warm when it answers hardly more in one of these than in the one before.</summary>
    private static readonly TimeSpan WarmUpStep = TimeSpan.FromSeconds(15);
    private const double HardlyMore = 1.03;
    private static readonly TimeSpan WarmUpAtMost = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan TabletsLag = TimeSpan.FromSeconds(2);

    private readonly List<LoadLine> _lines = [];
    private readonly List<HubLine> _tablets = [];
    private readonly ConcurrentDictionary<Guid, long> _onTablet = new();
    private readonly HashSet<string> _troubles = [];
    private readonly List<double> _loads = [];

    public static async Task<int> RunAsync(AlertsPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        if (plan is not { Stores: >= Watched, Entries: > 0, Waiting: > 0 and <= LoadLine.Window })
        {
            throw new CommandRefusedException(
                $"--stores must be at least {Watched}, --entries at least 1, --waiting 1 to {LoadLine.Window}."
            );
        }

        var root = Repository.Root();
        var folder = new ProductFolder(Directory.CreateTempSubdirectory("retailguard-bench-").FullName);
        try
        {
            folder.Create(reset: false);
            var began = time.GetTimestamp();
            var pack = ModelPack.LoadNamed();
            var invited = await Product.CreateTenantAsync(root, folder);
            Say($"Making {plan.Stores} stores with {plan.Entries} entries each");
            var seed = new SyntheticStores([$"--Storage:DataFolder={folder.Data}"], pack, time);
            var stores = await seed.AddAsync(plan.Stores, plan.Entries, cancellation);
            await using var product = await Product.StartServerAsync(root, folder, Product.FreePort(), Checkout.AnyGuesses);
            var bench = new AlertsBench(plan, product, pack, time);
            var report = await bench.MeasureAsync(seed, stores, invited, began, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return report.Troubles.Count == 0 && report.Bars.All(b => b.Met) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }

    private async Task<AlertsReport> MeasureAsync(
        SyntheticStores seed,
        IReadOnlyList<SyntheticStore> stores,
        InvitedAdministrators invited,
        long began,
        CancellationToken cancellation
    )
    {
        try
        {
            await OpenTabletsAsync(stores, invited, cancellation);
            await ConnectAsync(seed, stores);
            var filled = time.GetElapsedTime(began);
            Say($"{_lines.Count} connectors are here after {filled.TotalSeconds:0} s; warming up");
            await WarmUpAsync(cancellation);
            Say($"Full load for {plan.Seconds.TotalSeconds:0} s");
            var full = await PartAsync(t => KeepFullAsync(t, cancellation), cancellation);
            Say($"{full.FacesPerSecond:0} faces per second; half of it for {plan.Seconds.TotalSeconds:0} s");
            var half = await PartAsync(t => LoadPace.KeepAsync(_lines, full.FacesPerSecond / 2, t, time, cancellation), cancellation);
            using var server = Process.GetProcessById(product.ServerProcess);
            return new(
                plan.Stores,
                plan.Entries,
                Environment.ProcessorCount,
                plan.Waiting,
                Math.Round(filled.TotalSeconds, 1),
                new(_loads.Min(), Math.Round(_loads.Average(), 2), _loads.Max()),
                full,
                half,
                Math.Round(server.PeakWorkingSet64 / 1e6),
                [
                    new("faces per second", FacesPerSecondBar, null, full.FacesPerSecond),
                    new("answer at half load, 99th percentile in ms", null, 100, half.AnswerMs?.P99),
                ],
                [.. _troubles.Take(20)]
            );
        }
        finally
        {
            foreach (var tablet in _tablets)
            {
                await tablet.DisposeAsync();
            }

            foreach (var line in _lines)
            {
                await line.DisposeAsync();
            }
        }
    }

    /// <summary>People who work in every store, and tablets in some.</summary>
    private async Task OpenTabletsAsync(IReadOnlyList<SyntheticStore> stores, InvitedAdministrators invited, CancellationToken cancellation)
    {
        using var admin = new ApiClient(product.Address);
        var (_, staff) = await SyntheticRetailer.AddStaffAsync(admin, stores, invited, time);
        foreach (var store in stores.Take(Watched))
        {
            var code = await admin.PostAsync($"/api/stores/{store.Id}/pairing-codes", new { kind = "tablet", name = "Tablet 1" });
            using var tablet = await ApiClient.OnTabletAsync(product.Address, code.GetProperty("code").GetString()!, staff.Id, staff.Pin);
            _tablets.Add(await HubLine.ConnectAsync(product.Address, tablet.Token!, Hear, time, cancellation));
        }
    }

    /// <summary>After a gap a change comes as a whole picture of the store.</summary>
    private Task Hear(LiveMessage message)
    {
        foreach (var alert in message.Alerts)
        {
            _onTablet.TryAdd(alert.GetProperty("id").GetGuid(), Stopwatch.GetTimestamp());
        }

        return Task.CompletedTask;
    }

    private async Task ConnectAsync(SyntheticStores seed, IReadOnlyList<SyntheticStore> stores)
    {
        var now = time.GetUtcNow();
        foreach (var some in stores.Index().Chunk(AtOnce))
        {
            _lines.AddRange(
                await Task.WhenAll(
                    some.Select(s => LoadLine.ConnectAsync(product.Address, s.Item, pack.Space, Faces(s.Index, s.Item), time))
                )
            );
        }

        LoadFaces Faces(int number, SyntheticStore store) =>
            new(
                [.. Enumerable.Range(0, StrangersEach).Select(_ => Frame(store, seed.Face()))],
                new(number < Watched ? store.Listed.Select(l => Frame(store, seed.Again(l, Likeness))) : []),
                FacesPerListed
            );

        ProbeFrames.Frame Frame(SyntheticStore store, float[] face) => ProbeFrames.Probe(store.Camera, pack.Space.Id, face, now);
    }

    private async Task<LoadReport> PartAsync(Func<TimeSpan, Task> load, CancellationToken cancellation)
    {
        _lines.ForEach(l => l.Tally = new());
        using var server = Process.GetProcessById(product.ServerProcess);
        var (serverTime, ownTime, allTime) = (server.TotalProcessorTime, Environment.CpuUsage.TotalTime, MachineTime());
        var began = time.GetTimestamp();
        await load(plan.Seconds);
        var tallies = _lines.ConvertAll(l => l.Tally!);
        _lines.ForEach(l => l.Tally = null);
        var took = time.GetElapsedTime(began);
        server.Refresh();
        (serverTime, ownTime) = (server.TotalProcessorTime - serverTime, Environment.CpuUsage.TotalTime - ownTime);
        var otherTime = MachineTime() - allTime - serverTime - ownTime;
        _loads.Add(double.Parse((await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0], CultureInfo.InvariantCulture));

        // What is on its way to the tablets still arrives.
        await Task.Delay(TabletsLag, time, cancellation);
        _troubles.UnionWith(tallies.SelectMany(t => t.Troubles));
        var alerts = tallies.SelectMany(t => t.Alerts).ToList();
        var shown = alerts.FindAll(a => _onTablet.ContainsKey(a.Alert));
        if (shown.Count < alerts.Count)
        {
            _troubles.Add($"{alerts.Count - shown.Count} alerts were never on a tablet.");
        }

        var faces = tallies.Sum(t => t.Answers.Count);
        return new(
            Math.Round(took.TotalSeconds, 1),
            faces,
            Math.Round(faces / took.TotalSeconds),
            Spread.Of(tallies.SelectMany(t => t.Answers)),
            alerts.Count,
            Spread.Of(shown.Select(a => Stopwatch.GetElapsedTime(a.SentAt, _onTablet[a.Alert]).TotalMilliseconds)),
            Math.Round(serverTime / took, 2),
            Math.Round(serverTime.TotalMicroseconds / Math.Max(1, faces), 1),
            Math.Round(ownTime / took, 2),
            Math.Round(Math.Max(0, otherTime / took), 2)
        );
    }

    /// <summary>Full load, until the server's code is compiled for it.</summary>
    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        await KeepFullAsync(async () =>
        {
            var (step, before) = (0L, 0L);
            do
            {
                before = step;
                var answered = _lines.Sum(l => l.AnsweredSoFar);
                await Task.Delay(WarmUpStep, time, cancellation);
                step = _lines.Sum(l => l.AnsweredSoFar) - answered;
                Say($"{step / WarmUpStep.TotalSeconds:0} faces per second");
            } while (step > HardlyMore * before && time.GetElapsedTime(began) < WarmUpAtMost);
        });
    }

    private Task KeepFullAsync(TimeSpan span, CancellationToken cancellation) => KeepFullAsync(() => Task.Delay(span, time, cancellation));

    /// <summary>Every connector keeps its probes waiting; ends when the last of them is answered or given up.</summary>
    private async Task KeepFullAsync(Func<Task> until)
    {
        foreach (var line in _lines)
        {
            line.Keeps = plan.Waiting;
            await line.FillAsync();
        }

        await until();
        foreach (var line in _lines)
        {
            line.Keeps = 0;
        }
    }

    /// <summary>Time that the machine's processors were busy, since it started.</summary>
    private static TimeSpan MachineTime()
    {
        // cpu user nice system idle iowait irq softirq …, in hundredths of a second
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hundredths = fields[1..8].Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromMilliseconds(10 * (hundredths.Sum() - hundredths[3] - hundredths[4]));
    }

    private static void Say(FormattableString what) => Console.Error.WriteLine($"→ {what.ToString(CultureInfo.InvariantCulture)}");
}
