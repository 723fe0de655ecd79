using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;

namespace RetailGuard.Tests.Cluster;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Read(string key);

    Task<string?> ReadThrough(string other, string key);

    Task<string?> Change(string key, string value);

    Task<string?> AtActivation();

    Task<string?> ReadAsyncLocal();

    Task<string> ChangeList(string key);
}

public sealed class ContextGrain : Grain, IContextGrain
{
    public static readonly AsyncLocal<string?> Ambient = new();

    private string? _atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = RequestContext.Get("name") as string;
        return Task.CompletedTask;
    }

    public Task<string?> Read(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task<string?> ReadThrough(string other, string key)
    {
        await Task.Yield();
        return await GrainFactory.GetGrain<IContextGrain>(other).Read(key);
    }

    public Task<string?> Change(string key, string value)
    {
        RequestContext.Set(key, value);
        return Read(key);
    }

    public Task<string?> AtActivation() => Task.FromResult(_atActivation);

    public Task<string> ChangeList(string key)
    {
        var list = (List<string>)RequestContext.Get(key)!;
        list.Add("added");
        return Task.FromResult(string.Join(", ", list));
    }

    public Task<string?> ReadAsyncLocal() => Task.FromResult(Ambient.Value);
}

public sealed class RequestContextTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    private IContextGrain Grain => silo.Grains.GetGrain<IContextGrain>(_key);

    [Fact]
    public async Task A_value_travels_with_the_calls_of_a_flow()
    {
        RequestContext.Set("name", "travels");

        (await Grain.Read("name")).ShouldBe("travels");
        (await Grain.ReadThrough($"{_key}/other", "name")).ShouldBe("travels");
        (await Grain.AtActivation()).ShouldBe("travels");
    }

    [Fact]
    public async Task A_value_never_travels_back()
    {
        RequestContext.Set("name", "mine");

        (await Grain.Change("name", "theirs")).ShouldBe("theirs");

        RequestContext.Get("name").ShouldBe("mine");
        (await Grain.Read("name")).ShouldBe("mine");
    }

    [Fact]
    public async Task A_call_does_not_see_the_values_of_another_flow()
    {
        await Task.Run(
            async () =>
            {
                RequestContext.Set("name", "other flow");
                await Grain.Read("name");
            },
            TestContext.Current.CancellationToken
        );

        (await Grain.Read("name")).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_else_of_the_callers_context_reaches_the_grain()
    {
        ContextGrain.Ambient.Value = "stays here";

        (await Grain.ReadAsyncLocal()).ShouldBeNull();

        ContextGrain.Ambient.Value.ShouldBe("stays here");
    }

    [Fact]
    public async Task A_value_is_copied_on_its_way()
    {
        var list = new List<string> { "sent" };
        RequestContext.Set("list", list);

        (await Grain.ChangeList("list")).ShouldBe("sent, added");

        list.ShouldBe(["sent"]);
    }

    [Fact]
    public async Task A_value_that_cannot_travel_is_refused()
    {
        RequestContext.Set("name", new Unmarked());

        await Should.ThrowAsync<CodecNotFoundException>(async () => await Grain.Read("name"));
    }

    [Fact]
    public async Task Removed_and_cleared_values_do_not_travel()
    {
        RequestContext.Set("one", "1");
        RequestContext.Set("two", "2");
        RequestContext.Keys.Order().ShouldBe(["one", "two"]);

        RequestContext.Remove("one").ShouldBeTrue();
        RequestContext.Remove("one").ShouldBeFalse();
        (await Grain.Read("one")).ShouldBeNull();
        (await Grain.Read("two")).ShouldBe("2");

        RequestContext.Clear();
        RequestContext.Entries.ShouldBeEmpty();
        (await Grain.Read("two")).ShouldBeNull();
    }
}
