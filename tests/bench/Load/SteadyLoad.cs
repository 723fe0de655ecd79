using System.Globalization;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Bench.Load;

/// <param name="FacesPerSecond">In all stores together.</param>
/// <param name="Seconds">Of each part.</param>
internal sealed record SteadyLoadPlan(int Stores, int Entries, int FacesPerSecond, TimeSpan Seconds)
{
    /// <exception cref="CommandRefusedException">A number is out of range.</exception>
    public void Check(TimeSpan atMost)
    {
        if (this is not { Stores: > 0, Entries: > 0, FacesPerSecond: > 0 } || Seconds <= TimeSpan.Zero || Seconds > atMost)
        {
            throw new CommandRefusedException($"--stores, --entries and --faces must be at least 1, --seconds 1 to {atMost.TotalSeconds}.");
        }
    }
}

/// <param name="Answers">Milliseconds from when a probe was due to its answer.</param>
/// <param name="Unanswered">Probes that had no decision soon after the part's end.</param>
internal sealed record LoadPart(Spread Answers, int Unanswered, IReadOnlyList<string> Troubles);

/// <summary>A server process on PostgreSQL and Azurite whose connectors send the same load, part by part, while something disturbs it.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int StrangersEach = 16;

    /// <summary>Until the server's code is compiled for the load.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <summary>What is on its way still arrives.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private readonly SteadyLoadPlan _plan;
    private readonly TimeProvider _time;
    private readonly List<LoadLine> _lines = [];
    private readonly DataStore _data;

    private SteadyLoad(SteadyLoadPlan plan, TimeProvider time, CloudMachines machines, DataStore data, ServerProcess server) =>
        (_plan, _time, Machines, _data, Server) = (plan, time, machines, data, server);

    public CloudMachines Machines { get; }

    public ServerProcess Server { get; }

    /// <summary>Makes the stores, starts the server, connects, and warms it up.</summary>
    public static async Task<SteadyLoad> StartAsync(SteadyLoadPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        var machines = new CloudMachines();
        var data = await DataStore.InCloudAsync(machines);
        var invited = await SyntheticRetailer.CreateAsync(data);
        var pack = ModelPack.LoadNamed();
        var seed = new SyntheticStores(data.Settings, pack, time);
        Say($"Making {plan.Stores} stores with {plan.Entries} entries each");
        var stores = await seed.AddAsync(plan.Stores, plan.Entries, cancellation);
        var load = new SteadyLoad(plan, time, machines, data, await ServerProcess.StartAsync(data));
        try
        {
            using var admin = new ApiClient(load.Server.Address);
            await SyntheticRetailer.AddStaffAsync(admin, stores, invited, time);
            foreach (var store in stores)
            {
                var now = time.GetUtcNow();
                var strangers = Enumerable
                    .Range(0, StrangersEach)
                    .Select(_ => ProbeFrames.Probe(store.Camera, pack.Space.Id, seed.Face(), now));
                load._lines.Add(await LoadLine.ConnectAsync(load.Server.Address, store, pack.Space, new([.. strangers], new(), 1), time));
            }

            Say($"Warming up for {WarmUp.TotalSeconds:0} s");
            await LoadPace.KeepAsync(load._lines, plan.FacesPerSecond, WarmUp, time, cancellation);
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <param name="what">What is different meanwhile, for the progress.</param>
    public async Task<LoadPart> PartAsync(string what, CancellationToken cancellation)
    {
        Say($"{what}: {_plan.FacesPerSecond} faces a second for {_plan.Seconds.TotalSeconds:0} s");
        var tallies = new List<LoadTally>();
        foreach (var line in _lines)
        {
            tallies.Add(line.Tally = new());
        }

        await LoadPace.KeepAsync(_lines, _plan.FacesPerSecond, _plan.Seconds, _time, cancellation);
        await Task.Delay(Lag, _time, cancellation);
        foreach (var line in _lines)
        {
            line.Tally = null;
        }

        return new(
            Spread.Of(tallies.SelectMany(t => t.Answers)) ?? throw new CommandRefusedException($"{what}: not one face was decided."),
            _lines.Sum(l => l.Unanswered),
            [.. tallies.SelectMany(t => t.Troubles).Distinct(StringComparer.Ordinal).Take(20)]
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines)
        {
            await line.DisposeAsync();
        }

        await Server.DisposeAsync();
        _data.Dispose();
        await Machines.DisposeAsync();
    }

    private static void Say(FormattableString what) => Console.Error.WriteLine($"→ {what.ToString(CultureInfo.InvariantCulture)}");
}
