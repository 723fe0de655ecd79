using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailGuard.Alerts;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Vision;
using RetailGuard.Watchlists;

[assembly: AssemblyFixture(typeof(RetailGuard.Tests.Cluster.Scene))]

namespace RetailGuard.Tests.Cluster;

/// <summary>
/// A retailer with a store, two certified people and Subject A on its list, made through the real routes of one server that has ended
/// since; each test takes a copy of its record.
/// </summary>
public sealed class Scene : IAsyncLifetime
{
    private const int Looks = 50;

    private readonly FaceReader _reader = new();
    private readonly DataStore _record = DataStore.OnDisk();
    private Stage _stage = null!;

    internal ModelPacks Packs { get; } = ModelPacks.LoadNamed(ModelPack.DefaultName, null);

    public FakeTimeProvider Time { get; } = TestTime.Clock();

    internal TenantId Tenant => new(_stage.Retailer.Id);

    internal StoreId Store => new(_stage.Shop.Id);

    internal PersonId First => new(_stage.FirstPerson.Id);

    internal PersonId Second => new(_stage.SecondPerson.Id);

    public async ValueTask InitializeAsync()
    {
        await WarmUpAsync();
        await using var server = await RunningServer.StartAsync(_record, Time);
        _stage = await Stage.SetAsync(server, _reader);
        await _stage.DisposeAsync();
    }

