using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;

namespace RetailGuard.Tests.Cluster;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> AddSlowly(int amount);

    /// <summary>Reports that it has begun, then waits for the gate.</summary>
    Task Hold(string gate);

    Task<string> Ping();

    [AlwaysInterleave]
    Task<string> PingAlways();

    [ReadOnly]
    Task HoldReading(string gate);

    [ReadOnly]
    Task<string> Read();

    [OneWay]
    Task Tell(string text);

    Task<string> CallBack(string other);

    [ResponseTimeout("00:00:01")]
    Task HoldBriefly(string gate);
}

public interface IReentrantTurnGrain : IGrainWithStringKey
{
    Task Hold(string gate);

    ValueTask<string> Ping();
}

public sealed class TurnGrain(Probe probe) : Grain, ITurnGrain
{
    private int _total;

    public async Task<int> AddSlowly(int amount)
    {
        var before = _total;
        await Task.Yield();
        await Task.Yield();
        _total = before + amount;
        return _total;
    }

    public async Task Hold(string gate)
    {
        probe.Report($"held {gate}");
        await probe.Pass(gate);
    }

    public Task<string> Ping() => Task.FromResult("ping");

    public Task<string> PingAlways() => Task.FromResult("always");

    public Task HoldReading(string gate) => Hold(gate);

    public Task<string> Read() => Task.FromResult("read");

    public Task Tell(string text)
    {
        probe.Report($"told {text}");
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task<string> CallBack(string other) => GrainFactory.GetGrain<ITurnGrain>(other).CallBack(this.GetPrimaryKeyString());

    public Task HoldBriefly(string gate) => Hold(gate);
}

[Reentrant]
public sealed class ReentrantTurnGrain(Probe probe) : Grain, IReentrantTurnGrain
{
    private int _running;

    public async Task Hold(string gate)
    {
        probe.Report($"held {gate}");
        await probe.Pass(gate);
    }

    public async ValueTask<string> Ping()
    {
        // Turns interleave, but never run at the same time.
        for (var i = 0; i < 10; i++)
        {
            Interlocked.Increment(ref _running).ShouldBe(1);
            Interlocked.Decrement(ref _running);
            await Task.Yield();
        }

        return "ping";
    }
}

public sealed class TurnTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    [Fact]
    public async Task Calls_to_one_grain_never_interleave()
    {
        var grain = silo.Grains.GetGrain<ITurnGrain>(_key);

        var totals = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => grain.AddSlowly(1))));

        totals.Order().ShouldBe(Enumerable.Range(1, 500));
    }

    [Fact]
    public async Task A_call_waits_for_the_call_before_it()
    {
        var grain = silo.Grains.GetGrain<ITurnGrain>(_key);
        var holding = grain.Hold(_key);
        await Held();
        var ping = grain.Ping();

        (await grain.PingAlways()).ShouldBe("always");
        ping.IsCompleted.ShouldBeFalse();
        silo.Probe.Open(_key);

        await holding;
        (await ping).ShouldBe("ping");
    }

    [Fact]
    public async Task A_reentrant_grain_answers_while_another_call_waits()
    {
        var grain = silo.Grains.GetGrain<IReentrantTurnGrain>(_key);
        var holding = grain.Hold(_key);
        await Held();

        (await grain.Ping()).ShouldBe("ping");

        holding.IsCompleted.ShouldBeFalse();
        silo.Probe.Open(_key);
        await holding;
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_run_at_the_same_time()
    {
        var grain = silo.Grains.GetGrain<IReentrantTurnGrain>(_key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await grain.Ping())));

        answers.ShouldAllBe(answer => answer == "ping");
    }

    [Fact]
    public async Task Readers_run_beside_one_another_and_not_beside_a_writer()
    {
        var grain = silo.Grains.GetGrain<ITurnGrain>(_key);
        var reading = grain.HoldReading(_key);
        await Held();
        var write = grain.AddSlowly(1);

        (await grain.Read()).ShouldBe("read");
        write.IsCompleted.ShouldBeFalse();
        silo.Probe.Open(_key);

        await reading;
        (await write).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_waits_for_a_writer()
    {
        var grain = silo.Grains.GetGrain<ITurnGrain>(_key);
        var holding = grain.Hold(_key);
        await Held();
        var read = grain.Read();

        await grain.PingAlways();
        read.IsCompleted.ShouldBeFalse();
        silo.Probe.Open(_key);

        await holding;
        (await read).ShouldBe("read");
    }

    [Fact]
    public async Task A_one_way_call_returns_at_once_and_hides_the_exception()
    {
        await silo.Grains.GetGrain<ITurnGrain>(_key).Tell(_key);

        await silo.Probe.Next($"told {_key}");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_method_has_its_own_response_timeout()
    {
        var grain = silo.Grains.GetGrain<ITurnGrain>(_key);

        await Should.ThrowAsync<TimeoutException>(() => grain.HoldBriefly(_key));

        await Held();
        silo.Probe.Open(_key);
        (await grain.Ping()).ShouldBe("ping");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cycle_of_calls_times_out()
    {
        await using var host = await SiloHost.StartAsync(builder =>
            builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1))
        );

        await Should.ThrowAsync<TimeoutException>(() => host.Grains.GetGrain<ITurnGrain>("one").CallBack("two"));
    }

    private Task Held() => silo.Probe.Next($"held {_key}");
}
