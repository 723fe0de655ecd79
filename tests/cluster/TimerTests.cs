using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace RetailGuard.Tests.Cluster;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Ticks until stopped; each tick reports.</summary>
    Task Start(bool interleave);

    /// <summary>Starts a timer and keeps the call open until the gate opens.</summary>
    Task StartAndHold(string gate, bool interleave);

    Task StartFailing();

    Task StartOnce();

    Task ChangeToNow();

    Task Stop();

    Task End();

    Task<bool> StartBad();
}

public interface IEagerTimerGrain : IGrainWithStringKey
{
    Task Touch();
}

/// <summary>Starts its timer while it is activated, and is held there until the timer is due.</summary>
public sealed class EagerTimerGrain(Probe probe) : Grain, IEagerTimerGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        this.RegisterGrainTimer(_ => Report(key), new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await probe.Pass(key);
    }

    public Task Touch() => Task.CompletedTask;

    private Task Report(string key)
    {
        probe.Report($"tick {key}");
        return Task.CompletedTask;
    }
}

public sealed class TimerGrain(Probe probe) : Grain, ITimerGrain
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(5);

    private IGrainTimer? _timer;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public Task Start(bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            Tick,
            "state",
            new GrainTimerCreationOptions(TimeSpan.Zero, s_soon) { Interleave = interleave, KeepAlive = true }
        );
        return Task.CompletedTask;
    }

    public async Task StartAndHold(string gate, bool interleave)
    {
        await Start(interleave);
        probe.Report($"held {gate}");
        await probe.Pass(gate);
        probe.Report($"tick {Key}", "call ended");
    }

    public Task StartFailing()
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                probe.Report($"tick {Key}", $"{++_ticks}");
                throw new InvalidOperationException("A tick failed.");
            },
            TimeSpan.Zero,
            s_soon
        );
        return Task.CompletedTask;
    }

    public Task StartOnce()
    {
        _timer = this.RegisterGrainTimer(_ => Tick("once", _), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task ChangeToNow()
    {
        _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<bool> StartBad()
    {
        Should.Throw<ArgumentOutOfRangeException>(() =>
            this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.FromSeconds(-5), TimeSpan.Zero)
        );
        return Task.FromResult(true);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Report($"ended {Key}");
        return Task.CompletedTask;
    }

    private Task Tick(string state, CancellationToken cancellationToken)
    {
        cancellationToken.IsCancellationRequested.ShouldBeFalse();
        probe.Report($"tick {Key}", state);
        return Task.CompletedTask;
    }
}

public interface IReminderGrain : IGrainWithStringKey
{
    Task Start(TimeSpan due);

    Task Touch();
}

[KeepAlive]
public sealed class ReminderGrain(Probe probe) : Grain, IReminderGrain
{
    public Task Start(TimeSpan due)
    {
        var key = this.GetPrimaryKeyString();
        this.RegisterGrainTimer(
            () =>
            {
                probe.Report($"tick {key}");
                return Task.CompletedTask;
            },
            due,
            Timeout.InfiniteTimeSpan
        );
        return Task.CompletedTask;
    }

    public Task Touch() => Task.CompletedTask;
}

public sealed class TimerTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    private ITimerGrain Grain => silo.Grains.GetGrain<ITimerGrain>(_key);

    [Fact]
    public async Task A_timer_ticks_until_it_is_disposed()
    {
        await Grain.Start(interleave: false);
        (await Tick()).ShouldBe("state");
        await Tick();

        await Grain.Stop();

        // A turn later nothing ticks any more.
        var ticked = silo.Probe.Count($"tick {_key}");
        await Grain.StartBad();
        silo.Probe.Count($"tick {_key}").ShouldBe(ticked);
    }

    [Fact]
    public async Task A_tick_waits_for_the_running_call()
    {
        var call = Grain.StartAndHold(_key, interleave: false);
        await silo.Probe.Next($"held {_key}");
        silo.Probe.Open(_key);
        await call;

        (await Tick()).ShouldBe("call ended");
        (await Tick()).ShouldBe("state");
        await Grain.Stop();
    }

    [Fact]
    public async Task An_interleaving_tick_does_not_wait()
    {
        var call = Grain.StartAndHold(_key, interleave: true);

        (await Tick()).ShouldBe("state");

        silo.Probe.Open(_key);
        await call;
        await Grain.Stop();
    }

    [Fact]
    public async Task A_timer_goes_on_after_a_failed_tick()
    {
        await Grain.StartFailing();

        (await Tick()).ShouldBe("1");
        (await Tick()).ShouldBe("2");
        await Grain.Stop();
    }

    [Fact]
    public async Task A_timer_without_due_time_waits_for_a_change()
    {
        await Grain.StartOnce();
        silo.Probe.Count($"tick {_key}").ShouldBe(0);

        await Grain.ChangeToNow();

        (await Tick()).ShouldBe("once");
    }

    [Fact]
    public async Task Deactivation_ends_the_timers()
    {
        await Grain.Start(interleave: true);
        await Tick();

        await Grain.End();
        await silo.Probe.Next($"ended {_key}");

        // The new life has no timer.
        await Grain.StartBad();
        var ticked = silo.Probe.Count($"tick {_key}");
        await Grain.StartBad();
        silo.Probe.Count($"tick {_key}").ShouldBe(ticked);
    }

    [Fact]
    public async Task A_timer_that_is_due_during_activation_ticks_after_it()
    {
        var touching = silo.Grains.GetGrain<IEagerTimerGrain>(_key).Touch();
        await Grain.StartBad();
        silo.Probe.Count($"tick {_key}").ShouldBe(0);

        silo.Probe.Open(_key);

        await touching;
        await Tick();
    }

    [Fact]
    public async Task A_timer_ticks_by_the_injected_clock()
    {
        var clock = new ManualClock();
        await using var host = await SiloHost.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var grain = host.Grains.GetGrain<IReminderGrain>(_key);
        await grain.Start(TimeSpan.FromDays(40));
        clock.Advance(TimeSpan.FromDays(39));
        await grain.Touch();
        host.Probe.Count($"tick {_key}").ShouldBe(0);

        clock.Advance(TimeSpan.FromDays(1));

        await host.Probe.Next($"tick {_key}");
    }

    [Fact]
    public async Task A_negative_due_time_is_refused() => (await Grain.StartBad()).ShouldBeTrue();

    private Task<string> Tick() => silo.Probe.Next($"tick {_key}");
}
