using System.Net;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Behind a proxy that ends TLS the product works as before, and only a known proxy is believed.</summary>
public sealed class ProxyTests(FaceReader reader) : IDisposable
{
    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task Tablet_and_connector_work_through_a_proxy_and_no_host_but_the_servers_own_is_printed()
    {
        await using var server = await RunningServer.StartAsync(_storage, settings: ["--Proxy:Known=127.0.0.1, ::1"]);
        await using var stage = await Stage.SetAsync(server, reader);
        await using var proxy = await TlsProxy.StartAsync(server);
        using var http = Api.NewClient();
        var first = new Api(proxy.Address, http, stage.First.Token);

        await using var screen = await StoreScreen.OpenAsync(first);
        await using var connector = await Connector.DialAsync(proxy.Address);
        (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge.Nonce.Length.ShouldBe(32);
        var alert = await stage.RaiseWithPictureAsync();
        await screen.UntilAsync(alert, "voting");
        var voted = (await Stage.VoteAsync(first, alert)).Ok();

        voted["voted"].GetBoolean().ShouldBeTrue();
        voted.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory]
    [InlineData("127.0.0.0/8,::1/128", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public async Task Only_a_known_proxy_is_believed_that_the_tablet_came_by_https(string known, bool isBelieved)
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: [$"--Proxy:Known={known}", "--PublicAddress=https://guard.example.nz"]
        );
        var retailer = await Retailer.OpenAsync(server);

        var claimed = await SendAsync(server, retailer, "guard.example.nz", ("X-Forwarded-Proto", "https"));

        claimed.Headers.Contains("Strict-Transport-Security").ShouldBe(isBelieved);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost", false)]
    [InlineData("guard.example.nz", true)]
    [InlineData("192.168.1.20", true)]
    public async Task A_cookie_leaves_this_machine_by_https_only(string host, bool secure)
    {
        await using var server = await RunningServer.StartAsync(_storage);
        var retailer = await Retailer.OpenAsync(server);
        var answer = await SendAsync(server, retailer, host);
        string[] cookies = [.. answer.Headers.GetValues("Set-Cookie")];
        cookies.Length.ShouldBe(2);
        cookies.ShouldAllBe(cookie => cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase) == secure);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_gets_400_except_for_health()
    {
        await using var server = await RunningServer.StartAsync(
            _storage,
            settings: ["--Proxy:Known=127.0.0.1", "--Proxy:AllowedHosts=guard.example.nz, 127.0.0.1"]
        );
        var retailer = await Retailer.OpenAsync(server);
        (await SendAsync(server, retailer, "guard.example.nz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(server, retailer, "evil.example")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(server, retailer, "127.0.0.1", ("X-Forwarded-Host", "evil.example"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        using var http = Api.NewClient();
        using var health = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/health/ready"))
        {
            Headers = { Host = "10.0.0.9" },
        };
        using var answer = await http.SendAsync(health, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_tablets_line_offers_no_transport_that_needs_one_node()
    {
        await using var server = await RunningServer.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var offered = (await stage.First.PostAsync("/hubs/alerts/negotiate?negotiateVersion=1")).Ok()["availableTransports"];
        offered.EnumerateArray().Select(t => t.GetProperty("transport").GetString()).ShouldBe(["WebSockets"]);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RunningServer server,
        Retailer retailer,
        string host,
        params (string Name, string Value)[] headers
    )
    {
        using var http = Api.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/api/sign-in"))
        {
            Headers = { Host = host },
            Content = System.Net.Http.Json.JsonContent.Create(
                new
                {
                    tenant = retailer.Slug,
                    email = retailer.AdminEmail,
                    password = Retailer.Password,
                }
            ),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request);
    }
}
