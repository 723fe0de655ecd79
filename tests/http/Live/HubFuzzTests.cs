using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using RetailGuard.Identity;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>
/// Hostile lines hammer the tablets' hub while two stores have alerts: the server stays up and small, the stores' own screens see every
/// change, and nothing of a store is heard elsewhere.
/// </summary>
public sealed class HubFuzzTests(FaceReader reader) : IDisposable
{
    private const int Seed = 20260417;
    private const int Attackers = 8;
    private const int ManyCameras = 40;

    // As many as an entry may alert in a day (R7).
    private const int Alerts = 5;

    /// <summary>What the server may grow by: buffers of hundreds of lines, and a heap that has not been collected yet.</summary>
    private const double MostGrowth = 2.5;

    /// <summary>Characters, however long it runs: what is logged goes with what the stores do, not with what strangers send.</summary>
    private const int MostLog = 100_000;

    /// <summary>A run before a release takes 60 (tests/README.md).</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("TESTS_FUZZ_SECONDS") ?? "10", CultureInfo.InvariantCulture)
    );

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R31")]
    [Trait("Rule", "R22")]
    public async Task Whatever_comes_on_hostile_lines_the_stores_go_on_and_nothing_leaks()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        var retailer = await Retailer.OpenAsync(server);
        await using var attacked = await Stage.SetAsync(server, reader, retailer);
        await using var next = await Stage.SetAsync(server, reader, retailer);
        var (strangers, elsewhere) = await StrangersAsync(server, attacked, next);
        await WithManyCamerasAsync(attacked.Shop);
        await using var tablets = await ScreensAsync(attacked.First, attacked.Second, attacked.Manager);
        await using var neighbours = await ScreensAsync(next.First, next.Second);
        var memory = MemoryOf(server.Id);

        var heard = new ConcurrentBag<string>();
        using var over = new CancellationTokenSource(Duration, TimeProvider.System);
        var insiders = new HostileLines(server.Address, Seed, [new("Authorization", $"Bearer {attacked.Second.Token}")], _ => { });
        var outsiders = new HostileLines(server.Address, Seed + 1, strangers, heard.Add);
        Task<int>[] attacks =
        [
            insiders.DeafAsync(over.Token),
            insiders.DeafAsync(over.Token),
            .. Enumerable.Range(0, Attackers).Select(i => (i % 4 == 0 ? insiders : outsiders).AttackAsync(i, over.Token)),
        ];
        var lives = await Task.WhenAll(LiveAsync(attacked, over.Token), LiveAsync(next, over.Token));
        var (alerts, foreign) = (lives[0], lives[1]);
        var attempts = (await Task.WhenAll(attacks)).Sum();

        foreach (var alert in alerts)
        {
            await tablets.AllSeeAsync(alert, "closed");
        }

        foreach (var alert in foreign)
        {
            await neighbours.AllSeeAsync(alert, "closed");
        }

        // Whoever asks later gets the same picture as those who were there all the time.
        await using var late = await ScreensAsync(attacked.First);
        foreach (var alert in alerts)
        {
            $"{late.First.Alerts[alert]}".ShouldBe($"{tablets.First.Alerts[alert]}");
        }

        (await server.Anyone.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        var grown = MemoryOf(server.Id) / memory;
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{attempts} attempts in {Duration.TotalSeconds} s, {heard.Count} answers to strangers, {tablets.Returns + neighbours.Returns} screens came back; memory {memory / 1024:0} MiB × {grown:0.00}."
            )
        );
        attempts.ShouldBeGreaterThan(100);
        heard.ShouldContain(text => text.Contains(elsewhere), "strangers do hear of their own store");
        string[] secrets = [$"{attacked.Shop.Id}", attacked.Shop.Name, $"{attacked.Shop.Cameras[0]}", .. alerts.Select(a => $"{a}")];
        foreach (var text in heard.Concat(neighbours.Heard))
        {
            Array.Find(secrets, secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeNull(Short(text));
        }

        server.Output.ShouldNotContain(HostileLines.Mark, Case.Insensitive, "the log does not repeat what strangers say");
        server.Output.ShouldNotContain("Unhandled exception");
        server.Output.ShouldNotContain(attacked.Second.Token);
        server.Output.Length.ShouldBeLessThan(MostLog, "strangers cannot fill the disk through the log");
        grown.ShouldBeLessThan(MostGrowth);
    }

    [Fact]
    public async Task A_tablet_that_reads_nothing_holds_nobody_up()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        await WithManyCamerasAsync(stage.Shop);
        await using var tablets = await ScreensAsync(stage.First, stage.Manager);
        await tablets.First.UntilAsync(s => s.Store.GetProperty("cameras").GetArrayLength() > ManyCameras, "the many cameras");
        using var over = new CancellationTokenSource();
        var deaf = new HostileLines(server.Address, Seed, [new("Authorization", $"Bearer {stage.Second.Token}")], _ => { });
        var lines = Task.WhenAll(deaf.DeafAsync(over.Token), deaf.DeafAsync(over.Token));

        // More than the buffers between two processes hold.
        for (var i = 0; i < 30; i++)
        {
            await ChangeAsync(stage, times: 100);
        }

        await tablets.AllSeeAsync(await stage.RaiseAndConfirmAsync(), "confirmed");
        await over.CancelAsync();
        await lines;
    }

    /// <summary>Everybody who may not see the attacked store: nobody, the next store's people and tablet, and another retailer's.</summary>
    private static async Task<(Credential[] Strangers, string Elsewhere)> StrangersAsync(ServerProcess server, Stage attacked, Stage next)
    {
        var other = await Retailer.OpenAsync(server);
        var shop = await other.OpenShopAsync("Elsewhere");
        var employee = await (await other.HireAsync(Role.StoreManager, shop)).SignInAsync();
        var tablet = (await next.Shop.PairTabletAsync()).Headers[0].Value;
        return (
            [
                new("Authorization", $"Bearer {employee.Token}"),
                new("Authorization", $"Bearer {next.First.Token}"),
                new("X-Tablet-Token", tablet),
                new("Authorization", $"Bearer {attacked.Retailer.Admin.Token}"),
                new("X-Tablet-Token", attacked.First.Token),
                new("Authorization", $"Bearer {tablet}"),
                new("Authorization", $"Basic {attacked.First.Token}"),
                new("Cookie", $"session={attacked.First.Token}; token={attacked.First.Token}"),
                new("Sec-WebSocket-Protocol", attacked.First.Token),
                new("access_token", attacked.First.Token),
                new("X-Store-Id", $"{attacked.Shop.Id}"),
            ],
            shop.Id.ToString()
        );
    }

    /// <summary>A store whose state is large, so that a line that nobody reads is full soon.</summary>
    private static async Task WithManyCamerasAsync(Shop shop)
    {
        for (var i = 0; i < ManyCameras; i++)
        {
            var name = $"Camera {i} above the aisle with the cleaning products";
            (await shop.Retailer.Admin.PostAsync($"/api/stores/{shop.Id}/cameras", new { name })).Ok();
        }
    }

    /// <summary>Alerts from match to outcome while the store's cameras change without pause.</summary>
    private static async Task<List<Guid>> LiveAsync(Stage stage, CancellationToken over)
    {
        var start = TimeProvider.System.GetTimestamp();
        var alerts = new List<Guid>();
        while (alerts.Count < Alerts || !over.IsCancellationRequested)
        {
            if (alerts.Count < Alerts && TimeProvider.System.GetElapsedTime(start) >= Duration * alerts.Count / Alerts)
            {
                var alert = await stage.RaiseAndConfirmAsync();
                (await Stage.RecordAsync(stage.First, alert)).Ok();
                alerts.Add(alert);
            }

            await ChangeAsync(stage, times: 100);
        }

        return alerts;
    }

    /// <summary>Changes the state of a store's camera; the server has taken every change when this ends.</summary>
    private static async Task ChangeAsync(Stage stage, int times)
    {
        var camera = WireId.From(stage.Shop.Cameras[0]);
        for (var i = 0; i < times; i++)
        {
            var state = i % 2 == 0 ? CameraReport.Types.State.Live : CameraReport.Types.State.Silent;
            await stage.Connector.SendAsync(
                new()
                {
                    Camera = new() { CameraId = camera, State = state },
                }
            );
        }

        // Answered in its turn.
        await stage.PassAsync(Photos.Of('D'));
    }

    private static async Task<Screens> ScreensAsync(params Api[] people)
    {
        var screens = new Screens(people);
        await screens.OpenAsync();
        return screens;
    }

    /// <summary>Resident memory in KiB.</summary>
    private static double MemoryOf(int process) =>
        double.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    private static string Short(string text) => text[..Math.Min(text.Length, 300)];

    private sealed class Screens(IReadOnlyList<Api> people) : IAsyncDisposable
    {
        private readonly List<StoreScreen> _all = [];
        private readonly StoreScreen[] _present = new StoreScreen[people.Count];

        public StoreScreen First => _present[0];

        /// <summary>How often one came back after the server had cut it.</summary>
        public int Returns => _all.Count - people.Count;

        public IEnumerable<string> Heard => _all.SelectMany(s => s.Seen).Select(m => m.Content.ToString());

        public async Task OpenAsync()
        {
            for (var i = 0; i < people.Count; i++)
            {
                await OpenAsync(i);
            }
        }

        public async Task AllSeeAsync(Guid alert, string state)
        {
            for (var i = 0; i < people.Count; i++)
            {
                try
                {
                    await _present[i].UntilAsync(alert, state);
                }
                catch (WaitTimeoutException) when (_present[i].IsCut)
                {
                    // This process did not read for a second. A tablet comes back, and sees what it missed.
                    await OpenAsync(i);
                    await _present[i].UntilAsync(alert, state);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var screen in _all)
            {
                await screen.DisposeAsync();
            }
        }

        private async Task OpenAsync(int i) => _all.Add(_present[i] = await StoreScreen.OpenAsync(people[i]));
    }
}
