using RetailGuard.Edge.Capture;
using RetailGuard.Edge.Setup;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class CameraAddressTests
{
    [Theory]
    [InlineData("rtsp://10.0.0.9/1", "rtsp://10.0.0.9/1", "", "")]
    [InlineData("rtsp://door-camera:8554/1", "rtsp://door-camera:8554/1", "", "")]
    [InlineData(" \tRTSP://10.0.0.9/1 \n", "rtsp://10.0.0.9/1", "", "")]
    [InlineData("Rtsps://[fe80::1]:322/1", "rtsps://[fe80::1]:322/1", "", "")]
    [InlineData("rtsp://admin:Pa@ss1@10.0.0.9/1", "rtsp://admin:Pa%40ss1@10.0.0.9/1", "admin", "Pa@ss1")]
    [InlineData("rtsp://admin:Pa#ss1@10.0.0.9/1", "rtsp://admin:Pa%23ss1@10.0.0.9/1", "admin", "Pa#ss1")]
    [InlineData("rtsp://admin:12/34a@10.0.0.9:554/1", "rtsp://admin:12%2F34a@10.0.0.9:554/1", "admin", "12/34a")]
    [InlineData("rtsp://admin:12?34a@10.0.0.9/1", "rtsp://admin:12%3F34a@10.0.0.9/1", "admin", "12?34a")]
    [InlineData("rtsp://admin:1:2/@#?@camera.store.example/1", "rtsp://admin:1%3A2%2F%40%23%3F@camera.store.example/1", "admin", "1:2/@#?")]
    [InlineData("rtsp://admin:pa%40ss@10.0.0.9/1", "rtsp://admin:pa%40ss@10.0.0.9/1", "admin", "pa@ss")]
    [InlineData("rtsp://admin:100%@10.0.0.9/1", "rtsp://admin:100%25@10.0.0.9/1", "admin", "100%")]
    [InlineData("rtsp://Āwhina:kupu huna@10.0.0.9/1", "rtsp://%C4%80whina:kupu%20huna@10.0.0.9/1", "Āwhina", "kupu huna")]
    [InlineData("rtsp://admin:12/b@door/1", "", "", "")]
    [InlineData("rtsp://admin:a/b@door/1", "rtsp://admin:a%2Fb@door/1", "admin", "a/b")]
    [InlineData("rtsp://10.0.0.9/stream@2", "rtsp://10.0.0.9/stream@2", "", "")]
    [InlineData("rtsp://10.0.0.9:554/user=a@b.example", "rtsp://10.0.0.9:554/user=a@b.example", "", "")]
    [InlineData("rtsp://admin:pw@10.0.0.9/a@b", "rtsp://admin:pw@10.0.0.9/a@b", "admin", "pw")]
    [InlineData("http://10.0.0.9/1", "", "", "")]
    [InlineData("rtsp://", "", "", "")]
    [InlineData("rtsp://admin:pw@/1", "", "", "")]
    public void An_address_is_understood_as_it_is_typed_or_told_how_to_write(string typed, string url, string user, string password)
    {
        var address = CameraAddress.Parse(typed, out var problem);
        if (url.Length > 0)
        {
            problem.ShouldBeEmpty();
            address.ShouldBe(new CameraAddress(url, user, password));
        }
        else
        {
            address.ShouldBeNull();
            problem.ShouldContain(typed.StartsWith("rtsp", StringComparison.Ordinal) ? "write @ as %40" : "rtsp://");
        }
    }

    [Theory]
    [InlineData("method DESCRIBE failed: 401 Unauthorized", "method DESCRIBE failed: 401 Unauthorized")]
    [InlineData("rtsp://in:Pa@ss1@10.0.0.9/1: Invalid data", "rtsp://10.0.0.9/1: Invalid data")]
    [InlineData("rtsp://in:Pa%40ss1@10.0.0.9/1: Invalid data", "rtsp://10.0.0.9/1: Invalid data")]
    [InlineData("wrong password Pa@ss1", "wrong password ***")]
    [InlineData("Digest username=\"in\", realm=\"camera\"", "Digest username=\"***\", realm=\"camera\"")]
    [InlineData("rtsp://10.0.0.9/user=in_password=Pa_channel=1: no", "rtsp://10.0.0.9/user=***_password=***_channel=1: no")]
    public void A_users_name_is_hidden_only_where_it_is_one(string said, string shown) =>
        Redaction.Clean(said, new() { Kind = SourceKind.Rtsp, Url = "rtsp://in:Pa@ss1@10.0.0.9/1" }).ShouldBe(shown);
}
