using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>While a store is on its way from a dead node to another, its connectors and tablets stay where they are.</summary>
public sealed class StoreSilentTests(FaceReader reader) : IAsyncLifetime
{
    /// <summary>Far more than a live call may take, and less than a call takes otherwise.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly UnreachableGrain _away = new();
    private readonly DataStore _storage = DataStore.OnDisk();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(_storage, configure: services => services.AddSingleton<IIncomingGrainCallFilter>(_away));

    public async ValueTask DisposeAsync()
    {
        _away.Dispose();
        await _server.DisposeAsync();
        _storage.Dispose();
    }

    [Fact]
    public async Task A_connector_that_comes_meanwhile_hears_its_policy_when_the_store_is_back()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await stage.Connector.DisposeAsync();
        _away.Method = nameof(IStoreGrain.Heartbeat);
        await using var connector = await Connector.OpenAsync(stage.Paired, reader);
        await stage.StepUntilAsync(() => Task.FromResult(_away.Failed >= 2));
        await connector.SendAsync(Live(stage));
        await stage.StepUntilAsync(() => Task.FromResult(_away.Failed >= 4));
        _away.Method = null;

        var armed = connector.NextAsync(f => f.Policy?.Cameras.Any(c => c.Armed) == true, "a policy with an armed camera");
        await stage.StepUntilAsync(armed);

        _server.Log.Errors.ShouldAllBe(e => e.Message.Contains("it is asked again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_without_its_store_ends_after_half_a_minute_for_another_node_may_reach_it()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await stage.Connector.NextAsync(CloudFrame.BodyOneofCase.Policy);
        var begun = _server.Time.GetUtcNow();
        _away.Method = nameof(IStoreGrain.Heartbeat);

        var closed = stage.Connector.ClosedAsync();
        await stage.StepUntilAsync(closed);

        (_server.Time.GetUtcNow() - begun).ShouldBeGreaterThan(TimeSpan.FromSeconds(25));
        _server.Log.Errors.ShouldContain(e => e.Message.Contains("its connector is disconnected", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "R8")]
    public async Task What_a_store_that_has_started_anew_forbids_is_numbered_after_what_it_allowed_before_whatever_its_nodes_clock_says()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        var before = (await stage.Connector.NextAsync(f => f.Policy?.Cameras.Any(c => c.Armed) == true, "an armed camera")).Policy;
        _server.Time.AdjustTime(_server.Time.GetUtcNow() - TimeSpan.FromSeconds(30));
        await stage.RestartStoreAsync();

        var after = stage.Connector.NextAsync(CloudFrame.BodyOneofCase.Policy);
        await stage.StepUntilAsync(after);

        (await after).Policy.Version.ShouldBeGreaterThan(before.Version);
    }

    [Theory]
    [InlineData(nameof(IStoreGrain.Wake))]
    [InlineData(nameof(IAlertFeedGrain.Subscribe))]
    public async Task A_tablet_that_comes_meanwhile_sees_its_store_when_it_is_back(string method)
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        _away.Method = method;
        await using var screen = await StoreScreen.DialAsync(stage.First);
        await _away.FailedOnceAsync();
        _away.Method = null;

        var seen = screen.UntilAsync(s => s.Version > 0, "a snapshot");
        await stage.StepUntilAsync(seen);
    }

    [Fact]
    public async Task A_store_that_only_a_tablet_looks_at_goes_on_when_it_has_to_start_anew()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        await stage.Connector.SendAsync(Live(stage));
        await screen.UntilAsync(s => State(s) == "live", "a live camera");
        await stage.Connector.DisposeAsync();
        await screen.UntilAsync(s => State(s) != "live", "a camera without its connector");
        await stage.RestartStoreAsync();
        (await stage.Retailer.Admin.PostAsync($"/api/stores/{stage.Shop.Id}/cameras", new { name = "Door 2" })).Ok();

        var seen = screen.UntilAsync(s => s.Store.GetProperty("cameras").GetArrayLength() > stage.Shop.Cameras.Count, "the new camera");
        // Nothing here may ask the store itself.
        await stage.StepUntilAsync(seen, async () => (await stage.First.GetAsync("/api/me")).Ok());
    }

    [Theory]
    [InlineData(nameof(IStoreGrain.Decide))]
    [InlineData(nameof(IGalleryShardGrain.Search))]
    public async Task A_lost_decision_holds_a_line_up_for_seconds_not_for_half_a_minute(string method)
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        _away.IsSilent = true;
        _away.Method = method;
        var lost = stage.PassAsync(Photos.Of('B'));
        await _away.FailedOnceAsync();
        _away.Method = null;

        var next = stage.PassAsync(Photos.Of('B'));
        var decisions = await Task.WhenAll(lost, next).WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken);

        decisions.Select(d => d.Verdict).ShouldBe([TrackDecision.Types.Verdict.NotDecided, TrackDecision.Types.Verdict.Discard]);
    }

    [Fact]
    public async Task A_lost_word_to_a_store_keeps_a_tablet_waiting_for_seconds_not_for_half_a_minute()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        _away.IsSilent = true;
        _away.Method = nameof(IStoreGrain.Wake);
        await using var screen = await StoreScreen.DialAsync(stage.First);
        await _away.FailedOnceAsync();
        _away.Method = null;

        await screen
            .UntilAsync(s => s.Version > 0, "a snapshot")
            .WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static EdgeFrame Live(Stage stage) =>
        new()
        {
            Camera = new() { CameraId = WireId.From(stage.Shop.Cameras[0]), State = CameraReport.Types.State.Live },
        };

    private static string? State(StoreScreen screen) => screen.Store.GetProperty("cameras")[0].GetProperty("state").GetString();
}
