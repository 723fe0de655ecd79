using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace RetailGuard.Tests.Cluster;

[GenerateSerializer, Alias("test.picture")]
public sealed class Picture
{
    [Id(0)]
    public float[] Points { get; set; } = [];

    [Id(1)]
    public List<Picture> Parts { get; init; } = [];

    [Id(2)]
    public Picture? Whole { get; set; }

    [field: NonSerialized]
    public string? Scratch { get; init; }
}

[GenerateSerializer, Immutable, Alias("test.fact")]
public sealed record Fact([property: Id(0)] string Name, [property: Id(1)] float[] Points);

[GenerateSerializer, Alias("test.note")]
public record Note([property: Id(0)] string Text, [property: Id(1)] Dictionary<string, byte[]> Files);

[GenerateSerializer, Alias("test.signed-note")]
public sealed record SignedNote(string Text, Dictionary<string, byte[]> Files, [property: Id(0)] string Signer) : Note(Text, Files);

[GenerateSerializer, Alias("test.span")]
public readonly record struct Span([property: Id(0)] int From, [property: Id(1)] int To);

[GenerateSerializer, Alias("test.box")]
public sealed record Box<T>([property: Id(0)] T Value);

public sealed class Unmarked
{
    public int Number { get; set; }
}

[GenerateSerializer, Alias("test.holder")]
public sealed class HolderOfUnmarked
{
    [Id(0)]
    public Unmarked? Inner { get; set; }
}

public interface ICopyGrain : IGrainWithStringKey
{
    Task Keep(Picture picture);

    Task<Picture> Kept();

    Task<float[]> Scale(float[] values, float by);

    Task<bool> IsSame([Immutable] byte[] bytes);

    Task<byte[]> Bytes(byte[] bytes);

    Task<Fact> Echo(Fact fact);

    Task<Note> EchoNote(Note note);

    Task<Span?> EchoSpan(Span? span);

    Task<(int, string)> EchoTuple((int, string) tuple);

    Task<Box<List<int>>> EchoBox(Box<List<int>> box);

    Task<IReadOnlyList<Span>> EchoSpans(IReadOnlyList<Span> spans);

    Task<Dictionary<string, List<int>>> EchoMap(Dictionary<string, List<int>> map);

    Task<ImmutableArray<int>> EchoArray(ImmutableArray<int> array);

    Task<HashSet<DateOnly>> EchoDays(HashSet<DateOnly> days);

    ValueTask<Guid> EchoId(Guid id);

    Task<Immutable<float[]>> EchoImmutable(Immutable<float[]> values);

    Task<ICopyGrain> Self();

    Task<string> Cancelled(CancellationToken cancellationToken);
}

public interface IUnmarkedArgumentGrain : IGrainWithStringKey
{
    Task Take(Unmarked value);
}

public interface IUnmarkedListGrain : IGrainWithStringKey
{
    Task Take(List<Unmarked> values);
}

public interface IUnmarkedMemberGrain : IGrainWithStringKey
{
    Task Take(HolderOfUnmarked value);
}

public interface IUnmarkedResultGrain : IGrainWithStringKey
{
    Task<Unmarked> Give();
}

public interface IAnythingGrain : IGrainWithStringKey
{
    Task<object> Echo(object value);
}

public sealed class CopyGrain(Probe probe) : Grain, ICopyGrain
{
    private static byte[]? s_sent;

    private Picture _picture = new();

    public static byte[] Sent => s_sent ??= [1, 2, 3];

    public Task Keep(Picture picture)
    {
        _picture = picture;
        return Task.CompletedTask;
    }

    public Task<Picture> Kept() => Task.FromResult(_picture);

