using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Bench.Load;

/// <summary>
/// Kills nodes of a cluster at random moments of votes, raises, uploads and disputes, on one PostgreSQL and one Azurite, and compares
/// what was acknowledged with the record.
/// </summary>
internal sealed class ClusterBench(ClusterPlan plan, DataStore data, ClusterNodes nodes, ClusterTally tally, TimeProvider time)
{
    private const int Seed = 20261127;
    private const int MostNodes = 9;

    /// <summary>Cosine between what the camera sees and what was enrolled: a good match, as in decent light.</summary>
    private const double Likeness = 0.9;

    /// <summary>No visit is shorter, and none sees the same person again (R7).</summary>
    private static readonly TimeSpan Visit = TimeSpan.FromSeconds(2);

    /// <summary>A kill with restart and take-over, about.</summary>
    private static readonly TimeSpan Kill = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Random _random = new(Seed);
    private readonly MarkedStrangers _strangers = new(ModelPack.LoadNamed().Space.Dimension, Seed);

    public static async Task<int> RunAsync(ClusterPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        if (plan is not { Nodes: > 0 and <= MostNodes, Kills: >= 0, Stores: > 0, Seconds.Ticks: > 0 })
        {
            throw new CommandRefusedException(
                $"--nodes must be 1 to {MostNodes}, --kills at least 0, --stores at least 1, --seconds at least 1."
            );
        }

        await using var machines = new CloudMachines();
        DataStore[] data =
            plan.Nodes == 1 ? [await DataStore.InCloudAsync(machines)] : await DataStore.OfClusterAsync(machines, plan.Nodes);
        try
        {
            var invited = await SyntheticRetailer.CreateAsync(data[0]);
            var pack = ModelPack.LoadNamed();
            var seed = new SyntheticStores(data[0].Settings, pack, time);
            var entries = (int)((plan.Seconds + (plan.Kills * Kill)) / Visit);
            Say($"Making {plan.Stores} stores with {entries} entries each");
            var stores = await seed.AddAsync(plan.Stores, entries, cancellation);
            Say($"Starting {plan.Nodes} nodes");
            var started = new List<ServerProcess>();
            await using var nodes = new ClusterNodes(started);
            foreach (var folder in data)
            {
                started.Add(await ServerProcess.StartAsync(folder));
            }

            var bench = new ClusterBench(plan, data[0], nodes, new(), time);
            using var http = new HttpClient(
                new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(2) }
            )
            {
                Timeout = TimeSpan.FromSeconds(20),
            };
            var report = await bench.MeasureAsync(await bench.OpenAsync(seed, stores, pack, invited, http), pack, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return report.IsSound() ? 0 : 1;
        }
        finally
        {
            foreach (var folder in data)
            {
                folder.Dispose();
            }
        }
    }

    /// <summary>Two people who are certified and work in every store, signed in at each.</summary>
    private async Task<IReadOnlyList<ClusterStore>> OpenAsync(
        SyntheticStores seed,
        IReadOnlyList<SyntheticStore> stores,
        ModelPack pack,
        InvitedAdministrators invited,
        HttpClient http
    )
    {
        using var admin = new ApiClient(nodes[0].Address);
        var (manager, staff) = await SyntheticRetailer.AddStaffAsync(admin, stores, invited, time);
        var crop = await File.ReadAllBytesAsync(new SamplePeople(Repository.Root()).Photos(0)[1]);
        var open = new List<ClusterStore>();
        foreach (var (number, store) in stores.Index())
        {
            var (first, second) = (await PersonAsync(staff), await PersonAsync(manager));
            open.Add(new(number, store, nodes, first, second, crop, _strangers, Again, pack.Space, http, tally, time));

            async Task<ClusterPerson> PersonAsync(SeededPerson person)
            {
                var session = await Retailer.SignInAsync(nodes[number], RetailerSeed.Tenant, person.Email, person.Password, store.Id);
                return new(person.Id, session.Ok()["token"].GetString()!, number + 1, nodes, http, tally, time);
            }
        }

        return open;

        float[] Again(float[] face)
        {
            lock (seed)
            {
                return seed.Again(face, Likeness);
            }
        }
    }

