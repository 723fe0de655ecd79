using Google.Protobuf;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Fuzz;

/// <summary>Well-formed frames of every kind with random content, and damage to their bytes. The same seed gives the same frames.</summary>
internal sealed class FrameSource(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    public EdgeFrame Edge() =>
        Next(5) switch
        {
            0 => new EdgeFrame
            {
                Hello = new Hello
                {
                    DeviceId = Id(),
                    Signature = Some(DeviceSignature.SignatureBytes),
                    DeviceUnixMs = Time(),
                    Software = Text(),
                    Space = "space",
                    Dimension = (uint)(1 + Next(FieldCheck.MaxDimension)),
                },
            },
            1 => new EdgeFrame { Probe = Probe(1 + Next(600)) },
            2 => new EdgeFrame
            {
                Ended = new TrackEnded
                {
                    CameraId = Id(),
                    TrackId = Number(),
                    Fate = (TrackEnded.Types.Fate)(1 + Next(4)),
                    Frames = (uint)Next(int.MaxValue),
                    LifetimeMs = (uint)Next(int.MaxValue),
                },
            },
            3 => new EdgeFrame
            {
                Camera = new CameraReport
                {
                    CameraId = Id(),
                    State = (CameraReport.Types.State)(1 + Next(3)),
                    Detail = Text(),
                    Frames = (uint)Next(int.MaxValue),
                },
            },
            _ => new EdgeFrame { Pong = new Pong { ServerUnixMs = Time() } },
        };

    public CloudFrame Cloud() =>
        Next(6) switch
        {
            0 => new CloudFrame
            {
                Challenge = new Challenge { Nonce = Some(FieldCheck.NonceBytes), ServerUnixMs = Time() },
            },
            1 => new CloudFrame
            {
                Welcome = new Welcome
                {
                    ConnectionId = Text(),
                    HeartbeatMs = (uint)(100 + Next(10_000)),
                    Window = (uint)(1 + Next(FieldCheck.MaxWindow)),
                },
            },
            2 => new CloudFrame { Policy = Policy(Next(20)) },
            3 => new CloudFrame
            {
                Decision = new TrackDecision
                {
                    TrackId = Number(),
                    Verdict = (TrackDecision.Types.Verdict)(1 + Next(3)),
                    UploadPath = "/" + Text(),
                    Reason = Text(),
                },
            },
            4 => new CloudFrame
            {
                Problem = new Problem
                {
                    Code = "code",
                    Detail = Text(),
                    Fatal = Next(2) == 0,
                },
            },
            _ => new CloudFrame { Ping = new Ping { ServerUnixMs = Time() } },
        };

    /// <summary>A probe whose template is a unit vector.</summary>
    public TrackProbe Probe(int dimension)
    {
        var template = new float[dimension];
        template[Next(dimension)] = 1;
        var bytes = new byte[dimension * sizeof(float)];
        Buffer.BlockCopy(template, 0, bytes, 0, bytes.Length);
        return new TrackProbe
        {
            CameraId = Id(),
            TrackId = Number(),
            Space = "space",
            Template = ByteString.CopyFrom(bytes),
            FramesFused = (uint)(1 + Next(FieldCheck.MaxFramesFused)),
            Agreement = (_random.NextSingle() * 2) - 1,
            Quality = _random.NextSingle(),
            FirstGoodUnixMs = Time(),
            BestUnixMs = Time(),
        };
    }

    public Policy Policy(int cameras)
    {
        var policy = new Policy
        {
            Version = Number(),
            Space = "space",
            ListValidMs = (uint)(1 + Next(60_000)),
        };
        for (var i = 0; i < cameras; i++)
        {
            policy.Cameras.Add(
                new CameraPolicy
                {
                    CameraId = Id(),
                    Armed = Next(2) == 0,
                    Reason = Text(),
                }
            );
        }

        return policy;
    }

    /// <summary>Flips, cuts, stretches or splices a message: 1 to 8 wounds.</summary>
    public byte[] Damage(byte[] message)
    {
        for (var wounds = 1 + Next(8); wounds > 0 && message.Length > 0; wounds--)
        {
            message = Next(5) switch
            {
                0 => message[..Next(message.Length)],
                1 => [.. message, .. Bytes(Next(32))],
                2 => [.. message[..Next(message.Length)], .. Bytes(Next(16)), .. message[Next(message.Length)..]],
                // A length prefix that claims up to 4 GiB.
                3 => [.. message[..Next(message.Length)], 0xff, 0xff, 0xff, 0xff, (byte)Next(16), .. message[Next(message.Length)..]],
                _ => Flip(message),
            };
        }

        return message;
    }

    private byte[] Flip(byte[] message)
    {
        message[Next(message.Length)] ^= (byte)(1 << Next(8));
        return message;
    }

    private ByteString Id() => Some(FieldCheck.IdBytes);

    private ByteString Some(int length) => ByteString.CopyFrom(Bytes(length));

    private ulong Number() => (ulong)_random.NextInt64(1, long.MaxValue);

    private long Time() => _random.NextInt64(1, FieldCheck.MaxUnixMs + 1);

    private string Text() => new([.. Enumerable.Range(0, Next(40)).Select(_ => (char)('a' + Next(26)))]);
}
