using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Tools.Demo;

/// <summary>
/// A fictional retailer on this machine: seeds it, starts server and connector, and prints how to sign in.
/// Headless, scripted voters take the people's place and one JSON object says what happened.
/// </summary>
internal static class DemoCommand
{
    public static RootCommand Create()
    {
        var reset = new Option<bool>("--reset") { Description = "Start over." };
        var port = new Option<int>("--port") { Description = "The server's port.", DefaultValueFactory = _ => 5080 };
        var headless = new Option<bool>("--headless") { Description = "Scripted voters instead of people; one JSON object at the end." };
        var seconds = new Option<int>("--for")
        {
            Description = "How long the headless demo runs, in seconds.",
            DefaultValueFactory = _ => 60,
        };
        var folder = new Option<string?>("--folder") { Description = "Where the demo keeps its data; .retailguard/demo unless given." };
        var signIns = new Option<string?>("--sign-ins")
        {
            Description = "Writes addresses, pairing codes and PINs to a file, for browser tests.",
        };
        var subjects = new Option<string>("--subjects")
        {
            Description = "Who is on Store 1's list, of A, B and E; with one alone no two alerts are open at once.",
            DefaultValueFactory = _ => "ABE",
        };
        port.Validators.Add(given => Refuse(given, given.GetValueOrDefault<int>() is < 1 or > ushort.MaxValue, "is a port, 1 to 65535."));
        seconds.Validators.Add(given => Refuse(given, given.GetValueOrDefault<int>() < 1, "is a number of seconds, at least 1."));
        subjects.Validators.Add(given =>
            Refuse(
                given,
                given.GetValueOrDefault<string>() is not { Length: > 0 } named || named.Except("ABE").Any(),
                "takes some of A, B and E."
            )
        );
        var command = new RootCommand("A fictional retailer with cameras, a server and tablets.")
        {
            reset,
            port,
            headless,
            seconds,
            folder,
            signIns,
            subjects,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var root = Repository.Root();
                var place = new ProductFolder(Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine(root, ".retailguard/demo")));
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
                using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
                var demo = new DemoRun(root, place, parsed.GetRequiredValue(subjects), TimeProvider.System);
                try
                {
                    await demo.StartAsync(parsed.GetValue(reset), parsed.GetValue(port), parsed.GetValue(signIns), stop.Token);
                    return parsed.GetValue(headless)
                        ? await demo.VoteAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop.Token)
                        : await demo.WaitAsync(stop.Token);
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return 0;
                }
                finally
                {
                    await demo.DisposeAsync();
                }
            }
        );
        return command;
    }

    private static void Refuse(OptionResult given, bool isWrong, string how)
    {
        if (isWrong)
        {
            given.AddError($"{given.Option.Name} {how}");
        }
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}

/// <summary>One run of the demo.</summary>
internal sealed class DemoRun(string root, ProductFolder folder, string subjects, TimeProvider time) : IAsyncDisposable
{
    private readonly SamplePeople _cast = new(root);
    private Product? _product;
    private DemoSignIns? _signIns;
    private string? _adminToken;

    public async Task StartAsync(bool reset, int port, string? signInsFile, CancellationToken cancellation)
    {
        // Before anything that an earlier demo has left is thrown away.
        RefuseTakenPort(port);
        folder.Create(reset);

        // The programs that the demo starts keep their temporary files where the search for faces looks too.
        Environment.SetEnvironmentVariable("TMPDIR", folder.Temp);
        _signIns = DemoSignIns.Of(folder);
        InvitedAdministrators? invited = null;
        if (_signIns is null)
        {
            // A seeding that was cut short left half a retailer behind.
            folder.Create(reset: true);
            Say("Making a fictional retailer");
            invited = await Product.CreateTenantAsync(root, folder);
        }

        Say($"Starting the server on port {port}");
        _product = await Product.StartServerAsync(root, folder, port);
        if (invited is not null)
        {
            using var admin = new ApiClient(_product.Address);
            Say("Enrolling the watchlists; two people for each entry");
            _signIns = await new DemoSeed(admin, _cast, folder, time).RunAsync(invited, subjects, Ffmpeg.Find(root));
            await _product.PairEdgeAsync(await CodeAsync(_signIns.Stores[0], "edge", "Edge connector"), _cast.Clip);
            _signIns.SaveIn(folder);
        }

        Say("Starting the edge connector with a video camera and a picture camera");
        await _product.StartEdgeAsync(time, cancellation);
        if (signInsFile is not null)
        {
            await WriteSignInsAsync(signInsFile);
        }

        await PrintAsync();
    }

