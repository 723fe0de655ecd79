using System.Net;
using System.Net.WebSockets;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A server that is asked to stop leaves as a guest does: nobody is cut off in a sentence.</summary>
public sealed class DrainTests(FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R24")]
    public async Task A_server_that_is_asked_to_stop_answers_votes_sends_its_lines_elsewhere_and_logs_no_error()
    {
        await using var server = await ServerProcess.StartAsync(_storage, "--Drain:Wait=5");
        await using var stage = await Stage.SetAsync(server, reader);
        var (alert, connector) = (await stage.RaiseWithPictureAsync(), stage.Connector);
        await using var tablet = await RawLine.OpenAsync(stage.First);
        (await server.Anyone.GetAsync("/health/ready")).Ok();

        await server.AskToStopAsync();
        while ((await server.Anyone.GetAsync("/health/ready")).Status == HttpStatusCode.OK) { }

        (await Stage.VoteAsync(stage.First, alert)).Ok()["voted"].GetBoolean().ShouldBeTrue();
        await connector.ClosedAsync();
        connector.Goodbye.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await tablet.CutAsync();
        await Should.ThrowAsync<WebSocketException>(() => Connector.DialAsync(server.Address));
        (await server.StoppedAsync()).ShouldBe(0, server.Output);
        string[] bad = [" error ", " fatal "];
        server.Output.Split('\n').Where(line => bad.Any(level => line.Contains(level, StringComparison.Ordinal))).ShouldBeEmpty();

        await server.StartAgainAsync();
        await using var again = await Connector.OpenAsync(stage.Paired, reader);
        (await Stage.VoteAsync(stage.Second, alert)).Ok()["state"].GetString().ShouldBe("confirmed");
    }
}