    public Task<float[]> Scale(float[] values, float by)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= by;
        }

        return Task.FromResult(values);
    }

    public Task<bool> IsSame(byte[] bytes) => Task.FromResult(ReferenceEquals(bytes, Sent));

    public Task<byte[]> Bytes(byte[] bytes) => Task.FromResult(bytes);

    public Task<Fact> Echo(Fact fact) => Task.FromResult(fact);

    public Task<Note> EchoNote(Note note) => Task.FromResult(note);

    public Task<Span?> EchoSpan(Span? span) => Task.FromResult(span);

    public Task<(int, string)> EchoTuple((int, string) tuple) => Task.FromResult(tuple);

    public Task<Box<List<int>>> EchoBox(Box<List<int>> box) => Task.FromResult(box);

    public Task<IReadOnlyList<Span>> EchoSpans(IReadOnlyList<Span> spans) => Task.FromResult(spans);

    public Task<Dictionary<string, List<int>>> EchoMap(Dictionary<string, List<int>> map) => Task.FromResult(map);

    public Task<ImmutableArray<int>> EchoArray(ImmutableArray<int> array) => Task.FromResult(array);

    public Task<HashSet<DateOnly>> EchoDays(HashSet<DateOnly> days) => Task.FromResult(days);

    public ValueTask<Guid> EchoId(Guid id) => ValueTask.FromResult(id);

    public Task<Immutable<float[]>> EchoImmutable(Immutable<float[]> values) => Task.FromResult(values);

    public Task<ICopyGrain> Self() => Task.FromResult(this.AsReference<ICopyGrain>());

    public async Task<string> Cancelled(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        await using var registration = cancellationToken.Register(() => probe.Report($"cancelled {key}"));
        probe.Report($"held {key}");
        await probe.Pass(key);
        return "done";
    }
}

public sealed class RefusedGrain
    : Grain,
        IUnmarkedArgumentGrain,
        IUnmarkedListGrain,
        IUnmarkedMemberGrain,
        IUnmarkedResultGrain,
        IAnythingGrain
{
    public Task Take(Unmarked value) => Task.CompletedTask;

    public Task Take(List<Unmarked> values) => Task.CompletedTask;

    public Task Take(HolderOfUnmarked value) => Task.CompletedTask;

    public Task<Unmarked> Give() => Task.FromResult(new Unmarked());

    public Task<object> Echo(object value) => Task.FromResult(value);
}

public sealed class SerializationTests(SiloHost silo) : IClassFixture<SiloHost>
{
    private readonly string _key = Keys.Next();

    private ICopyGrain Grain => silo.Grains.GetGrain<ICopyGrain>(_key);

    [Fact]
    public async Task Arguments_are_copied_in_depth()
    {
        var picture = new Picture { Points = [1], Parts = { new Picture { Points = [2] } } };
        await Grain.Keep(picture);

        picture.Points[0] = 9;
        picture.Parts[0].Points[0] = 9;
        picture.Parts.Clear();

        var kept = await Grain.Kept();
        kept.Points.ShouldBe([1]);
        kept.Parts.ShouldHaveSingleItem().Points.ShouldBe([2]);
    }

    [Fact]
    public async Task Results_are_copied_in_depth()
    {
        await Grain.Keep(new Picture { Points = [1], Parts = { new Picture { Points = [2] } } });

        var first = await Grain.Kept();
        first.Points[0] = 9;
        first.Parts[0].Points[0] = 9;

        var second = await Grain.Kept();
        second.Points.ShouldBe([1]);
        second.Parts[0].Points.ShouldBe([2]);
    }

    [Fact]
    public async Task An_array_is_copied()
    {
        float[] values = [1, 2];

        (await Grain.Scale(values, 2)).ShouldBe([2, 4]);

        values.ShouldBe([1, 2]);
        var bytes = new byte[] { 1 };
        (await Grain.Bytes(bytes)).ShouldNotBeSameAs(bytes);
    }

    [Fact]
    public async Task A_graph_keeps_its_shape()
    {
        var shared = new Picture { Points = [1] };
        var picture = new Picture { Parts = { shared, shared } };
        shared.Whole = picture;
        await Grain.Keep(picture);

        var kept = await Grain.Kept();

        kept.ShouldNotBeSameAs(picture);
        kept.Parts[0].ShouldBeSameAs(kept.Parts[1]);
        kept.Parts[0].Whole.ShouldBeSameAs(kept);
    }

