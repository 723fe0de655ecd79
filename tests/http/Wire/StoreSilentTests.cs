using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>While a store is on its way from a dead node to another, its connectors stay where they are.</summary>
public sealed class StoreSilentTests(FaceReader reader) : IAsyncLifetime
{
    private readonly UnreachableGrain _store = new(nameof(IStoreGrain.Heartbeat));
    private readonly DataStore _storage = DataStore.OnDisk();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(_storage, configure: services => services.AddSingleton<IIncomingGrainCallFilter>(_store));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _storage.Dispose();
    }

    [Fact]
    public async Task A_connector_that_comes_meanwhile_hears_its_policy_when_the_store_is_back()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await stage.Connector.DisposeAsync();
        _store.IsUnreachable = true;
        await using var connector = await Connector.OpenAsync(stage.Paired, reader);
        await StepUntilAsync(stage, () => _store.Failed >= 3);
        var report = new CameraReport { CameraId = WireId.From(stage.Shop.Cameras[0]), State = CameraReport.Types.State.Live };
        await connector.SendAsync(new() { Camera = report });
        await StepUntilAsync(stage, () => _store.Failed >= 5);
        _store.IsUnreachable = false;

        var armed = connector.NextAsync(f => f.Policy?.Cameras.Any(c => c.Armed) == true, "a policy with an armed camera");
        await StepUntilAsync(stage, () => armed.IsCompleted);

        await armed;
        _server.Log.Errors.ShouldAllBe(e => e.Message.Contains("it is asked again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_without_its_store_ends_after_half_a_minute_for_another_node_may_reach_it()
    {
        await using var stage = await Stage.SetAsync(_server, reader);
        await stage.Connector.NextAsync(CloudFrame.BodyOneofCase.Policy);
        _store.IsUnreachable = true;

        var closed = stage.Connector.ClosedAsync();
        await StepUntilAsync(stage, () => closed.IsCompleted);

        await closed;
        _server.Log.Errors.ShouldContain(e => e.Message.Contains("its connector is disconnected", StringComparison.Ordinal));
    }

    // Not from ping to ping: the store may be asked again before or after the clock has moved.
    private async Task StepUntilAsync(Stage stage, Func<bool> holds)
    {
        while (!holds())
        {
            _server.Time.Step(TimeSpan.FromSeconds(1));
            await stage.LookAsync();
        }
    }
}
