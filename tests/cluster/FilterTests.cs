using System.Reflection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace RetailGuard.Tests.Cluster;

[AttributeUsage(AttributeTargets.Method)]
public sealed class GuardedAttribute : Attribute;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Say(string text);

    [Guarded]
    Task<int> Number();

    Task Throw();

    Task<string> SayThrough(string other, string text);

    Task Tick();

    Task<Picture> Draw();
}

public sealed class FilteredGrain(Probe probe) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    private readonly Picture _picture = new() { Points = [1, 2] };

    public Task<string> Say(string text) => Task.FromResult(RequestContext.Get("name") is string name ? $"{text} {name}" : text);

    public Task<int> Number() => Task.FromResult(1);

    public Task Throw() => throw new InvalidOperationException("Thrown by the grain.");

    public Task<string> SayThrough(string other, string text) => GrainFactory.GetGrain<IFilteredGrain>(other).Say(text);

    public Task Tick()
    {
        this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task<Picture> Draw() => Task.FromResult(_picture);

    /// <summary>The grain's own filter: the last before the method.</summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        probe.Report($"own {this.GetPrimaryKeyString()}", context.InterfaceMethod.Name);
        await context.Invoke();
    }
}

/// <summary>Reports what it sees of a call, and may refuse, replace or repair.</summary>
public sealed class ReportingFilter(Probe probe, IGrainFactory grains) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain grain)
        {
            await context.Invoke();
            return;
        }

        grains.ShouldNotBeNull();
        var key = context.TargetId.Key.ToString();
        context.TargetContext.GrainInstance.ShouldBeSameAs(grain);
        probe.Report($"in {key}", $"{context.SourceId?.Type} called {context.MethodName}");
        if (context.InterfaceMethod.GetCustomAttribute<GuardedAttribute>() is not null)
        {
            context.Result = 42;
            return;
        }

        if (context.InterfaceName == typeof(IFilteredGrain).FullName)
        {
            context.ImplementationMethod.DeclaringType.ShouldBe(typeof(FilteredGrain));
        }

        if (context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is "dropped")
        {
            return;
        }

        if (context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is "forbidden")
        {
            throw new UnauthorizedAccessException("Refused by the filter.");
        }

        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException exception)
        {
            throw new NotSupportedException("Replaced by the filter.", exception);
        }

        if (context.Result is "loud")
        {
            context.Result = "LOUD";
        }
    }
}

public sealed class FilterTests : IAsyncLifetime
{
    private readonly string _key = Keys.Next();
    private SiloHost _silo = null!;

    private IFilteredGrain Grain => _silo.Grains.GetGrain<IFilteredGrain>(_key);

    public async ValueTask InitializeAsync() =>
        _silo = await SiloHost.StartAsync(builder =>
            builder
                .AddIncomingGrainCallFilter<ReportingFilter>()
                .AddIncomingGrainCallFilter(async context =>
                {
                    if (context.Grain is Listener && context.InterfaceMethod.Name == nameof(INews.Ask))
                    {
                        context.Request.SetArgument(0, 41);
                    }

                    await context.Invoke();
                })
                .AddOutgoingGrainCallFilter(async context =>
                {
                    if (context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is "outgoing")
                    {
                        RequestContext.Set("name", "set on the way");
                        context.Request.SetArgument(0, "replaced on the way");
                    }

                    await context.Invoke();
                    if (context.Result is string result && result.StartsWith("replaced on the way", StringComparison.Ordinal))
                    {
                        context.Result = $"{result}, and back";
                    }
                })
        );

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_filter_sees_the_call_before_the_grain()
    {
        (await Grain.Say("hello")).ShouldBe("hello");

        (await _silo.Probe.Next($"in {_key}")).ShouldBe("sys.client called Say");
        (await _silo.Probe.Next($"own {_key}")).ShouldBe("Say");
    }

    [Fact]
    public async Task A_filter_knows_the_calling_grain()
    {
        (await Grain.SayThrough($"{_key}/other", "hello")).ShouldBe("hello");

        (await _silo.Probe.Next($"in {_key}/other")).ShouldBe("filtered called Say");
    }

    [Fact]
    public async Task A_filter_refuses_a_call()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => Grain.Say("forbidden"));

        _silo.Probe.Count($"own {_key}").ShouldBe(0);
    }

    [Fact]
    public async Task A_filter_that_neither_goes_on_nor_answers_fails_the_call() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Grain.Say("dropped"));

    [Fact]
    public async Task A_filter_sees_the_calls_to_observers()
    {
        var listener = new Listener(_silo.Probe, _key);

        (await _silo.Grains.CreateObjectReference<INews>(listener).Ask(1)).ShouldBe(42);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_filter_changes_a_result() => (await Grain.Say("loud")).ShouldBe("LOUD");

    [Fact]
    public async Task A_filter_answers_in_the_grains_place() => (await Grain.Number()).ShouldBe(42);

    [Fact]
    public async Task A_filter_replaces_an_exception() => await Should.ThrowAsync<NotSupportedException>(() => Grain.Throw());

    [Fact]
    public async Task An_outgoing_filter_changes_arguments_and_results() =>
        (await Grain.Say("outgoing")).ShouldBe("replaced on the way set on the way, and back");

    [Fact]
    public async Task A_filter_sees_the_ticks_of_timers()
    {
        await Grain.Tick();
        await _silo.Probe.Next($"in {_key}");

        (await _silo.Probe.Next($"in {_key}")).ShouldBe("filtered called InvokeCallbackAsync");
    }

    [Fact]
    public async Task A_filtered_result_is_still_a_copy()
    {
        var first = await Grain.Draw();
        first.Points[0] = 9;

        (await Grain.Draw()).Points.ShouldBe([1, 2]);
    }
}
