using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A face that nobody looks for leaves nothing on the server (R1).</summary>
public sealed class MemoryTests(FaceReader reader) : IDisposable
{
    private const int Strangers = 200;
    private const int Refused = 52;

    private readonly DataStore _storage = DataStore.OnDisk();

    public void Dispose() => _storage.Dispose();

    [Fact]
    [Trait("Rule", "R1")]
    public async Task Neither_memory_nor_disk_keeps_a_template_that_matched_nobody()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var stranger = new MarkedFace(reader, seed: 20260302);
        var bytes = stranger.Mark;
        ProcessMemory
            .Count(server.Id, Encoding.Unicode.GetBytes(_storage.DataFolder))
            .ShouldBeGreaterThan(0, "the search finds what is in the server's memory");

        for (var i = 0; i < Strangers; i++)
        {
            var probe = stage.Connector.Probe(stage.Shop.Cameras[0], reader, stranger.Template(), server.Now);
            (await stage.Connector.AskAsync(probe)).Verdict.ShouldBe(TrackDecision.Types.Verdict.Discard);
        }

        stranger.CopiesLeftIn(server).ShouldBe(0);
        foreach (var file in Directory.GetFiles(_storage.DataFolder, "*", SearchOption.AllDirectories))
        {
            Bytes.ReadAll(file).AsSpan().IndexOf(bytes).ShouldBe(-1, file);
        }

        Encoding.Latin1.GetBytes(server.Output).AsSpan().IndexOf(bytes).ShouldBe(-1);
        server.Output.ShouldNotContain(Convert.ToBase64String(bytes.AsSpan(0, 30)));
        (await File.ReadAllTextAsync($"/proc/{server.Id}/limits", TestContext.Current.CancellationToken)).ShouldMatch(
            @"Max core file size\s+0\s+0",
            "a crash writes no memory to disk"
        );
    }

    [Fact]
    [Trait("Rule", "R1")]
    public async Task Memory_keeps_no_template_of_a_probe_that_was_refused()
    {
        await using var server = await ServerProcess.StartAsync(_storage);
        await using var stage = await Stage.SetAsync(server, reader);
        var stranger = new MarkedFace(reader, seed: 52);
        for (var i = 0; i < Refused; i++)
        {
            // A line of its own for each: most of them end it.
            await using var connector = await Connector.OpenAsync(stage.Paired, reader);
            var template = stranger.Template();
            var probe = connector.Probe(stage.Shop.Cameras[0], reader, template, server.Now);
            var (code, message) = Wrong(i, probe, template);
            await connector.SendBytesAsync(message);
            var problem = (await connector.NextAsync(CloudFrame.BodyOneofCase.Problem)).Problem;
            problem.Code.ShouldBe(code, $"kind {i % Kinds}");
        }

        stranger.CopiesLeftIn(server).ShouldBe(0);
        server.Output.ShouldNotContain("Exception");
    }

    private const int Kinds = 13;

    /// <summary>A probe that is refused, in every way there is: for what it says, as a frame, and as a message.</summary>
    private static (string Code, byte[] Message) Wrong(int kind, TrackProbe probe, float[] template)
    {
        switch (kind % Kinds)
        {
            case 0:
                return ("space-unknown", Message(probe, p => p.Space = "another-space"));
            case 1:
                return ("dimension-wrong", Message(probe, p => p.Template = Packed([.. template, 0])));
            case 2:
                return ("template-not-finite", Message(probe, p => p.Template = Packed([float.NaN, .. template[1..]])));
            case 3:
                return ("template-not-unit", Message(probe, p => p.Template = Packed([2, .. template[1..]])));
            case 4:
                return ("field-invalid", Message(probe, p => p.Quality = 2));
            case 5:
                return ("field-invalid", Message(probe, p => p.CameraId = ByteString.CopyFrom(1, 2, 3)));
            case 6:
                return ("field-invalid", Message(probe, p => p.FirstGoodUnixMs = FieldCheck.MaxUnixMs + 1));
            case 7:
                return ("field-invalid", Message(probe, p => p.BestUnixMs = long.MaxValue));
            case 8:
                return ("frame-truncated", Message(probe, _ => { })[..^3]);
            case 9:
                return ("frame-truncated", [.. Message(probe, _ => { }), .. Message(probe, _ => { })[1..]]);
            case 10:
                return ("version-unknown", [WireCodec.Version + 1, .. Message(probe, _ => { })[1..]]);
            case 11:
                return ("frame-too-large", [.. Message(probe, _ => { }), .. new byte[WireCodec.MaxFrameBytes]]);
            default:
                // A hello with a probe in front of it.
                return ("hello-twice", [.. Message(probe, _ => { }), .. Hello()]);
        }
    }

    private static byte[] Message(TrackProbe probe, Action<TrackProbe> change)
    {
        change(probe);
        return [WireCodec.Version, .. new EdgeFrame { Probe = probe }.ToByteArray()];
    }

    private static byte[] Hello() =>
        new EdgeFrame
        {
            Hello = new()
            {
                DeviceId = WireId.From(Unique.Id()),
                Signature = ByteString.CopyFrom(new byte[DeviceSignature.SignatureBytes]),
                DeviceUnixMs = 1,
                Space = "any",
                Dimension = 1,
            },
        }.ToByteArray();

    private static ByteString Packed(float[] template) => ByteString.CopyFrom(MemoryMarshal.AsBytes(template.AsSpan()));
}
