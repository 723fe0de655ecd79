using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace RetailGuard.Tests.Cluster;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Count();

    Task<string> Key();

    Task End();

    Task<bool> EndAndCount();
}

public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Ping();
}

public interface IUnbuildableGrain : IGrainWithStringKey
{
    Task Ping();
}

public interface IWorkerGrain : IGrainWithStringKey
{
    Task Hold(string gate);
}

public interface IUnimplementedGrain : IGrainWithStringKey
{
    Task Ping();
}

/// <summary>Counts the calls of one activation and reports its life.</summary>
public sealed class LifeGrain(Probe probe, IGrainContext context, IGrainFactory grains) : Grain, ILifeGrain
{
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What is injected is what the base class knows.
        context.ShouldBe(GrainContext);
        context.GrainInstance.ShouldBeSameAs(this);
        grains.ShouldNotBeNull();
        ServiceProvider.GetRequiredService<Probe>().ShouldBeSameAs(probe);
        probe.Report($"active {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"ended {this.GetPrimaryKeyString()}", reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(++_count);

    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKeyString()} of {this.GetGrainId()}");

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<bool> EndAndCount()
    {
        DeactivateOnIdle();
        await Task.Yield();
        return ++_count > 0;
    }
}

public sealed class FragileGrain(Probe probe) : Grain, IFragileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        probe.Report($"tried {key}");
        return probe.Count($"tried {key}") == 1 ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
    }

    public Task<string> Ping() => Task.FromResult("ping");
}

public sealed class UnbuildableGrain : Grain, IUnbuildableGrain
{
    public UnbuildableGrain() => throw new InvalidOperationException("Never.");

    public Task Ping() => Task.CompletedTask;
}

public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> Key();

    Task End();

    Task Throw(int number);
}

public sealed class OddException(int number) : Exception($"{number} is odd.")
{
    public int Number { get; } = number;
}

/// <summary>A grain without the base class.</summary>
public sealed class PlainGrain(IGrainContext context, Probe probe) : IGrainBase, IPlainGrain
{
    public IGrainContext GrainContext => context;

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        probe.Report($"ended {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public Task<string> Key() => Task.FromResult(context.GrainId.ToString());

    public Task End()
    {
        this.DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Throw(int number) => throw new OddException(number);
}

[StatelessWorker(2)]
public sealed class WorkerGrain(Probe probe) : Grain, IWorkerGrain
{
    public async Task Hold(string gate)
    {
        probe.Report($"held {gate}");
        await probe.Pass(gate);
    }
}

public sealed class ActivationTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    [Fact]
    public async Task A_grain_lives_from_its_first_call()
    {
        var grain = silo.Grains.GetGrain<ILifeGrain>(_key);
        silo.Probe.Count($"active {_key}").ShouldBe(0);

        (await grain.Count()).ShouldBe(1);
        (await silo.Grains.GetGrain<ILifeGrain>(_key).Count()).ShouldBe(2);

        silo.Probe.Count($"active {_key}").ShouldBe(1);
    }

    [Fact]
    public async Task A_grain_knows_its_key()
    {
        var grain = silo.Grains.GetGrain<ILifeGrain>(_key);

        (await grain.Key()).ShouldBe($"{_key} of life/{_key}");
        grain.GetPrimaryKeyString().ShouldBe(_key);
        grain.GetGrainId().ShouldBe(GrainId.Create("life", _key));
    }

    [Fact]
    public void References_to_one_grain_are_equal()
    {
        silo.Grains.GetGrain<ILifeGrain>(_key).ShouldBe(silo.Grains.GetGrain<ILifeGrain>(_key));
        silo.Grains.GetGrain<ILifeGrain>(_key).ShouldNotBe(silo.Grains.GetGrain<ILifeGrain>(_key + "x"));
    }

    [Fact]
    public async Task A_failed_activation_fails_its_caller_and_the_next_call_tries_again()
    {
        var grain = silo.Grains.GetGrain<IFragileGrain>(_key);

        (await Should.ThrowAsync<InvalidOperationException>(() => grain.Ping())).Message.ShouldBe("Not yet.");

        (await grain.Ping()).ShouldBe("ping");
    }

    [Fact]
    public async Task A_throwing_constructor_fails_the_caller()
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => silo.Grains.GetGrain<IUnbuildableGrain>(_key).Ping());

        failure.InnerException.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("Never.");
    }

    [Fact]
    public void An_interface_without_a_grain_class_is_refused() =>
        Should.Throw<ArgumentException>(() => silo.Grains.GetGrain<IUnimplementedGrain>(_key));

    [Fact]
    public async Task Two_workers_of_one_stateless_grain_work_side_by_side()
    {
        var grain = silo.Grains.GetGrain<IWorkerGrain>(_key);

        var calls = new[] { grain.Hold(_key), grain.Hold(_key), grain.Hold(_key) };
        await silo.Probe.Next($"held {_key}");
        await silo.Probe.Next($"held {_key}");

        // The third waits: there are two workers.
        silo.Probe.Count($"held {_key}").ShouldBe(0);
        silo.Probe.Open(_key);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_class_of_its_own_kind_is_a_grain_too()
    {
        var grain = silo.Grains.GetGrain<IPlainGrain>(_key);

        (await grain.Key()).ShouldBe($"plain/{_key}");
        await grain.End();

        await silo.Probe.Next($"ended {_key}");
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_as_it_is()
    {
        var exception = await Should.ThrowAsync<OddException>(() => silo.Grains.GetGrain<IPlainGrain>(_key).Throw(7));

        exception.Number.ShouldBe(7);
    }
}
