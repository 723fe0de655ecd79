using System.Net;
using Google.Protobuf;
using RetailGuard.Identity;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Who may open a connector's line, and what the others hear.</summary>
public sealed class GreetingTests(OnDisk fixture, FaceReader reader) : IClassFixture<OnDisk>, IAsyncLifetime
{
    private Shop _shop = null!;
    private PairedConnector _paired = null!;

    private RunningServer Server => fixture.Server;

    public async ValueTask InitializeAsync()
    {
        _shop = await (await Retailer.OpenAsync(Server)).OpenShopAsync(cameras: 2);
        _paired = await _shop.PairConnectorAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_paired_connector_is_welcome_and_hears_what_it_may_do()
    {
        await _shop.Retailer.HireAsync(Role.StoreStaff, _shop);
        await _shop.Retailer.HireAsync(Role.StoreStaff, _shop);
        await using var connector = await Connector.OpenAsync(_paired, reader);

        var policy = (await connector.NextAsync(CloudFrame.BodyOneofCase.Policy)).Policy;

        policy.Space.ShouldBe(reader.Pack.Space.Id);
        policy.Cameras.Select(c => WireId.Read(c.CameraId)).ShouldBe(_shop.Cameras);
        policy.Cameras.ShouldAllBe(c => c.Armed);
    }

    [Fact]
    public async Task An_unknown_device_is_refused() =>
        await RefusedAsync("device-unknown", hello => hello.DeviceId = WireId.From(Unique.Id()));

    [Fact]
    public async Task A_tablet_is_no_connector()
    {
        await _shop.PairTabletAsync();
        var tablet = (
            await Server.QueryAsync("""SELECT "Id" FROM "Devices" WHERE "Kind" = 'Tablet' AND "Tenant" = @p0""", _shop.Retailer.Id)
        ).ShouldHaveSingleItem();

        await RefusedAsync("device-unknown", hello => hello.DeviceId = WireId.From(Guid.Parse($"{tablet[0]}")));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        using var other = DeviceSignature.CreateKey();

        await RefusedAsync(
            "device-unknown",
            (hello, challenge) => hello.Signature = ByteString.CopyFrom(DeviceSignature.Sign(other, challenge.Nonce.Span))
        );
    }

    [Fact]
    public async Task An_answer_to_an_earlier_challenge_is_refused()
    {
        await using var earlier = await Connector.DialAsync(Server.Address);
        var old = (await earlier.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;

        await RefusedAsync(
            "device-unknown",
            (hello, challenge) =>
            {
                challenge.Nonce.ShouldNotBe(old.Nonce);
                hello.Signature = ByteString.CopyFrom(DeviceSignature.Sign(_paired.Key, old.Nonce.Span));
            }
        );
    }

    [Theory]
    [InlineData(60, "60 s ahead", false)]
    [InlineData(-120, "", false)]
    [InlineData(3600, "3600 s ahead", true)]
    [InlineData(-3600, "3600 s behind", true)]
    public async Task A_clock_that_is_two_minutes_wrong_is_refused_with_the_difference(int seconds, string difference, bool refused)
    {
        await using var connector = await Connector.DialAsync(Server.Address);
        var challenge = (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        var hello = _paired.Answer(challenge, reader.Pack.Space.Id, reader.Pack.Space.Dimension);
        hello.DeviceUnixMs += seconds * 1000L;

        await connector.SendAsync(new EdgeFrame { Hello = hello });

        if (!refused)
        {
            await connector.NextAsync(CloudFrame.BodyOneofCase.Welcome);
            return;
        }

        var problem = await connector.RefusedAsync();
        problem.Code.ShouldBe("clock-wrong");
        problem.Detail.ShouldContain(difference);
    }

    [Fact]
    public async Task Another_embedding_space_is_refused_with_the_pack_to_install()
    {
        await RefusedAsync("space-unknown", hello => hello.Dimension = 128);

        (await RefusedAsync("space-unknown", hello => hello.Space = "another-space-1")).ShouldContain(reader.Pack.Name);
    }

    [Fact]
    public async Task The_first_frame_is_a_hello()
    {
        await using var connector = await Connector.DialAsync(Server.Address);

        await connector.SendAsync(new EdgeFrame { Pong = new() { ServerUnixMs = 1 } });

        (await connector.RefusedAsync()).Code.ShouldBe("hello-expected");
    }

    [Fact]
    public async Task A_second_hello_ends_the_line()
    {
        await using var connector = await Connector.DialAsync(Server.Address);
        var challenge = (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        var hello = new EdgeFrame { Hello = _paired.Answer(challenge, reader.Pack.Space.Id, reader.Pack.Space.Dimension) };
        await connector.SendAsync(hello);
        await connector.NextAsync(CloudFrame.BodyOneofCase.Welcome);

        await connector.SendAsync(hello);

        (await connector.RefusedAsync()).Code.ShouldBe("hello-twice");
    }

    [Fact]
    public async Task Silence_after_the_challenge_ends_the_line()
    {
        await using var connector = await Connector.DialAsync(Server.Address);
        await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge);

        Server.Time.Step(TimeSpan.FromSeconds(10));

        (await connector.RefusedAsync()).Code.ShouldBe("hello-late");
    }

    [Fact]
    public async Task A_request_that_is_no_websocket_hears_so() =>
        (await Server.Anyone.GetAsync("/edge/stream")).Refused(HttpStatusCode.UnprocessableEntity, "websocket-expected");

    private Task<string> RefusedAsync(string code, Action<Hello> change) => RefusedAsync(code, (hello, _) => change(hello));

    private async Task<string> RefusedAsync(string code, Action<Hello, Challenge> change)
    {
        await using var connector = await Connector.DialAsync(Server.Address);
        var challenge = (await connector.NextAsync(CloudFrame.BodyOneofCase.Challenge)).Challenge;
        var hello = _paired.Answer(challenge, reader.Pack.Space.Id, reader.Pack.Space.Dimension);
        change(hello, challenge);

        await connector.SendAsync(new EdgeFrame { Hello = hello });

        var problem = await connector.RefusedAsync();
        problem.Code.ShouldBe(code);
        return problem.Detail;
    }
}
