using System.Threading.Channels;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Cluster;

/// <summary>Three silos are one product: it does not matter which of them is asked, which one holds a grain, and which one dies.</summary>
public sealed class AcrossNodesTests(Scene scene) : IAsyncLifetime
{
    private readonly DataStore _record = scene.Copy();
    private ProductCluster _cluster = null!;

    private IReadOnlyList<Node> Nodes => _cluster.Nodes;

    public async ValueTask InitializeAsync() => _cluster = await scene.StartAsync(_record, 3);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _record.Dispose();
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task Two_people_at_two_nodes_confirm_an_alert_at_the_same_moment()
    {
        var alert = await scene.RaiseAsync(Nodes[0]);

        var votes = await Task.WhenAll(scene.VoteAsync(Nodes[1], alert, scene.First), scene.VoteAsync(Nodes[2], alert, scene.Second));

        votes.Select(v => v.Expect().State).ShouldContain(AlertState.Confirmed);
        await ShouldBeConfirmedOnceAsync(alert);
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task An_alert_that_moves_between_two_votes_is_confirmed()
    {
        var alert = await scene.RaiseAsync(Nodes[0]);
        (await scene.VoteAsync(Nodes[0], alert, scene.First)).Expect();
        var (from, grain) = (_cluster.HomeOf(scene.AlertOn(Nodes[0], alert)), scene.AlertOn(Nodes[0], alert));
        var to = Nodes.First(n => n != from);

        await _cluster.MoveAsync(grain, to);
        (await scene.VoteAsync(from, alert, scene.Second)).Expect().State.ShouldBe(AlertState.Confirmed);

        _cluster.HomeOf(grain).ShouldBe(to);
        await ShouldBeConfirmedOnceAsync(alert);
    }

    [Fact]
    [Trait("Rule", "R24")]
    public async Task The_node_that_holds_an_alert_dies_between_two_votes_and_the_other_vote_confirms_it()
    {
        var alert = await scene.RaiseAsync(Nodes[0]);
        (await scene.VoteAsync(Nodes[0], alert, scene.First)).Expect();
        var home = _cluster.HomeOf(scene.AlertOn(Nodes[0], alert));

        await _cluster.KillAsync(home);

        Nodes.Count.ShouldBe(2);
        (await scene.VoteAsync(Nodes[0], alert, scene.Second)).Expect().State.ShouldBe(AlertState.Confirmed);
        await ShouldBeConfirmedOnceAsync(alert);
    }

    [Fact]
    public async Task What_lives_on_other_nodes_stays_when_one_dies()
    {
        TenantBoundary.ActFor(scene.Tenant);
        var feeds = Enumerable
            .Range(0, 60)
            .Select(i => Nodes[i % 3].Grains.GetGrain<IAlertFeedGrain>(GrainKeys.Store(scene.Tenant, new(Unique.Id()))))
            .ToList();
        await Task.WhenAll(feeds.Select(f => f.IsBusy()));
        var dying = Nodes[2];
        var staying = feeds.Where(f => _cluster.HomeOf(f) != dying).ToDictionary(f => f, _cluster.ContextOf);
        staying.Count.ShouldBeInRange(1, feeds.Count - 1);

        await _cluster.KillAsync(dying);
        await Task.WhenAll(feeds.Select(f => Nodes[0].Grains.GetGrain<IAlertFeedGrain>(f.GetPrimaryKeyString()).IsBusy()));

        staying.Where(f => _cluster.ContextOf(f.Key) != f.Value).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_store_and_its_gallery_live_where_its_line_came_in()
    {
        await scene.RaiseAsync(Nodes[1]);

        _cluster.HomeOf(scene.StoreOn(Nodes[1])).ShouldBe(Nodes[1]);
        _cluster.HomeOf(scene.ShardOn(Nodes[1])).ShouldBe(Nodes[1]);
    }

    [Fact]
    public async Task Screens_on_every_node_hear_of_a_confirmed_alert_with_the_same_number()
    {
        var alert = await scene.RaiseAsync(Nodes[0]);
        var screens = Nodes.Select(node => (Node: node, Seen: new Screen())).ToList();
        foreach (var (node, screen) in screens)
        {
            await scene.FeedOn(node).Subscribe(node.Grains.CreateObjectReference<IAlertFeedObserver>(screen));
        }

        // R24: that one person has voted is told to nobody.
        (await scene.VoteAsync(Nodes[2], alert, scene.First)).Expect();
        (await scene.VoteAsync(Nodes[1], alert, scene.Second)).Expect();

        var heard = new List<(Guid, long)>();
        foreach (var (_, screen) in screens)
        {
            var change = await screen.UntilAsync(c => c.Alert is { State: AlertState.Confirmed } confirmed && confirmed.Id == alert);
            heard.Add((change.Epoch, change.Version));
        }

        heard.Distinct().Count().ShouldBe(1, string.Join(", ", heard));
    }

    [Fact]
    [Trait("Rule", "R52")]
    public async Task No_node_calls_a_grain_of_another_tenant_wherever_it_lives()
    {
        await scene.RaiseAsync(Nodes[0]);
        foreach (var node in Nodes)
        {
            var store = scene.StoreOn(node);
            TenantBoundary.ActFor(new(Unique.Id()));
            await Should.ThrowAsync<UnauthorizedAccessException>(store.Refresh());
            RequestContext.Clear();
            await Should.ThrowAsync<UnauthorizedAccessException>(store.Refresh());
        }
    }

    private async Task ShouldBeConfirmedOnceAsync(AlertId alert)
    {
        var recorded = await scene.RecordedAsync(Nodes[0], alert);
        recorded.State.ShouldBe(AlertState.Confirmed);
        recorded.Votes.Select(v => v.PersonId).ShouldBe([scene.First, scene.Second], ignoreOrder: true);
        (await Scene.AuditedAsync(Nodes[0], alert, "alert.vote-cast")).ShouldBe(2);
        (await Scene.AuditedAsync(Nodes[0], alert, "alert.confirmed")).ShouldBe(1);
    }

    private sealed class Screen : IAlertFeedObserver
    {
        // Long, since it only passes when the test fails.
        private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(40);

        private readonly Channel<FeedChange> _changes = Channel.CreateUnbounded<FeedChange>();

        public Task Changed(FeedChange change) => _changes.Writer.WriteAsync(change).AsTask();

        public async Task<FeedChange> UntilAsync(Func<FeedChange, bool> fits)
        {
            using var limit = new CancellationTokenSource(WaitLimit, TimeProvider.System);
            while (true)
            {
                var change = await _changes.Reader.ReadAsync(limit.Token);
                if (fits(change))
                {
                    return change;
                }
            }
        }
    }
}
