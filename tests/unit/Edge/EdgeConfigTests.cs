using System.Runtime.Versioning;
using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Setup;
using RetailGuard.Protocol;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class EdgeConfigTests : IDisposable
{
    private const string Id = "11111111-2222-3333-4444-555555555555";

    private readonly string _folder = Directory.CreateTempSubdirectory("retailguard-edge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_configuration_is_read()
    {
        var config = Load(
            $$"""
            {
              "server": "https://cloud.example", "deviceId": "{{Id}}", "workers": 2,
              "cameras": [
                // The door.
                { "id": "{{Id}}", "name": "Entrance", "source": { "kind": "rtsp", "url": "rtsp://user:secret@10.0.0.9/1" }, "maxWidth": 1280 },
              ],
            }
            """
        );
        config.Cameras.Single().Source!.Kind.ShouldBe(SourceKind.Rtsp);
        config.Cameras.Single().Source!.Rate.ShouldBe(10);
        config.Resolve("device.key").ShouldBe(Path.Combine(_folder, "device.key"));
    }

    [Theory]
    [InlineData("server", """ "server": "http://cloud.example" """)]
    [InlineData("server", """ "server": "cloud" """)]
    [InlineData("deviceId", """ "server": "https://cloud.example", "deviceId": null """)]
    [InlineData("$.cameras[0].source.kind", """ "cameras": [{ "source": { "kind": "film" } }] """)]
    [InlineData("$.camera", """ "camera": [] """)]
    [InlineData("$.cameras", """ "cameras": null """)]
    [InlineData("workers", """ "workers": 65 """)]
    [InlineData("cameras", """ "cameras": [] """)]
    [InlineData("cameras[0].id", """ "cameras": [{ "source": { "kind": "video", "path": "a" } }] """)]
    [InlineData("cameras[0].source", """ "cameras": [{ "id": "ID" }] """)]
    [InlineData("cameras[0].source.path", """ "cameras": [{ "id": "ID", "source": { "kind": "video" } }] """)]
    [InlineData("cameras[0].source.path", """ "cameras": [{ "id": "ID", "source": { "kind": "folder" } }] """)]
    [InlineData("cameras[0].source.url", """ "cameras": [{ "id": "ID", "source": { "kind": "rtsp", "url": "http://a" } }] """)]
    [InlineData("cameras[0].source.device", """ "cameras": [{ "id": "ID", "source": { "kind": "v4l2" } }] """)]
    [InlineData(
        "cameras[0].source.framesPerSecond",
        """ "cameras": [{ "id": "ID", "source": { "kind": "video", "path": "a", "framesPerSecond": 1 } }] """
    )]
    [InlineData(
        "cameras[0].source.secondsPerPicture",
        """ "cameras": [{ "id": "ID", "source": { "kind": "folder", "path": "a", "secondsPerPicture": 0 } }] """
    )]
    [InlineData("cameras[0].maxWidth", """ "cameras": [{ "id": "ID", "maxWidth": 20, "source": { "kind": "video", "path": "a" } }] """)]
    [InlineData(
        "cameras",
        """ "cameras": [{ "id": "ID", "source": { "kind": "video", "path": "a" } }, { "id": "ID", "source": { "kind": "video", "path": "b" } }] """
    )]
    public void A_mistake_names_its_field(string field, string fields)
    {
        var defaults = new Dictionary<string, string>
        {
            ["server"] = "\"https://cloud.example\"",
            ["deviceId"] = $"\"{Id}\"",
            ["cameras"] = $$"""[{ "id": "{{Id}}", "source": { "kind": "video", "path": "a.mp4" } }]""",
        };
        var others = defaults.Where(entry => !fields.Contains($"\"{entry.Key}\":")).Select(entry => $"\"{entry.Key}\": {entry.Value}");
        var refused = Should.Throw<EdgeSetupException>(() => Load($"{{ {string.Join(",", others.Append(fields.Replace("ID", Id)))} }}"));
        refused.Code.ShouldBe("config-invalid");
        refused.Message.ShouldContain($", {field}");
    }

    [Theory]
    [InlineData("""{ "sever": "https://cloud.example" }""", "$.sever", "server")]
    [InlineData("""{ "camera": [] }""", "$.camera", "cameras")]
    [InlineData("""{ "cameras": [{ "maxwidht": 640 }] }""", "$.cameras[0].maxwidht", "maxWidth")]
    [InlineData(
        """{ "cameras": [{ "source": { "kind": "rtsp", "framesPerSeconds": 5 } }] }""",
        "$.cameras[0].source.framesPerSeconds",
        "framesPerSecond"
    )]
    [InlineData("""{ "cameras": [{ "source": { "kind": "rtsp", "colour": 5 } }] }""", "$.cameras[0].source.colour", "framesPerSecond")]
    public void A_misspelt_setting_is_named_with_the_one_that_was_meant(string json, string field, string meant)
    {
        var refused = Should.Throw<EdgeSetupException>(() => Load(json));
        refused.Message.ShouldContain($"{field}: there is no such setting.");
        refused.Message.ShouldContain(meant);
        refused.Message.ShouldNotContain("RetailGuard.Edge");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_mark_of_the_encoding_before_the_text_changes_nothing(string encoding)
    {
        var file = Path.Combine(_folder, "edge.json");
        OwnerOnly.Write(file, "");
        var json =
            $$"""{ "server": "https://cloud.example", "deviceId": "{{Id}}", "cameras": [{ "id": "{{Id}}", "name": "Ngā Kuaha", "source": { "kind": "v4l2", "device": "/dev/video0" } }] }""";
        File.WriteAllText(file, json, System.Text.Encoding.GetEncoding(encoding));

        EdgeConfig.Load(file).Cameras.Single().Name.ShouldBe("Ngā Kuaha");

        File.WriteAllBytes(file, [.. "{ \"server\": \"caf"u8, 0xE9, .. "\" }"u8]);
        Should.Throw<EdgeSetupException>(() => EdgeConfig.Load(file)).Message.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData(""" "aspect": "wide" """, "aspect")]
    [InlineData(""" "aspect": "9:1" """, "aspect")]
    [InlineData(""" "turn": 45 """, "turn")]
    [InlineData(""" "url": "rtsp://admin:12/b@door/1" """, "url")]
    public void A_cameras_shape_turn_and_address_are_checked(string setting, string field)
    {
        var address = setting.Contains("url", StringComparison.Ordinal) ? "" : """ "url": "rtsp://10.0.0.9/1", """;
        var refused = Should.Throw<EdgeSetupException>(() =>
            Load(
                $$"""{ "server": "https://cloud.example", "deviceId": "{{Id}}", "cameras": [{ "id": "{{Id}}", "source": { "kind": "rtsp", {{address}} {{setting}} } }] }"""
            )
        );
        refused.Message.ShouldContain($"cameras[0].source.{field}: ");
    }

    [Fact]
    public void Broken_json_names_the_line_and_a_missing_file_says_what_to_run()
    {
        Should.Throw<EdgeSetupException>(() => Load("{\n  \"server\": \n}")).Message.ShouldContain("line 3");
        Should.Throw<EdgeSetupException>(() => EdgeConfig.Load(Path.Combine(_folder, "none.json"))).Message.ShouldContain("pair");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_device_key_is_for_its_owner_only()
    {
        var file = Path.Combine(_folder, "device.key");
        using var key = DeviceSignature.CreateKey();
        DeviceKey.Save(key, file);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (var loaded = DeviceKey.Load(file))
        {
            DeviceSignature.PublicKey(loaded).ShouldBe(DeviceSignature.PublicKey(key));
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Should.Throw<EdgeSetupException>(() => DeviceKey.Load(file)).Code.ShouldBe("key-open");

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, "no key");
        Should.Throw<EdgeSetupException>(() => DeviceKey.Load(file)).Code.ShouldBe("key-invalid");
    }

    [Theory]
    [InlineData("rtsp://admin:pa%24s@10.0.0.9:554/ch1?token=abc: Connection refused")]
    [InlineData("Failed to sign in with pa$s or pa%24s at RTSP://admin:pa%24s@10.0.0.9/ch1?token=abc")]
    public void What_is_said_of_a_camera_holds_no_password(string line)
    {
        var source = new CameraSource { Kind = SourceKind.Rtsp, Url = "rtsp://admin:pa%24s@10.0.0.9:554/ch1?token=abc" };
        var clean = Redaction.Clean(line, source);
        clean.ShouldNotContain("pa%24s");
        clean.ShouldNotContain("pa$s");
        clean.ShouldNotContain("admin");
        clean.ShouldNotContain("abc");
        clean.ShouldContain("10.0.0.9");
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused_since_it_holds_passwords()
    {
        var file = Path.Combine(_folder, "edge.json");
        foreach (var open in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.OtherWrite })
        {
            OwnerOnly.Write(file, "{}");
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | open);
            var refused = Should.Throw<EdgeSetupException>(() => EdgeConfig.Load(file));
            refused.Code.ShouldBe("config-open");
            refused.Message.ShouldContain($"chmod 600 {file}");
        }
    }

    private EdgeConfig Load(string json)
    {
        var file = Path.Combine(_folder, "edge.json");
        OwnerOnly.Write(file, json);
        return EdgeConfig.Load(file);
    }
}