    private async Task<ClusterReport> MeasureAsync(IReadOnlyList<ClusterStore> stores, ModelPack pack, CancellationToken cancellation)
    {
        using var visiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var lines = stores.SelectMany(s => (Task[])[s.KeepAskingAsync(running.Token), s.KeepListeningAsync(running.Token)]).ToList();
        var visits = stores.Select(s => s.VisitAsync(visiting.Token, running.Token)).ToList();
        if (!await UntilAsync(() => Task.FromResult(stores.All(s => s.IsConnected)), cancellation))
        {
            throw new CommandRefusedException(
                $"Not every store's connector is connected after {GivenUp.TotalSeconds:0} s; nothing was measured."
            );
        }

        Say($"{stores.Count} stores are at work on {nodes.Count} nodes; {plan.Kills} kills");
        var began = time.GetTimestamp();
        var shortest = Task.Delay(plan.Seconds, time, cancellation);
        var kills = await KillAsync(stores, cancellation);
        await shortest;
        var (took, faces) = (time.GetElapsedTime(began), tally.Faces);

        await visiting.CancelAsync();
        Say($"{kills} kills; waiting for visits and deadlines to end");
        await Task.WhenAll(visits).WaitAsync(2 * GivenUp, time, cancellation);
        var record = new ClusterRecord(data.Postgres!);
        await UntilAsync(async () => await record.OpenAsync() == 0, cancellation);
        await running.CancelAsync();
        await Task.WhenAll(lines).WaitAsync(GivenUp, time, cancellation);

        Say($"Looking at the record and into {nodes.Count} processes");
        var left = Enumerable.Range(0, nodes.Count).Sum(n => _strangers.BytesLeftIn(nodes[n].Id));
        var (lost, doubled, which) = await record.CompareAsync(tally.Acknowledged);
        if (lost + doubled > 0)
        {
            which.ToList().ForEach(tally.Troubles.Enqueue);
        }

        var audit = await ServerProgram.VerifyAuditAsync(data);
        var takeovers = tally.TakeoverMs.Order().ToList();
        return new(
            plan.Nodes,
            kills,
            plan.Stores,
            Math.Round(took.TotalSeconds, 1),
            Math.Round(faces / took.TotalSeconds),
            takeovers.Count == 0 ? null : new(Math.Round(takeovers[takeovers.Count / 2]), Math.Round(takeovers[^1])),
            lost,
            doubled,
            await record.StuckAsync(time.GetUtcNow()),
            tally.Undecided,
            audit.ExitCode == 0,
            left,
            tally.Acknowledged.CountBy(a => a.Action).OrderBy(a => a.Key, StringComparer.Ordinal).ToDictionary(),
            [.. tally.Troubles.CountBy(t => t).OrderByDescending(t => t.Value).Take(20).Select(t => $"{t.Value} × {t.Key}")]
        );
    }

    /// <summary>One node at a time, whatever the others are doing; the next when all stores decide again.</summary>
    private async Task<int> KillAsync(IReadOnlyList<ClusterStore> stores, CancellationToken cancellation)
    {
        var kills = 0;
        while (kills < plan.Kills)
        {
            await Task.Delay(TimeSpan.FromSeconds(2 + (6 * _random.NextDouble())), time, cancellation);
            var victim = _random.Next(nodes.Count);
            var there = stores.Where(s => s.Node == victim).ToHashSet();
            await nodes[victim].KillAsync();
            kills++;
            var at = Stopwatch.GetTimestamp();
            foreach (var store in stores)
            {
                tally.Killed(store.Number, at, there.Contains(store));
            }

            if (nodes.Count > 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(3 * _random.NextDouble()), time, cancellation);
            }

            await nodes[victim].StartAgainAsync();
            if (!await UntilAsync(() => Task.FromResult(tally.AwaitingTakeover == 0), cancellation))
            {
                tally.Troubles.Enqueue($"{tally.AwaitingTakeover} stores did not decide within {GivenUp.TotalSeconds:0} s of a kill.");
            }

            Say($"Kill {kills} of {plan.Kills}: node {victim} with {there.Count} lines; {tally.Acknowledged.Count} acts acknowledged");
        }

        return kills;
    }

    private async Task<bool> UntilAsync(Func<Task<bool>> holds, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(began) > GivenUp)
            {
                return false;
            }

            await Task.Delay(LookEvery, time, cancellation);
        }

        return true;
    }

    private static void Say(FormattableString what) => Console.Error.WriteLine($"→ {what.ToString(CultureInfo.InvariantCulture)}");
}
