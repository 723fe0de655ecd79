using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>A store's gallery in memory: over several shards, rebuilt from the record, and never less than the record in silence.</summary>
public abstract class GalleryTests(FaceReader reader) : IAsyncLifetime
{
    private readonly ShardMemory _memory = new();
    private readonly HeldAnswer _late = new(nameof(IGalleryShardGrain.Status));
    private DataStore? _storage;
    private RunningServer? _server;

    private RunningServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        // A server of its own: it logs the errors that are made here.
        _storage = await StoreAsync();
        _server = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _storage?.Dispose();
    }

    protected abstract Task<DataStore> StoreAsync();

    [Fact]
    [Trait("Rule", "R6")]
    public async Task A_full_shard_is_followed_by_another_and_both_are_searched()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await SeededEntries.AddAsync(Server, stage, StoreList.EntriesPerShard - 1, shard: 0);
        var entry = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));

        (await ShardAsync(stage.Entry)).ShouldBe(0);
        (await ShardAsync(entry)).ShouldBe(1);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold, "the first shard");
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold, "the second");
        await HoldsAsync(stage, StoreList.EntriesPerShard + 1);

        // Whoever knows nothing of the second shard yet meets it with the first search.
        await using var again = await StartAgainAsync();
        var found = await SearchAsync(again, stage, 'B');
        found.Nearest[0][0].Entry.Value.ShouldBe(entry);
        found.Nearest[0][1].Entry.Value.ShouldNotBe(entry);
        found.Shards.ShouldBe(2);
    }

    [Fact]
    [Trait("Rule", "R6")]
    public async Task Two_entries_of_one_face_in_two_shards_are_a_tie()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await SeededEntries.AddAsync(Server, stage, StoreList.EntriesPerShard - 1, shard: 0);
        var twin = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('A'));

        var found = await SearchAsync(Server, stage, 'A');

        found.Nearest[0].Select(n => n.Entry.Value).ShouldBe(new[] { stage.Entry, twin }.Order());
        found.Nearest[0][0].Cosine.ShouldBe(found.Nearest[0][1].Cosine);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
    }

    [Fact]
    [Trait("Rule", "R20")]
    public async Task A_gallery_that_cannot_be_read_says_so_instead_of_no_match()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var again = await StartAgainAsync();
        await again.QueryAsync("""ALTER TABLE "StoreLists" RENAME TO "Away" """);

        (await RefusalAsync(again, stage)).Code.ShouldBe("gallery-not-loaded");
        await using var connector = await Connector.OpenAsync(stage.Paired with { Server = again }, reader);
        var probe = connector.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('A')), again.Time.GetUtcNow());
        var decision = await connector.AskAsync(probe);
        decision.Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
        decision.Reason.ShouldContain("not loaded");

        await again.QueryAsync("""ALTER TABLE "Away" RENAME TO "StoreLists" """);
        (await SearchAsync(again, stage, 'A')).Nearest[0][0].Entry.Value.ShouldBe(stage.Entry);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_opened_is_reported_and_the_others_match()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var damaged = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));
        var other = (await Server.QueryAsync("""SELECT "Sealed" FROM "EntryTemplates" WHERE "Entry" = @p0""", stage.Entry)).Single()[0]!;
        await Server.QueryAsync("""UPDATE "EntryTemplates" SET "Sealed" = @p0 WHERE "Entry" = @p1""", other, damaged);

        var check = await CheckAsync(Server, stage);

        check.Differences.ShouldBe(1);
        check.Status.Unreadable.ShouldBe(1);
        check.Status.Count.ShouldBe(1);
        Server.Log.Errors.ShouldContain(l => l.Message.Contains($"{damaged}"));
        (await stage.PassAsync(Photos.Of('B'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        Server.Time.Step(TimeSpan.FromSeconds(5));
        await stage.LookAsync();
        await screen.UntilAsync(s => s.Store.GetProperty("listUnreadable").GetInt32() == 1, "the store told of the entry");

        await Server.QueryAsync("""UPDATE "EntryTemplates" SET "Sealed" = @p0 WHERE "Entry" = @p1""", new byte[40], stage.Entry);
        await CheckAsync(Server, stage);
        Server.Time.Step(TimeSpan.FromSeconds(5));
        await stage.LookAsync();
        await screen.UntilAsync(s => !s.Store.GetProperty("armed").GetBoolean(), "a store without a readable entry disarmed");
        screen.Store.GetProperty("reason").GetString()!.ShouldContain("can be opened");
    }

    [Fact]
    public async Task A_look_that_began_earlier_is_not_taken_in_after_a_later_one()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        await Server.QueryAsync("""UPDATE "EntryTemplates" SET "Sealed" = @p0 WHERE "Entry" = @p1""", new byte[40], stage.Entry);
        _late.HoldNext();
        var earlier = stage.LookAsync();
        await _late.Given;
        await CheckAsync(Server, stage);
        await stage.LookAsync();
        await screen.UntilAsync(s => !s.Store.GetProperty("armed").GetBoolean(), "a store without a readable entry disarmed");

        _late.Release();
        await earlier;

        (await stage.PassAsync(Photos.Of('A'))).Verdict.ShouldBe(TrackDecision.Types.Verdict.NotDecided);
    }

    [Fact]
    public async Task Memory_that_was_damaged_is_found_and_healed()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await SeededEntries.AddAsync(Server, stage, 20, shard: 0);
        await HoldsAsync(stage, 21);
        var space = reader.Pack.Space.Id;
        var shard = _memory.Of(stage.Shop.Id).Of(space)!;
        var stranger = reader.Template(Photos.Of('B'));
        Action[] damages =
        [
            () => Memory().Remove(stage.Entry),
            () => Memory().Set(stage.Entry, stranger),
            () => Memory().Set(Unique.Id(), stranger),
            () => Memory().Remove(Memory().Ids.First(id => id != stage.Entry)),
        ];

        foreach (var damage in damages)
        {
            damage();
            (await CheckAsync(Server, stage)).Differences.ShouldBe(1);
            (await CheckAsync(Server, stage)).Differences.ShouldBe(0);
            (await SearchAsync(Server, stage, 'A')).Nearest[0][0].Entry.Value.ShouldBe(stage.Entry);
        }

        // Nobody has to ask for it.
        Memory().Remove(stage.Entry);
        Server.Time.Step(TimeSpan.FromMinutes(10));
        (await CheckAsync(Server, stage)).Differences.ShouldBe(0);
        Server.Log.Errors.Count(l => l.Message.Contains("otherwise than the record")).ShouldBe(damages.Length + 1);
        Server.Log.Errors.ShouldContain(l => l.Message.Contains($"{stage.Entry}"));
        shard.Count.ShouldBe(0, "what was replaced is zeroed");

        TemplateShard Memory() => _memory.Of(stage.Shop.Id).Of(space)!;
    }

    [Fact]
    public async Task A_record_that_was_put_back_to_an_earlier_day_is_followed()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        var entry = await Watchlist.ListAsync(stage.Shop, stage.Manager, stage.HeadOffice, Photos.Of('B'));

        await Server.QueryAsync("""UPDATE "Entries" SET "State" = 'Proposed', "ListVersion" = 0 WHERE "Id" = @p0""", entry);
        await Server.QueryAsync("""UPDATE "StoreLists" SET "Version" = 1 WHERE "StoreId" = @p0""", stage.Shop.Id);

        var status = await CheckAsync(Server, stage);
        (status.Status.Count, status.Status.ListVersion).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Five_thousand_entries_are_ready_after_a_restart()
    {
        await using var stage = await Stage.SetAsync(Server, reader);
        await SeededEntries.AddAsync(Server, stage, StoreList.EntriesPerShard - 1, shard: 0);
        await using var again = await StartAgainAsync();
        TenantBoundary.ActFor(new(stage.Retailer.Id));

        var (began, work) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var status = await again.Services.GetRequiredService<Galleries>().RefreshAsync(new(stage.Retailer.Id), new(stage.Shop.Id));
        var (took, worked) = (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - work);

        (status.IsLoaded, status.Count).ShouldBe((true, StoreList.EntriesPerShard));
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ready in {took.TotalMilliseconds:0} ms, of which the processors worked {worked.TotalMilliseconds:0} ms"
            )
        );
    }

    private Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(
            _storage!,
            configure: services => services.AddSingleton<IIncomingGrainCallFilter>(_memory).AddSingleton<IIncomingGrainCallFilter>(_late)
        );

    /// <summary>Another server on the same data; it knows nothing yet.</summary>
    private Task<RunningServer> StartAgainAsync() => RunningServer.StartAsync(_storage!, Server.Time);

    private async Task<int> ShardAsync(Guid entry) =>
        Convert.ToInt32(
            (await Server.QueryAsync("""SELECT "Shard" FROM "Entries" WHERE "Id" = @p0""", entry)).Single()[0],
            CultureInfo.InvariantCulture
        );

    private async Task HoldsAsync(Stage stage, int count)
    {
        var check = await CheckAsync(Server, stage);
        check.Differences.ShouldBe(0);
        (check.Status.Count, check.Status.Unreadable).ShouldBe((count, 0));
    }

    private static Task<GalleryCheck> CheckAsync(RunningServer server, Stage stage)
    {
        TenantBoundary.ActFor(new(stage.Retailer.Id));
        return server.Services.GetRequiredService<Galleries>().CheckAsync(new(stage.Retailer.Id), new(stage.Shop.Id));
    }

    private async Task<GalleryAnswers> SearchAsync(RunningServer server, Stage stage, char subject)
    {
        TenantBoundary.ActFor(new(stage.Retailer.Id));
        var galleries = server.Services.GetRequiredService<Galleries>();
        var (tenant, store) = (new TenantId(stage.Retailer.Id), new StoreId(stage.Shop.Id));
        await galleries.RefreshAsync(tenant, store);
        return (await galleries.SearchAsync(tenant, store, ProbesOf(subject))).Expect();
    }

    private async Task<Refusal> RefusalAsync(RunningServer server, Stage stage)
    {
        TenantBoundary.ActFor(new(stage.Retailer.Id));
        var galleries = server.Services.GetRequiredService<Galleries>();
        var answered = await galleries.SearchAsync(new(stage.Retailer.Id), new(stage.Shop.Id), ProbesOf('A'));
        answered.Succeeded(out _, out var refusal).ShouldBeFalse();
        return refusal!;
    }

    private GalleryProbes ProbesOf(char subject) => new(reader.Pack.Space.Id, [new(reader.Template(Photos.Of(subject)))]);

    /// <summary>Reaches into the memory of shards as they are called.</summary>
    private sealed class ShardMemory : IIncomingGrainCallFilter
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, GalleryShardGrain> _shards = new();

        public GalleryMemory Of(Guid store) => _shards.Single(s => s.Key.Contains($"/{store}/")).Value.Memory!;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is GalleryShardGrain shard)
            {
                _shards[context.TargetId.Key.ToString()!] = shard;
            }

            return context.Invoke();
        }
    }
}

public sealed class GalleryOnDisk(FaceReader reader) : GalleryTests(reader)
{
    protected override Task<DataStore> StoreAsync() => Task.FromResult(DataStore.OnDisk());
}

public sealed class GalleryInCloud(CloudMachines machines, FaceReader reader) : GalleryTests(reader)
{
    protected override Task<DataStore> StoreAsync() => DataStore.InCloudAsync(machines);
}
