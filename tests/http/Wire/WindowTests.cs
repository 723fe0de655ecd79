using Microsoft.Extensions.DependencyInjection;
using Orleans;
using RetailGuard.Alerts;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A connector that asks faster than it is answered is cut off: queues here never grow.</summary>
public sealed class WindowTests(FaceReader reader)
{
    private const int Window = 32;

    [Fact]
    public async Task More_probes_than_the_window_end_the_line()
    {
        using var storage = DataStore.OnDisk();
        var held = new HeldAnswer(nameof(IStoreGrain.Decide));
        await using var server = await RunningServer.StartAsync(
            storage,
            configure: services => services.AddSingleton<IIncomingGrainCallFilter>(held)
        );
        await using var stage = await Stage.SetAsync(server, reader);
        held.HoldNext();
        var template = reader.Template(Photos.Of('B'));
        for (var i = 0; i <= Window; i++)
        {
            var probe = stage.Connector.Probe(stage.Shop.Cameras[0], reader, template, server.Time.GetUtcNow());
            await stage.Connector.SendAsync(new EdgeFrame { Probe = probe });
        }

        var problem = await stage.Connector.NextAsync(CloudFrame.BodyOneofCase.Problem);
        held.Release();

        problem.Problem.Code.ShouldBe("window-exceeded");
        problem.Problem.Fatal.ShouldBeTrue();
        await stage.Connector.ClosedAsync();
        server.Log.Errors.ShouldBeEmpty();
    }
}
