using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Utilities;

namespace RetailGuard.Tests.Cluster;

public interface INews : IGrainObserver
{
    Task Hear(string text);

    Task<int> Ask(int number);

    [OneWay]
    Task Overhear(string text);

    void Shout(string text);
}

public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INews observer);

    Task Publish(string text);

    Task<int> Ask(INews observer, int number);

    Task Tell(INews observer, string text);

    Task<int> Count();

    Task<bool> TryObserve();
}

public sealed class NewsGrain : Grain, INewsGrain
{
    private readonly ObserverManager<INews> _observers = new(TimeSpan.FromMinutes(5), NullLogger.Instance);

    public Task Subscribe(INews observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Publish(string text) => _observers.Notify(observer => observer.Hear(text));

    public Task<int> Ask(INews observer, int number) => observer.Ask(number);

    public async Task Tell(INews observer, string text)
    {
        await observer.Overhear(text);
        observer.Shout(text);
    }

    public Task<int> Count() => Task.FromResult(_observers.Count);

    public Task<bool> TryObserve()
    {
        Should.Throw<InvalidOperationException>(() => GrainFactory.CreateObjectReference<INews>(new Listener(new Probe(), "")));
        return Task.FromResult(true);
    }
}

public sealed class Listener(Probe probe, string name) : INews
{
    public Task Hear(string text)
    {
        probe.Report($"heard {name}", text);
        return Task.CompletedTask;
    }

    public Task<int> Ask(int number) => number < 0 ? throw new ArgumentException("Negative.", nameof(number)) : Task.FromResult(number + 1);

    public Task Overhear(string text) => Hear(text);

    public void Shout(string text) => probe.Report($"heard {name}", text.ToUpperInvariant());
}

public sealed class ObserverTests : IAsyncLifetime
{
    private readonly string _key = Keys.Next();
    private SiloHost _silo = null!;
    private Listener _listener = null!;

    private INewsGrain Grain => _silo.Grains.GetGrain<INewsGrain>(_key);

    public async ValueTask InitializeAsync()
    {
        _silo = await SiloHost.StartAsync(builder =>
            builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2))
        );
        _listener = new Listener(_silo.Probe, _key);
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task A_grain_tells_its_observers()
    {
        await Grain.Subscribe(Reference());

        await Grain.Publish("news");

        (await _silo.Probe.Next($"heard {_key}")).ShouldBe("news");
    }

    [Fact]
    public async Task An_observer_answers_the_grain() => (await Grain.Ask(Reference(), 1)).ShouldBe(2);

    [Fact]
    public async Task An_observers_exception_reaches_the_grain_and_its_caller() =>
        await Should.ThrowAsync<ArgumentException>(() => Grain.Ask(Reference(), -1));

    [Fact]
    public async Task One_way_and_void_methods_arrive_in_order()
    {
        await Grain.Tell(Reference(), "word");

        (await _silo.Probe.Next($"heard {_key}")).ShouldBe("word");
        (await _silo.Probe.Next($"heard {_key}")).ShouldBe("WORD");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_observer_does_not_answer()
    {
        var reference = Reference();
        _silo.Grains.DeleteObjectReference<INews>(reference);

        await Should.ThrowAsync<TimeoutException>(() => reference.Ask(1));
        Should.Throw<ArgumentException>(() => _silo.Grains.DeleteObjectReference<INews>(reference));
    }

    [Fact]
    public async Task An_observer_that_fails_is_no_longer_told()
    {
        await Grain.Subscribe(_silo.Grains.CreateObjectReference<INews>(new Throwing()));
        (await Grain.Count()).ShouldBe(1);

        await Grain.Publish("news");

        (await Grain.Count()).ShouldBe(0);
    }

    [Fact]
    public async Task Two_references_to_one_object_are_two_observers()
    {
        await Grain.Subscribe(Reference());
        await Grain.Subscribe(Reference());

        (await Grain.Count()).ShouldBe(2);
    }

    [Fact]
    public async Task Subscribing_again_keeps_one_observer()
    {
        var reference = Reference();
        await Grain.Subscribe(reference);
        await Grain.Subscribe(reference);

        (await Grain.Count()).ShouldBe(1);
    }

    [Fact]
    public void What_is_not_a_local_object_is_refused()
    {
        Should.Throw<ArgumentException>(() => _silo.Grains.CreateObjectReference<INews>(Reference()));
        Should.Throw<ArgumentException>(() => _silo.Grains.DeleteObjectReference<INews>(_listener));
    }

    [Fact]
    public async Task A_grain_cannot_make_a_reference() => (await Grain.TryObserve()).ShouldBeTrue();

    private INews Reference() => _silo.Grains.CreateObjectReference<INews>(_listener);

    private sealed class Throwing : INews
    {
        // The silo holds observers weakly; this one lives as long as the process.
        private static readonly List<Throwing> s_alive = [];

        public Throwing() => s_alive.Add(this);

        public Task Hear(string text) => throw new InvalidOperationException("Deaf.");

        public Task<int> Ask(int number) => throw new InvalidOperationException("Deaf.");

        public Task Overhear(string text) => Task.CompletedTask;

        public void Shout(string text) { }
    }
}
