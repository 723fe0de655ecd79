using System.Text;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>What leaves a server for its operators: enough to see how it does, and nothing about anybody.</summary>
public sealed class TelemetryTests(FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R1")]
    [Trait("Rule", "R31")]
    public async Task Traces_show_an_alert_from_the_camera_to_the_database_and_hold_nothing_personal()
    {
        await using var collector = await OtlpCollector.StartAsync();
        List<string> secrets =
        [
            Retailer.Password,
            "Struck a checkout operator",
            "incident 4711",
            "Test Foods",
            "Subject A",
            "alert-that-nobody",
        ];
        await using (var server = await ServerProcess.StartAsync(_storage, $"--Telemetry:Otlp={collector.Address}"))
        {
            await using var stage = await Stage.SetAsync(server, reader);
            await using var screen = await StoreScreen.OpenAsync(stage.First);
            var raised = await stage.RaiseAsync();
            (await server.Anyone.PutAsync(raised.UploadPath, Stage.LivePicture)).Ok();
            (await Stage.VoteAsync(stage.First, raised.Id)).Ok();
            (await Stage.VoteAsync(stage.Second, raised.Id)).Ok();
            var number = (await stage.Second.PostAsync($"/api/alerts/{raised.Id}/dispute")).Ok()["case"].GetProperty("number").GetString()!;
            await server.Anyone.GetAsync($"/c/{number}?who={stage.FirstPerson.Email}");
            await server.Anyone.GetAsync("/alert-that-nobody");
            await server.AskToStopAsync();
            (await server.StoppedAsync()).ShouldBe(0, server.Output);
            secrets.AddRange([
                raised.UploadPath.Split('/')[^1],
                number,
                stage.FirstPerson.Email,
                stage.First.Token,
                stage.Retailer.AdminEmail,
            ]);
        }

        // Gone with the server; whatever was not sent before was sent then.
        foreach (var seen in (string[])["edge.decide", "IStoreGrain", "IAlertGrain", "/api/alerts/{alert}/votes", "sqlite"])
        {
            collector.Holds(Encoding.UTF8.GetBytes(seen), "traces").ShouldBeTrue($"the traces show {seen}");
        }

        collector.Holds("retailguard.decision.duration"u8, "metrics").ShouldBeTrue();
        foreach (var secret in secrets)
        {
            collector.Holds(Encoding.UTF8.GetBytes(secret)).ShouldBeFalse(secret);
        }

        collector.Holds(Bytes.MarkOf(reader.Template(Photos.Of('A')))).ShouldBeFalse("a template");
        collector.Holds(Stage.LivePicture.AsSpan(1000, 64)).ShouldBeFalse("a picture");
    }

    [Fact]
    public async Task Without_an_address_nothing_is_collected()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        server.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)).ShouldBeNull();
        server.Services.GetService(typeof(OpenTelemetry.Metrics.MeterProvider)).ShouldBeNull();
    }
}
