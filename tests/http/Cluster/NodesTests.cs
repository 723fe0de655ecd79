using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Servers as processes of their own that are one to whoever uses them.</summary>
public sealed class NodesTests(CloudMachines machines, FaceReader reader)
{
    private const int Strangers = 200;

    /// <summary>Twice a second while the store is asked again: far fewer than fit into a missed probe.</summary>
    private const int Pings = 50;

    [Theory]
    [Trait("Rule", "R24")]
    [InlineData(MeetingPlace.AzureTables)]
    [InlineData(MeetingPlace.Redis)]
    public async Task Two_nodes_that_prove_themselves_to_each_other_confirm_one_alert_together(MeetingPlace place)
    {
        using var certificates = new NodeCertificates();
        var stores = await DataStore.OfClusterAsync(machines, place, 2, certificates.Settings());
        await ServerProgram.MigrateAsync(stores[0]);
        await using var a = await ServerProcess.StartAsync(stores[0]);
        await using var b = await ServerProcess.StartAsync(stores[1]);
        await using var stage = await Stage.SetAsync(a, reader);
        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, alert)).Ok();

        var second = await stage.SecondPerson.SignInAsync();
        var elsewhere = b.Anyone.SignedIn(second.Token);
        (await Stage.VoteAsync(elsewhere, alert)).Ok()["state"].GetString().ShouldBe("confirmed");

        if (place is MeetingPlace.Redis)
        {
            var redis = await machines.RedisAsync();
            await redis.HoldsAsync(stores[0].ClusterId, "members");
            await redis.HoldsAsync(stores[0].ClusterId, "reminders");
        }

        using var strangers = new NodeCertificates();
        using var stranger = strangers.Sign("node");
        await ShouldHangUpAsync(stores[0], stranger);
        await ShouldHangUpAsync(stores[0], null);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task A_probe_whose_store_lives_on_another_node_leaves_no_copy_on_either()
    {
        var stores = await DataStore.OfClusterAsync(machines, 2);
        await ServerProgram.MigrateAsync(stores[0]);
        await using var a = await ServerProcess.StartAsync(stores[0]);
        await using var b = await ServerProcess.StartAsync(stores[1]);
        await using var stage = await Stage.SetAsync(a, reader);
        await using var connector = await Connector.OpenAsync(stage.Paired with { Server = b }, reader);
        var stranger = new MarkedFace(reader, seed: 2);

        for (var i = 0; i < Strangers; i++)
        {
            (await connector.AskAsync(Probe(stranger.Template()))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        }

        (await connector.AskAsync(Probe(reader.Template(Photos.Of('A'))))).Verdict.ShouldBe(TrackDecision.Types.Verdict.Hold);
        (a.Output.Contains("raised on entry"), b.Output.Contains("raised on entry")).ShouldBe(
            (true, false),
            "the store lives where its first line was"
        );
        (stranger.CopiesLeftIn(a), stranger.CopiesLeftIn(b)).ShouldBe((0, 0));

        TrackProbe Probe(float[] template) => connector.Probe(stage.Shop.Cameras[0], reader, template, b.Now);
    }

    [Fact]
    public async Task A_node_whose_process_has_ended_loses_its_stores_to_others_before_a_probe_is_missed()
    {
        var stores = await DataStore.OfClusterAsync(machines, 2, "--Cluster:Probes:TimeoutSeconds=60", "--Cluster:Probes:MissedLimit=10");
        await ServerProgram.MigrateAsync(stores[0]);
        await using var a = await ServerProcess.StartAsync(stores[0]);
        await using var b = await ServerProcess.StartAsync(stores[1]);
        await using var stage = await Stage.SetAsync(a, reader);
        await using var connector = await Connector.OpenAsync(stage.Paired with { Server = b }, reader);
        (await AskAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);

        await a.KillAsync();

        for (var i = 0; i < Pings && await AskAsync() is TrackDecision.Types.Verdict.NotDecided; i++)
        {
            await connector.NextPingAsync();
        }

        (await AskAsync()).ShouldBe(TrackDecision.Types.Verdict.Discard);
        b.Output.ShouldContain("Nothing listens at");

        async Task<TrackDecision.Types.Verdict> AskAsync() =>
            (await connector.AskAsync(connector.Probe(stage.Shop.Cameras[0], reader, reader.Template(Photos.Of('B')), b.Now))).Verdict;
    }

    [Fact]
    public async Task Behind_a_proxy_that_gives_each_request_to_the_next_node_they_are_one()
    {
        var stores = await DataStore.OfClusterAsync(machines, 2, "--Proxy:Known=127.0.0.1,::1");
        await ServerProgram.MigrateAsync(stores[0]);
        await using var a = await ServerProcess.StartAsync(stores[0]);
        await using var b = await ServerProcess.StartAsync(stores[1]);
        await using var proxy = await TlsProxy.StartAsync(a, b);
        await using var stage = await Stage.SetAsync(proxy, reader);
        await using var first = await StoreScreen.OpenAsync(stage.First);
        await using var second = await StoreScreen.OpenAsync(stage.Second);

        var alert = await stage.RaiseAndConfirmAsync();
        await first.UntilAsync(alert, "confirmed");
        await second.UntilAsync(alert, "confirmed");
        await SignInByCookieAsync(proxy, stage.Retailer);

        // What one node takes away is cut off on both.
        foreach (var person in new[] { stage.FirstPerson, stage.SecondPerson })
        {
            (await stage.Retailer.Admin.PostAsync($"/api/people/{person.Id}/disable", new { reason = "Left." })).Ok();
        }

        (await stage.Retailer.Admin.PostAsync($"/api/devices/{stage.Paired.Device}/revoke", new { reason = "Stolen." })).Ok();
        await first.EndedAsync();
        await second.EndedAsync();
        (await stage.Connector.RefusedAsync()).Code.ShouldBe("device-unknown");

        // No stickiness anywhere: the two screens' lines were on two nodes, and so was everything else.
        GivenTo("/hubs/alerts").ShouldBe([a.Address, b.Address], ignoreOrder: true);
        GivenTo("/api/sign-in").ShouldBe([a.Address, b.Address], ignoreOrder: true);
        GivenTo("/api/me").ShouldBe([a.Address, b.Address], ignoreOrder: true);

        IEnumerable<Uri> GivenTo(string path) => proxy.Given.Where(g => g.Path == path).Select(g => g.Server).Distinct();
    }

    /// <summary>Signs in as a browser does: what one node set as a cookie the other one knows, and it leaves by https only.</summary>
    private static async Task SignInByCookieAsync(TlsProxy proxy, Retailer retailer)
    {
        using var http = Api.NewClient();
        var signIn = new
        {
            tenant = retailer.Slug,
            email = retailer.AdminEmail,
            password = Retailer.Password,
        };
        using var signedIn = await SendAsync(HttpMethod.Post, "/api/sign-in", JsonContent.Create(signIn));
        string[] cookies = [.. signedIn.Headers.GetValues("Set-Cookie")];
        var cookie = cookies.Single(c => c.StartsWith("rg-session="));

        // The word of the proxy that the client came by https is taken.
        cookies.ShouldAllBe(c => c.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        signedIn.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        for (var i = 0; i < 4; i++)
        {
            using var known = await SendAsync(HttpMethod.Get, "/api/me", null, cookie.Split(';')[0]);
            known.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? with = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(proxy.Address, path)) { Content = content };
            request.Headers.Host = "retailguard.example";
            if (with is not null)
            {
                request.Headers.Add("Cookie", with);
            }

            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Who is no node gets no answer at the port of the nodes.</summary>
    private static async Task ShouldHangUpAsync(DataStore node, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, node.SiloPort, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "node",
            ClientCertificates = certificate is null ? [] : [certificate],
            // Whom it speaks to is not what is tested.
            RemoteCertificateValidationCallback = (_, node, _, _) => node is not null,
        };
        bool hungUp;
        try
        {
            // With TLS 1.3 the answer to a certificate comes with the first read.
            await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
            hungUp = await tls.ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            hungUp = true;
        }

        hungUp.ShouldBeTrue();
    }
}
