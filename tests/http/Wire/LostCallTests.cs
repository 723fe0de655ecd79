using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>A call that was on its way to a node when it died is answered by nobody.</summary>
public sealed class LostCallTests(FaceReader reader) : IAsyncLifetime
{
    /// <summary>Far more than a live call may take, and less than a call takes otherwise.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly UnreachableGrain _away = new() { IsSilent = true };
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

    [Theory]
    [InlineData(nameof(IStoreGrain.Decide))]
    [InlineData(nameof(IGalleryShardGrain.Search))]
    public async Task A_lost_decision_holds_a_line_up_for_seconds_not_for_half_a_minute(string method)
    {
        await using var stage = await Stage.SetAsync(_server, reader);
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
        _away.Method = nameof(IStoreGrain.Wake);
        await using var screen = await StoreScreen.DialAsync(stage.First);
        await _away.FailedOnceAsync();
        _away.Method = null;

        await screen
            .UntilAsync(s => s.Version > 0, "a snapshot")
            .WaitAsync(Soon, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
