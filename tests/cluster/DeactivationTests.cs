using System.Collections.Concurrent;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace RetailGuard.Tests.Cluster;

public interface ISlowlyEndingGrain : IGrainWithStringKey
{
    /// <summary>Which life of the grain this is, from 1.</summary>
    Task<int> Life();

    Task<int> Overlaps();

    Task End();
}

public interface IStillbornGrain : IGrainWithStringKey
{
    Task Ping();
}

/// <summary>Waits in its deactivation and counts its lives.</summary>
public sealed class SlowlyEndingGrain(Probe probe) : Grain, ISlowlyEndingGrain
{
    private static readonly ConcurrentDictionary<string, Lives> s_lives = new();

    private Lives _lives = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _lives = s_lives.GetOrAdd(this.GetPrimaryKeyString(), _ => new Lives());
        _lives.Overlaps += Interlocked.Increment(ref _lives.Now) == 1 ? 0 : 1;
        _lives.Count++;
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"ending {this.GetPrimaryKeyString()}");
        await probe.Pass(this.GetPrimaryKeyString());
        Interlocked.Decrement(ref _lives.Now);
    }

    public Task<int> Life() => Task.FromResult(_lives.Count);

    public Task<int> Overlaps() => Task.FromResult(_lives.Overlaps);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private sealed class Lives
    {
        public int Now;
        public int Count;
        public int Overlaps;
    }
}

public sealed class StillbornGrain : Grain, IStillbornGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;
}

public sealed class DeactivationTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    [Fact]
    public async Task A_deactivated_grain_lives_again_at_the_next_call()
    {
        var grain = silo.Grains.GetGrain<ILifeGrain>(_key);
        await grain.Count();

        await grain.End();

        (await silo.Probe.Next($"ended {_key}")).ShouldBe(nameof(DeactivationReasonCode.ApplicationRequested));
        (await grain.Count()).ShouldBe(1);
    }

    [Fact]
    public async Task Calls_survive_a_grain_that_keeps_ending()
    {
        // One end per round, so that no call meets more ended activations than it may.
        var grain = silo.Grains.GetGrain<ILifeGrain>(_key);

        for (var round = 0; round < 200; round++)
        {
            var calls = Enumerable.Range(0, 8).Select(each => Task.Run(() => each == 3 ? grain.EndAndCount() : CountsUp(grain)));
            (await Task.WhenAll(calls)).ShouldAllBe(counted => counted);
        }

        silo.Probe.Count($"active {_key}").ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_call_to_a_stopped_silo_is_refused()
    {
        var host = await SiloHost.StartAsync(_ => { });
        await using (host)
        {
            var grain = host.Grains.GetGrain<ILifeGrain>(_key);
            await grain.Count();
            await host.StopAsync();

            (await host.Probe.Next($"ended {_key}")).ShouldBe(nameof(DeactivationReasonCode.ShuttingDown));
            await Should.ThrowAsync<SiloUnavailableException>(() => grain.Count());
        }
    }

    [Fact]
    public async Task Stopping_deactivates_every_grain()
    {
        await using var host = await SiloHost.StartAsync(_ => { });
        var keys = Enumerable.Range(0, 50).Select(each => $"{_key}/{each}").ToList();
        await Task.WhenAll(keys.Select(key => host.Grains.GetGrain<ILifeGrain>(key).Count()));

        await host.StopAsync();

        keys.ShouldAllBe(key => host.Probe.Count($"ended {key}") == 1);
    }

    [Fact]
    public async Task Stopping_lets_the_running_call_end()
    {
        await using var host = await SiloHost.StartAsync(_ => { });
        var call = host.Grains.GetGrain<IWorkerGrain>(_key).Hold(_key);
        await host.Probe.Next($"held {_key}");

        var stopping = host.StopAsync();
        host.Probe.Open(_key);

        await call;
        await stopping;
    }

    [Fact]
    public async Task Calls_during_the_deactivation_go_to_the_next_life()
    {
        var grain = silo.Grains.GetGrain<ISlowlyEndingGrain>(_key);
        await grain.End();
        await silo.Probe.Next($"ending {_key}");

        var life = grain.Life();
        life.IsCompleted.ShouldBeFalse();
        silo.Probe.Open(_key);

        (await life).ShouldBe(2);
    }

    [Fact]
    public async Task A_grain_that_always_ends_at_its_activation_is_given_up() =>
        await Should.ThrowAsync<OrleansMessageRejectionException>(() => silo.Grains.GetGrain<IStillbornGrain>(_key).Ping());

    [Fact]
    public async Task Lives_of_one_grain_never_overlap()
    {
        // A call may be overtaken by the next end more often than the usual limit allows.
        await using var host = await SiloHost.StartAsync(builder =>
            builder.Configure<SiloMessagingOptions>(options => options.MaxForwardCount = 255)
        );
        var grain = host.Grains.GetGrain<ISlowlyEndingGrain>(_key);
        host.Probe.Open(_key);

        // Load beside an ending loop.
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Repeat(200, () => grain.Life()))).ToList();
        await Repeat(
            100,
            async () =>
            {
                await grain.End();
                await host.Probe.Next($"ending {_key}");
            }
        );

        await Task.WhenAll(load);
        (await grain.Overlaps()).ShouldBe(0);
        (await grain.Life()).ShouldBeGreaterThan(100);
    }

    private static async Task Repeat(int times, Func<Task> run)
    {
        for (var i = 0; i < times; i++)
        {
            await run();
        }
    }

    private static async Task<bool> CountsUp(ILifeGrain grain) => await grain.Count() > 0;
}
