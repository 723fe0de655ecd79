using System.Net;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Operators have a port of their own; neither port leads to what the other is for.</summary>
public sealed class OperatorPortTests(FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_scrape_shows_decisions_lines_and_what_happened_with_their_units()
    {
        // A process of its own: a scrape counts what all servers of a process do.
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var server = await ServerProcess.StartAsync(_storage, $"--Operator:Urls={address}");
        await using var stage = await Stage.SetAsync(server, reader);
        await using var screen = await StoreScreen.OpenAsync(stage.First);
        await stage.RaiseAndConfirmAsync();

        using var http = Api.NewClient();
        var scrape = (await new Api(address, http).GetAsync("/metrics")).Ok().Text;

        foreach (
            var expected in (string[])
                [
                    """retailguard_decision_duration_seconds_count{otel_scope_name="RetailGuard.Gateway",answer="hold"} 1""",
                    """retailguard_decisions_total{otel_scope_name="RetailGuard.Alerts",verdict="Match"} 1""",
                    """retailguard_lines{otel_scope_name="RetailGuard.Gateway",kind="edge"} 1""",
                    """retailguard_lines{otel_scope_name="RetailGuard.Gateway",kind="tablet"} 1""",
                    """retailguard_audit_events_total{otel_scope_name="RetailGuard.Audit",action="alert.raised"} 1""",
                    """retailguard_gallery_shards{otel_scope_name="RetailGuard.Watchlists"} 1""",
                    """retailguard_gallery_late_seconds{otel_scope_name="RetailGuard.Watchlists"} 0""",
                    "orleans_",
                    "http_server_request_duration_seconds_bucket",
                    "dotnet_gc_collections_total",
                ]
        )
        {
            scrape.ShouldContain(expected);
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    public async Task What_is_for_operators_is_not_on_the_products_port(string path)
    {
        await using var operated = await OperatedServer.StartAsync(_storage);
        (await operated.Operator.GetAsync(path)).Ok();
        // As to every address that the product does not know.
        var unknown = (await operated.Server.Anyone.GetAsync("/no-such-address")).Status;
        ((int)unknown).ShouldBeInRange(400, 499);
        (await operated.Server.Anyone.GetAsync(path)).Status.ShouldBe(unknown);
        (await AskAsync(operated.Server.Address, path, host: operated.Operator.Server.Authority)).ShouldBe(unknown);
    }

    [Theory]
    [InlineData("/api/me")]
    [InlineData("/tablet/")]
    [InlineData("/c/RG-AAAA-AAAA")]
    [InlineData("/edge/stream")]
    public async Task The_product_is_not_on_the_operators_port(string path)
    {
        await using var operated = await OperatedServer.StartAsync(_storage);
        (await operated.Operator.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(operated.Operator.Server, path, host: operated.Server.Address.Authority)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [Trait("Rule", "R1")]
    [InlineData("/dashboard/GrainState?grainId=1&grainType=2")]
    [InlineData("/dashboard/Trace")]
    public async Task What_grains_and_logs_hold_is_shown_to_no_operator(string path)
    {
        await using var operated = await OperatedServer.StartAsync(_storage);
        (await operated.Operator.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> AskAsync(Uri server, string path, string host)
    {
        using var http = Api.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path)) { Headers = { Host = host } };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}

/// <summary>A server with an operators' port.</summary>
internal sealed class OperatedServer(RunningServer server, Uri address) : IAsyncDisposable
{
    private readonly HttpClient _http = Api.NewClient();

    public RunningServer Server => server;

    public Api Operator => new(address, _http);

    public static async Task<OperatedServer> StartAsync(DataStore storage)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        return new(await RunningServer.StartAsync(storage, settings: [$"--Operator:Urls={address}"]), address);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return server.DisposeAsync();
    }
}