    [Fact]
    public async Task What_is_not_serialized_stays_behind()
    {
        await Grain.Keep(new Picture { Scratch = "scratch" });

        (await Grain.Kept()).Scratch.ShouldBeNull();
    }

    [Fact]
    public async Task An_immutable_value_is_passed_by_reference()
    {
        var fact = new Fact("fact", [1]);
        float[] values = [1];

        (await Grain.Echo(fact)).ShouldBeSameAs(fact);
        (await Grain.EchoImmutable(values.AsImmutable())).Value.ShouldBeSameAs(values);
        (await Grain.IsSame(CopyGrain.Sent)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_derived_record_stays_what_it_is()
    {
        var note = new SignedNote("text", new() { ["file"] = [1] }, "Store manager 1");

        var echoed = (await Grain.EchoNote(note)).ShouldBeOfType<SignedNote>();

        echoed.Text.ShouldBe("text");
        echoed.Signer.ShouldBe("Store manager 1");
        echoed.Files["file"].ShouldBe([1]);
        echoed.Files["file"].ShouldNotBeSameAs(note.Files["file"]);
    }

    [Fact]
    public async Task Plain_values_and_collections_travel()
    {
        (await Grain.EchoSpan(new Span(1, 2))).ShouldBe(new Span(1, 2));
        (await Grain.EchoSpan(null)).ShouldBeNull();
        (await Grain.EchoTuple((1, "one"))).ShouldBe((1, "one"));
        (await Grain.EchoBox(new Box<List<int>>([1, 2]))).Value.ShouldBe([1, 2]);
        (await Grain.EchoSpans([new Span(1, 2)])).ShouldBe([new Span(1, 2)]);
        (await Grain.EchoMap(new() { ["a"] = [1] }))["a"].ShouldBe([1]);
        (await Grain.EchoArray([1, 2])).ShouldBe([1, 2]);
        (await Grain.EchoDays([new DateOnly(2026, 5, 1)])).ShouldBe([new DateOnly(2026, 5, 1)]);
        (await Grain.EchoId(Guid.Empty)).ShouldBe(Guid.Empty);
    }

    [Fact]
    public async Task A_reference_travels() => (await Grain.Self()).ShouldBe(Grain);

    [Fact]
    public async Task A_cancelled_caller_stops_waiting_and_the_grain_is_told()
    {
        using var source = new CancellationTokenSource();
        var call = Grain.Cancelled(source.Token);
        await silo.Probe.Next($"held {_key}");

        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await silo.Probe.Next($"cancelled {_key}");
        silo.Probe.Open(_key);
    }

    [Fact]
    public async Task A_type_without_a_serializer_is_refused()
    {
        await Refused(async grains => await grains.GetGrain<IUnmarkedArgumentGrain>(_key).Take(new Unmarked()));
        await Refused(async grains => await grains.GetGrain<IUnmarkedResultGrain>(_key).Give());
        await Refused(async grains => await grains.GetGrain<IUnmarkedListGrain>(_key).Take([new Unmarked()]));
        await Refused(async grains =>
            await grains.GetGrain<IUnmarkedMemberGrain>(_key).Take(new HolderOfUnmarked { Inner = new Unmarked() })
        );
    }

    [Fact]
    public async Task A_value_behind_object_is_judged_by_its_own_type()
    {
        (await silo.Grains.GetGrain<IAnythingGrain>(_key).Echo(new Span(1, 2))).ShouldBe(new Span(1, 2));

        await Refused(async grains => await grains.GetGrain<IAnythingGrain>(_key).Echo(new Unmarked()));
        await Refused(async grains => await grains.GetGrain<IAnythingGrain>(_key).Echo(new[] { 1 }.Select(each => each)));
    }

    private async Task Refused(Func<IGrainFactory, Task> call) =>
        (await Should.ThrowAsync<CodecNotFoundException>(() => call(silo.Grains))).Message.ShouldNotBeEmpty();
}
