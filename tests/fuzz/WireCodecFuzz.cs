using RetailGuard.Protocol;

namespace RetailGuard.Tests.Fuzz;

public sealed class WireCodecFuzz
{
    private const int Rounds = 40_000;

    // An object for every two bytes is the worst that protobuf allows: an empty entry of a repeated field.
    private const int BytesAllocatedPerByte = 128;
    private const int BytesAllocatedAnyway = 16 * 1024;

    public static readonly TheoryData<int> Seeds = [1, 20, 300, 4_000, 50_000];

    // What protobuf builds once, when it meets each kind of frame for the first time, is not the decoder's doing.
    static WireCodecFuzz()
    {
        var source = new FrameSource(seed: 7);
        for (var round = 0; round < 100; round++)
        {
            WireCodec.DecodeEdge(source.Damage(Encoded(WireCodec.Encode(source.Edge()))));
            WireCodec.DecodeCloud(source.Damage(Encoded(WireCodec.Encode(source.Cloud()))));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_frame_survives_the_round_trip(int seed)
    {
        var source = new FrameSource(seed);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var edge = source.Edge();
            WireCodec.DecodeEdge(Encoded(WireCodec.Encode(edge))).Value.ShouldBe(edge);

            var cloud = source.Cloud();
            WireCodec.DecodeCloud(Encoded(WireCodec.Encode(cloud))).Value.ShouldBe(cloud);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Damaged_frames_are_refused_or_read_and_never_throw_or_allocate_without_bound(int seed)
    {
        var source = new FrameSource(seed);
        for (var round = 0; round < Rounds; round++)
        {
            Feed(source.Damage(Encoded(WireCodec.Encode(source.Edge()))));
            Feed(source.Damage(Encoded(WireCodec.Encode(source.Cloud()))));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_bytes_are_refused_or_read_and_never_throw_or_allocate_without_bound(int seed)
    {
        var source = new FrameSource(seed);
        for (var round = 0; round < Rounds; round++)
        {
            Feed([WireCodec.Version, .. source.Bytes(source.Next(300))]);
        }
    }

    [Fact]
    public void A_policy_of_nothing_but_empty_cameras_stays_bounded()
    {
        var empty = Enumerable.Repeat<byte[]>([0x12, 0x00], 32_000).SelectMany(entry => entry);
        Feed([WireCodec.Version, 0x1a, 0x80, 0xf4, 0x03, .. empty]);
    }

    private static byte[] Encoded(WireResult<byte[]> result)
    {
        result.Ok.ShouldBeTrue(result.Refusal?.Detail);
        return result.Value!;
    }

    private static void Feed(byte[] message)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var edge = WireCodec.DecodeEdge(message);
        var cloud = WireCodec.DecodeCloud(message);
        if (edge.Value?.Probe is { } probe)
        {
            ProbeCheck.Check(probe, "space", 512);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        allocated.ShouldBeLessThan(BytesAllocatedAnyway + (BytesAllocatedPerByte * (long)message.Length));

        // What is accepted can be sent on: nothing that the checks let through breaks the encoder.
        if (edge.Ok)
        {
            WireCodec.DecodeEdge(Encoded(WireCodec.Encode(edge.Value))).Value.ShouldBe(edge.Value);
        }

        if (cloud.Ok)
        {
            WireCodec.DecodeCloud(Encoded(WireCodec.Encode(cloud.Value))).Value.ShouldBe(cloud.Value);
        }
    }
}
