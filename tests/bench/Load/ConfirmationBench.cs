using System.Globalization;
using System.Text.Json;
using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Bench.Load;

/// <param name="Every">Between two alerts of a store.</param>
/// <param name="Look">How long a voter looks at the pictures.</param>
internal sealed record ConfirmationPlan(int Stores, int Alerts, TimeSpan Every, TimeSpan Look);

/// <summary>
/// Measures the confirmation as its people live it: a real server on this machine with SQLite and a folder of pictures, stores with a
/// connector on the real wire, three tablets each on the live line, and scripted voters.
/// </summary>
internal sealed class ConfirmationBench(ConfirmationPlan plan, Product product, SamplePeople cast, ModelPack pack, TimeProvider time)
    : IDisposable
{
    private const int AlertsPerEntry = 5;
    private static readonly string[] Timings =
    [
        "alerts",
        "cameraToAlert",
        "cameraToTablet",
        "cameraToFirstVote",
        "cameraToDecision",
        "cameraToOutcome",
    ];

    private readonly ConfirmationTally _tally = new();
    private readonly ApiClient _admin = new(product.Address);

    public static async Task<int> RunAsync(ConfirmationPlan plan, TimeProvider time, CancellationToken cancellation)
    {
        if (plan is not { Stores: > 0, Alerts: > 0 and <= 3 * AlertsPerEntry })
        {
            throw new CommandRefusedException("--stores must be at least 1, --alerts 1 to 15.");
        }

        var root = Repository.Root();
        var folder = new ProductFolder(Directory.CreateTempSubdirectory("retailguard-bench-").FullName);
        try
        {
            folder.Create(reset: false);
            var invited = await Product.CreateTenantAsync(root, folder);
            await using var product = await Product.StartServerAsync(root, folder, Product.FreePort(), Checkout.AnyGuesses);
            using var bench = new ConfirmationBench(plan, product, new SamplePeople(root), ModelPack.LoadNamed(), time);
            var report = await bench.MeasureAsync(invited, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
            return 0;
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }

    public void Dispose() => _admin.Dispose();

    private async Task<ConfirmationReport> MeasureAsync(InvitedAdministrators invited, CancellationToken cancellation)
    {
        var seed = new RetailerSeed(_admin, time);
        await seed.EnterAdministratorsAsync(invited);
        var approver = await seed.AddPersonAsync("Loss prevention 1", "headOfficeLossPrevention", [], votes: false);
        await seed.AssessAsync(approver);
        using var uploads = new HttpClient { BaseAddress = product.Address };
        var stores = new List<BenchStore>();
        try
        {
            for (var number = 1; number <= plan.Stores; number++)
            {
                Say($"Making store {number} of {plan.Stores}");
                stores.Add(await OpenAsync(seed, approver, number, uploads, cancellation));
            }

            Say($"{plan.Stores} stores with 3 tablets each; {plan.Alerts} alerts in each, one every {plan.Every.TotalSeconds:0} s");
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var loads = new List<double>();
            var watching = WatchLoadAsync(loads, over.Token);
            var start = time.GetTimestamp();
            await Task.WhenAll(stores.Select(s => s.RunAsync(plan.Alerts, plan.Every, cancellation)));
            var took = time.GetElapsedTime(start);
            await over.CancelAsync();
            await watching;
            _admin.Token = await seed.SignInAsync(approver);
            var timings = await _admin.GetAsync("/api/reports/timings");
            return Report(took, loads, timings);
        }
        finally
        {
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }

    private async Task<BenchStore> OpenAsync(
        RetailerSeed seed,
        SeededPerson approver,
        int number,
        HttpClient uploads,
        CancellationToken cancellation
    )
    {
        var store = await seed.AddStoreAsync(
            $"Store {number}",
            $"{number} Example Street, Wellington",
            [$"Store manager {number}", $"Staff member {(2 * number) - 1}", $"Staff member {2 * number}"]
        );
        var camera = (await _admin.PostAsync($"/api/stores/{store.Id}/cameras", new { name = "Entrance" })).GetProperty("id").GetGuid();
        var faces = new List<ListedFace>();
        for (var person = 0; person < (plan.Alerts + AlertsPerEntry - 1) / AlertsPerEntry; person++)
        {
            var photos = cast.Photos(person);
            var enrolled = await seed.EnrolAsync(
                store,
                approver,
                $"Subject {(char)('A' + person)}",
                "threat",
                "Threatened a checkout operator with violence.",
                photos
            );
            var crop = await File.ReadAllBytesAsync(photos.First(p => p != enrolled), cancellation);
            faces.Add(new(TemplateOf(await File.ReadAllBytesAsync(enrolled, cancellation)), crop));
        }

        var identity = await ConnectorIdentity.PairAsync(_admin, await CodeAsync(store, "edge"));
        var edge = await ConnectorLine.OpenAsync(product.Address, identity, pack.Space, time, cancellation);
        var tablets = new List<BenchTablet>();
        foreach (var (i, person) in ((SeededPerson[])[store.People[1], store.People[2], store.People[0]]).Index())
        {
            var signedIn = await ApiClient.OnTabletAsync(product.Address, await CodeAsync(store, "tablet"), person.Id, person.Pin);
            var tablet = new BenchTablet(signedIn, votes: i < 2, records: i == 0, plan.Look, _tally, time);
            await tablet.WakeAsync(cancellation);
            tablets.Add(tablet);
        }

        return new(store, camera, edge, pack.Space, tablets, faces, uploads, _tally, time);
    }

    private async Task<string> CodeAsync(SeededStore store, string kind) =>
        (await _admin.PostAsync($"/api/stores/{store.Id}/pairing-codes", new { kind, name = $"{kind} 1" }))
            .GetProperty("code")
            .GetString()!;

    private float[] TemplateOf(byte[] photo)
    {
        using var engine = new FaceEngine(pack);
        using var frame = Pictures.Decode(photo);
        var template = new float[pack.Space.Dimension];
        engine.Embed(frame, engine.Locate(frame, engine.Detect(frame)[0]), template);
        return template;
    }

    private async Task WatchLoadAsync(List<double> loads, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var text = await File.ReadAllTextAsync("/proc/loadavg", CancellationToken.None);
                loads.Add(double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture));
                Say($"{_tally.ToAlert.Count} alerts, {_tally.ToOutcome.Count} outcomes; load {loads[^1]:0.0}");
                await Task.Delay(TimeSpan.FromSeconds(10), time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private ConfirmationReport Report(TimeSpan took, List<double> loads, JsonElement timings)
    {
        var (tablet, wake) = (Spread.Of(_tally.ToTablet), Spread.Of(_tally.WakeToTruth));
        var decision = Spread.Of(_tally.ToDecision.Values);
        return new(
            plan.Stores,
            3 * plan.Stores,
            Math.Round(took.TotalSeconds, 1),
            Environment.ProcessorCount,
            new(loads.Min(), Math.Round(loads.Average(), 2), loads.Max()),
            _tally.ToAlert.Count,
            _tally.ToOutcome.Count,
            Spread.Of(_tally.ToAlert),
            tablet,
            Spread.Of(_tally.ToPictures),
            Spread.Of(_tally.ToFirstVote.Values),
            decision,
            Spread.Of(_tally.ToOutcome.Values),
            wake,
            _tally.Stale.Count,
            Timings.ToDictionary(name => name, timings.GetProperty),
            [
                new("camera to tablet, 95th percentile", 1000, tablet?.P95),
                new("camera to decision, median", 6000, decision?.P50),
                new("tablet back from sleep, slowest", 2000, wake?.Max),
            ],
            [.. _tally.Troubles.Concat(_tally.Stale).Distinct().Take(20)]
        );
    }

    private static void Say(FormattableString what) => Console.Error.WriteLine($"→ {what.ToString(CultureInfo.InvariantCulture)}");
}