    /// <summary>Until Ctrl-C, or until a part of the product ends by itself.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        using var headOffice = await DemoHeadOffice.SignInAsync(_product!.Address, _signIns!, time, Say);
        var work = headOffice.WorkAsync(cancellation);
        var broken = _product!.BrokenAsync();
        if (await Task.WhenAny(broken, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation)) == broken)
        {
            throw new CommandRefusedException($"The {await broken} ended by itself; its log is in {folder.Logs}");
        }

        await work;
        return 0;
    }

    /// <summary>Two scripted people vote for a while and walk each path, head office does its part; prints what happened.</summary>
    public async Task<int> VoteAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var store = _signIns!.Stores[0];
        var tally = new VoterTally();
        var showing = new ShowingLog(time);
        var portraits = await PortraitsAsync(store);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = showing.FollowAsync(_product!, watching.Token);
        using var headOffice = await DemoHeadOffice.SignInAsync(_product!.Address, _signIns, time, Say);
        var work = headOffice.WorkAsync(watching.Token);
        await using (var first = await VoterAsync(store, store.People[1], unsureEvery: 0))
        await using (var second = await VoterAsync(store, store.People[2], unsureEvery: 5))
        {
            await first.StartAsync(cancellation);
            await second.StartAsync(cancellation);
            var end = Task.Delay(duration, time, cancellation);
            using var walking = CancellationTokenSource.CreateLinkedTokenSource(watching.Token);
            var walk = WalkAsync(headOffice, tally, store, duration / 3, walking.Token);
            await end;
            await walking.CancelAsync();
            await walk;
        }

        var timings = await headOffice.TimingsAsync();

        var status = await _product!.StatusAsync() ?? throw new CommandRefusedException("The connector's status page does not answer.");
        await watching.CancelAsync();
        await watch;
        await work;
        await DisposeAsync();
        var report = DemoReport.Of(
            duration,
            status,
            tally,
            headOffice.Tally,
            timings,
            NonMatchScan.BytesFound(folder, [.. _cast.Groups(), .. _cast.Photos(2), .. _cast.Photos(3)]),
            await Product.AuditHoldsAsync(root, folder)
        );
        Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        foreach (var trouble in tally.Troubles.Distinct())
        {
            await Console.Error.WriteLineAsync(trouble);
        }

        return 0;

        async Task<ScriptedVoter> VoterAsync(SeededStore at, SeededPerson person, int unsureEvery)
        {
            var code = await CodeAsync(at, "tablet", $"Tablet of {person.Name}");
            var api = await ApiClient.OnTabletAsync(_product!.Address, code, person.Id, person.Pin);
            return new(person.Name, api, portraits, showing.SubjectAtAsync, tally, time) { UnsureEvery = unsureEvery };
        }
    }

    /// <summary>A drill after a third of the time, and a stopped camera after two.</summary>
    private async Task WalkAsync(
        DemoHeadOffice headOffice,
        VoterTally tally,
        SeededStore store,
        TimeSpan third,
        CancellationToken cancellation
    )
    {
        try
        {
            await Task.Delay(third, time, cancellation);
            var drills = DrillUntilDecidedAsync(headOffice, tally, store, cancellation);
            await Task.Delay(third, time, cancellation);
            using var admin = await AdminAsync();
            var cameras = await admin.GetAsync($"/api/stores/{store.Id}/cameras");
            await headOffice.StopForAMomentAsync(cameras[0].GetProperty("id").GetGuid(), cancellation);
            await drills;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The demo's time was too short for the whole walk.
        }
    }

    private async Task DrillUntilDecidedAsync(
        DemoHeadOffice headOffice,
        VoterTally tally,
        SeededStore store,
        CancellationToken cancellation
    )
    {
        while (!tally.Drills.Values.Any(decided => decided))
        {
            var over = tally.Drills.Count;
            await headOffice.DrillAsync(store.Id, cancellation);
            while (tally.Drills.Count == over)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_product is { } product)
        {
            _product = null;
            await product.DisposeAsync();
        }
    }

    /// <summary>Signed in once: a sign-in is a guess to the server, and one address has so many a minute.</summary>
    private async Task<ApiClient> AdminAsync() =>
        new(_product!.Address) { Token = _adminToken ??= await RetailerSeed.SignInAsync(_product.Address, _signIns!.Administrator) };

    private async Task<string> CodeAsync(SeededStore store, string kind, string name)
    {
        using var admin = await AdminAsync();
        return (await admin.PostAsync($"/api/stores/{store.Id}/pairing-codes", new { kind, name })).GetProperty("code").GetString()!;
    }

    /// <summary>Whose face each enrolment picture shows, by the picture's SHA-256: what people know who have learnt their list.</summary>
    private async Task<Dictionary<string, string>> PortraitsAsync(SeededStore store)
    {
        using var manager = new ApiClient(_product!.Address);
        var session = await manager.PostAsync(
            "/api/sign-in",
            new
            {
                tenant = RetailerSeed.Tenant,
                email = store.People[0].Email,
                password = store.People[0].Password,
            }
        );
        manager.Token = session.GetProperty("token").GetString();
        var portraits = new Dictionary<string, string>();
        foreach (var entry in (await manager.GetAsync($"/api/entries?storeId={store.Id}")).EnumerateArray())
        {
            var photo = await manager.GetBytesAsync($"/api/entries/{entry.GetProperty("id").GetGuid()}/photo");
            var label = entry.GetProperty("label").GetString()!;
            portraits[Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(photo))] = label
                .Replace(' ', '-')
                .ToLowerInvariant();
        }

        return portraits;
    }

    private async Task WriteSignInsAsync(string file)
    {
        var stores = new List<object>();
        foreach (var store in _signIns!.Stores)
        {
            var codes = new List<string>();
            for (var i = 1; i <= 8; i++)
            {
                codes.Add(await CodeAsync(store, "tablet", $"Test tablet {i}"));
            }

            stores.Add(
                new
                {
                    store.Id,
                    store.Name,
                    tabletCodes = codes,
                    store.People,
                }
            );
        }

        var content = new
        {
            baseUrl = _product!.Address.ToString().TrimEnd('/'),
            tenant = RetailerSeed.Tenant,
            administrator = ForPeople(_signIns.Administrator),
            secondAdministrator = ForPeople(_signIns.SecondAdministrator),
            headOffice = _signIns.HeadOffice.Select(ForPeople),
            stores,
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(content, JsonSerializerOptions.Web));
    }

    private static object ForPeople(SeededPerson person) =>
        new
        {
            person.Name,
            person.Email,
            person.Password,
            person.SecondFactor!.AuthenticatorKey,
        };

    private static string ForPeopleInWords(SeededPerson person) =>
        $"  {person.Name, -19} {person.Email} with password {person.Password}, key for an authenticator app {person.SecondFactor!.AuthenticatorKey}";

    private async Task PrintAsync()
    {
        Say("ready");
        foreach (var store in _signIns!.Stores)
        {
            Console.Error.WriteLine($"\n  {store.Name}");
            for (var i = 1; i <= 2; i++)
            {
                Console.Error.WriteLine(
                    $"    tablet {i}: {_product!.Address}tablet/?pair={await CodeAsync(store, "tablet", $"Tablet {i}")}"
                );
            }

            foreach (var person in store.People)
            {
                Console.Error.WriteLine($"    {person.Name, -16} PIN {person.Pin}   or {person.Email} with password {person.Password}");
            }
        }

        Console.Error.WriteLine("\n  Head office");
        foreach (var person in _signIns.HeadOffice)
        {
            Console.Error.WriteLine($"  {ForPeopleInWords(person)}");
        }

        Console.Error.WriteLine($"  {ForPeopleInWords(_signIns.Administrator)}");
        Console.Error.WriteLine($"  {ForPeopleInWords(_signIns.SecondAdministrator)}");
        Console.Error.WriteLine($"  Their console: {_product!.Address}console/, short name {RetailerSeed.Tenant}.\n");
        Console.Error.WriteLine(
            $"  Open two tablets of {_signIns.Stores[0].Name} in two browsers: its cameras see listed people within half a minute."
        );
        Console.Error.WriteLine(
            $"  A link pairs one browser, once; start the demo again for new ones. Data and logs: {folder.Root}. Ctrl-C ends everything.\n"
        );
    }

    private static void RefuseTakenPort(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new CommandRefusedException(
                $"Port {port} is in use: by a demo that still runs, or another program. Stop it, or choose another with --port."
            );
        }
    }

    private static void Say(string what) => Console.Error.WriteLine($"→ {what}");
}
