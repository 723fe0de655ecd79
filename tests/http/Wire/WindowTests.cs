using Npgsql;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A connector that asks faster than it is answered is cut off: queues here never grow.</summary>
public sealed class WindowTests(CloudMachines machines, FaceReader reader)
{
    private const int Window = 32;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_probes_than_the_window_end_the_line()
    {
        using var storage = await DataStore.InCloudAsync(machines);
        await using var server = await RunningServer.StartAsync(storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var template = reader.Template(Photos.Of('B'));

        // The store cannot read its cameras, so every decision waits behind its check.
        await using var blocker = NpgsqlDataSource.Create(storage.Postgres!);
        await using var connection = await blocker.OpenConnectionAsync(Now);
        await using var transaction = await connection.BeginTransactionAsync(Now);
        await using var block = new NpgsqlCommand("""LOCK TABLE "Stores" IN ACCESS EXCLUSIVE MODE""", connection, transaction);
        await block.ExecuteNonQueryAsync(Now);
        server.Time.Step(TimeSpan.FromSeconds(5));
        for (var i = 0; i <= Window; i++)
        {
            var probe = stage.Connector.Probe(stage.Shop.Cameras[0], reader, template, server.Time.GetUtcNow());
            await stage.Connector.SendAsync(new EdgeFrame { Probe = probe });
        }

        var problem = await stage.Connector.NextAsync(CloudFrame.BodyOneofCase.Problem);
        await transaction.RollbackAsync(Now);

        problem.Problem.Code.ShouldBe("window-exceeded");
        problem.Problem.Fatal.ShouldBeTrue();
        await stage.Connector.ClosedAsync();
        server.Log.Errors.ShouldBeEmpty();
    }
}
