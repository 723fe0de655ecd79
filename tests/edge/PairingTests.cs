using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailGuard.Edge.Setup;
using RetailGuard.Edge.Uplink;
using RetailGuard.Protocol;

namespace RetailGuard.Tests.Edge;

public sealed class PairingTests : IAsyncLifetime
{
    private static readonly Guid Door = new("aaaaaaaa-0000-0000-0000-000000000001");
    private static readonly Guid Exit = new("aaaaaaaa-0000-0000-0000-000000000002");

    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-edge-").FullName;
    private readonly HttpClient _http = CloudClient.New();
    private LoopbackCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await LoopbackCloud.StartAsync(LoopbackCloud.Arms("space", Door, Exit));

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Pairing_writes_the_key_and_a_configuration_to_fill_in()
    {
        var said = await PairAsync();
        said.ShouldContain("Store 1");

        using var written = Written();
        written.RootElement.GetProperty("deviceId").GetGuid().ShouldBe(LoopbackCloud.DeviceId);
        written
            .RootElement.GetProperty("cameras")
            .EnumerateArray()
            .Select(camera => camera.GetProperty("id").GetGuid())
            .ShouldBe([Door, Exit]);
        using var key = DeviceKey.Load(Path.Combine(_folder, "device.key"));
        DeviceSignature.PublicKey(key).ShouldBe(_cloud.PublicKey);
        Directory.GetFiles(_folder).Length.ShouldBe(2);
        Should.Throw<EdgeSetupException>(() => EdgeConfig.Load(File_)).Message.ShouldContain("cameras[0].source");
    }

    [Fact]
    public async Task Pairing_again_keeps_what_the_installer_wrote_and_knows_cameras_by_name()
    {
        File.WriteAllText(
            File_,
            """{ "workers": 1, "cameras": [{ "name": "camera 2", "source": { "kind": "video", "path": "a.mp4" } }] }"""
        );
        await PairAsync();
        using var written = Written();
        written.RootElement.GetProperty("workers").GetInt32().ShouldBe(1);
        var cameras = written.RootElement.GetProperty("cameras").EnumerateArray().ToList();
        cameras.Count.ShouldBe(2);
        cameras[0].GetProperty("id").GetGuid().ShouldBe(Exit);
        cameras[0].GetProperty("source").GetProperty("path").GetString().ShouldBe("a.mp4");
    }

    [Theory]
    [InlineData("{0}{1}")]
    [InlineData(" {0} {1} ")]
    [InlineData("{0}–{1}")]
    [InlineData("{0} — {1}")]
    [InlineData("{0}-{1}")]
    public async Task A_code_is_taken_however_it_is_typed(string typed)
    {
        var code = _cloud.PairingCode.Split('-');
        await PairAsync(string.Format(CultureInfo.InvariantCulture, typed, code[0], code[1]).ToLowerInvariant());
        File.Exists(File_).ShouldBeTrue();
    }

    [Fact]
    public async Task Names_stay_readable_in_what_pairing_writes()
    {
        await File.WriteAllTextAsync(
            File_,
            """{ "cameras": [{ "name": "Ngā Kuaha ki Māngere", "source": { "kind": "video", "path": "a.mp4" } }] }""",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            TestContext.Current.CancellationToken
        );
        await PairAsync();
        (await File.ReadAllTextAsync(File_, TestContext.Current.CancellationToken)).ShouldContain("Ngā Kuaha ki Māngere");
    }

    [Fact]
    public async Task A_refused_code_tells_the_clouds_reason_and_writes_nothing()
    {
        var refused = await Should.ThrowAsync<EdgeSetupException>(() => PairAsync("WRONG"));
        refused.Code.ShouldBe("pairing-refused");
        refused.Message.ShouldBe("This pairing code is not known, or has been used.");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_address_is_named()
    {
        await using var elsewhere = await LoopbackCloud.StartAsync(LoopbackCloud.Arms("space", Door));
        _cloud.RedirectsTo = elsewhere.Address;

        var refused = await Should.ThrowAsync<EdgeSetupException>(() => PairAsync());

        refused.Code.ShouldBe("server-redirects");
        refused.Message.ShouldContain(elsewhere.Address.Authority);
        elsewhere.PublicKey.ShouldBeNull("the code and the key went nowhere");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://192.0.2.1", "server-invalid")]
    [InlineData("nonsense", "server-invalid")]
    [InlineData("http://127.0.0.1:1", "server-unreachable")]
    public async Task An_address_that_will_not_do_says_why(string server, string code)
    {
        var refused = await Should.ThrowAsync<EdgeSetupException>(() =>
            Pairing.PairAsync(_http, server, _cloud.PairingCode, File_, TestContext.Current.CancellationToken)
        );
        refused.Code.ShouldBe(code);
    }

    private string File_ => Path.Combine(_folder, "edge.json");

    private Task<string> PairAsync(string? code = null) =>
        Pairing.PairAsync(_http, _cloud.Address.ToString(), code ?? _cloud.PairingCode, File_, TestContext.Current.CancellationToken);

    private JsonDocument Written() => JsonDocument.Parse(File.ReadAllText(File_));
}
