using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Cluster;

/// <summary>
/// A cluster that has split has two live activations of one alert for a while. Here they are two clusters on one record: what one of
/// them has saved the other does not know, and still nothing is lost or counted twice.
/// </summary>
public sealed class TwinActivationsTests(Scene scene) : IAsyncLifetime
{
    private readonly DataStore _record = scene.Copy();
    private ProductCluster _left = null!;
    private ProductCluster _right = null!;

    private Node Left => _left.Nodes[0];

    private Node Right => _right.Nodes[0];

    public async ValueTask InitializeAsync()
    {
        _left = await scene.StartAsync(_record, 1);
        _right = await scene.StartAsync(_record, 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
        _record.Dispose();
    }

    [Theory]
    [Trait("Rule", "R24")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Two_votes_at_once_are_both_counted_and_confirm_once(int round)
    {
        var alert = await RaisedOnBothAsync();

        var votes = await AtOnceAsync(
            round,
            () => scene.VoteAsync(Left, alert, scene.First),
            () => scene.VoteAsync(Right, alert, scene.Second)
        );

        votes.Count(v => v.Succeeded(out _, out _)).ShouldBe(2);
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Confirmed);
        recorded.Votes.Select(v => v.PersonId).ShouldBe([scene.First, scene.Second], ignoreOrder: true);
        (await Scene.AuditedAsync(Left, alert, "alert.vote-cast")).ShouldBe(2);
        (await Scene.AuditedAsync(Left, alert, "alert.confirmed")).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R24")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task One_persons_vote_at_both_counts_once(int round)
    {
        var alert = await RaisedOnBothAsync();

        var votes = await AtOnceAsync(
            round,
            () => scene.VoteAsync(Left, alert, scene.First),
            () => scene.VoteAsync(Right, alert, scene.First)
        );

        votes.Count(v => v.Succeeded(out _, out _)).ShouldBe(1);
        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Voting);
        recorded.Votes.Count.ShouldBe(1);
        (await Scene.AuditedAsync(Left, alert, "alert.vote-cast")).ShouldBe(1);
    }

    [Theory]
    [Trait("Rule", "R28")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_dispute_beside_the_vote_that_confirms_opens_one_case_and_stops_the_alert(int round)
    {
        var alert = await RaisedOnBothAsync();
        (await scene.VoteAsync(Left, alert, scene.First)).Expect();

        await AtOnceAsync(
            round,
            () => scene.VoteAsync(Left, alert, scene.Second),
            () => scene.AlertOn(Right, alert).Dispute(scene.Store, scene.First)
        );

        var recorded = await scene.RecordedAsync(Left, alert);
        recorded.State.ShouldBe(AlertState.Disputed);
        recorded.CaseNumber.ShouldNotBeNull();
        (await Scene.AuditedAsync(Left, alert, "alert.disputed")).ShouldBe(1);
        (await Scene.AuditedAsync(Left, alert, "alert.confirmed")).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [Trait("Rule", "R28")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Two_disputes_open_one_case(int round)
    {
        var alert = await RaisedOnBothAsync();

        await AtOnceAsync(
            round,
            () => scene.AlertOn(Left, alert).Dispute(scene.Store, scene.First),
            () => scene.AlertOn(Right, alert).Dispute(scene.Store, scene.Second)
        );

        (await scene.RecordedAsync(Left, alert)).State.ShouldBe(AlertState.Disputed);
        (await Scene.AuditedAsync(Left, alert, "alert.disputed")).ShouldBe(1);
    }

    /// <summary>An alert that both clusters have alive.</summary>
    private async Task<AlertId> RaisedOnBothAsync()
    {
        var alert = await scene.RaiseAsync(Left);
        await scene.AlertOn(Left, alert).Wake();
        await scene.AlertOn(Right, alert).Wake();
        return alert;
    }

    /// <summary>Even rounds at the same moment, odd ones one after the other; every second pair in the other order.</summary>
    private static async Task<Result<FeedAlert>[]> AtOnceAsync(int round, params Func<Task<Result<FeedAlert>>>[] acts)
    {
        var ordered = round % 4 < 2 ? acts : [.. acts.Reverse()];
        if (round % 2 == 0)
        {
            return await Task.WhenAll(ordered.Select(act => Task.Run(act)));
        }

        var results = new List<Result<FeedAlert>>();
        foreach (var act in ordered)
        {
            results.Add(await act());
        }

        return [.. results];
    }
}