    /// <summary>What a process does for the first time takes longer here than one node waits for another.</summary>
    private async Task WarmUpAsync()
    {
        using var record = DataStore.OnDisk();
        await using var server = await RunningServer.StartAsync(record);
        await using var stage = await Stage.SetAsync(server, _reader);
        await stage.RaiseAndConfirmAsync();
        await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _record.Dispose();
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<ProductCluster> StartAsync(DataStore record, short silos) => ProductCluster.StartAsync(record, Time, Packs, silos);

    /// <summary>A copy of the record for one test.</summary>
    internal DataStore Copy()
    {
        var copy = DataStore.OnDisk();
        foreach (var file in Directory.GetFiles(_record.DataFolder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy.DataFolder, Path.GetRelativePath(_record.DataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }

    internal IStoreGrain StoreOn(Node node)
    {
        TenantBoundary.ActFor(Tenant);
        return node.Grains.GetGrain<IStoreGrain>(GrainKeys.Store(Tenant, Store));
    }

    internal IGalleryShardGrain ShardOn(Node node)
    {
        TenantBoundary.ActFor(Tenant);
        return node.Grains.GetGrain<IGalleryShardGrain>(GrainKeys.Shard(Tenant, Store, 0));
    }

    internal IAlertFeedGrain FeedOn(Node node)
    {
        TenantBoundary.ActFor(Tenant);
        return node.Grains.GetGrain<IAlertFeedGrain>(GrainKeys.Store(Tenant, Store));
    }

    internal IAlertGrain AlertOn(Node node, AlertId alert)
    {
        TenantBoundary.ActFor(Tenant);
        return node.Grains.GetGrain<IAlertGrain>(GrainKeys.Alert(Tenant, alert));
    }

    /// <summary>Has a node read the store's list, so that it decides.</summary>
    internal async Task LoadAsync(Node node)
    {
        for (var look = 0; look < Looks && !(await ShardOn(node).Refresh()).IsLoaded; look++) { }

        await StoreOn(node).Refresh();
    }

    /// <summary>Puts alerts on Subject A on record that have run out by now.</summary>
    internal async Task AlertedBeforeAsync(Node node, int times)
    {
        await using var db = node.Services.GetRequiredService<Database>().Of(Tenant);
        var now = Time.GetUtcNow();
        for (var i = 0; i < times; i++)
        {
            var match = Match(Store);
            db.Add(
                new Alert
                {
                    Tenant = Tenant,
                    Id = new(Unique.Id()),
                    StoreId = match.Store,
                    CameraId = match.Camera,
                    EntryId = match.Entry,
                    Match = match.Match,
                    CapturedAt = now,
                    RaisedAt = now,
                    VotingEndsAt = now,
                    ActionableUntil = now,
                    UploadHash = [],
                    State = AlertState.Expired,
                    ClosedAt = now,
                }
            );
        }

        await node
            .Services.GetRequiredService<AuditLog>()
            .CommitAsync(db, Tenant, [new(Actor.System, "test.alerted-before", "")], CancellationToken.None);
    }

    /// <summary>A match of Subject A's entry.</summary>
    internal RaiseAlert Match(StoreId store) =>
        new()
        {
            Store = store,
            Camera = new(_stage.Shop.Cameras[0]),
            Entry = new(_stage.Entry),
            CapturedAt = Time.GetUtcNow(),
            Match = new()
            {
                Space = _reader.Pack.Space.Id,
                Threshold = 0,
                Score = 100,
                Cosine = 1,
                Margin = 2,
                Quality = 1,
                FramesFused = 4,
                Agreement = 1,
                ListVersion = 1,
            },
        };

    /// <summary>Subject A walks past a camera whose line is on a node; the picture has come when this returns.</summary>
    internal async Task<AlertId> RaiseAsync(Node node)
    {
        // Until the gallery is loaded nothing is decided; with the clock at rest the store looks at it when it is told to.
        var answer = await PassAsync(node);
        for (var look = 0; answer.Verdict is TrackVerdict.NotDecided && look < Looks; look++)
        {
            await StoreOn(node).Refresh();
            answer = await PassAsync(node);
        }

        // /edge/evidence/TENANT/ALERT/SECRET
        var path = answer.UploadPath.ShouldNotBeNull(answer.Reason).Split('/');
        var alert = new AlertId(Guid.Parse(path[4]));
        (await AlertOn(node, alert).AttachEvidence(path[5], Stage.LivePicture)).Expect();
        return alert;
    }

    /// <summary>Subject A walks past a camera whose line is on a node.</summary>
    internal async Task<TrackAnswer> PassAsync(Node node)
    {
        var track = new TrackReport(
            new(_stage.Shop.Cameras[0]),
            _reader.Pack.Space.Id,
            new(_reader.Template(Photos.Of('A'))),
            FramesFused: 4,
            Agreement: 0.9,
            Quality: 0.8,
            Time.GetUtcNow()
        );
        var decided = (await StoreOn(node).Decide([track])).Single();
        return decided.Raise is { } match ? await StoreOn(node).Raise(match) : decided;
    }

    internal Task<Result<FeedAlert>> VoteAsync(Node node, AlertId alert, PersonId person, VoteAnswer answer = VoteAnswer.Same) =>
        AlertOn(node, alert)
            .CastVote(
                new(
                    Store,
                    person,
                    $"session of {person}",
                    Unique.Id(),
                    answer,
                    [FaceFeature.Ears],
                    SeenVersion: 2,
                    Time.GetUtcNow().AddYears(1),
                    Issuers: []
                )
            );

    /// <summary>The alert as the record has it.</summary>
    internal async Task<Alert> RecordedAsync(Node node, AlertId alert)
    {
        await using var db = node.Services.GetRequiredService<Database>().Of(Tenant);
        return await db.Set<Alert>().AsNoTracking().Include(a => a.Votes).SingleAsync(a => a.Id == alert);
    }

    /// <summary>How often the audit chain tells of an action on an alert; the chain must hold, and every row be as it says.</summary>
    internal static async Task<int> AuditedAsync(Node node, AlertId alert, string action)
    {
        var verdicts = await node.Services.GetRequiredService<AuditVerifier>().VerifyAsync([], CancellationToken.None);
        verdicts.ShouldAllBe(v => v.Holds);
        var rows = await Testing.Record.QueryAsync(
            node.Services,
            """SELECT COUNT(*) FROM "Audit" WHERE "Action" = @p0 AND "Subject" = @p1""",
            action,
            alert.ToString()
        );
        return Convert.ToInt32(rows.Single()[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
