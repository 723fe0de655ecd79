using Google.Protobuf;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Fuzz;

public sealed class RefusedFrames
{
    private const int Dimension = 8;

    private readonly FrameSource _source = new(7);

    [Theory]
    [InlineData(WireCodes.FrameTruncated, new byte[0])]
    [InlineData(WireCodes.FrameEmpty, new byte[] { WireCodec.Version })]
    [InlineData(WireCodes.VersionUnknown, new byte[] { 2, 0 })]
    [InlineData(WireCodes.FrameTruncated, new byte[] { WireCodec.Version, 0x0a, 0x20, 0x01 })]
    // A nested message that claims 2 GiB: the parser behind the codec would go on for hundreds of megabytes.
    [InlineData(WireCodes.FrameTruncated, new byte[] { WireCodec.Version, 0x1a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x12, 0x00 })]
    [InlineData(WireCodes.FrameUnknown, new byte[] { WireCodec.Version, 0x7a, 0x00 })]
    public void A_message_that_is_no_frame_says_why(string code, byte[] message)
    {
        WireCodec.DecodeEdge(message).Refusal!.Code.ShouldBe(code);
        WireCodec.DecodeCloud(message).Refusal!.Code.ShouldBe(code);
    }

    [Fact]
    public void A_message_over_the_limit_is_refused_on_both_sides()
    {
        WireCodec.DecodeEdge(new byte[WireCodec.MaxFrameBytes + 1]).Refusal!.Code.ShouldBe(WireCodes.FrameTooLarge);

        var probe = _source.Probe(WireCodec.MaxFrameBytes / sizeof(float));
        WireCodec.Encode(new EdgeFrame { Probe = probe }).Refusal!.Code.ShouldBe(WireCodes.FrameTooLarge);
    }

    public static readonly TheoryData<string, Action<TrackProbe>> WrongProbeFields = new()
    {
        { "camera_id", p => p.CameraId = ByteString.CopyFrom(new byte[15]) },
        { "track_id", p => p.TrackId = 0 },
        { "space", p => p.Space = "" },
        { "frames_fused", p => p.FramesFused = 17 },
        { "agreement", p => p.Agreement = float.NaN },
        { "quality", p => p.Quality = 1.5f },
        { "first_good_unix_ms", p => p.FirstGoodUnixMs = 0 },
        { "first_good_unix_ms", p => p.FirstGoodUnixMs = FieldCheck.MaxUnixMs + 1 },
        { "best_unix_ms", p => p.BestUnixMs = -1 },
        { "best_unix_ms", p => p.BestUnixMs = long.MaxValue },
    };

    [Theory]
    [MemberData(nameof(WrongProbeFields), DisableDiscoveryEnumeration = true)]
    public void A_wrong_field_is_named(string field, Action<TrackProbe> damage)
    {
        var probe = _source.Probe(Dimension);
        damage(probe);
        var refusal = WireCodec.DecodeEdge(Message(new() { Probe = probe })).Refusal;
        refusal!.Code.ShouldBe(WireCodes.FieldInvalid);
        refusal.Detail.ShouldStartWith(field);
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void A_template_is_never_copied_whether_its_frame_is_accepted_or_refused()
    {
        var good = Message(new() { Probe = _source.Probe(Dimension) });
        var decoded = WireCodec.DecodeEdge(good).Value!.Probe.Template;
        good.AsSpan().Overlaps(decoded.Span).ShouldBeTrue();
        decoded.ToByteArray().ShouldContain(b => b != 0);

        // Two probes, or two templates in one: the parser would keep a part of each.
        WireCodec.DecodeEdge((byte[])[.. good, .. good[1..]]).Refusal!.Code.ShouldBe(WireCodes.FrameTruncated);
    }

    [Theory]
    [InlineData("upload/here")]
    [InlineData("//other.example/crop")]
    [InlineData("/\\other.example/crop")]
    [InlineData("https://other.example/crop")]
    public void A_crop_is_never_sent_to_another_address(string path)
    {
        var hold = new TrackDecision
        {
            TrackId = 1,
            Verdict = TrackDecision.Types.Verdict.Hold,
            UploadPath = path,
        };
        WireCodec.Encode(new CloudFrame { Decision = hold }).Refusal!.Detail.ShouldStartWith("upload_path");
    }

    public static readonly TheoryData<string, float[]> WrongTemplates = new()
    {
        { WireCodes.DimensionWrong, new float[Dimension - 1] },
        { WireCodes.TemplateNotUnit, new float[Dimension] },
        { WireCodes.TemplateNotUnit, [1.002f, 0, 0, 0, 0, 0, 0, 0] },
        { WireCodes.TemplateNotFinite, [float.NaN, 0, 0, 0, 0, 0, 0, 1] },
        { WireCodes.TemplateNotFinite, [0, 0, 0, 0, 0, 0, 0, float.PositiveInfinity] },
    };

    [Theory]
    [MemberData(nameof(WrongTemplates))]
    public void A_template_that_cannot_be_compared_says_why(string code, float[] template)
    {
        var probe = _source.Probe(Dimension);
        probe.Template = ByteString.CopyFrom([.. template.SelectMany(BitConverter.GetBytes)]);
        ProbeCheck.Check(probe, "space", Dimension)!.Code.ShouldBe(code);
    }

    [Fact]
    public void A_template_of_another_space_is_refused_and_a_good_one_is_not()
    {
        var probe = _source.Probe(Dimension);
        ProbeCheck.Check(probe, "other", Dimension)!.Code.ShouldBe(WireCodes.SpaceUnknown);
        ProbeCheck.Check(probe, "space", Dimension).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R1")]
    public void A_forgotten_template_is_zeroed_where_it_lay()
    {
        var decoded = WireCodec.DecodeEdge(WireCodec.Encode(new EdgeFrame { Probe = _source.Probe(Dimension) }).Value).Value!.Probe;
        var bytes = decoded.Template.Memory;
        bytes.ToArray().ShouldContain(b => b != 0);

        decoded.ForgetTemplate();

        bytes.ToArray().ShouldAllBe(b => b == 0);
        decoded.Template.Length.ShouldBe(0);
    }

    private static byte[] Message(EdgeFrame frame) => [WireCodec.Version, .. frame.ToByteArray()];

    [Fact]
    public void An_id_travels_in_the_order_in_which_it_is_written()
    {
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        Convert.ToHexStringLower(WireId.From(id).Span).ShouldBe("00112233445566778899aabbccddeeff");
        WireId.Read(WireId.From(id)).ShouldBe(id);
    }

    [Fact]
    public void Only_the_paired_key_signs_the_challenge()
    {
        using var key = DeviceSignature.CreateKey();
        using var other = DeviceSignature.CreateKey();
        var nonce = _source.Bytes(FieldCheck.NonceBytes);
        var signature = DeviceSignature.Sign(key, nonce);
        var publicKey = DeviceSignature.PublicKey(key);

        signature.Length.ShouldBe(DeviceSignature.SignatureBytes);
        DeviceSignature.Verify(publicKey, nonce, signature).ShouldBeTrue();
        DeviceSignature.Verify(publicKey, _source.Bytes(FieldCheck.NonceBytes), signature).ShouldBeFalse();
        DeviceSignature.Verify(DeviceSignature.PublicKey(other), nonce, signature).ShouldBeFalse();
        DeviceSignature.Verify(publicKey, nonce, signature.AsSpan(1)).ShouldBeFalse();
        DeviceSignature.Verify(_source.Bytes(91), nonce, signature).ShouldBeFalse();
        DeviceSignature.IsPublicKey([.. publicKey, 0]).ShouldBeFalse();
    }
}
