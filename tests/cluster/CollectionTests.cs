using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace RetailGuard.Tests.Cluster;

public interface IIdleGrain : IGrainWithStringKey
{
    Task Touch();

    Task Delay(TimeSpan time);
}

public interface IKeptGrain : IGrainWithStringKey
{
    Task<int> Count();
}

public sealed class IdleGrain(Probe probe) : Grain, IIdleGrain
{
    public Task Touch() => Task.CompletedTask;

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"ended {this.GetPrimaryKeyString()}", reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }
}

[KeepAlive]
public sealed class KeptGrain : Grain, IKeptGrain
{
    private int _count;

    public Task<int> Count() => Task.FromResult(++_count);
}

public sealed class CollectionTests
{
    private readonly string _key = Keys.Next();

    [Fact]
    public async Task An_idle_grain_is_collected_and_a_kept_one_is_not()
    {
        await using var silo = await StartAsync();
        var kept = silo.Grains.GetGrain<IKeptGrain>(_key);
        await kept.Count();

        await silo.Grains.GetGrain<IIdleGrain>(_key).Touch();

        (await silo.Probe.Next($"ended {_key}")).ShouldBe(nameof(DeactivationReasonCode.ActivationIdle));
        (await kept.Count()).ShouldBe(2);
    }

    [Fact]
    public async Task A_delayed_grain_outlives_an_idle_one()
    {
        await using var silo = await StartAsync();
        await silo.Grains.GetGrain<IIdleGrain>(_key + "/late").Delay(TimeSpan.FromHours(1));

        await silo.Grains.GetGrain<IIdleGrain>(_key + "/soon").Touch();

        await silo.Probe.Next($"ended {_key}/soon");
        silo.Probe.Count($"ended {_key}/late").ShouldBe(0);
    }

    [Fact]
    public async Task An_age_within_the_quantum_is_refused()
    {
        var starting = SiloHost.StartAsync(builder =>
            builder.Configure<GrainCollectionOptions>(options => options.CollectionAge = options.CollectionQuantum)
        );

        await Should.ThrowAsync<OrleansConfigurationException>(() => starting);
    }

    private static Task<SiloHost> StartAsync() =>
        SiloHost.StartAsync(builder =>
            builder.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
                options.CollectionAge = TimeSpan.FromMilliseconds(500);
            })
        );
}
